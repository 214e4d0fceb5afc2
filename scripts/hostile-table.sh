#!/usr/bin/env bash
# Makes a table of the verbose output of the test of hostile gateways, and fails
# if the test did.
set -euo pipefail
awk '
  /^=== RUN.*\// { sub(/.*\//, ""); name = $0 }
  / requests, / { sub(/^[^:]*:[0-9]*: /, ""); printf "%-34s %s\n", name, $0; rows++ }
  /^ *--- FAIL|^FAIL/ { failed = 1 }
  / bound is |no reason says|want / { print }
  END { printf "%d gateways, %s\n", rows, failed ? "FAILED" : "each within its bounds"; exit failed || !rows }
'
