#!/usr/bin/env bash
# Prove the README: clone HEAD into an empty folder, then `make demo` and `make test` with nothing else at hand.
# By hand only; it installs everything anew. EVENSTRIDE_SHARED keeps the tests that read real files alive.
set -euo pipefail
repo=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git clone --quiet --no-hardlinks "$repo" "$folder/evenstride"
cd "$folder/evenstride"
export EVENSTRIDE_SHARED="${EVENSTRIDE_SHARED:-$repo/../shared/data}"
unset VIRTUAL_ENV PYTHONPATH
make demo
time make demo
time make test
git status --short
test -z "$(git status --porcelain)" || { echo "make demo or make test left files behind that git sees." >&2; exit 1; }
echo "a fresh clone of $(git rev-parse --short HEAD) passes"
