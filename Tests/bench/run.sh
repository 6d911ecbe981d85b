#!/usr/bin/env bash
# The nightly job of the product against DuckDB: first load and the night after, in turn. `make bench` calls it.
#   Tests/bench/run.sh [SIZE...] [--runs N] [--keep]      sizes: 10k, 100k, 1m, 10m, or a number of invoices (default: 100k 1m)
#   Tests/bench/run.sh 10m --runs 1                       ten million: 30 GB of disk, 24 GiB of memory, an hour; nothing is read as XML
# RECEIVABLES names the binary (default: .build/release/receivables), BENCH the folder to work in (default: .build/bench; a
# million invoices need 2 GB there). DuckDB comes as a Python package into .venv.
set -euo pipefail
cd "$(dirname "$0")/../.."
export RECEIVABLES=${RECEIVABLES:-$PWD/.build/release/receivables} BENCH=${BENCH:-$PWD/.build/bench}
duckdb=2.0.0
[ -x "$RECEIVABLES" ] || { echo "no program at $RECEIVABLES: make build" >&2; exit 69; }
compiler=$(command -v cc || command -v gcc || command -v clang) || { echo "no C compiler for Tests/bench/generate.c" >&2; exit 69; }
if ! .venv/bin/python3 -c "import duckdb, sys; sys.exit(duckdb.__version__ != '$duckdb')" 2>/dev/null; then
  echo "installing duckdb $duckdb into .venv"
  [ -x .venv/bin/python3 ] || python3 -m venv .venv
  .venv/bin/python3 -m pip install --quiet --disable-pip-version-check "duckdb==$duckdb"
fi
mkdir -p "$BENCH"
"$compiler" -O2 -o "$BENCH/generate" Tests/bench/generate.c
.venv/bin/python3 Tests/bench/compare.py "$@"
case " $* " in *" 10m "*) ;; *) .venv/bin/python3 Tests/bench/reading.py "$@" ;; esac
