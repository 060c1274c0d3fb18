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
    printf '\n%-42s %12s\n' 'question' 'instructions each'
    base=$(count nothing)
    for name in 'calendar add' 'calendar between' 'calendar is open' \
        'clock of a ticket with two pauses' 'make and free a ticket with two events'; do
        printf '%-42s %12s\n' "$name" $((($(count "$name") - base) / 100000))
    done
    printf '%-42s %12s\n' 'load the Impero policy' $(($(count 'load the Impero policy') - base))
fi

data=${SLACORE_INCIDENTS:-../shared/data/itsm-incidents.csv.gz}
if [ -f "$data" ]; then
    rows=$(mktemp)
    trap 'rm -f "$rows" "${log:-}"' EXIT
    gzip -dc "$data" >"$rows"
    printf '\nreal incidents, from file to verdicts: '
    before=$(date +%s%N)
    "$command" evaluate examples/incidents/policy.yaml "$rows" --input csv \
        --columns examples/incidents/columns.yaml --now 2017-03-01T00:00:00Z --format csv 2>/dev/null |
        awk -F, 'NR > 1 && !seen[$1]++ { n++ } END { printf "%d tickets", n }'
    after=$(date +%s%N)
    echo " from $(($(wc -l <"$rows") - 1)) rows in $(((after - before) / 1000000)) ms"
else
    printf '\nthe real incidents are not at hand (SLACORE_INCIDENTS=FILE.csv.gz)\n'
fi
