#!/bin/sh
# Called by the build: weights into FOLDER, or one line that says why the product is built without this model.
#
#   weights.sh FOLDER
here=$(dirname "$0")
if command -v node >/dev/null && said=$(node "$here/weights.mjs" "$1" 2>&1) && [ -f "$1/model.onnx" ]; then
  exit 0
fi
status=$?
if [ -n "$said" ] && [ "$status" != 69 ]; then
  echo "$said" >&2
  exit "$status"
fi
echo "built without the reranker ms-marco-MiniLM-L-12-v2: ${said:-node is missing}"
