#!/bin/sh
# SPDX-License-Identifier: MIT
# The Impero agreement keeps watch over the tickets of examples/impero: the policy without a warning,
# every clock as in expected.csv, what was known earlier, and a line of explanation for each ticket.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
: "${SLACORE:=build/slacore}"
here=examples/impero now=2027-01-04T12:00:00Z
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() {
    echo "impero: $*" >&2
    exit 1
}

"$SLACORE" check --strict --now "$now" $here/policy.yaml >/dev/null 2>"$scratch/said" ||
    { cat "$scratch/said" >&2; fail "the policy is not as clean as it should be"; }

"$SLACORE" evaluate $here/policy.yaml $here/tickets.jsonl --now "$now" --format csv --verbose \
    >"$scratch/answers.csv" 2>"$scratch/said" || fail "the tickets are not all good"
diff $here/expected.csv "$scratch/answers.csv" || fail "an answer differs from expected.csv"
diff - "$scratch/said" <<END || fail "other remarks than these"
$here/tickets.jsonl:32: warning: ticket "IMP-1032": event "responded" lies before the creation and counts at the creation
$here/tickets.jsonl:34: warning: ticket "IMP-1034": event "resumed" does nothing to clock "resolution": the clock is not paused
$here/tickets.jsonl: 44 tickets from 44 rows; 2 remarks
END

# IMP-1031 was answered at nine and told in the afternoon: at noon nobody knew.
verdict_at_noon() {
    "$SLACORE" evaluate $here/policy.yaml $here/tickets.jsonl --now 2026-10-06T12:00:00Z "$@" \
        --format csv 2>/dev/null | awk -F, '$1 == "IMP-1031" && $5 == "response" { print $8 }'
}
[ "$(verdict_at_noon)" = met ] || fail "IMP-1031 was answered in time"
[ "$(verdict_at_noon --known 2026-10-06T12:00:00Z)" = breached ] ||
    fail "IMP-1031: an answer that nobody knew of was counted"

# Each ticket and no other has its line in the README.
sed -n 's/^{"ticket": "\([^"]*\)".*/\1/p' $here/tickets.jsonl >"$scratch/tickets"
sed -n 's/^| \(IMP-[0-9]*\) |.*/\1/p' $here/README.md | diff "$scratch/tickets" - ||
    fail "README.md and tickets.jsonl have different tickets"
echo "impero: $(wc -l <"$scratch/tickets") tickets, every clock as expected"
