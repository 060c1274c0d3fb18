#!/bin/sh
# SPDX-License-Identifier: MIT
# The functions that the headers declare, the version map and the shared library's exports are one list.
set -eu
library=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export LC_ALL=C
# A declaration runs from SLA_API to its first parenthesis.
cat include/slacore/*.h | tr '\n' ' ' | sed 's/SLA_API/\n&/g' |
    sed -n 's/^SLA_API[^(;]*[ *]\(sla_[a-z0-9_]*\)(.*/\1/p' | sort -u >"$scratch/headers"
sed -n 's/^ *\(sla_[a-z0-9_]*\);.*/\1/p' src/libslacore.map | sort -u >"$scratch/map"
nm -D --defined-only "$library" | sed -n 's/.* [A-Z] \(.*\)/\1/p' | sed 's/@.*//' |
    grep -v '^SLACORE_' | sort -u >"$scratch/exports"
diff "$scratch/headers" "$scratch/map" || { echo 'headers (<) and map (>) differ' >&2; exit 1; }
diff "$scratch/map" "$scratch/exports" || { echo 'map (<) and exports (>) differ' >&2; exit 1; }
echo "symbols: $(wc -l <"$scratch/map") functions in headers, map and library"
