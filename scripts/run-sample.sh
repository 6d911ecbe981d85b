#!/usr/bin/env bash
# What `make run` does.
#   A fresh clone:             puts night one of the sample into the inbox and runs it.
#   NIGHT=1 or NIGHT=2:        that night of the sample (night two after night one).
#   Files in the inbox:        runs the night of today on them.
#   Nothing in the inbox:      asks again; the answer is `nothing new`, or what today's night says.
set -euo pipefail
cd "$(dirname "$0")/.."
program=${RECEIVABLES:-.build/release/receivables}

waiting() { find inbox -mindepth 1 -maxdepth 2 -type f ! -name 'README*' ! -name '.*' ! -path 'inbox/rejected/*' ! -path 'inbox/held/*' ! -path 'inbox/copies/*' | grep -q .; }
newest() { cat outbox/current 2>/dev/null || true; }
drop() { cp sample/night-"$1"/* inbox/; }
day_of() { if [ "$1" = 1 ]; then echo 2026-11-19; else echo 2026-11-20; fi; }
clock_of() { if [ "$1" = 1 ]; then echo 2026-11-20T02:00:00Z; else echo 2026-11-21T02:00:00Z; fi; }
sample_night() { "$program" run --as-of "$(day_of "$1")" --now "$(clock_of "$1")"; }

night=${NIGHT:-}
case $night in '' | 1 | 2) ;; *) echo "NIGHT is 1 or 2" >&2; exit 64 ;; esac
if waiting && [ -n "$night" ]; then
  echo "the inbox holds files already; run them first (make run), or take them out" >&2
  exit 64
fi
[ -n "$night" ] || waiting || [ -e state/receivables.sqlite ] || night=1

code=0
if [ "$night" = 2 ] && [ -z "$(newest)" ]; then
  drop 1
  sample_night 1 || code=$?
fi
if [ -n "$night" ] && [ $code = 0 ]; then
  drop "$night"
  sample_night "$night" || code=$?
elif [ $code = 0 ]; then
  case "$(newest)" in
    # Only the sample was run so far and nothing waits: the same night again says that nothing is new.
    2026-11-19-*) if waiting; then "$program" run || code=$?; else sample_night 1 || code=$?; fi ;;
    2026-11-20-*) if waiting; then "$program" run || code=$?; else sample_night 2 || code=$?; fi ;;
    *) "$program" run || code=$? ;;
  esac
fi

run=$(newest)
if [ -n "$run" ]; then
  echo
  echo "the newest run is outbox/runs/$run"
  for look in aging/aging.html run.html statements/statements.pdf reminders/reminders.csv; do
    if [ -e "outbox/runs/$run/$look" ]; then echo "  look at outbox/runs/$run/$look"; fi
  done
  for look in "outbox/runs/$run"/letters/*.pdf; do if [ -e "$look" ]; then echo "  look at $look"; fi; done
  [ ! -e outbox/attention.txt ] || { echo "outbox/attention.txt:"; sed 's/^/  /' outbox/attention.txt | head -n 12; }
  case $run in 2026-11-19-*) echo "next: make run NIGHT=2" ;; esac
fi
exit $code
