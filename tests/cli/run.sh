#!/bin/sh
# SPDX-License-Identifier: MIT
# The slacore command, seen from outside: each case runs it once and compares its output, its messages
# and its exit status exactly. SLACORE names the command; left out, build/slacore.
set -u
slacore=${SLACORE:-build/slacore}
slacore=$(cd "$(dirname "$slacore")" && pwd)/$(basename "$slacore")
here=$(mktemp -d) || exit 1
trap 'rm -rf "$here"' EXIT
trap 'exit 1' HUP INT TERM
cd "$here" || exit 1
LC_ALL=C COLUMNS=100
export LC_ALL COLUMNS
cases=0 failed=0

# Runs the command; standard input is the file `in`, empty again afterwards.
run() {
    "$slacore" "$@" < in > out 2> err
    status=$?
    : > in
}

# Compares `got` with `wanted`, and the exit status.
judge() {
    cases=$((cases + 1))
    if [ "$status" != "$wanted_status" ] || ! cmp -s wanted got; then
        failed=$((failed + 1))
        echo "not ok: $name (exit status $status, wanted $wanted_status)"
        diff -u wanted got | tail -n +3
    fi
}

# check NAME STATUS ARGUMENT...: what follows on standard input is the output that is wanted, a line
# `--`, and the messages.
check() {
    name=$1 wanted_status=$2
    shift 2
    cat > wanted
    run "$@"
    { sed 's/[0-9a-f]\{64\}/(of zone data as well)/' out; echo --; cat err; } > got
    judge
}

# rows NAME STATUS FILE OPTION...: evaluates FILE under one.yaml, and compares of the output: ticket,
# priority, state, verdict, due and elapsed seconds.
rows() {
    name=$1 wanted_status=$2 file=$3
    shift 3
    cat > wanted
    run evaluate -f csv --now 2026-03-02T12:00:00Z "$@" one.yaml "$file"
    { cut -d, -f 1,3,7,8,11,15 out | tail -n +2; echo --; cat err; } > got
    judge
}

# finds NAME STATUS PATTERN ARGUMENT...: a line of the output or the messages matches (grep -E).
finds() {
    name=$1 wanted_status=$2 pattern=$3
    shift 3
    run "$@"
    cat out err > all
    if grep -Eq -- "$pattern" all; then
        : > got
    else
        cut -c 1-200 all | head -n 20 > got
        echo "(no line matches $pattern)" >> got
    fi
    : > wanted
    judge
}
: > in

# ---------------------------------------------------------------- policies

cat > p.yaml <<'END'
slacore: 1
name: Desk
version: "3"
effective: 2026-01-01
timezone: Europe/London
calendar: uk
coverage:
  limited: {priorities: [P1]}
holidays:
  national:
    - {list: uk-england-and-wales, coverage: limited}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: 08:00-01:00}, holidays: [national]}
  lunch: {timezone: Europe/London, hours: {mon: 09:15-12:00, tue: [09:00-12:00, 13:00-24:00]}}
  always: {timezone: UTC, hours: always}
  never: {timezone: UTC, hours: closed}
types: [incident, request]
priorities: [P1, P2, P3]
priority:
  matrix:
    high: {high: P1, low: P2}
    low: {high: P2, low: P3}
attributes:
  region: {values: [uk, gulf], default: uk}
  customer: {}
statuses: [open, waiting_for_customer, done]
clocks:
  response: {start: created, stop: [responded, resolved, closed]}
  resolution:
    start: created
    stop: [resolved, closed]
    pause: waiting
    resume: resumed
    pause_while: {status: [waiting_for_customer]}
    reopened: resume
targets:
  - {when: {type: incident}, within: {response: {P1: 1h, P2: 2h, P3: 4h}, resolution: {P1: 17h, P2: 34h, P3: 51h}}}
  - {when: {}, within: {response: 8h, resolution: none}}
END

# One clock and one calendar that is always open: for the reading of rows.
cat > one.yaml <<'END'
slacore: 1
timezone: UTC
calendar: always
calendars:
  always: {timezone: UTC, hours: always}
types: [incident, request]
priorities: [P1, P2]
priority:
  matrix: {high: {high: P1, low: P2}, low: {high: P2, low: P2}}
attributes: {region: {values: [uk, gulf]}, customer: {}}
statuses: [open, done]
clocks:
  fix: {start: created, stop: resolved, pause: waiting, resume: resumed, reopened: resume}
targets:
  - {when: {}, within: {fix: {P1: 1h, P2: 2h}}}
END


# ---------------------------------------------------------------- the command line

check 'version' 0 --version <<'END'
slacore 0.1.0 (library 0.1.0)
--
END
finds 'help names every subcommand' 0 '^  calendar ' --help
for command in check evaluate explain due calendar; do
    finds "help of $command" 0 "^usage: slacore $command " "$command" --help
    name="help of $command in 80 columns" wanted_status=0
    run "$command" --help
    awk 'length > 80' out > got
    : > wanted
    judge
    finds "$command without operands" 3 ' is missing$' "$command"
done
check 'no subcommand' 3 <<'END'
--
slacore: error: name a subcommand: check, evaluate, explain, due or calendar
slacore: note: "slacore --help" tells what may be written
END
check 'a subcommand that is nearly one' 3 evalute p.yaml t.csv <<'END'
--
slacore: error: unknown subcommand "evalute"; did you mean "evaluate"?
slacore: note: "slacore --help" tells what may be written
END
check 'an option that is nearly one' 3 evaluate --formt=csv p.yaml t.csv <<'END'
--
slacore evaluate: error: unknown option "--formt"; did you mean "--format"?
slacore evaluate: note: "slacore evaluate --help" tells what may be written
END
check 'an option with control characters' 3 check "$(printf -- '--\033[31m')" <<'END'
--
slacore check: error: unknown option "--\x1b[31m"
slacore check: note: "slacore check --help" tells what may be written
END
finds 'an option letter with its value' 0 '^usage: slacore evaluate ' evaluate -vfcsv -h
finds 'option letters: the value of the last' 3 '--format: "=csv" is none of' evaluate -vf=csv p.yaml t.csv
check 'option letters, one of them unknown' 3 evaluate -vxf csv p.yaml t.csv <<'END'
--
slacore evaluate: error: unknown option "-vxf"
slacore evaluate: note: "slacore evaluate --help" tells what may be written
END
check 'a value for --help' 3 check --help=yes p.yaml <<'END'
--
slacore check: error: --help takes no value
slacore check: note: "slacore check --help" tells what may be written
END
check 'an option without its value' 3 check p.yaml --now <<'END'
--
slacore check: error: --now needs a value: --now TIME
slacore check: note: "slacore check --help" tells what may be written
END
check 'a value for an option that takes none' 3 check --strict=yes p.yaml <<'END'
--
slacore check: error: --strict takes no value
slacore check: note: "slacore check --help" tells what may be written
END
check 'an operand too many' 3 check p.yaml q.yaml <<'END'
--
slacore check: error: "q.yaml" is one operand too many; it takes POLICY (quote those that hold spaces)
slacore check: note: "slacore check --help" tells what may be written
END
check 'one operand of two is missing' 3 evaluate p.yaml <<'END'
--
slacore evaluate: error: TICKETS is missing
slacore evaluate: note: "slacore evaluate --help" tells what may be written
END
check 'a format that is none' 3 evaluate -f xml p.yaml t.csv <<'END'
--
slacore evaluate: error: --format: "xml" is none of table, jsonl and csv
slacore evaluate: note: "slacore evaluate --help" tells what may be written
END
check 'an input kind that is none' 3 evaluate -i xml p.yaml t.csv <<'END'
--
slacore evaluate: error: --input: "xml" is neither csv nor jsonl
slacore evaluate: note: "slacore evaluate --help" tells what may be written
END
check 'standard input of a kind that nobody told' 3 evaluate p.yaml - <<'END'
--
slacore evaluate: error: is standard input CSV or JSON Lines? say --input csv or --input jsonl
slacore evaluate: note: "slacore evaluate --help" tells what may be written
END
check 'an extension that tells nothing' 3 evaluate p.yaml t.txt <<'END'
--
slacore evaluate: error: is "t.txt" CSV or JSON Lines? say --input csv or --input jsonl
slacore evaluate: note: "slacore evaluate --help" tells what may be written
END
check 'now is no instant' 3 evaluate --now tomorrow p.yaml t.csv <<'END'
--
slacore evaluate: error: --now: "tomorrow" is not an instant; write it as 2026-12-24T23:30:00Z or "2026-12-24 23:30"
slacore evaluate: note: "slacore evaluate --help" tells what may be written
END
finds 'check: now is no instant' 3 '^slacore check: error: --now: "soon" is not an instant' \
    check --now soon one.yaml
printf 'slacore: 1\npriorities: [P1]\n' > nozone.yaml
check 'now is local, and the policy has no time zone' 3 evaluate --now '2026-03-02 12:00' nozone.yaml t.csv <<'END'
--
slacore evaluate: error: --now: "2026-03-02 12:00" is not an instant; write it as 2026-12-24T23:30:00Z (the policy names no time zone in which "2026-12-24 23:30" would be local)
slacore evaluate: note: "slacore evaluate --help" tells what may be written
END
check 'known is out of range' 3 evaluate --known 1969-12-31T23:59:59Z p.yaml t.csv <<'END'
--
slacore evaluate: error: --known: "1969-12-31T23:59:59Z" lies outside 1970-01-01 to 2100-01-01
slacore evaluate: note: "slacore evaluate --help" tells what may be written
END
check 'explain needs a ticket' 3 explain p.yaml t.csv <<'END'
--
slacore explain: error: which ticket? say --ticket ID
slacore explain: note: "slacore explain --help" tells what may be written
END
check 'explain knows the clocks' 3 explain -t T --clock respnse p.yaml t.csv <<'END'
--
slacore explain: error: --clock: the policy has no clock "respnse"; did you mean "response"?
slacore explain: note: "slacore explain --help" tells what may be written
END
check 'due: a length that is none' 3 due p.yaml uk now soon <<'END'
--
slacore due: error: "soon" is no length of time; write 2h, 1h 30m or -45m
slacore due: note: "slacore due --help" tells what may be written
END
finds 'due: a length with two signs' 3 '"--2h" is no length of time' due p.yaml uk now -- --2h
check 'due: working days are for targets' 3 due p.yaml uk now '2 working days' <<'END'
--
slacore due: error: "2 working days": how a working day counts is a target's to say, not a calendar's; write hours, such as 17h
slacore due: note: "slacore due --help" tells what may be written
END
check 'due: a start that is none' 3 due p.yaml uk 24.12.2026 2h <<'END'
--
slacore due: error: "24.12.2026" is no instant; write 2026-12-24T23:30:00Z, "2026-12-24 23:30" (local to the calendar) or now
slacore due: note: "slacore due --help" tells what may be written
END
check 'due: an unknown calendar' 3 due p.yaml ukk now 2h <<'END'
--
slacore due: error: the policy has no calendar "ukk"; did you mean "uk"?
slacore due: note: "slacore due --help" tells what may be written
END
check 'due: an unknown priority' 3 due -p P4 p.yaml uk now 2h <<'END'
--
slacore due: error: the policy has no priority "P4"; did you mean "P1"?
slacore due: note: "slacore due --help" tells what may be written
END
check 'calendar: no month' 3 calendar p.yaml uk <<'END'
--
slacore calendar: error: which month? say --month 2026-12
slacore calendar: note: "slacore calendar --help" tells what may be written
END
check 'calendar: a month that is none' 3 calendar -m 2026-13 p.yaml uk <<'END'
--
slacore calendar: error: --month: "2026-13" is no month of 1970-01 to 2099-12; write 2026-12
slacore calendar: note: "slacore calendar --help" tells what may be written
END

# ---------------------------------------------------------------- check

check 'check: a good policy' 0 check --now 2026-06-01T00:00:00Z one.yaml <<'END'
  calendars      1  always
  types          2  incident, request
  priorities     2  P1, P2
  impacts        2  high, low
  urgencies      2  high, low
  attributes     2  region, customer
  statuses       2  open, done
  events        14  created, triaged, responded, waiting, resumed, assigned, reclassified, status,
                    code_fix, due_agreed, resolved, reopened, closed, cancelled
  clocks         1  fix
  fingerprint  (of zone data as well)
--
one.yaml: 0 errors, 0 warnings
END
finds 'check: the last date of known holidays' 0 'holidays known until [0-9-]*: uk$' \
    check --now 2026-06-01T00:00:00Z p.yaml
finds 'check: holidays that have run out' 0 'warning: holidays of calendar "uk" were known until' \
    check --now 2099-06-01T00:00:00Z p.yaml
finds 'check: strict makes that an error' 1 '0 errors, 1 warning' \
    check --strict --now 2099-06-01T00:00:00Z p.yaml
finds 'check: a missing file' 1 '^nowhere.yaml: error: SLA-0003: ' check nowhere.yaml
finds 'check: a directory' 1 '^[.]: error: SLA-0003: ' check .
printf 'slacore: 1\ncalender: uk\ntimezone: Europe/Lundon\n' > bad.yaml
finds 'check: all errors in one run' 1 '^bad.yaml: 2 errors, 0 warnings$' check bad.yaml
finds 'a bad policy stops evaluate' 1 'bad.yaml:2:1: error: ' evaluate bad.yaml t.csv
finds 'a bad policy stops due' 1 'bad.yaml:2:1: error: ' due bad.yaml uk now 2h

# ---------------------------------------------------------------- due and calendar

check 'due: over Christmas' 0 due -p P2 p.yaml uk '2026-12-24 23:30' 2h <<'END'
times are local to Europe/London, then UTC
start         Thu 2026-12-24 23:30      2026-12-24T23:30:00Z
due           Tue 2026-12-29 08:30      2026-12-29T08:30:00Z
at the start  open
closes        Fri 2026-12-25 01:00      2026-12-25T01:00:00Z
opens         Tue 2026-12-29 08:00      2026-12-29T08:00:00Z
--
END
check 'due: a covered priority works on Christmas Day' 0 due --priority=P1 p.yaml uk '2026-12-24 23:30' 2h <<'END'
times are local to Europe/London, then UTC
start         Thu 2026-12-24 23:30      2026-12-24T23:30:00Z
due           Fri 2026-12-25 08:30      2026-12-25T08:30:00Z
at the start  open
closes        Fri 2026-12-25 01:00      2026-12-25T01:00:00Z
opens         Fri 2026-12-25 08:00      2026-12-25T08:00:00Z
--
END
check 'due: backwards' 0 due p.yaml uk 2026-03-30T09:00:00+01:00 '-1h 30m' <<'END'
times are local to Europe/London, then UTC
start         Mon 2026-03-30 09:00      2026-03-30T08:00:00Z
due           Sat 2026-03-28 00:30      2026-03-28T00:30:00Z
at the start  open
closes        Tue 2026-03-31 01:00      2026-03-31T00:00:00Z
opens         Tue 2026-03-31 08:00      2026-03-31T07:00:00Z
--
END
check 'due: a start outside hours, over a clock change' 0 due p.yaml uk '2026-03-28 12:00' 8h <<'END'
times are local to Europe/London, then UTC
start         Sat 2026-03-28 12:00      2026-03-28T12:00:00Z
due           Mon 2026-03-30 16:00      2026-03-30T15:00:00Z
at the start  closed
opens         Mon 2026-03-30 08:00      2026-03-30T07:00:00Z
--
END
check 'due: always open' 0 due p.yaml always 2026-03-02T12:00Z 25h <<'END'
times are local to UTC, then UTC
start         Mon 2026-03-02 12:00      2026-03-02T12:00:00Z
due           Tue 2026-03-03 13:00      2026-03-03T13:00:00Z
at the start  open
--
END
check 'due: never open' 1 due p.yaml never 2026-03-02T12:00Z 1h <<'END'
--
p.yaml: error: calendar "never": the calendar has no open time in that direction
END
finds 'due: beyond the known holidays' 0 'warning: holidays of calendar "uk" are known until' \
    due p.yaml uk 2098-01-01 1h
check 'calendar: Christmas with coverage, as P2 sees it' 0 calendar -m 2026-12 -p P2 p.yaml uk <<'END'
uk, 2026-12, times in Europe/London
        0     3     6     9     12    15    18    21    24
Tue 01  ##..............################################       17h  08:00-01:00
Wed 02  ##..............################################       17h  08:00-01:00
Thu 03  ##..............################################       17h  08:00-01:00
Fri 04  ##..............################################       17h  08:00-01:00
Sat 05  ##..............................................         -  closed
Sun 06  ................................................         -  closed

Mon 07  ................################################       17h  08:00-01:00
Tue 08  ##..............################################       17h  08:00-01:00
Wed 09  ##..............################################       17h  08:00-01:00
Thu 10  ##..............################################       17h  08:00-01:00
Fri 11  ##..............################################       17h  08:00-01:00
Sat 12  ##..............................................         -  closed
Sun 13  ................................................         -  closed

Mon 14  ................################################       17h  08:00-01:00
Tue 15  ##..............################################       17h  08:00-01:00
Wed 16  ##..............################################       17h  08:00-01:00
Thu 17  ##..............################################       17h  08:00-01:00
Fri 18  ##..............################################       17h  08:00-01:00
Sat 19  ##..............................................         -  closed
Sun 20  ................................................         -  closed

Mon 21  ................################################       17h  08:00-01:00
Tue 22  ##..............################################       17h  08:00-01:00
Wed 23  ##..............################################       17h  08:00-01:00
Thu 24  ##..............################################       17h  08:00-01:00
Fri 25  ##..............................................         -  closed  Christmas Day
Sat 26  ................................................         -  closed
Sun 27  ................................................         -  closed

Mon 28  ................................................         -  closed  Boxing Day (substitute)
Tue 29  ................################################       17h  08:00-01:00
Wed 30  ##..............################################       17h  08:00-01:00
Thu 31  ##..............################################       17h  08:00-01:00

open in all: 357h in the windows that open in this month
# open   : open for a part of the half hour   . closed
--
END
check 'calendar: odd windows' 0 calendar -m 2026-02 p.yaml lunch <<'END'
lunch, 2026-02, times in Europe/London
        0     3     6     9     12    15    18    21    24
Sun 01  ................................................         -  closed

Mon 02  ..................:#####........................    2h 45m  09:15-12:00
Tue 03  ..................######..######################       14h  09:00-12:00, 13:00-24:00
Wed 04  ................................................         -  closed
Thu 05  ................................................         -  closed
Fri 06  ................................................         -  closed
Sat 07  ................................................         -  closed
Sun 08  ................................................         -  closed

Mon 09  ..................:#####........................    2h 45m  09:15-12:00
Tue 10  ..................######..######################       14h  09:00-12:00, 13:00-24:00
Wed 11  ................................................         -  closed
Thu 12  ................................................         -  closed
Fri 13  ................................................         -  closed
Sat 14  ................................................         -  closed
Sun 15  ................................................         -  closed

Mon 16  ..................:#####........................    2h 45m  09:15-12:00
Tue 17  ..................######..######################       14h  09:00-12:00, 13:00-24:00
Wed 18  ................................................         -  closed
Thu 19  ................................................         -  closed
Fri 20  ................................................         -  closed
Sat 21  ................................................         -  closed
Sun 22  ................................................         -  closed

Mon 23  ..................:#####........................    2h 45m  09:15-12:00
Tue 24  ..................######..######################       14h  09:00-12:00, 13:00-24:00
Wed 25  ................................................         -  closed
Thu 26  ................................................         -  closed
Fri 27  ................................................         -  closed
Sat 28  ................................................         -  closed

open in all: 67h in the windows that open in this month
# open   : open for a part of the half hour   . closed
--
END
finds 'calendar: clocks go forward' 0 '^Sun 29 .* closed  clocks go forward 1h at 01:00$' \
    calendar -m 2026-03 p.yaml uk
finds 'calendar: clocks go back' 0 '^Sun 25 .* closed  clocks go back 1h at 02:00$' \
    calendar -m 2026-10 p.yaml uk
finds 'calendar: February of a leap year' 0 '^Thu 29 ' calendar -m 2024-02 p.yaml uk
finds 'calendar: the last month' 0 '^Thu 31  #{48}' calendar -m 2099-12 p.yaml always
finds 'calendar: the first month' 0 '^Thu 01  #{48}' calendar -m 1970-01 p.yaml always

# ---------------------------------------------------------------- good rows

cat > t.jsonl <<'END'
{"ticket":"T-1","created":"2026-12-24T23:30:00Z","type":"incident","impact":"high","urgency":"low","events":[{"event":"responded","at":"2026-12-29T08:30:00Z"}]}
{"ticket":"T-2","created":"2026-12-24T12:00:00Z","type":"incident","impact":"low","urgency":"low","status":"open","region":"gulf","customer":"Grüße & Co"}
{"ticket":"T-2","event":"status","at":"2026-12-24T13:00:00Z","status":"waiting_for_customer"}
{"ticket":3,"event":"created","at":"2026-12-24T12:00:00Z","type":"request","priority":"P1"}
END
check 'evaluate: a table' 0 evaluate --now 2026-12-29T09:00:00Z p.yaml t.jsonl <<'END'
TICKET  PRIORITY  CLOCK       STATE           VERDICT   DUE                              ELAPSED  REMAINING  TARGET  CALENDAR
T-1     P2        response    stopped         met       Tue 2026-12-29 08:30                  2h         0s      2h  uk
T-1     P2        resolution  running         on time   Wed 2026-12-30 23:30              2h 30m    31h 30m     34h  uk
T-2     P3        response    running         breached  Thu 2026-12-24 16:00                 14h       -10h      4h  uk
T-2     P3        resolution  paused          on time   if resumed Fri 2027-01-01 01:00       1h        50h     51h  uk
3       P1        response    running         breached  Thu 2026-12-24 20:00                 48h       -40h      8h  uk
3       P1        resolution  not applicable  -         -                                    48h          -       -  uk
--
t.jsonl: 3 tickets from 4 rows
END
check 'evaluate: JSON Lines' 0 evaluate -f jsonl --now '2026-12-29 09:00' p.yaml t.jsonl <<'END'
{"ticket":"T-1","type":"incident","priority":"P2","status":null,"clock":"response","cycle":1,"state":"stopped","verdict":"met","started":"2026-12-24T23:30:00Z","ended":"2026-12-29T08:30:00Z","due":"2026-12-29T08:30:00Z","breaches_at":"2026-12-29T08:30:01Z","due_if_resumed":null,"agreed":null,"elapsed":7200,"remaining":0,"target":7200,"calendar":"uk","vehicle":null,"lifted":0,"voided":0,"no_due_because":null,"bad_rows":0}
{"ticket":"T-1","type":"incident","priority":"P2","status":null,"clock":"resolution","cycle":1,"state":"running","verdict":"on time","started":"2026-12-24T23:30:00Z","ended":null,"due":"2026-12-30T23:30:00Z","breaches_at":"2026-12-30T23:30:01Z","due_if_resumed":null,"agreed":null,"elapsed":9000,"remaining":113400,"target":122400,"calendar":"uk","vehicle":null,"lifted":0,"voided":0,"no_due_because":null,"bad_rows":0}
{"ticket":"T-2","type":"incident","priority":"P3","status":"waiting_for_customer","clock":"response","cycle":1,"state":"running","verdict":"breached","started":"2026-12-24T12:00:00Z","ended":null,"due":"2026-12-24T16:00:00Z","breaches_at":"2026-12-24T16:00:01Z","due_if_resumed":null,"agreed":null,"elapsed":50400,"remaining":-36000,"target":14400,"calendar":"uk","vehicle":null,"lifted":0,"voided":0,"no_due_because":null,"bad_rows":0}
{"ticket":"T-2","type":"incident","priority":"P3","status":"waiting_for_customer","clock":"resolution","cycle":1,"state":"paused","verdict":"on time","started":"2026-12-24T12:00:00Z","ended":null,"due":null,"breaches_at":null,"due_if_resumed":"2027-01-01T01:00:00Z","agreed":null,"elapsed":3600,"remaining":180000,"target":183600,"calendar":"uk","vehicle":null,"lifted":0,"voided":0,"no_due_because":null,"bad_rows":0}
{"ticket":"3","type":"request","priority":"P1","status":null,"clock":"response","cycle":1,"state":"running","verdict":"breached","started":"2026-12-24T12:00:00Z","ended":null,"due":"2026-12-24T20:00:00Z","breaches_at":"2026-12-24T20:00:01Z","due_if_resumed":null,"agreed":null,"elapsed":172800,"remaining":-144000,"target":28800,"calendar":"uk","vehicle":null,"lifted":0,"voided":0,"no_due_because":null,"bad_rows":0}
{"ticket":"3","type":"request","priority":"P1","status":null,"clock":"resolution","cycle":1,"state":"not applicable","verdict":"none","started":"2026-12-24T12:00:00Z","ended":null,"due":null,"breaches_at":null,"due_if_resumed":null,"agreed":null,"elapsed":172800,"remaining":null,"target":null,"calendar":"uk","vehicle":null,"lifted":0,"voided":0,"no_due_because":null,"bad_rows":0}
--
t.jsonl: 3 tickets from 4 rows
END
check 'evaluate: CSV' 0 evaluate --format=csv --now 2026-12-29T09:00:00Z p.yaml t.jsonl <<'END'
ticket,type,priority,status,clock,cycle,state,verdict,started,ended,due,breaches_at,due_if_resumed,agreed,elapsed,remaining,target,calendar,vehicle,lifted,voided,no_due_because,bad_rows
T-1,incident,P2,,response,1,stopped,met,2026-12-24T23:30:00Z,2026-12-29T08:30:00Z,2026-12-29T08:30:00Z,2026-12-29T08:30:01Z,,,7200,0,7200,uk,,0,0,,0
T-1,incident,P2,,resolution,1,running,on time,2026-12-24T23:30:00Z,,2026-12-30T23:30:00Z,2026-12-30T23:30:01Z,,,9000,113400,122400,uk,,0,0,,0
T-2,incident,P3,waiting_for_customer,response,1,running,breached,2026-12-24T12:00:00Z,,2026-12-24T16:00:00Z,2026-12-24T16:00:01Z,,,50400,-36000,14400,uk,,0,0,,0
T-2,incident,P3,waiting_for_customer,resolution,1,paused,on time,2026-12-24T12:00:00Z,,,,2027-01-01T01:00:00Z,,3600,180000,183600,uk,,0,0,,0
3,request,P1,,response,1,running,breached,2026-12-24T12:00:00Z,,2026-12-24T20:00:00Z,2026-12-24T20:00:01Z,,,172800,-144000,28800,uk,,0,0,,0
3,request,P1,,resolution,1,not applicable,none,2026-12-24T12:00:00Z,,,,,,172800,,,uk,,0,0,,0
--
t.jsonl: 3 tickets from 4 rows
END
finds 'evaluate: the facts of a ticket that is still to be created' 0 '^T-1,incident,P2,,response,0,pending,none,,,,,,,0,7200,' \
    evaluate -f csv --now 2026-12-24T12:00:00Z p.yaml t.jsonl
finds 'explain: the facts of a ticket that is still to be created' 0 '^  priority     P2$' \
    explain -t T-1 --now 2026-12-24T12:00:00Z p.yaml t.jsonl
check 'explain: what counted and what did not' 0 explain -t T-1 --now 2026-12-29T09:00:00Z --clock response p.yaml t.jsonl <<'END'
Ticket T-1
  policy       Desk
  type         incident
  impact       high
  urgency      low
  priority     P2
  region       uk
  created      Thu 2026-12-24 23:30
  seen at      Tue 2026-12-29 09:00

Clock response: stopped, met
  calendar     uk
  times in     Europe/London
  due          Tue 2026-12-29 08:30
  breaches at  Tue 2026-12-29 08:30:01

FROM                  TO                    LENGTH  COUNTS  WHY
Thu 2026-12-24 23:30                                        start: created; priority P2, target 2h
                                                            (p.yaml:37), calendar uk
Thu 2026-12-24 23:30  Fri 2026-12-25 01:00  1h 30m  yes     counted
Fri 2026-12-25 01:00  Fri 2026-12-25 08:00      7h  no      closed
Fri 2026-12-25 08:00  Sat 2026-12-26 01:00     17h  no      holiday: Christmas Day
Sat 2026-12-26 01:00  Mon 2026-12-28 08:00     55h  no      closed
Mon 2026-12-28 08:00  Tue 2026-12-29 01:00     17h  no      holiday: Boxing Day (substitute)
Tue 2026-12-29 01:00  Tue 2026-12-29 08:00      7h  no      closed
Tue 2026-12-29 08:00  Tue 2026-12-29 08:30     30m  yes     counted
Tue 2026-12-29 08:30                                        due
Tue 2026-12-29 08:30                                        stop: responded; met

  counted      2h
  closed       69h
  holiday      34h
  target       2h
  remaining    0s
--
END
COLUMNS=90
finds 'explain: reasons are folded to the width of the output' 0 '^ {60}target 2h [(]p[.]yaml:37[)],$' \
    explain -t T-1 --now 2026-12-29T09:00:00Z --clock response p.yaml t.jsonl
COLUMNS=10
finds 'explain: and keep some width' 0 '^ {60}priority P2, target$' \
    explain -t T-1 --now 2026-12-29T09:00:00Z --clock response p.yaml t.jsonl
COLUMNS=100
check 'explain: a paused clock' 0 explain -t T-2 --now 2026-12-24T14:00:00Z --clock resolution p.yaml t.jsonl <<'END'
Ticket T-2
  policy       Desk
  type         incident
  impact       low
  urgency      low
  priority     P3
  status       waiting_for_customer
  region       gulf
  customer     Grüße & Co
  created      Thu 2026-12-24 12:00
  seen at      Thu 2026-12-24 14:00

Clock resolution: paused, on time
  calendar     uk
  times in     Europe/London
  if resumed   Thu 2026-12-31 13:00

FROM                  TO                    LENGTH  COUNTS  WHY
Thu 2026-12-24 12:00                                        start: created; priority P3, target 51h
                                                            (p.yaml:37), calendar uk
Thu 2026-12-24 12:00  Thu 2026-12-24 13:00      1h  yes     counted
Thu 2026-12-24 13:00  Thu 2026-12-24 14:00      1h  no      paused: status waiting_for_customer

  counted      1h
  paused       1h
  target       51h
  remaining    50h
--
END
check 'explain: JSON Lines' 0 explain -t T-2 --now 2026-12-24T14:00:00Z --clock resolution -f jsonl p.yaml t.jsonl <<'END'
{"ticket":"T-2","clock":"resolution","cycle":1,"from":"2026-12-24T12:00:00Z","to":"2026-12-24T12:00:00Z","seconds":0,"counts":false,"reason":"start","calendar":"uk","text":"created; priority P3, target 51h (p.yaml:37), calendar uk"}
{"ticket":"T-2","clock":"resolution","cycle":1,"from":"2026-12-24T12:00:00Z","to":"2026-12-24T13:00:00Z","seconds":3600,"counts":true,"reason":"counted","calendar":"uk","text":""}
{"ticket":"T-2","clock":"resolution","cycle":1,"from":"2026-12-24T13:00:00Z","to":"2026-12-24T14:00:00Z","seconds":3600,"counts":false,"reason":"paused","calendar":"uk","text":"status waiting_for_customer"}
--
END
check 'explain: no such ticket' 1 explain -t T-9 p.yaml t.jsonl <<'END'
--
t.jsonl: error: there is no ticket "T-9"
END
check 'evaluate: only what was known' 0 evaluate --now 2026-12-29T09:00:00Z --known 2026-12-24T12:30:00Z p.yaml t.jsonl <<'END'
TICKET  PRIORITY  CLOCK       STATE           VERDICT   DUE                   ELAPSED  REMAINING  TARGET  CALENDAR
T-1     P2        response    running         breached  Tue 2026-12-29 08:30   2h 30m       -30m      2h  uk
T-1     P2        resolution  running         on time   Wed 2026-12-30 23:30   2h 30m    31h 30m     34h  uk
T-2     P3        response    running         breached  Thu 2026-12-24 16:00      14h       -10h      4h  uk
T-2     P3        resolution  running         on time   Thu 2026-12-31 12:00      14h        37h     51h  uk
3       P1        response    running         breached  Thu 2026-12-24 20:00      48h       -40h      8h  uk
3       P1        resolution  not applicable  -         -                         48h          -       -  uk
--
t.jsonl: 3 tickets from 4 rows
END

cat > events.csv <<'END'
ticket,event,at,priority,created
B,resolved,2026-03-02T11:30:00Z,,
A,,,P1,2026-03-02T10:00:00Z
B,created,2026-03-02T11:00:00Z,P2,
A,waiting,2026-03-02T10:30:00Z,,
END
tr , ';' < events.csv > semicolons.csv
rows 'CSV: columns that are separated otherwise' 1 semicolons.csv <<'END'
--
semicolons.csv:1: error: the columns are separated by semicolons or tabs; save the file with commas between them
END
rows 'CSV: ticket rows and event rows in any order' 0 events.csv <<'END'
B,P2,stopped,met,2026-03-02T13:00:00Z,1800
A,P1,paused,on time,,1800
--
events.csv: 2 tickets from 4 rows
END
printf 'ticket,created,priority,resolved\r\n"T,\n1",2026-03-02T11:00:00Z,P2,\r\n"T ""2""",2026-03-02T11:00:00Z,P1,2026-03-02T11:59:59.9Z' > quoted.csv
check 'CSV: quotes, CR LF, no line end at the end' 0 evaluate --now 2026-03-02T12:00:00Z one.yaml quoted.csv <<'END'
TICKET   PRIORITY  CLOCK  STATE    VERDICT  DUE                   ELAPSED  REMAINING  TARGET  CALENDAR
T,\x0a1  P2        fix    running  on time  Mon 2026-03-02 13:00       1h         1h      2h  always
T "2"    P1        fix    stopped  met      Mon 2026-03-02 12:00  59m 59s         1s      1h  always
--
quoted.csv: 2 tickets from 2 rows
END
printf '\357\273\277ticket,created,priority\nT,2026-03-02T11:00:00Z,P2\n' > bom.csv
rows 'CSV: a byte order mark' 0 bom.csv <<'END'
T,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bom.csv: 1 ticket from 1 row
END
printf '\357\273\277{"ticket":"T","created":"2026-03-02T11:00:00Z","priority":"P2"}\r\n\n  \n' > bom.jsonl
rows 'JSON Lines: a byte order mark, CR LF, blank lines' 0 bom.jsonl <<'END'
T,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bom.jsonl: 1 ticket from 1 row
END
cp bom.csv in
rows 'standard input' 0 - -i csv <<'END'
T,P2,running,on time,2026-03-02T13:00:00Z,3600
--
<stdin>: 1 ticket from 1 row
END
printf 'ticket,created,priority\n' > header.csv
rows 'CSV: a header and nothing else' 0 header.csv <<'END'
--
header.csv: 0 tickets from 0 rows
END
: > empty.jsonl
rows 'JSON Lines: an empty file' 0 empty.jsonl <<'END'
--
empty.jsonl: 0 tickets from 0 rows
END
printf 'ticket,created,priority\n=1+1,2026-03-02T11:00:00Z,P2\n-x,2026-03-02T11:00:00Z,P2\n\357\274\235w,2026-03-02T11:00:00Z,P2\n' > formula.csv
rows 'CSV: no formula comes out' 0 formula.csv <<'END'
'=1+1,P2,running,on time,2026-03-02T13:00:00Z,3600
'-x,P2,running,on time,2026-03-02T13:00:00Z,3600
'＝w,P2,running,on time,2026-03-02T13:00:00Z,3600
--
formula.csv: 3 tickets from 3 rows
END
printf '{"ticket":"\\u001b[31mred\\u202e","created":"2026-03-02T11:00:00Z","priority":"P2"}\n' > red.jsonl
check 'table: no control character comes out' 0 evaluate --now 2026-03-02T12:00:00Z one.yaml red.jsonl <<'END'
TICKET                   PRIORITY  CLOCK  STATE    VERDICT  DUE                   ELAPSED  REMAINING  TARGET  CALENDAR
\x1b[31mred\xe2\x80\xae  P2        fix    running  on time  Mon 2026-03-02 13:00       1h         1h      2h  always
--
red.jsonl: 1 ticket from 1 row
END
printf '{"ticket":"日本","created":"2026-03-02T11:00:00Z","priority":"P2"}\n{"ticket":"abcd","created":"2026-03-02T11:00:00Z","priority":"P2"}\n' > wide.jsonl
check 'table: wide characters keep columns straight' 0 evaluate --now 2026-03-02T12:00:00Z one.yaml wide.jsonl <<'END'
TICKET  PRIORITY  CLOCK  STATE    VERDICT  DUE                   ELAPSED  REMAINING  TARGET  CALENDAR
日本    P2        fix    running  on time  Mon 2026-03-02 13:00       1h         1h      2h  always
abcd    P2        fix    running  on time  Mon 2026-03-02 13:00       1h         1h      2h  always
--
wide.jsonl: 2 tickets from 2 rows
END
cat > facts.jsonl <<'END'
{"ticket":"T","created":"2026-03-02T11:00:00Z","impact":"high","urgency":"high","priority":"P2"}
{"ticket":"T","event":"reclassified","at":"2026-03-02T11:10:00Z","priority":null}
{"ticket":"T","event":"due_agreed","at":"2026-03-02T11:20:00Z","clock":"fix","due":"2026-03-03T00:00:00Z","why":"asked for it"}
{"ticket":"U","created":"2026-03-02T11:00:00Z","priority":"P2","events":[{"event":"waiting","at":"2026-03-02T11:10:00Z","sequence":1},{"event":"resumed","at":"2026-03-02T11:10:00Z","sequence":2,"told":"2026-03-02T11:40:00Z"}]}
END
rows 'JSON Lines: facts taken back, a due agreed, sequences' 0 facts.jsonl <<'END'
T,P1,running,on time,2026-03-03T00:00:00Z,3600
U,P2,running,on time,2026-03-02T13:00:00Z,3600
--
facts.jsonl: 2 tickets from 4 rows
END
cat > odd.jsonl <<'END'
{"ticket":"T","created":"2026-03-02T11:00:00Z","priority":"P2"}
{"ticket":"T","event":"resumed","at":"2026-03-02T11:10:00Z"}
{"ticket":"T","event":"waiting","at":"2026-03-02T11:20:00Z"}
{"ticket":"U","created":"2026-03-02T11:00:00Z","priority":"P1","resolved":"2026-03-02T10:00:00Z"}
END
rows 'remarks are counted' 0 odd.jsonl <<'END'
T,P2,paused,on time,,1200
U,P1,stopped,met,2026-03-02T12:00:00Z,0
--
odd.jsonl: 2 tickets from 4 rows; 2 remarks (--verbose shows them)
END
rows 'remarks are shown with their lines' 0 odd.jsonl -v <<'END'
T,P2,paused,on time,,1200
U,P1,stopped,met,2026-03-02T12:00:00Z,0
--
odd.jsonl:2: warning: ticket "T": event "resumed" does nothing to clock "fix": the clock is not paused
odd.jsonl:4: warning: ticket "U": event "resolved" lies before the creation and counts at the creation
odd.jsonl: 2 tickets from 4 rows; 2 remarks
END

# ---------------------------------------------------------------- bad rows

# bad NAME: the rows are those of the file `in`, behind one good row of JSON.
good='{"ticket":"good","created":"2026-03-02T11:00:00Z","priority":"P2"}'
bad() {
    { echo "$good"; cat in; } > bad.jsonl
    : > in
    rows "$1" 2 bad.jsonl
}
# bad_csv NAME: the same for CSV, columns ticket, created, event, at, priority.
bad_csv() {
    { echo 'ticket,created,event,at,priority'; echo 'good,2026-03-02T11:00:00Z,,,P2'; cat in; } > bad.csv
    : > in
    rows "$1" 2 bad.csv
}

echo '{"created":"2026-03-02T11:00:00Z"}' > in
bad 'no ticket' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: ticket: missing: which ticket is it?
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped
END
echo '{"ticket":"","created":"2026-03-02T11:00:00Z"}' > in
bad 'an empty ticket' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: ticket: missing: which ticket is it?
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped
END
echo '{"ticket":null,"created":"2026-03-02T11:00:00Z"}' > in
bad 'ticket null' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: ticket: missing: which ticket is it?
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped
END
echo '{"ticket":{"id":1},"created":"2026-03-02T11:00:00Z"}' > in
bad 'ticket is an object' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: "ticket": an object where a text is wanted
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped
END
echo '{"ticket":1.5,"created":"2026-03-02T11:00:00Z"}' > in
bad 'ticket is a fraction' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: "ticket": a number with a fraction; write a text or a whole number
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped
END
echo '{"ticket":"T"}' > in
bad 'no creation' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: ticket "T" is left out: no row tells when it was created
bad.jsonl: 1 ticket from 2 rows; 1 ticket left out
END
echo '{"ticket":"T","created":"yesterday"}' > in
bad 'created is no time' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: created: "yesterday" is not an instant; write it as 2026-12-24T23:30:00Z, or tell its "format" in a column map
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","created":"2026-03-02T11:00:00"}' > in
bad 'created has no offset' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: created: "2026-03-02T11:00:00" has no offset, so it could be any instant; write ...Z or ...+01:00, or name a "timezone" in a column map
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","created":"2026-02-30T11:00:00Z"}' > in
bad 'a date that does not exist' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: created: "2026-02-30T11:00:00Z" is not an instant; write it as 2026-12-24T23:30:00Z, or tell its "format" in a column map
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","created":"2101-03-02T11:00:00Z"}' > in
bad 'a time out of range' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: created: "2101-03-02T11:00:00Z" lies outside 1970-01-01 to 2100-01-01
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","created":99999999999999999999}' > in
bad 'a huge number' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: not JSON: column 44: a number is too large
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped
END
echo '{"ticket":"T","created":true}' > in
bad 'a time that is true' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: created: "true" is not an instant; write it as 2026-12-24T23:30:00Z, or tell its "format" in a column map
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
cat > in <<'END'
{"ticket":"T","created":"2026-03-02T11:00:00Z","priority":"P1"}
{"ticket":"T","created":"2026-03-02T11:00:00Z","priority":"P2"}
END
bad 'a ticket row twice' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
T,P1,running,on time,2026-03-02T12:00:00Z,3600
--
bad.jsonl:3: error: ticket "T" is created twice; the first time was in line 2
bad.jsonl:3: warning: ticket "T" is evaluated without its 1 bad row
bad.jsonl: 2 tickets from 3 rows; 1 bad row skipped
END
cat > in <<'END'
{"ticket":"T","created":"2026-03-02T11:00:00Z","priority":"P1"}
{"ticket":"T","event":"created","at":"2026-03-02T11:00:00Z"}
END
bad 'a ticket row and an event created' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
T,P1,running,on time,2026-03-02T12:00:00Z,3600
--
bad.jsonl:3: error: ticket "T" is created twice; the first time was in line 2
bad.jsonl:3: warning: ticket "T" is evaluated without its 1 bad row
bad.jsonl: 2 tickets from 3 rows; 1 bad row skipped
END
cat > in <<'END'
{"ticket":"T","event":"waiting","at":"2026-03-02T11:30:00Z","created":"2026-03-02T11:00:00Z"}
{"ticket":"T","created":"2026-03-02T11:01:00Z","priority":"P1"}
END
bad 'two instants of creation' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
T,,not applicable,none,,1800
--
bad.jsonl:3: error: created: ticket "T" was created at 2026-03-02T11:00:00Z by line 2, and at 2026-03-02T11:01:00Z by this one
bad.jsonl:3: warning: ticket "T" is evaluated without its 1 bad row
bad.jsonl: 2 tickets from 3 rows; 1 bad row skipped; 1 remark (--verbose shows them)
END
cat > in <<'END'
{"ticket":"T","created":"2026-03-02T11:00:00Z","priority":"P9"}
{"ticket":"T","event":"resolved","at":"2026-03-02T11:30:00Z"}
END
bad 'a ticket whose row is bad is not half evaluated' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: priority: "P9" is not known to the policy; did you mean "P1"?
bad.jsonl:2: error: ticket "T" is left out: line 2, which may tell its creation, is bad
bad.jsonl: 1 ticket from 3 rows; 1 bad row skipped; 1 ticket left out
END
cat > in <<'END'
{"ticket":"T","event":"resolved","at":"2026-03-02T11:30:00Z"}
END
bad 'an event of a ticket that was never created' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: ticket "T" is left out: no row tells when it was created
bad.jsonl: 1 ticket from 2 rows; 1 ticket left out
END
cat > in <<'END'
{"ticket":"T","created":"2026-03-02T11:00:00Z","priority":"P1"}
{"ticket":"T","event":"resolvd","at":"2026-03-02T11:30:00Z"}
END
bad 'an unknown event' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
T,P1,running,on time,2026-03-02T12:00:00Z,3600
--
bad.jsonl:3: error: event: "resolvd" is not known to the policy; did you mean "resolved"?
bad.jsonl:3: warning: ticket "T" is evaluated without its 1 bad row
bad.jsonl: 2 tickets from 3 rows; 1 bad row skipped
END
echo '{"ticket":"T","event":"resolved"}' > in
bad 'an event without its time' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: at: missing: when did event "resolved" happen?
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","at":"2026-03-02T11:30:00Z"}' > in
bad 'a time without its event' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: event: missing: "at" belongs to an event, and none is named
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","event":"due_agreed","at":"2026-03-02T11:30:00Z","due":"2026-03-02T11:30:00Z"}' > in
bad 'a due agreed for no clock' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: clock: missing: due_agreed needs the clock and the instant agreed
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","event":"due_agreed","at":"2026-03-02T11:30:00Z","clock":"fux","due":"2026-03-02T11:30:00Z"}' > in
bad 'a due agreed for an unknown clock' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: clock: "fux" is not known to the policy; did you mean "fix"?
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","event":"due_agreed","at":"2026-03-02T11:30:00Z","clock":"fix"}' > in
bad 'a due agreed without an instant' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: due: missing: due_agreed needs the clock and the instant agreed
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","event":"resolved","at":"2026-03-02T11:30:00Z","due":"2026-03-02T11:30:00Z"}' > in
bad 'a due that nobody agreed' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: due: only due_agreed and code_fix tell it
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","event":"waiting","at":"2026-03-02T11:30:00Z","resolved":"2026-03-02T11:40:00Z"}' > in
bad 'a column of instants in an event row' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: resolved: a column of instants belongs into a ticket row
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","event":"resolved","at":"2026-03-02T11:30:00Z","why":"so"}' > in
bad 'a why without a due' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: why: only due_agreed tells it
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","created":"2026-03-02T11:00:00Z","due_agreed":"2026-03-02T11:00:00Z"}' > in
bad 'a due agreed as a column' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: due_agreed: needs a clock and an instant; write an event row
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","event":"resolved","at":"2026-03-02T11:30:00Z","sequence":"first"}' > in
bad 'a sequence that is no number' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: sequence: "first" is not a whole number of at most 18 digits
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","event":"resolved","at":"2026-03-02T11:30:00Z","sequence":9223372036854775807}' > in
bad 'a sequence that is too long' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: sequence: "9223372036854775807" is not a whole number of at most 18 digits
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","created":"2026-03-02T11:00:00Z","impact":"hihg"}' > in
bad 'an unknown value' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: impact: "hihg" is not known to the policy; did you mean "high"?
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","created":"2026-03-02T11:00:00Z","region":"\u0007mars"}' > in
bad 'an unknown value with a control character' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: region: "\x07mars" is not known to the policy
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","created":"2026-03-02T11:00:00Z","region":["uk"]}' > in
bad 'a list where a text is wanted' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: "region": a list where a text is wanted
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
cat > in <<'END'
{"ticket":"T","created":"2026-03-02T11:00:00Z","priority":"P2","regoin":"uk"}
{"ticket":"U","created":"2026-03-02T11:00:00Z","priority":"P2","regoin":"uk"}
END
bad 'an unknown key, said once' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
T,P2,running,on time,2026-03-02T13:00:00Z,3600
U,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: unknown column "regoin" is left out; did you mean "region"?
bad.jsonl: 3 tickets from 3 rows; 1 unknown column
END
echo '{"ticket":"T","created":"2026-03-02T11:00:00Z","events":"none"}' > in
bad 'events that are no list' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: events: must be a list, in JSON, of events
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","created":"2026-03-02T11:00:00Z","events":[{"event":"waiting","at":"2026-03-02T11:30:00Z"},[]]}' > in
bad 'an event that is a list' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: events[1]: not an object
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","created":"2026-03-02T11:00:00Z","events":[{"event":"waiting","at":"soon"}]}' > in
bad 'a bad time inside an event' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: events[0]: at: "soon" is not an instant; write it as 2026-12-24T23:30:00Z, or tell its "format" in a column map
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","created":"2026-03-02T11:00:00Z","events":[{"at":"2026-03-02T11:30:00Z"}]}' > in
bad 'an event inside without its name' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: events[0]: event: missing: what happened?
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","created":"2026-03-02T11:00:00Z","events":[{"event":"waiting","at":"2026-03-02T11:30:00Z","ticket":"U"}]}' > in
bad 'a ticket inside an event' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: events[0]: "ticket" cannot stand in an event
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
echo '{"ticket":"T","ticket":"U","created":"2026-03-02T11:00:00Z"}' > in
bad 'a key that stands twice' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: not JSON: column 22: a key stands twice
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped
END
echo '{"ticket":"T","created":' > in
bad 'JSON that breaks off' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: not JSON: column 24: it breaks off
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped
END
echo '["T"]' > in
bad 'a row that is a list' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: not an object; a row is {"ticket": ...}
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped
END
printf '{"ticket":"T\\u0000","created":"2026-03-02T11:00:00Z"}\n' > in
bad 'NUL, escaped' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: not JSON: column 19: it holds a NUL character
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped
END
printf '{"ticket":"T\000","created":"2026-03-02T11:00:00Z"}\n' > in
bad 'NUL' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: not JSON: column 12: control character 0x0 near '"T'
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped
END
printf '{"ticket":"T\377","created":"2026-03-02T11:00:00Z"}\n' > in
bad 'invalid UTF-8' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: not JSON: column 12: it is not UTF-8
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped
END
printf '{"ticket":"%01001d","created":"2026-03-02T11:00:00Z"}\n' 0 > in
bad 'a ticket of 1001 bytes' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: ticket: more than 1000 bytes are no ticket's name
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped
END
{ printf '{"ticket":"'; head -c 10485760 /dev/zero | tr '\000' x; printf '"}\n%s\n' "$good" | sed 's/good/next/'; } > in
bad 'a line of 10 MB, and the row behind it' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
next,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: the line is longer than 1 MiB
bad.jsonl: 2 tickets from 3 rows; 1 bad row skipped
END
{ awk 'BEGIN { for (i = 0; i < 100000; i++) printf "[" }'; echo; } > in
bad 'nested 100,000 deep' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.jsonl:2: error: not JSON: column 2049: it is nested too deep
bad.jsonl: 1 ticket from 2 rows; 1 bad row skipped
END
awk 'BEGIN { for (i = 0; i < 101; i++) printf "{\"ticket\":\"good\",\"key%d\":1}\n", i }' > in
finds 'endless unknown keys are not all named' 2 'further unknown columns are not named' \
    evaluate -i jsonl --now 2026-03-02T12:00:00Z one.yaml -

cat > in <<'END'
T,2026-03-02T11:00:00Z,,P2
U,2026-03-02T11:00:00Z,,,P2,
END
bad_csv 'CSV: fields that are missing or too many' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.csv:3: error: 4 fields, but the header has 5
bad.csv:4: error: 6 fields, but the header has 5
bad.csv: 1 ticket from 3 rows; 2 bad rows skipped; 2 tickets left out
END
printf 'T\000,2026-03-02T11:00:00Z,,,P2\n' > in
bad_csv 'CSV: NUL' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.csv:3: error: ticket: "T\x00" is not UTF-8, or holds NUL
bad.csv: 1 ticket from 2 rows; 1 bad row skipped
END
printf 'T\377,2026-03-02T11:00:00Z,,,P2\n' > in
bad_csv 'CSV: invalid UTF-8' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.csv:3: error: ticket: "T\xff" is not UTF-8, or holds NUL
bad.csv: 1 ticket from 2 rows; 1 bad row skipped
END
cat > in <<'END'
"T,2026-03-02T11:00:00Z,,,P2
U,2026-03-02T11:00:00Z,,,P2
END
bad_csv 'CSV: a quote that never closes costs one row' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
U,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.csv:3: error: a quote opens here and never closes
bad.csv: 2 tickets from 3 rows; 1 bad row skipped
END
cat > in <<'END'
"T"x,2026-03-02T11:00:00Z,,,P2
T"x,2026-03-02T11:00:00Z,,,P2
U,2026-03-02T11:00:00Z,,,P2
END
bad_csv 'CSV: quotes where none may be' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
U,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.csv:3: error: text follows a closing quote; write a quote inside quotes twice
bad.csv:4: error: a quote inside a field that does not begin with one
bad.csv: 2 tickets from 4 rows; 2 bad rows skipped
END
{ printf 'T,"'; head -c 2097152 /dev/zero | tr '\000' x; printf '"\nU,2026-03-02T11:00:00Z,,,P2\n'; } > in
bad_csv 'CSV: a field of 2 MB' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
U,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.csv:3: error: the record is longer than 1 MiB; is a quote missing?
bad.csv: 2 tickets from 3 rows; 1 bad row skipped
END
{ awk 'BEGIN { for (i = 0; i < 1000000; i++) printf "," }'; printf '\nU,2026-03-02T11:00:00Z,,,P2\n'; } > in
bad_csv 'CSV: a million columns' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
U,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.csv:3: error: more than 1000 columns
bad.csv: 2 tickets from 3 rows; 1 bad row skipped
END
echo 'T,2026-03-02T11:00:00Z,resolved,2026-03-02T11:00:00Z,P3' > in
bad_csv 'CSV: a bad event row of a ticket without another' <<'END'
good,P2,running,on time,2026-03-02T13:00:00Z,3600
--
bad.csv:3: error: priority: "P3" is not known to the policy; did you mean "P1"?
bad.csv: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
: > empty.csv
rows 'CSV: an empty file has no header' 1 empty.csv <<'END'
--
empty.csv:1: error: the file is empty; its first line must name the columns
END
printf 'ticket,created,ticket\nT,2026-03-02T11:00:00Z,U\n' > twice.csv
rows 'CSV: a column that stands twice' 1 twice.csv <<'END'
--
twice.csv:1: error: column "ticket" stands twice
END
printf 'id,created\nT,2026-03-02T11:00:00Z\n' > id.csv
rows 'CSV: no column for the ticket' 1 id.csv <<'END'
--
id.csv:1: error: unknown column "id" is left out
id.csv:1: error: no column "ticket"; name it so, or use a column map
END
printf '"ticket,created\nT,2026-03-02T11:00:00Z\n' > open.csv
rows 'CSV: a header that never closes' 1 open.csv <<'END'
--
open.csv:1: error: a quote opens here and never closes
END
printf 'ticket\377,created\n' > latin.csv
rows 'CSV: a header that is not UTF-8' 1 latin.csv <<'END'
--
latin.csv:1: error: the header is not UTF-8; save the file as UTF-8
END
awk 'BEGIN { for (i = 0; i < 1000000; i++) printf "c%d,", i; print "ticket" }' > million.csv
rows 'CSV: a million columns in the header' 1 million.csv <<'END'
--
million.csv:1: error: more than 1000 columns
END
rows 'a missing file' 1 nowhere.csv <<'END'
--
nowhere.csv: error: cannot be read: No such file or directory
END
mkdir dir.csv
rows 'a directory' 1 dir.csv <<'END'
--
dir.csv: error: cannot be read: Is a directory
END
printf 'ticket,created,priority,Region\nT,2026-03-02T11:00:00Z,P2,uk\n' > region.csv
rows 'CSV: an unknown column' 2 region.csv <<'END'
T,P2,running,on time,2026-03-02T13:00:00Z,3600
--
region.csv:1: error: unknown column "Region" is left out; did you mean "region"?
region.csv: 1 ticket from 1 row; 1 unknown column
END
rows 'strict: an unknown column stops' 2 region.csv --strict <<'END'
--
region.csv:1: error: unknown column "Region" is left out; did you mean "region"?
region.csv: 0 tickets from 0 rows; 1 unknown column; stopped at the first error (--strict)
END
printf '{"ticket":"T"}\n%s\n' "$good" > left.jsonl
rows 'strict: a ticket that is left out stops' 2 left.jsonl --strict <<'END'
--
left.jsonl:1: error: ticket "T" is left out: no row tells when it was created
left.jsonl: 0 tickets from 2 rows; 1 ticket left out; stopped at the first error (--strict)
END
printf '{"ticket":"T"}\n{"ticket":\n%s\n' "$good" > stop.jsonl
rows 'strict: the first bad row stops' 2 stop.jsonl --strict <<'END'
--
stop.jsonl:2: error: not JSON: column 10: it breaks off
stop.jsonl: 0 tickets from 2 rows; 1 bad row skipped; stopped at the first error (--strict)
END
printf '{"ticket":"T"}\n{"ticket":"U","event":"resolvd"}\n%s\n' "$good" > others.jsonl
check 'explain: bad rows of other tickets are passed over' 0 explain -t good --now 2026-03-02T11:30:00Z one.yaml others.jsonl <<'END'
Ticket good
  priority     P2
  created      Mon 2026-03-02 11:00
  seen at      Mon 2026-03-02 11:30

Clock fix: running, on time
  calendar     always
  times in     UTC
  due          Mon 2026-03-02 13:00
  breaches at  Mon 2026-03-02 13:00:01

FROM                  TO                    LENGTH  COUNTS  WHY
Mon 2026-03-02 11:00                                        start: created; priority P2, target 2h
                                                            (one.yaml:15), calendar always
Mon 2026-03-02 11:00  Mon 2026-03-02 11:30     30m  yes     counted

  counted      30m
  target       2h
  remaining    1h 30m
--
END

# ---------------------------------------------------------------- column maps

cat > audit.csv <<'END'
number,written,state,prio,group,opened,fixed
0001,2026-03-02 10:10,New,1,a,2026-03-02 10:00,?
0001,2026-03-02 10:20,Waiting,1,a,2026-03-02 10:00,?
0002,2026-03-02 11:30,New,2,b,2026-03-02 11:00,?
0001,2026-03-02 10:50,Active,2,b,2026-03-02 10:00,?
0001,2026-03-02 11:00,Done,2,b,2026-03-02 10:00,?
0001,2026-03-02 11:10,Odd,2,b,2026-03-02 10:00,?
0001,2026-03-02 11:20,Active,?,b,2026-03-02 10:00,?
END
cat > map.yaml <<'END'
ticket: number
created: opened
at: written
type: {default: incident}
priority: {column: prio, values: {"1": P1, "2": P2}}
state:
  column: state
  values: {New: none, Active: none, Waiting: waiting, Done: resolved}
empty: ["?", Odd]
timezone: Europe/London
ignore: [group, fixed]
END
rows 'map: an audit log' 0 audit.csv -c map.yaml <<'END'
0001,P2,running,on time,2026-03-02T12:50:00Z,4200
0002,P2,running,on time,2026-03-02T13:00:00Z,3600
--
audit.csv: 2 tickets from 7 rows
END
check 'map: the events it makes of states and facts' 0 explain -c map.yaml -t 0001 --now 2026-03-02T12:00:00Z one.yaml audit.csv <<'END'
Ticket 0001
  type         incident
  priority     P2
  created      Mon 2026-03-02 10:00
  seen at      Mon 2026-03-02 12:00

Clock fix: running, on time (cycle 2)
  calendar     always
  times in     UTC
  due          Mon 2026-03-02 12:50
  breaches at  Mon 2026-03-02 12:50:01

FROM                  TO                    LENGTH  COUNTS  WHY
Mon 2026-03-02 10:00                                        start: created; priority P1, target 1h
                                                            (one.yaml:15), calendar always
Mon 2026-03-02 10:00  Mon 2026-03-02 10:20     20m  yes     counted
Mon 2026-03-02 10:20  Mon 2026-03-02 10:50     30m  no      paused: waiting
Mon 2026-03-02 10:50                                        change: reclassified: priority P2;
                                                            priority P2, target 2h (one.yaml:15),
                                                            calendar always
Mon 2026-03-02 10:50  Mon 2026-03-02 11:00     10m  yes     counted
Mon 2026-03-02 11:00                                        stop: resolved; met
Mon 2026-03-02 11:00  Mon 2026-03-02 11:20     20m  no      ended
Mon 2026-03-02 11:20                                        change: reopened; goes on; priority P2,
                                                            target 2h (one.yaml:15), calendar always
Mon 2026-03-02 11:20  Mon 2026-03-02 12:00     40m  yes     counted

  counted      40m
  taken over   30m
  elapsed      1h 10m
  target       2h
  remaining    50m
--
END
{ head -n 1 audit.csv; tail -n +2 audit.csv | awk '{ row[NR] = $0 } END { for (i = NR; i > 0; i--) print row[i] }'; } > newest.csv
rows 'map: the newest row first' 0 newest.csv -c map.yaml <<'END'
0001,P2,running,on time,2026-03-02T12:50:00Z,4200
0002,P2,running,on time,2026-03-02T13:00:00Z,3600
--
newest.csv: 2 tickets from 7 rows
END
{ cat map.yaml; echo 'status: {column: state, values: {New: open, Waiting: open, Active: open, Done: done}}'; } > map2.yaml
finds 'map: one column tells state and status' 0 '^0001,incident,P2,done,fix,1,stopped,met,' \
    evaluate -f csv -c map2.yaml --now 2026-03-02T11:15:00Z one.yaml audit.csv
sed 's/, Odd//' map.yaml > map2.yaml
rows 'map: a state that nobody knows' 2 audit.csv -c map2.yaml <<'END'
0001,P2,running,on time,2026-03-02T12:50:00Z,4200
0002,P2,running,on time,2026-03-02T13:00:00Z,3600
--
audit.csv:7: error: state: "Odd" is not among the column map's values
audit.csv:7: warning: ticket "0001" is evaluated without its 1 bad row
audit.csv: 2 tickets from 7 rows; 1 bad row skipped
END
sed 's/^ignore.*/ignore: group/' map.yaml > map2.yaml
rows 'map: a column that it does not name' 2 audit.csv -c map2.yaml <<'END'
0001,P2,running,on time,2026-03-02T12:50:00Z,4200
0002,P2,running,on time,2026-03-02T13:00:00Z,3600
--
audit.csv:1: error: unknown column "fixed" is left out; name it in the column map, under "ignore" if it has no use
audit.csv: 2 tickets from 7 rows; 1 unknown column
END
printf 'number,opened,written,state,prio,x,x\n7,2026-03-02 10:00,2026-03-02 10:00,New,2,,\n' > twice.csv
sed 's/^ignore.*/ignore: others/' map.yaml > map2.yaml
rows 'CSV: a column that nobody reads may stand twice' 0 twice.csv -c map2.yaml <<'END'
7,P2,running,on time,2026-03-02T12:00:00Z,7200
--
twice.csv: 1 ticket from 1 row
END
printf '[\n  {"ticket": "T"}\n]\n' > array.jsonl
rows 'JSON: an array is none of lines' 1 array.jsonl <<'END'
--
array.jsonl:1: error: a JSON array; JSON Lines has an object on each line, as "jq -c '.[]'" makes them of an array
END
printf '{"id":1,"opened":"2026-03-02T11:00:00Z","prio":"P2","solved_at":"2026-03-02T11:30:00Z"}\n' > keys.jsonl
printf 'ticket: id\ncreated: opened\npriority: prio\nresolved: solvedat\nignore: others\n' > map2.yaml
rows 'map: a key that no row has' 0 keys.jsonl -c map2.yaml <<'END'
1,P2,running,on time,2026-03-02T13:00:00Z,3600
--
keys.jsonl: warning: the column map reads key "solvedat", and no row has it
keys.jsonl: 1 ticket from 1 row
END
sed 's/^ignore.*/ignore: others/; s/number/nubmer/; s/state$/stat/' map.yaml > map2.yaml
rows 'map: columns that are not there' 1 audit.csv -c map2.yaml <<'END'
--
audit.csv:1: error: the column map reads column "nubmer", and there is none; did you mean "number"?
audit.csv:1: error: the column map reads column "stat", and there is none; did you mean "state"?
END
sed 's/^ignore.*/ignore: others/; s/number/nubmer/' map.yaml > map2.yaml
rows 'map: a column that is not there' 1 audit.csv -c map2.yaml <<'END'
--
audit.csv:1: error: the column map reads column "nubmer", and there is none; did you mean "number"?
END
printf 'id,opened,done,kind\n1,24/2/2026 9:05,2026,x\n1,24/2/2026 9:05 AM,,x\n2,24/2/2026 12:30 pm,31/02/2026 1:00 pm,x\n3,24/2/2026 13:30 pm,,x\n' > pattern.csv
cat > map3.yaml <<'END'
ticket: id
created: opened
resolved: done
priority: {default: P2}
timezone: "+01:00"
format: DD/MM/YYYY hh:mm AM
ignore: others
END
rows 'map: times by a pattern' 2 pattern.csv -c map3.yaml <<'END'
1,P2,running,breached,2026-02-24T10:05:00Z,532500
--
pattern.csv:2: error: created: "24/2/2026 9:05" does not fit the column map's format
pattern.csv:4: error: resolved: "31/02/2026 1:00 pm" is no date and time that there is
pattern.csv:5: error: created: "24/2/2026 13:30 pm" does not fit the column map's format
pattern.csv:2: warning: ticket "1" is evaluated without its 1 bad row
pattern.csv: 1 ticket from 4 rows; 3 bad rows skipped; 2 tickets left out
END
printf 'priority: {column: kind, values: {x: P2}}\n' > map4.yaml
sed '/^priority/d' map3.yaml >> map4.yaml
finds 'map: values before anything else' 2 '^1,,P2,,fix,' evaluate -f csv -c map4.yaml one.yaml pattern.csv
sed 's/AM$/am/' map3.yaml > map4.yaml
rows 'map: half days in small letters' 2 pattern.csv -c map4.yaml <<'END'
1,P2,running,breached,2026-02-24T10:05:00Z,532500
--
pattern.csv:2: error: created: "24/2/2026 9:05" does not fit the column map's format
pattern.csv:4: error: resolved: "31/02/2026 1:00 pm" is no date and time that there is
pattern.csv:5: error: created: "24/2/2026 13:30 pm" does not fit the column map's format
pattern.csv:2: warning: ticket "1" is evaluated without its 1 bad row
pattern.csv: 1 ticket from 4 rows; 3 bad rows skipped; 2 tickets left out
END
printf 'id,opened\n1,02/Mar/26 9:05 AM\n2,02/mar/26 12:05 am\n3,02/Mrz/26 9:05 AM\n4,02/Mar/2026 9:05 AM\n5,02/Ma\n' > months.csv
printf 'ticket: id\ncreated: opened\npriority: {default: P2}\ntimezone: UTC\nformat: DD/MMM/YY hh:mm AM\n' > map4.yaml
rows 'map: months by name, years of two digits' 2 months.csv -c map4.yaml <<'END'
1,P2,running,breached,2026-03-02T11:05:00Z,10500
2,P2,running,breached,2026-03-02T02:05:00Z,42900
--
months.csv:4: error: created: "02/Mrz/26 9:05 AM" does not fit the column map's format
months.csv:5: error: created: "02/Mar/2026 9:05 AM" does not fit the column map's format
months.csv:6: error: created: "02/Ma" does not fit the column map's format
months.csv: 2 tickets from 5 rows; 3 bad rows skipped; 3 tickets left out
END
sed 's/hh:mm/hh:MM/' map4.yaml > map5.yaml
finds 'map: a pattern with minutes for a month' 1 '^map5.yaml:5:9: error: "DD/MMM/YY hh:MM AM" is no format' \
    evaluate -c map5.yaml one.yaml months.csv
printf 'ticket,created,priority\n1,2026-03-02T12:00:00.000+0200,P2\n2,2026-03-02T12:00:00+02,P2\n' > colon.csv
rows 'an offset without its colon' 2 colon.csv <<'END'
1,P2,running,on time,2026-03-02T12:00:00Z,7200
--
colon.csv:3: error: created: "2026-03-02T12:00:00+02" is not an instant; write it as 2026-12-24T23:30:00Z, or tell its "format" in a column map
colon.csv: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
printf '{"id":7,"opened":1772445600,"done":"1772449200"}\n{"id":8,"opened":99999999999999}\n' > epoch.jsonl
printf 'ticket: id\ncreated: opened\nresolved: done\npriority: {default: P2}\nformat: seconds\n' > map4.yaml
rows 'map: seconds since 1970' 2 epoch.jsonl -c map4.yaml <<'END'
7,P2,stopped,met,2026-03-02T12:00:00Z,3600
--
epoch.jsonl:2: error: created: "99999999999999" lies outside 1970-01-01 to 2100-01-01
epoch.jsonl: 1 ticket from 2 rows; 1 bad row skipped; 1 ticket left out
END
printf '{"id":7,"opened":1772445600999,"done":null}\n' > epoch2.jsonl
printf 'ticket: id\ncreated: opened\nresolved: done\npriority: {default: P2}\nformat: milliseconds\n' > map4.yaml
rows 'map: milliseconds since 1970' 0 epoch2.jsonl -c map4.yaml <<'END'
7,P2,running,on time,2026-03-02T12:00:00Z,7200
--
epoch2.jsonl: 1 ticket from 1 row
END
printf 'id,opened\n1,2026-03-02 12:00\n2,2026-03-02T12:00:00Z\n3,2026-03-02\n4,2026-03-02 25:00\n' > offset.csv
printf 'ticket: id\ncreated: opened\npriority: {default: P2}\ntimezone: "+02:00"\n' > map4.yaml
rows 'map: times at a fixed offset' 2 offset.csv -c map4.yaml <<'END'
1,P2,running,on time,2026-03-02T12:00:00Z,7200
2,P2,running,on time,2026-03-02T14:00:00Z,0
3,P2,running,breached,2026-03-02T00:00:00Z,50400
--
offset.csv:5: error: created: "2026-03-02 25:00" is not an instant; write it as 2026-12-24T23:30:00Z, or tell its "format" in a column map
offset.csv: 3 tickets from 4 rows; 1 bad row skipped; 1 ticket left out
END
cat > map5.yaml <<'END'
tickt: id
created: {values: {a: b}}
priority: {column: p, values: {high: P9}, defualt: P1}
state: {column: s, values: {Open: opened}}
timezone: Europe/Lundon
format: whenever
resolved: [a, b]
status: &x open
END
check 'map: all that is wrong in it' 1 evaluate -c map5.yaml --now 2026-03-02T12:00:00Z one.yaml epoch.jsonl <<'END'
--
map5.yaml:8:9: error: anchors, aliases and tags have no meaning here
END
awk 'BEGIN { for (i = 0; i < 5000; i++) printf "%%TAG !%d! tag:x\n", i }' > large.yaml
check 'map: larger than any map needs to be' 1 evaluate -c large.yaml --now 2026-03-02T12:00:00Z one.yaml epoch.jsonl <<'END'
--
large.yaml: error: a column map may have 64 KiB
END
sed '$d' map5.yaml > map6.yaml
check 'map: all that is wrong in it, without the anchor' 1 evaluate -c map6.yaml --now 2026-03-02T12:00:00Z one.yaml epoch.jsonl <<'END'
--
map6.yaml:1:1: error: "tickt" is neither a key of rows nor a fact or event of the policy; did you mean "ticket"?
map6.yaml:2:11: error: "values" cannot be written here; "column", "values" (for words) and "default" (for facts) can
map6.yaml:3:43: error: "defualt" cannot be written here; "column", "values" (for words) and "default" (for facts) can
map6.yaml:3:38: error: the policy knows no priority "P9"; did you mean "P1"?
map6.yaml:4:35: error: the policy knows no event "opened"; did you mean "reopened"?
map6.yaml:5:11: error: there is no time zone "Europe/Lundon"; write Europe/London or +01:00
map6.yaml:6:9: error: "whenever" is no format; write iso, seconds, milliseconds or a pattern with YYYY (or YY), MM (or MMM) and DD, no part of it twice
map6.yaml:7:11: error: "resolved" must be the name of a column, or {column: ..., values: ...}
END
printf 'ticket: id\nticket: nr\n' > map7.yaml
check 'map: a key that stands twice' 1 evaluate -c map7.yaml one.yaml epoch.jsonl <<'END'
--
map7.yaml:2:1: error: "ticket" stands twice
END
printf 'ticket: "id\n' > map7.yaml
finds 'map: not YAML' 1 '^map7.yaml:[0-9]+:[0-9]+: error: ' evaluate -c map7.yaml one.yaml epoch.jsonl
printf 'state: {column: s, values: {a: none}}\n' > map7.yaml
check 'map: what it must say' 1 evaluate -c map7.yaml one.yaml epoch.jsonl <<'END'
--
map7.yaml:1:1: error: name the column that holds the ticket: "ticket: number"
map7.yaml:1:1: error: name the column that tells the creation: "created: opened_at"
map7.yaml:1:1: error: "state" needs the rows' time: "at: updated_at"
END
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "[" }' > map7.yaml
finds 'map: nested 100,000 deep' 1 'error: ' evaluate -c map7.yaml one.yaml epoch.jsonl
: > map7.yaml
check 'map: an empty file' 1 evaluate -c map7.yaml one.yaml epoch.jsonl <<'END'
--
map7.yaml:1:1: error: a column map is a YAML map: key: column
END
check 'map: a missing file' 1 evaluate -c nowhere.yaml one.yaml epoch.jsonl <<'END'
--
nowhere.yaml: error: cannot be read: No such file or directory
END
printf 'number,opened,when,what\n1,2026-03-02T10:00Z,2026-03-02T10:30Z,Pause\n1,2026-03-02T10:00Z,2026-03-02T10:40Z,Comment\n1,2026-03-02T10:00Z,2026-03-02T11:00Z,Go on\n' > log.csv
printf 'ticket: number\ncreated: opened\nat: when\npriority: {default: P2}\nevent: {column: what, values: {Pause: waiting, Go on: resumed, Comment: none}}\n' > map8.yaml
rows 'map: a log of events' 0 log.csv -c map8.yaml <<'END'
1,P2,running,on time,2026-03-02T12:30:00Z,5400
--
log.csv: 1 ticket from 3 rows
END
printf 'ticket: number\ncreated: opened\nat: written\nstate: {column: state, values: {New: none, Active: none, Waiting: waiting, Done: none, Odd: none}}\npriority: {default: P2}\nresolved: fixed\nempty: "?"\ntimezone: UTC\nignore: others\n' > map9.yaml
sed 's/0002\(.*\)?/0002\12026-03-02 11:45/' audit.csv > fixed.csv
rows 'map: a column that holds the instant of an event' 0 fixed.csv -c map9.yaml <<'END'
0001,P2,running,on time,2026-03-02T12:30:00Z,5400
0002,P2,stopped,met,2026-03-02T13:00:00Z,2700
--
fixed.csv: 2 tickets from 7 rows
END

# ---------------------------------------------------------------- output

name='standard input that is closed' wanted_status=1
"$slacore" evaluate -i csv -c map.yaml one.yaml - <&- > out 2> all
status=$?
grep '^-: error: cannot be read: ' all > /dev/null && : > got || cp all got
: > wanted
judge
if [ -e /dev/full ]; then
    name='output that cannot be written' wanted_status=1
    "$slacore" check --now 2026-06-01T00:00:00Z one.yaml > /dev/full 2> all
    status=$?
    grep 'slacore: error: the output could not be written' all > /dev/null && : > got || cp all got
    : > wanted
    judge
fi

echo "$cases cases, $failed failed"
[ "$failed" = 0 ]
