#!/usr/bin/env bash
# The main job on the sample footage: start a runtime on a fresh home, add, ask, keep the frames that prove it, stop.
# usage: demo.sh DISTRIBUTION SAMPLE_FOLDER OUTPUT_FOLDER [--captured-at ISO] [QUESTION …]
set -euo pipefail

dist=$1 sample=$2 out=$3
shift 3
captured_at=2024-05-14T16:30:00
if [[ ${1-} == --captured-at ]]; then
    captured_at=${2:?--captured-at needs a date and time such as 2024-05-14T18:00:00}
    shift 2
fi
[[ $# -gt 0 ]] || set -- "find white vehicles parked before 5 pm"

vireo=$dist/bin/vireo
home=$(mktemp -d "${TMPDIR:-/tmp}/vireo-demo.XXXXXX")
runtime=
stop() {
    status=$?
    trap - EXIT
    if [[ -n $runtime ]] && kill -TERM "$runtime" 2>/dev/null; then
        wait "$runtime" || true
    fi
    rm -rf "$home"
    exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

rm -rf "$out"
mkdir -p "$out"

echo "==> starting a runtime on a fresh home"
"$vireo" run --home "$home" >"$out/run.out" 2>"$out/run.err" &
runtime=$!
until grep -q '^ready ' "$out/run.out"; do
    if ! kill -0 "$runtime" 2>/dev/null; then
        echo "the runtime ended before it was ready:" >&2
        cat "$out/run.err" >&2
        runtime=
        exit 1
    fi
    sleep 0.1
done
cat "$out/run.out"

echo "==> adding the sample footage (the clip starts at $captured_at)"
"$vireo" add --home "$home" --captured-at "$captured_at" "$sample"/*.mp4
"$vireo" add --home "$home" "$sample"/*.jpg

status=0
number=0
for question in "$@"; do
    echo
    echo "==> $question"
    number=$((number + 1))
    evidence=$out
    [[ $# -eq 1 ]] || evidence=$out/question-$number
    "$vireo" ask --home "$home" --top 5 --out "$evidence" "$question" || status=$?
done

echo
echo "==> frames with the box drawn, and clips: $out"
find "$out" -type f \( -name '*.jpg' -o -name '*.mp4' \) -printf '    %P\n' | sort
exit "$status"
