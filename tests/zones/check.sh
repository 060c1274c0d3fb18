#!/bin/sh
# SPDX-License-Identifier: MIT
# Compare the library's reading of every zone with that of the C library, by zdump and date.
# Usage: check.sh ZONES [DIRECTORY], where ZONES is the program made of zones.c.
set -eu
LC_ALL=C
export LC_ALL

program=$1
TZDIR=${2:-/usr/share/zoneinfo}
export TZDIR
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

[ -d "$TZDIR" ] || { echo "zones: there is no $TZDIR; install tzdata" >&2; exit 1; }

# All names of zones, and for each content the first name that has it.
(cd "$TZDIR" && find -L . \( -path ./posix -o -path ./right \) -prune -o -type f \
    ! -name localtime ! -name posixrules ! -name Factory -exec grep -l '^TZif' {} +) |
    sed 's,^\./,,' | sort > "$work/names"
(cd "$TZDIR" && xargs sha256sum < "$work/names") |
    awk -v first="$work/first" '
        !($1 in name) { name[$1] = $2; print $2 > first; next }
        { print $2, "same", name[$1] }' > "$work/same"

# What `date` is asked in each zone: instants, both ends of 1969..2101 among them, then wall times.
awk 'BEGIN {
    print "@-31536000"; print "@0"; print "@4165516799"
    for (year = 1969; year <= 2101; year += 3)
        printf "%d-01-01 00:00:00 UTC\n%d-07-01 12:34:56 UTC\n", year, year
}' > "$work/sample"
instants=$(wc -l < "$work/sample")
awk 'BEGIN {
    for (year = 1969; year <= 2101; year += 3)
        printf "%d-01-09 09:30\n%d-07-09 09:30\n", year, year
}' >> "$work/sample"

# What the C library says of the zones named in $1, in the form of zones.c.
expect() {
    xargs zdump -v -c 1968,2102 < "$1" | awk -f "$here/expect.awk"
    while read -r zone; do
        TZ=$zone date -f "$work/sample" "+$zone %s %::z"
    done < "$1" | awk -v instants="$instants" '{
        line = $1 == zone ? line + 1 : 1
        zone = $1
        split(substr($3, 2), part, ":")
        east = part[1] * 3600 + part[2] * 60 + part[3]
        if (substr($3, 1, 1) == "-")
            east = -east
        if (line <= instants)
            printf "%s offset %s %d\n", zone, $2, east
        else
            printf "%s wall %.0f %s\n", zone, $2 + east, $2
    }'
}

# Both halves at once; every zone's lines stay together.
awk -v out="$work/part" '{ print > (out NR % 2) }' "$work/first"
for part in 0 1; do
    (
        expect "$work/part$part" > "$work/expected$part"
        # The questions are the answers without their last words.
        awk '$2 != "change" { print $1, $2, $3 }' "$work/expected$part" |
            "$program" "$TZDIR" > "$work/got$part"
    ) &
    eval "job$part=$!"
done
wait "$job0"
wait "$job1"
"$program" "$TZDIR" < "$work/same" > "$work/got_same"

cat "$work/expected0" "$work/expected1" "$work/same" > "$work/expected"
cat "$work/got0" "$work/got1" "$work/got_same" > "$work/got"
differences=$(diff "$work/expected" "$work/got" | grep -c '^[<>]' || true)
diff "$work/expected" "$work/got" | sed -n '1,40{s/^</expected:/;s/^>/got:     /;p}'

awk -v names="$(wc -l < "$work/names")" -v first="$(wc -l < "$work/first")" \
    -v instants="$instants" -v wrong="$differences" '
    { count[$2]++ }
    END {
        printf "zones: %d names, %d different, %d changes, %d wall times, %d offsets, %d differences\n",
            names, first, count["change"], count["wall"], count["offset"], wrong
        # Every zone was asked about, by both programs.
        exit wrong > 0 || first == 0 || names != first + count["same"] ||
            count["changes"] != first || count["offset"] != first * instants || count["wall"] == 0
    }' "$work/expected"
