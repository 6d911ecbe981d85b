#!/usr/bin/env bash
# Fuzzes readers, configuration, templates, headers of e-mails and names of files for some seconds: Tests/Fuzz/run.sh SECONDS [TARGET...]. `make fuzz SECONDS=60` calls it.
# Seeds lie in corpus/<target>/ and come from fixtures and handbook (seeds.py); what a run learns goes to .build/fuzz/learned/<target>. A finding is written to
# .build/fuzz/found/<target>-* and ends with exit 1: make a test of it before you mend it.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:?how many seconds per target}; shift
BUILD=${BUILD:-$PWD/.build/fuzz}
Tests/Fuzz/build.sh "$@"
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=($(basename -s .swift Tests/Fuzz/targets/*.swift))
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0
mkdir -p "$BUILD/found"
python3 Tests/Fuzz/seeds.py "$BUILD/seeds"
failed=0
for target in "${targets[@]}"; do
  mkdir -p "$BUILD/learned/$target"
  seeds=()
  for folder in "Tests/Fuzz/corpus/$target" "$BUILD/seeds/$target"; do [ -d "$folder" ] && seeds+=("$folder"); done
  dictionary=(); [ -f "Tests/Fuzz/$target.dict" ] && dictionary=("-dict=Tests/Fuzz/$target.dict")
  if "$BUILD/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=20000 -print_final_stats=1 "${dictionary[@]}" \
      -artifact_prefix="$BUILD/found/$target-" "$BUILD/learned/$target" "${seeds[@]}" >"$BUILD/$target.log" 2>&1; then
    echo "ok   $target: $(grep -o 'stat::number_of_executed_units: *[0-9]*' "$BUILD/$target.log" | grep -o '[0-9]*$') inputs in $seconds s"
  else
    failed=1
    echo "FAIL $target: see $BUILD/$target.log"
    tail -25 "$BUILD/$target.log"
  fi
done
exit $failed
