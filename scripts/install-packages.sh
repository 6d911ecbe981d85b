#!/usr/bin/env bash
# Installs what is missing, and nothing when nothing is:
#   scripts/install-packages.sh run    to build and run the program
#   scripts/install-packages.sh test   also to run all tests (outside validators, and a Python environment in .venv)
# Debian and Ubuntu; needs root or sudo only where something is missing. SKIP_PACKAGES=1 leaves everything as it is.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-run}
case $what in run | test) ;; *) echo "usage: scripts/install-packages.sh run|test" >&2; exit 64 ;; esac
[ "${SKIP_PACKAGES:-}" != 1 ] || exit 0

missing=()
need() { # need PACKAGE TEST...: the package is missing where the test fails
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}
installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
liberation() { ls /usr/share/fonts/truetype/liberation*/LiberationSans-Regular.ttf; }
chromium_here() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

need pkg-config command -v pkg-config
need libxml2-dev pkg-config --exists libxml-2.0
need libsqlite3-dev pkg-config --exists sqlite3
need fonts-liberation liberation
if [ "$what" = test ]; then
  need strace command -v strace
  need qpdf command -v qpdf
  need poppler-utils command -v pdftotext
  need chromium chromium_here
  need sqlite3 command -v sqlite3
  need faketime command -v faketime
  need python3 command -v python3
  need libxml2-utils command -v xmllint
  [ -x .venv/bin/python3 ] || need python3-venv python3 -c 'import venv, ensurepip'
fi

if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
      as_root=(sudo)
    else
      echo "packages are missing: ${missing[*]}" >&2
      echo "help: neither root nor sudo is at hand; ask for: apt-get install ${missing[*]}" >&2
      exit 77
    fi
  fi
  if ! command -v apt-get >/dev/null; then
    echo "missing: ${missing[*]} (named as Debian names them)" >&2
    echo "help: this script knows apt-get only; install them your way, or set SKIP_PACKAGES=1" >&2
    exit 69
  fi
  echo "installing ${missing[*]}"
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  install() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; }
  # The lists of a fresh machine are empty: read them and try again.
  if ! install >"$log" 2>&1 && ! { "${as_root[@]}" apt-get update -q >"$log" 2>&1 && install >>"$log" 2>&1; }; then
    tail -n 15 "$log" >&2
    echo "help: apt-get could not install ${missing[*]}; see above" >&2
    exit 69
  fi
fi

if ! command -v swift >/dev/null; then
  echo "swift is missing" >&2
  echo "help: install the Swift toolchain 6.2 or later from swift.org and put it on the PATH" >&2
  exit 69
fi

# The validators that come as Python packages; the stamp says which list .venv was made from.
if [ "$what" = test ] && ! cmp -s Tests/tools/requirements.txt .venv/requirements.done; then
  echo "preparing .venv"
  [ -x .venv/bin/python3 ] || python3 -m venv .venv
  .venv/bin/python3 -m pip install --quiet --disable-pip-version-check -r Tests/tools/requirements.txt
  cp Tests/tools/requirements.txt .venv/requirements.done
fi
