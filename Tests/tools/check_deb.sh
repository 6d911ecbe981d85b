#!/usr/bin/env bash
# Installs the package of `make deb` in a fresh Debian of its own (debootstrap, root), runs the sample's first night as the user
# receivables, removes and purges the package, and looks for what it left behind.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(id -u)" = 0 ] || { echo "check_deb: needs root for debootstrap and chroot" >&2; exit 77; }
command -v debootstrap >/dev/null || apt-get install -y -q debootstrap >/dev/null
deb=$(ls .build/deb/*.deb | head -n 1)
root=$(mktemp -d /tmp/receivables-deb.XXXXXX)
trap 'umount "$root/proc" 2>/dev/null || true; rm -rf "$root"' EXIT
chmod 755 "$root"
debootstrap --variant=minbase "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$root" >"$root.log" 2>&1 || { tail -n 5 "$root.log" >&2; exit 1; }
rm -f "$root.log"
mount -t proc proc "$root/proc"
for file in /etc/apt/apt.conf.d /etc/apt/sources.list /etc/apt/sources.list.d /etc/resolv.conf; do
  [ ! -e "$file" ] || cp -rL "$file" "$root$(dirname "$file")/" 2>/dev/null || true
done
inside() { chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
inside apt-get update -q >/dev/null
list() { (cd "$root" && find . -xdev -path ./proc -prune -o -path ./var/lib/apt -prune -o -path ./var/lib/dpkg -prune -o -path ./var/cache -prune \
  -o -path ./var/log -prune -o -path ./tmp -prune -o \( -type f -o -type d -o -type l \) -print | sort); }
depends=$(dpkg-deb -f "$deb" Depends | sed 's/ *|[^,]*//g; s/([^)]*)//g; s/,/ /g')
inside apt-get install -y -q --no-install-recommends $depends passwd >/dev/null
list >"$root/tmp/before"
cp "$deb" "$root/tmp/receivables.deb"
inside dpkg -i /tmp/receivables.deb >/dev/null
inside receivables --version
inside sh -c 'cd /var/lib/receivables && cp /usr/share/doc/receivables/sample/pipeline.json . && mkdir inbox && cp /usr/share/doc/receivables/sample/night-1/* inbox/ && chown -R receivables: .'
inside setpriv --reuid receivables --regid receivables --clear-groups sh -c \
  'cd /var/lib/receivables && receivables run --as-of 2026-11-19 --now 2026-11-20T02:00:00Z --progress never && receivables verify'
inside dpkg -r receivables >/dev/null
[ -e "$root/var/lib/receivables/outbox/current" ] || { echo "check_deb: removing the package took the data with it" >&2; exit 1; }
rm -rf "$root"/var/lib/receivables/*
inside dpkg -P receivables >/dev/null
list >"$root/tmp/after"
if ! diff "$root/tmp/before" "$root/tmp/after"; then echo "check_deb: the package left something behind" >&2; exit 1; fi
echo "check_deb: installs, runs a night, and is removed cleanly"
