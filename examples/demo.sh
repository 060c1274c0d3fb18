#!/bin/sh
# SPDX-License-Identifier: MIT
# A real agreement keeps watch over invented tickets: `make demo`. SLACORE names the command.
set -eu
exec 2>&1
LC_ALL=C COLUMNS=100
export LC_ALL COLUMNS
: "${SLACORE:=slacore}"
case $SLACORE in
/*) ;;
*/*) SLACORE=$PWD/$SLACORE ;;
esac
cd "$(dirname "$0")/impero"
now=2027-01-04T12:00:00Z

step() { # what is seen, a filter for the answer, the command line
    printf '\n== %s\n\n$ slacore' "$1"
    filter=$2
    shift 2
    for word in "$@"; do
        case $word in
        *' '*) printf " '%s'" "$word" ;;
        *) printf ' %s' "$word" ;;
        esac
    done
    printf '\n\n'
    answer=$("$SLACORE" "$@")
    printf '%s\n' "$answer" | $filter
}

# The three clocks of a ticket in one line.
table() {
    awk -F, '
    function said() { return $8 != "none" ? $8 : $7 == "not applicable" ? "-" : $7 }
    function until() {
        if ($7 == "paused" && $13 != "") return "waits for the customer"
        if ($19 != "") return "in the " $19
        if ($11 == "" || $7 == "cancelled") return "-"
        return substr($11, 1, 10) " " substr($11, 12, 5)
    }
    $1 == "ticket" {
        printf "%-9s %-20s %-3s %-8s %-9s %-11s %s\n", "TICKET", "TYPE", "PRI", "TRIAGE", "RESPONSE",
            "RESOLUTION", "RESOLUTION DUE (UTC)"
        next
    }
    { verdict[$5] = said(); count[$5 " " $8]++; lifted[$1] += $20 }
    $5 == "resolution" {
        printf "%-9s %-20s %-3s %-8s %-9s %-11s %s%s\n", $1, $2 == "" ? "-" : $2, $3 == "" ? "-" : $3, verdict["triage"],
            verdict["response"], verdict["resolution"], until(),
            lifted[$1] ? " (breach lifted)" : ""
    }
    END {
        printf "\n"
        split("triage response resolution", clocks, " ")
        for (i = 1; i <= 3; i++)
            printf "%-10s %2d met, %2d missed, %d on time, %d breached and still open\n", clocks[i],
                count[clocks[i] " met"], count[clocks[i] " missed"], count[clocks[i] " on time"],
                count[clocks[i] " breached"]
    }'
}

echo 'A support agreement as its text says it, and what libslacore makes of it.'

step 'The agreement as a policy file, read as a compiler would: no error, no warning.' cat \
    check --now "$now" policy.yaml

step 'Tickets under it, as they stand on Monday 4 January 2027 at noon: each promise, kept or not.' \
    table evaluate policy.yaml tickets.jsonl --now "$now" --format csv

step 'Why Christmas moved this answer to the 29th: every second from the start, and why it counted.' \
    cat explain policy.yaml tickets.jsonl -t IMP-1001 --clock response --now "$now"

step 'A breach that was none: the ticket turned out less urgent; the lifting stays on record.' \
    cat explain policy.yaml tickets.jsonl -t IMP-1016 --clock response --now "$now"

step 'A question without a ticket: two hours from Christmas Eve, half past eleven, for a P1.' \
    cat due policy.yaml uk '2026-12-24 23:30' 2h --priority P1

step 'December at the UK desk for everything but P1: nights belong to the day on which they begin.' \
    cat calendar policy.yaml uk --month 2026-12
