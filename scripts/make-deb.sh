#!/usr/bin/env bash
# Makes .build/deb/receivables_VERSION_ARCH.deb of the program as `make build` leaves it: Swift's libraries are inside, the machine it runs
# on needs no Swift.
# The same commit and toolchain give the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
umask 022
version=$(sed -n 's/.*static let version = "\(.*\)"/\1/p' Sources/receivables/Program.swift)
arch=$(dpkg --print-architecture)
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
stage=.build/deb/receivables_${version}_${arch}
rm -rf "$stage" && mkdir -p "$stage/DEBIAN"
scripts/install.sh .build/release/receivables /usr "$stage" >/dev/null
strip --strip-unneeded "$stage/usr/bin/receivables"
gzip -9 -n "$stage/usr/share/man/man1/receivables.1"
mkdir -p "$stage/usr/share/doc/receivables"
cp -r docs/*.md docs/presets docs/pipeline.schema.json sample "$stage/usr/share/doc/receivables/"
find "$stage" -name __pycache__ -prune -exec rm -rf {} +
cp pipeline.json "$stage/usr/share/doc/receivables/sample/pipeline.json"
cat >"$stage/usr/share/doc/receivables/copyright" <<'TEXT'
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Files: *
License: Apache-2.0
 On Debian systems the full text is in /usr/share/common-licenses/Apache-2.0.
TEXT

# The packages of the libraries the program is linked with, and the fonts of letters and statements.
libraries=$(ldd "$stage/usr/bin/receivables" | awk '$3 ~ /^\// { print $3 }')
needed=$(readelf -d "$stage/usr/bin/receivables" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
depends=$(for name in $needed; do
  path=$(printf '%s\n' "$libraries" | grep -F "/$name" | head -n 1)
  [ -z "$path" ] || dpkg -S "$path" 2>/dev/null || dpkg -S "*/$name" 2>/dev/null
done | grep -v '^diversion' | cut -d: -f1 | sort -u | paste -sd, | sed 's/,/, /g')
cat >"$stage/DEBIAN/control" <<TEXT
Package: receivables
Version: $version
Architecture: $arch
Maintainer: the founders of receivables <receivables@localhost>
Section: misc
Priority: optional
Installed-Size: $(du -sk "$stage/usr" | cut -f1)
Depends: $depends, fonts-liberation | fonts-liberation2, tzdata
Description: accounts receivable automation without a server
 Reads the export files of an ERP from an inbox, finds out what changed, ages
 what is open, decides who is reminded of what and who is not and why, and
 publishes reports, statements, e-mails and letters in an outbox.
TEXT
cat >"$stage/DEBIAN/postinst" <<'TEXT'
#!/bin/sh
# A user of its own and a folder that only it and its group read. Timers and services are switched on by people.
set -e
if [ "$1" = configure ]; then
  getent group receivables >/dev/null || groupadd --system receivables
  getent passwd receivables >/dev/null ||
    useradd --system --gid receivables --home-dir /var/lib/receivables --no-create-home --shell /usr/sbin/nologin receivables
  [ -d /var/lib/receivables ] || install -d -m 2750 -o receivables -g receivables /var/lib/receivables
  [ ! -d /run/systemd/system ] || systemctl daemon-reload || true
fi
TEXT
cat >"$stage/DEBIAN/postrm" <<'TEXT'
#!/bin/sh
# What is known and what was published stays in /var/lib/receivables, also after a purge: it is the customer's, not the package's. The
# folder goes when it is empty, and the user with it.
set -e
[ ! -d /run/systemd/system ] || systemctl daemon-reload || true
if [ "$1" = purge ] && { [ ! -d /var/lib/receivables ] || rmdir /var/lib/receivables 2>/dev/null; }; then
  getent passwd receivables >/dev/null && userdel receivables || true
  getent group receivables >/dev/null && groupdel receivables || true
fi
TEXT
chmod 755 "$stage/DEBIAN/postinst" "$stage/DEBIAN/postrm"
find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build "$stage" "$stage.deb" >/dev/null
echo "$stage.deb"
