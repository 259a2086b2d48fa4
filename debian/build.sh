#!/bin/sh
# Builds the package in a copy of what belongs to it: build.sh OUT [SOURCE.tar]. The files come to OUT, with the source that they are of.
set -eu
out=$1
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$out"
if [ $# -gt 1 ]; then
	cp "$2" "$out/source.tar"
else
	(cd "$root" && git ls-files -z -co --exclude-standard | tar --null --files-from=- -cf -) >"$out/source.tar"
fi
out=$(cd "$out" && pwd)
copy=$out/source
rm -rf "$copy"
mkdir "$copy"
tar -xf "$out/source.tar" -C "$copy"
cd "$copy"
if ! dpkg-buildpackage --build=binary --no-sign >"$out/build.log" 2>&1; then
	tail -n 40 "$out/build.log" >&2
	exit 1
fi
rm -rf "$copy"
ls "$out"/*.deb
