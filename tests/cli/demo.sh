#!/bin/sh
# SPDX-License-Identifier: MIT
# `make demo` shows each of its steps, in 100 columns.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
: "${SLACORE:=build/slacore}"
export SLACORE
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() {
    echo "demo: $*" >&2
    exit 1
}

sh examples/demo.sh >"$scratch/shown" || { cat "$scratch/shown" >&2; fail "it failed"; }
awk 'length($0) > 100 { print; wide = 1 } END { exit wide }' "$scratch/shown" >&2 ||
    fail "lines of more than 100 columns"
while IFS= read -r line; do
    grep -q "$line" "$scratch/shown" || fail "it does not show: $line"
done <<'END'
^policy.yaml: 0 errors, 0 warnings$
^IMP-1001  incident  .* met  *met  *met  *2026-12-30 23:30$
^IMP-1021  incident  .* released  *in the next planned release$
^IMP-1035  incident  .* (breach lifted)$
^response  *34 met,  7 missed, 0 on time, 0 breached and still open$
 17h  no      holiday: Christmas Day$
 lifted: the breach of Tue 2026-06-16$
^due  *Fri 2026-12-25 08:30 
^Mon 28 .* closed  Boxing Day (substitute)$
END
echo "demo: every step is shown, in 100 columns"
