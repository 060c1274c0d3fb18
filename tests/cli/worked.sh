#!/bin/sh
# SPDX-License-Identifier: MIT
# The ten worked examples of the design, from the command, under the agreement's own policy.
set -eu
policy=examples/impero/policy.yaml
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
count=0

# due CALENDAR PRIORITY START LENGTH 'expected, as people write it'
due() {
    got=$("$SLACORE" due "$policy" "$1" "$3" "$4" --priority "$2" | sed -n 's/^due  *\(....*[0-9]\)   *.*Z$/\1/p')
    [ "$got" = "$5" ] || { echo "worked: $1 $2 $3 + $4 is $got, not $5" >&2; exit 1; }
    count=$((count + 1))
}
due uk P2 '2026-12-24 23:30' 2h 'Tue 2026-12-29 08:30'
due uk P1 '2026-12-24 23:30' 2h 'Fri 2026-12-25 08:30'
due uk P2 '2026-12-24 23:30' 34h 'Wed 2026-12-30 23:30'
due uk P3 '2026-11-26 10:00' 4h 'Fri 2026-11-27 12:00'
due uk P3 '2026-03-27 23:00' 4h 'Mon 2026-03-30 10:00'
due uk P4 '2026-03-28 12:00' 8h 'Mon 2026-03-30 16:00'
due uk P2 '2026-11-20 23:00' 2h 'Sat 2026-11-21 01:00'
due us-eastern P3 '2026-11-25 17:00' 36h 'Tue 2026-12-01 17:00'
due gulf P2 '2026-11-20 20:00' 2h 'Mon 2026-11-23 13:00'

# With a breach to look at, and with a change of priority, it takes tickets.
cat >"$scratch/t.jsonl" <<'END'
{"ticket":"A","created":"2026-11-20T23:00:00Z","type":"incident","priority":"P2"}
{"ticket":"B","created":"2026-12-24T12:00:00Z","type":"incident","priority":"P2","events":[{"event":"reclassified","at":"2026-12-28T14:00:00Z","priority":"P1"}]}
END
answer() { # ticket clock field
    "$SLACORE" evaluate "$policy" "$scratch/t.jsonl" --now 2026-12-28T14:00:00Z --format jsonl 2>"$scratch/said" |
        sed -n "/\"ticket\": *\"$1\".*\"clock\": *\"$2\"/s/.*\"$3\": *\"\{0,1\}\([^,\"}]*\).*/\1/p"
}
same() {
    [ "$1" = "$2" ] || { echo "worked: $1, not $2" >&2; exit 1; }
}
same "$(answer A response due)" 2026-11-21T01:00:00Z
same "$(answer A response breaches_at)" 2026-11-23T08:00:01Z
same "$(answer B resolution due)" 2026-12-28T18:00:00Z
same "$(answer B resolution elapsed)" 46800
count=$((count + 1))
echo "worked: $count examples as the design has them"
