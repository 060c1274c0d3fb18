#!/bin/sh
# SPDX-License-Identifier: MIT
# One table: nanoseconds and ratios of this machine, then instructions (which do not depend on its mood),
# then the real incidents from file to verdicts where they are at hand.
set -eu
bench=$1 command=$2 policy=examples/impero/policy.yaml
"$bench" "$policy"

if command -v valgrind >/dev/null; then
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    count() { # instructions of one run of $1
        valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bench" "$policy" "$1" 2>"$log"
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$log"
    }
    printf '\n%-42s %12s\n' 'question' 'instructions'
    base=$(count nothing)
    for name in 'calendar add' 'calendar between' 'calendar is open' \
        'clock of a ticket with two pauses' 'make and free a ticket with two events'; do
        printf '%-42s %12s\n' "$name" $((($(count "$name") - base) / 100000))
    done
    printf '%-42s %12s\n' 'load the Impero policy' $(($(count 'load the Impero policy') - base))
fi

data=${SLACORE_INCIDENTS:-../shared/data/itsm-incidents.csv.gz}
if [ -f "$data" ] && [ -f examples/incidents/columns.yaml ]; then
    printf '\n12,459 real incidents, 70,660 rows, from file to verdicts:\n'
    gzip -dc "$data" >"$log.csv"
    time -p "$command" evaluate examples/incidents/policy.yaml "$log.csv" \
        --columns examples/incidents/columns.yaml --now 2017-03-01T00:00:00Z --format csv \
        >/dev/null 2>"$log" || true
    tail -n 1 "$log"
    rm -f "$log.csv"
else
    printf '\nthe real incidents are not at hand (SLACORE_INCIDENTS=FILE.csv.gz)\n'
fi
