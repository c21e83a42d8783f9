#!/bin/sh
# Print the first Python that can run Evenstride, or say in one sentence what is missing.
# PYTHON=/path/to/python names one by hand.
set -eu

able='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'
tried=""
for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if command -v "$name" >/dev/null 2>&1; then
        if "$name" -c "$able" >/dev/null 2>&1; then
            command -v "$name"
            exit 0
        fi
        tried="$tried $name ($("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || echo broken))"
    fi
done
{
    echo "Evenstride needs Python 3.11 or newer with the venv module. Found:${tried:- no Python at all}."
    echo "Install one (Debian and Ubuntu: apt install python3 python3-venv), or name one: make demo PYTHON=/path/to/python3"
} >&2
exit 1
