#!/usr/bin/env bash
# Installs the package of `make deb` in a clean Debian (clean_root.py: made of this machine's own packages, no network; needs root), runs the sample's
# first night as the user receivables, removes and purges the package, and looks for what it left behind.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(id -u)" = 0 ] || { echo "check_deb: needs root for chroot" >&2; exit 77; }
deb=$(ls -t .build/deb/*.deb | head -n 1)
root=$(mktemp -d /tmp/receivables-deb.XXXXXX)
trap 'umount "$root/proc" 2>/dev/null; mountpoint -q "$root/proc" || rm -rf "$root"' EXIT
chmod 755 "$root"
depends=$(dpkg-deb -f "$deb" Depends | sed 's/ *|[^,]*//g; s/([^)]*)//g; s/,/ /g')
# shellcheck disable=SC2086
python3 Tests/tools/clean_root.py "$root" $depends passwd
mount -t proc proc "$root/proc" || { echo "check_deb: needs to mount /proc" >&2; exit 77; }
inside() { chroot "$root" env -i DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
# The backups that every change of users leaves (/etc/passwd- and the like) are nobody's fault.
inside useradd --system probe && inside userdel probe
list() { (cd "$root" && find . -xdev -path ./proc -prune -o -path ./var/lib/dpkg -prune -o -path ./var/cache -prune -o -path ./var/log -prune \
  -o -path ./tmp -prune -o \( -type f -o -type d -o -type l \) -print | sort); }
list >"$root/tmp/before"
cp "$root"/etc/{passwd,group} "$root/tmp/"
cp "$deb" "$root/tmp/receivables.deb"
inside dpkg -i /tmp/receivables.deb >/dev/null
inside receivables --version
[ -z "$(inside ldd /usr/bin/receivables | grep -i 'not found')" ] || { echo "check_deb: a library is missing" >&2; exit 1; }
inside sh -c 'cd /var/lib/receivables && cp /usr/share/doc/receivables/sample/pipeline.json . && mkdir inbox && cp /usr/share/doc/receivables/sample/night-1/* inbox/ && chown -R receivables: .'
inside setpriv --reuid receivables --regid receivables --clear-groups sh -c \
  'cd /var/lib/receivables && receivables run --as-of 2026-11-19 --now 2026-11-20T02:00:00Z --progress never && receivables verify'
# Installed again over itself, as an upgrade is: what is known stays.
inside dpkg -i /tmp/receivables.deb >/dev/null
inside setpriv --reuid receivables --regid receivables --clear-groups sh -c 'cd /var/lib/receivables && receivables verify' >/dev/null
inside dpkg -r receivables >/dev/null
[ -e "$root/var/lib/receivables/outbox/current" ] || { echo "check_deb: removing the package took the data with it" >&2; exit 1; }
inside dpkg -P receivables >/dev/null
[ -e "$root/var/lib/receivables/outbox/current" ] || { echo "check_deb: purging the package took the data with it" >&2; exit 1; }
# Without data the user goes too.
inside dpkg -i /tmp/receivables.deb >/dev/null
rm -rf "$root/var/lib/receivables" && inside install -d -m 2750 -o receivables -g receivables /var/lib/receivables
inside dpkg -P receivables >/dev/null
list >"$root/tmp/after"
if ! diff "$root/tmp/before" "$root/tmp/after"; then echo "check_deb: the package left something behind" >&2; exit 1; fi
for file in passwd group; do diff "$root/tmp/$file" "$root/etc/$file" || { echo "check_deb: a user stayed in $file" >&2; exit 1; }; done
echo "check_deb: installs, runs a night, is installed anew over itself, and is removed cleanly"
