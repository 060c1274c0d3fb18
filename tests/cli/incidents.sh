#!/bin/sh
# SPDX-License-Identifier: MIT
# A public log of 12,459 real incidents through examples/incidents: none is lost, what is dirty is
# named, and every verdict and elapsed second is that of a reckoning in awk which shares no code.
# The log is not part of the project (examples/incidents/README.md); without it this is skipped.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
: "${SLACORE:=build/slacore}" "${SLACORE_INCIDENTS:=../shared/data/itsm-incidents.csv.gz}"
if [ ! -r "$SLACORE_INCIDENTS" ]; then
    echo "incidents: skipped: there is no log at $SLACORE_INCIDENTS (SLACORE_INCIDENTS names it)"
    exit 0
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() {
    echo "incidents: $*" >&2
    exit 1
}

case $SLACORE_INCIDENTS in
*.gz) gzip -dc "$SLACORE_INCIDENTS" >"$scratch/log.csv" ;;
*) cat "$SLACORE_INCIDENTS" >"$scratch/log.csv" ;;
esac
status=0
"$SLACORE" evaluate --columns examples/incidents/columns.yaml --now 2017-03-01T00:00:00Z \
    --format csv --verbose examples/incidents/policy.yaml "$scratch/log.csv" \
    >"$scratch/answers.csv" 2>"$scratch/said" || status=$?
[ "$status" = 2 ] || fail "exit status $status instead of 2 (bad rows)"

# What is dirty is named, row by row: as many rows as awk finds to be so, and nothing else.
told() { grep -c "$1" "$scratch/said" || true; }
unknown=$(awk -F, '$3 == "Unknown"' "$scratch/log.csv" | wc -l)
[ "$(told 'error: state: "Unknown" is not among')" = "$unknown" ] || fail 'a row of an unknown state is not named'
early=$(awk -F, 'NR > 1 && $2 < $11 && $3 == "Active"' "$scratch/log.csv" | wc -l)
[ "$(told 'lies before the creation')" = "$early" ] || fail 'an event before its creation is not named'
[ "$(told 'is evaluated without its')" = 1 ] || fail 'the incident of the bad rows is not named'
[ "$(wc -l <"$scratch/said")" = $((unknown + early + 2)) ] || fail "other words: $(cat "$scratch/said")"
tail -n 1 "$scratch/said" | grep -q ": 12459 tickets from 70660 rows; $unknown bad rows skipped; $early remark" ||
    fail 'the closing summary'

# The reckoning in awk: ticket, priority in the log, then verdict and elapsed seconds of both clocks.
awk -F, '
function instant(s,   y, m, d)
{
    y = substr(s, 1, 4); m = substr(s, 6, 2) + 0; d = substr(s, 9, 2)
    if (m <= 2) { y--; m += 12 }
    d += 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m - 457) / 5) - 719469
    return d * 86400 + substr(s, 12, 2) * 3600 + substr(s, 15, 2) * 60 + substr(s, 18, 2)
}
function desk(t,   day, seconds) # open seconds from Monday 1969-12-29 to t: Mon-Fri 08:00-18:00
{
    day = int(t / 86400) + 3
    seconds = t % 86400 - 28800
    seconds = day % 7 > 4 || seconds < 0 ? 0 : seconds > 36000 ? 36000 : seconds
    return int(day / 7) * 180000 + (day % 7 > 4 ? 5 : day % 7) * 36000 + seconds
}
function verdict(elapsed, target) { return elapsed > target ? "missed" : "met" }
function finish()
{
    if (ticket != "")
        print ticket, priority, response, resolution
}
BEGIN {
    OFS = ","
    split("900 1800 7200 14400", answer, " ")        # by the priority that the log itself tells
    split("36000 72000 180000 360000", solve, " ")
}
NR == 1 { next }
$1 != ticket {
    finish()
    ticket = $1; opened = before = instant($11)
    response = resolution = ""; running = 1; waiting = elapsed = 0
}
$3 == "Unknown" { next }
{
    at = instant($2)
    if (at < opened) at = opened
    if (running && !waiting) elapsed += desk(at) - desk(before)
    before = at; priority = $6
    if (response == "" && $3 != "New")
        response = verdict(at - opened, answer[priority]) "," at - opened
    if ($3 == "Resolved" || $3 == "Closed") {
        if (running) resolution = verdict(elapsed, solve[priority]) "," elapsed
        running = 0
    } else
        running = 1
    waiting = $3 ~ /^Awaiting/
}
END { finish() }' "$scratch/log.csv" >"$scratch/expected.csv"

# The same columns of what the command answered.
awk -F, -v OFS=, '
BEGIN { number["critical"] = 1; number["high"] = 2; number["moderate"] = 3; number["low"] = 4 }
$5 == "response" { response = $8 "," $15 }
$5 == "resolution" { print $1, number[$3], response, $8, $15 }' "$scratch/answers.csv" \
    >"$scratch/got.csv"

incidents=$(cut -d, -f1 "$scratch/log.csv" | sed 1d | sort -u | wc -l)
[ "$(wc -l <"$scratch/got.csv")" -eq "$incidents" ] || fail "incidents are lost"
[ "$(cut -d, -f1,2 "$scratch/expected.csv")" = "$(cut -d, -f1,2 "$scratch/got.csv")" ] ||
    fail "a derived priority differs from that of the log"
diff "$scratch/expected.csv" "$scratch/got.csv" >"$scratch/differs" ||
    { head -n 20 "$scratch/differs" >&2; fail "an answer differs from the reckoning in awk"; }
awk -F, -v incidents="$incidents" '
{ response[$3]++; resolution[$5]++ }
END {
    printf "incidents: all %d evaluated, each priority as in the log; response %d met, %d missed; " \
        "resolution %d met, %d missed, as awk reckons\n", incidents, response["met"],
        response["missed"], resolution["met"], resolution["missed"]
}' "$scratch/got.csv"
