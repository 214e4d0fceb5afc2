#!/usr/bin/env bash
# Runs every fuzz target of the module for a while: fuzz.sh 1m
# The targets are looked up, so that none is forgotten.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-1m}
found=0
while IFS=: read -r file declaration; do
  name=${declaration#func }
  name=${name%%(*}
  package=./$(dirname "$file")
  found=$((found + 1))
  if ! out=$(go test -run '^$' -fuzz "^$name\$" -fuzztime "$time" -fuzzminimizetime 5s "$package" 2>&1); then
    # Go's fuzzer now and then reports its own time limit as a failure; a real
    # one includes the input that caused it.
    if ! grep -q 'context deadline exceeded' <<<"$out" || grep -q 'Failing input written' <<<"$out"; then
      printf '%s\n' "$out"
      exit 1
    fi
  fi
  echo "fuzzed $package $name for $time"
done < <(grep -rEo --exclude-dir=node_modules --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+\(' cmd examples fixtures internal mock spec suites tools | sort)
if [ "$found" = 0 ]; then
  echo 'found no fuzz target' >&2
  exit 1
fi
