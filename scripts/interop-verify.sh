#!/usr/bin/env bash
# Verifies claims that gwcheck signs with an independent implementation of DSSE, Python's
# securesystemslib. Exit code 0: it agrees; 75: not known, since the library cannot be
# had; anything else: it does not agree.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=build/interop
mkdir -p "$dir"
if [ ! -x "$dir/venv/bin/python" ]; then
  python3 -m venv "$dir/venv" >"$dir/pip.log" 2>&1 || rm -rf "$dir/venv"
fi
if ! "$dir/venv/bin/python" -m pip install --quiet 'securesystemslib==1.6.0' 'cryptography==48.0.0' >>"$dir/pip.log" 2>&1; then
  echo 'NOT VERIFIED WITH ANOTHER IMPLEMENTATION: python3 with pip, or its packages, cannot be had' >&2
  exit 75
fi
bin/gwcheck run --mock --quiet --out "$dir/report" >/dev/null
exec "$dir/venv/bin/python" scripts/interop_verify.py bin/gwcheck "$dir"
