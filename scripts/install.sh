#!/usr/bin/env bash
# scripts/install.sh BINARY PREFIX [DESTDIR]: puts the program and what belongs to it below DESTDIR/PREFIX.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$1 prefix=$2 root=${3:-}$2
install -D -m 755 "$binary" "$root/bin/receivables"
install -D -m 644 docs/receivables.1 "$root/share/man/man1/receivables.1"
install -D -m 644 packaging/completions/receivables.bash "$root/share/bash-completion/completions/receivables"
install -D -m 644 packaging/completions/_receivables "$root/share/zsh/site-functions/_receivables"
install -D -m 644 packaging/completions/receivables.fish "$root/share/fish/vendor_completions.d/receivables.fish"
for unit in packaging/systemd/*; do
  install -d "$root/lib/systemd/system"
  sed "s#^ExecStart=/usr/bin/#ExecStart=$prefix/bin/#" "$unit" >"$root/lib/systemd/system/$(basename "$unit")"
done
echo "installed $root/bin/receivables, its man page, completions and systemd units"
