#!/bin/sh
# SPDX-License-Identifier: MIT
# What README.md shows is so: its policy has no fault, its slips give just the errors that are printed
# below it, and its first question has the answer that the text gives.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
: "${SLACORE:=build/slacore}"
case $SLACORE in
/*) ;;
*) SLACORE=$PWD/$SLACORE ;;
esac
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() {
    echo "readme: $*" >&2
    exit 1
}

# The first block of a language that has a line like the pattern.
block() {
    awk -v fence="\`\`\`$1" -v pattern="$2" '
    $0 == fence { inside = 1; text = ""; next }
    inside && $0 == "```" { if (text ~ pattern) { printf "%s", text; exit } inside = 0 }
    inside { text = text $0 "\n" }' README.md
}

block yaml '^slacore: 1' >"$scratch/policy.yaml"
[ -s "$scratch/policy.yaml" ] || fail "there is no policy in README.md"
"$SLACORE" check --strict --now 2027-01-04T12:00:00Z "$scratch/policy.yaml" >/dev/null 2>"$scratch/said" ||
    { cat "$scratch/said" >&2; fail "its policy has faults"; }

mkdir "$scratch/slips"
sed 's/mon-fri: 08:00-01:00/mon-fri: 8am-1am/; s/{request: P3}/{requests: P3}/; s/stop: resolved/stop: solved/' \
    "$scratch/policy.yaml" >"$scratch/slips/policy.yaml"
block console 'policy[.]yaml:[0-9]+:[0-9]+: error' >"$scratch/shown"
(
    echo '$ slacore check policy.yaml'
    cd "$scratch/slips"
    "$SLACORE" check policy.yaml 2>&1 || test $? = 1
) >"$scratch/errors" || fail "slips have another exit status than 1"
diff "$scratch/shown" "$scratch/errors" || fail "the errors that it shows are others"

# Its own command line, run by the shell as a reader would.
question=$(block console '[$] slacore due ' | sed -n 's/^[$] slacore \(due .*\)/\1/p')
[ -n "$question" ] || fail "there is no question in README.md"
eval "\"\$SLACORE\" $question" >"$scratch/answer"
grep -q '^due  *Tue 2026-12-29 08:30 ' "$scratch/answer" ||
    { cat "$scratch/answer" >&2; fail "its first question has another answer"; }
grep -q 'answers Tuesday 29 December, 08:30:' README.md || fail "it gives another answer"
echo "readme: its policy, its errors and its first answer are so"
