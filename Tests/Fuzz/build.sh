#!/usr/bin/env bash
# Builds the fuzz targets with libFuzzer and AddressSanitizer: Tests/Fuzz/build.sh [TARGET...]   (default: all)
# Everything up to Normalize is compiled module by module with coverage, once; each target is one file of targets/ linked against it.
# BUILD names the folder to work in (default: .build/fuzz).
set -euo pipefail
cd "$(dirname "$0")/../.."
BUILD=${BUILD:-$PWD/.build/fuzz}
mkdir -p "$BUILD"
modules=(SHAInstructions Ledger Formats Documents Pipeline Intake Normalize)
c=(-I Sources/CIntrinsics -I Sources/CSQLite -I Sources/CLibXML2 $(pkg-config --cflags-only-I libxml-2.0 | sed 's/-I/-Xcc -I/g'))
flags=(-O -g -swift-version 6 -package-name receivables -sanitize=fuzzer,address -parse-as-library "${c[@]}" -I "$BUILD")
# Package.swift says why.
instructions=()
[ "$(uname -m)" != x86_64 ] || instructions=(-Xcc -msse4.1 -Xcc -msha)
objects=()
for module in "${modules[@]}"; do
  sources=$(find "Sources/$module" -name '*.swift' | sort)
  stamp=$(cat $sources | sha256sum | cut -c1-64)
  object="$BUILD/$module.o"
  own=()
  [ "$module" != SHAInstructions ] || own=("${instructions[@]}")
  if [ "$(cat "$BUILD/$module.stamp" 2>/dev/null)" != "$stamp" ] || [ -n "${dirty:-}" ]; then
    dirty=1
    echo "fuzz: compiling $module"
    # shellcheck disable=SC2086
    swiftc "${flags[@]}" "${own[@]}" -wmo -emit-module -emit-module-path "$BUILD/$module.swiftmodule" -emit-object -module-name "$module" -o "$object" $sources
    echo "$stamp" >"$BUILD/$module.stamp"
  fi
  objects+=("$object")
done
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=($(basename -s .swift Tests/Fuzz/targets/*.swift))
for target in "${targets[@]}"; do
  echo "fuzz: linking $target"
  # Names of files are made in a stage that the readers do not need.
  more=()
  [ "$target" != filenames ] || more=(Sources/Emit/SafeName.swift)
  swiftc "${flags[@]}" -module-name "Fuzz_${target//-/_}" -o "$BUILD/$target" Tests/Fuzz/Property.swift "Tests/Fuzz/targets/$target.swift" "${more[@]}" "${objects[@]}" -lxml2 -lsqlite3 2> >(grep -v "Cannot export local symbol" >&2)
done
