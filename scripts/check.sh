#!/usr/bin/env bash
# What `make check` does: everything that can be said about the sources without running the program. All problems, not only the first.
set -uo pipefail
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}
failed=0
step() { # step NAME COMMAND...: silent when it passes
  local name=$1 out
  shift
  if out=$("$@" 2>&1); then echo "ok   $name"; else
    echo "FAIL $name"
    printf '%s\n' "$out" | tail -n 40 | sed 's/^/     /'
    failed=1
  fi
}
# nowhere PATTERN WHERE... : succeeds when no line that is not a comment matches
nowhere() {
  local pattern=$1
  shift
  ! grep -rnE --include='*.swift' "$pattern" "$@" | grep -vE '^[^:]+:[0-9]+: *//'
}
outside() { # outside FOLDER PATTERN: nowhere in Sources but there
  local folder=$1 pattern=$2
  ! grep -rnE --include='*.swift' "$pattern" Sources | grep -v "^Sources/$folder" | grep -vE '^[^:]+:[0-9]+: *//'
}
short_files() { ! find Sources -name '*.swift' -exec wc -l {} + | awk '$2 != "total" && $1 > 400 { print $2 ": " $1 " lines"; bad = 1 } END { exit !bad }'; }
reasons_beside_unchecked() {
  ! grep -rn --include='*.swift' -B1 '@unchecked Sendable' Sources | awk '/@unchecked/ { if (!/\/\// && before !~ /\/\//) { print; bad = 1 } } { before = $0 } END { exit !bad }'
}
scripts_parse() { for f in scripts/*.sh .ci/run; do bash -n "$f" || return 1; done; python3 -m py_compile Tests/scenarios/run.py Tests/validators/*.py Tests/tools/*.py Tests/catalogue/*.py Tests/cash/*.py Tests/Fuzz/*.py Tests/bench/*.py sample/generate.py scripts/*.py && bash -n Tests/Fuzz/build.sh && bash -n Tests/Fuzz/run.sh; }

step "format (swift format lint)" "$swift" format lint -s -r --configuration .swift-format Package.swift Sources Tests
step "no Foundation atomic writes" nowhere '\.atomic\b|atomically: *true|copyItem\(' Sources
step "no clock outside the shell" outside receivables/ '\bDate\(\)|clock_gettime|gettimeofday|ContinuousClock|\btime\(nil\)'
step "no try! and no fatal shortcuts" nowhere 'try!|as! ' Sources
step "no package declarations (never inlined across targets: ARCHITECTURE.md)" nowhere '^ *package |\bpackage (func|var|let|struct|enum|init|static)\b' Sources
step "no Foundation in the libraries" outside receivables/ '^ *(@preconcurrency )?import Foundation\b'
step "no file handles in the stages" nowhere '\bfopen\(|\bopenat\(|Glibc\.open|FileHandle|FileManager' Sources/Ledger Sources/Intake Sources/Normalize Sources/Diff Sources/Cash Sources/Score Sources/Decide Sources/Emit
step "a reason beside @unchecked Sendable" reasons_beside_unchecked
step "no source file above 400 lines" short_files
step "scripts parse" scripts_parse
step "the sample is what its generator writes" python3 sample/generate.py --check
step "interest worked out by another way" python3 Tests/tools/check_interest.py
step "layering and warnings (build)" "$swift" build --build-tests --explicit-target-dependency-import-check error
step "the handbook is true (rows, links, commands run)" env RECEIVABLES="$PWD/.build/debug/receivables" python3 Tests/tools/check_docs.py
step "completions are up to date" env RECEIVABLES="$PWD/.build/debug/receivables" python3 scripts/make-completions.py --check
step "schema and settings handbook are up to date" "$swift" test --skip-build --filter SettingsDocumentationTests
find Tests sample -name __pycache__ -type d -prune -exec rm -rf {} +
exit $failed
