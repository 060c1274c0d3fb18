#!/bin/sh
# SPDX-License-Identifier: MIT
# Install into a scratch folder, build examples/quickstart.c against what was installed through pkg-config,
# run it and the installed command, uninstall, and see that nothing stays behind.
set -eu
: "${CC:=cc}" "${MAKE:=make}" "${BUILD:=build}"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
prefix=$root/usr
$MAKE -s install PREFIX="$prefix" BUILD="$BUILD" >"$root/log" 2>&1 || { cat "$root/log"; exit 1; }

PKG_CONFIG_PATH=$prefix/lib/pkgconfig
export PKG_CONFIG_PATH
$CC -std=c99 -Wall -Wextra -Werror $(pkg-config --cflags slacore) -o "$root/quickstart" \
    examples/quickstart.c $(pkg-config --libs slacore) -Wl,-rpath,"$prefix/lib"
"$root/quickstart" >"$root/quickstart.out"
diff examples/quickstart.expected "$root/quickstart.out"
$CC -std=c99 $(pkg-config --cflags slacore) -o "$root/static" examples/quickstart.c \
    "$prefix/lib/libslacore.a" $(pkg-config --libs libical yaml-0.1) -lpthread
"$root/static" | diff examples/quickstart.expected -
"$prefix/bin/slacore" --version | grep -q "$(pkg-config --modversion slacore)"
test -f "$prefix/share/slacore/holidays/uk-england-and-wales.ics"
test -f "$prefix/share/man/man1/slacore.1"
if command -v readelf >/dev/null; then
    readelf -d "$prefix/lib/libslacore.so" | grep -q 'SONAME.*libslacore.so.0'
fi

$MAKE -s uninstall PREFIX="$prefix" BUILD="$BUILD" >/dev/null
left=$(find "$prefix" ! -type d)
[ -z "$left" ] || { echo "uninstall left behind: $left" >&2; exit 1; }
echo 'install: quickstart built through pkg-config against the installed library, run, uninstalled'
