#!/usr/bin/env bash
# Makes the sample footage again from Debian 12 packages (see NOTICE.md). Needs: apt-get, dpkg-deb and ffmpeg with libx264
# (Debian package ffmpeg); FFMPEG names another program. Usage: remake.sh [target folder]
set -euo pipefail
target=$(realpath "${1:-$(dirname "$0")}")
ffmpeg=${FFMPEG:-ffmpeg}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download opencv-doc python3-skimage
for package in *.deb; do dpkg-deb -x "$package" root; done
clip=root/usr/share/doc/opencv-doc/examples/data/vtest.avi
photos=root/usr/lib/python3/dist-packages/skimage/data

# The whole clip in its own size, two passes so that it fills 3 MB and no more; one thread makes the same bytes each time.
encode() {
    "$ffmpeg" -v error -nostdin -y -i "$clip" -an -map_metadata -1 -c:v libx264 -preset slower -tune film -b:v 285k \
        -g 50 -pix_fmt yuv420p -threads 1 -fflags +bitexact -flags:v +bitexact "$@"
}
encode -pass 1 -f null /dev/null
encode -pass 2 -movflags +faststart -metadata creation_time=2026-10-05T16:30:00Z -f mp4 "$target/car-park.mp4"

for photo in astronaut.png chelsea.png coffee.png rocket.jpg; do
    name=${photo%.*}
    [ "$name" != chelsea ] || name=cat
    "$ffmpeg" -v error -nostdin -y -i "$photos/$photo" -map_metadata -1 -fflags +bitexact -q:v 3 -pix_fmt yuvj420p \
        -frames:v 1 -update 1 "$target/$name.jpg"
done
