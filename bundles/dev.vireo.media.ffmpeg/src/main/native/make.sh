#!/usr/bin/env bash
# Makes the stand-in libraries of absent.c and the list of programs with sizes and hashes. Needs gcc, unzip and the jar
# org.bytedeco:ffmpeg (classifier linux-x86_64). Usage: make.sh FFMPEG_JAR
set -euo pipefail
jar=$(realpath "$1")
cd "$(dirname "$0")"
resources=../resources/dev/vireo/media/ffmpeg/internal
target=$resources/linux-x86_64
mkdir -p "$target"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stand_in() { # macro, version node, file
    echo "$2 { global: *; };" > "$work/map"
    gcc -shared -nostdlib -fPIC -O2 -s -D"$1" -Wl,-soname,"$3" -Wl,--version-script="$work/map" -Wl,-z,noseparate-code \
        -Wl,--build-id=none -o "$target/$3" absent.c
    chmod 644 "$target/$3"
}
stand_in AVDEVICE LIBAVDEVICE_62 libavdevice.so.62
stand_in UDEV LIBUDEV_183 libudev.so.1

unzip -qj "$jar" 'org/bytedeco/ffmpeg/linux-x86_64/*' -x '*/libjni*' '*/libavdevice*' -d "$work/programs"
cp "$target"/* "$work/programs"
{
    echo "# size, sha-256 and name of each file of FFmpeg; made by src/main/native/make.sh"
    (cd "$work/programs" && for file in *; do echo "$(stat -c %s "$file") $(sha256sum "$file" | cut -d' ' -f1) $file"; done)
} > "$resources/linux-x86_64.txt"
