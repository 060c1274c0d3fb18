# SPDX-License-Identifier: MIT
# Reads `zdump -v` and writes what zones.c must answer: every change of offset, and the instant of wall
# times around each by RFC 5545, 3.3.5, found by trying offsets, not by walking stretches.

function days(y, m, d)  # since 1970-01-01
{
    if (m < 3) { y--; m += 12 }
    return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m - 457) / 5) + d - 719469
}

function instant(month, day, clock, year,  part)
{
    split(clock, part, ":")
    return days(year, (index("JanFebMarAprMayJunJulAugSepOctNovDec", month) + 2) / 3, day) * 86400 \
        + part[1] * 3600 + part[2] * 60 + part[3]
}

# The offset in force at t, as told by the changes near number k.
function offset_at(t, k,  i, east)
{
    i = k > NEAR ? k - NEAR : 1
    east = before[i]
    for (; i <= count && i <= k + NEAR && at[i] <= t; i++)
        east = after[i]
    return east
}

function wall(w, k,  i, t, best)
{
    best = ""
    for (i = k > NEAR ? k - NEAR : 1; i <= count && i <= k + NEAR; i++) {
        t = w - before[i]
        if (offset_at(t, k) == before[i] && (best == "" || t < best)) best = t
        t = w - after[i]
        if (offset_at(t, k) == after[i] && (best == "" || t < best)) best = t
    }
    for (i = k > NEAR ? k - NEAR : 1; best == "" && i <= count && i <= k + NEAR; i++)
        if (at[i] + before[i] <= w && w < at[i] + after[i]) best = w - before[i]
    printf "%s wall %.0f %.0f\n", zone, w, best
}

function finish(  k, first)
{
    if (zone == "") return
    for (first = 1; first <= count && at[first] < BEGIN_1969; first++);
    printf "%s changes %d\n", zone, count - first + 1
    for (k = first; k <= count; k++)
        printf "%s change %.0f %d %d\n", zone, at[k], before[k], after[k]
    for (k = first; k <= count; k++) {
        wall(at[k] + before[k] - 1, k)
        wall(at[k] + before[k], k)
        wall(at[k] + before[k] + 1, k)
        wall(at[k] + int((before[k] + after[k]) / 2), k)
        wall(at[k] + after[k] - 1, k)
        wall(at[k] + after[k], k)
        wall(at[k] + after[k] + 1, k)
    }
    count = 0
}

BEGIN { NEAR = 3; BEGIN_1969 = -31536000 }
$1 != zone { finish(); zone = $1; odd = 0 }
$NF == "NULL" { next }
{
    split($NF, field, "=")
    if (field[1] != "gmtoff") { print "cannot read: " $0; exit 1 }
    odd = !odd
    if (odd) { # the second before a change
        east = field[2] + 0
        last = instant($3, $4, $5, $6)
        next
    }
    if (instant($3, $4, $5, $6) != last + 1) { print "no pair: " $0; exit 1 }
    if (count > 0 && east != after[count]) { print "a change is missing before: " $0; exit 1 }
    if (field[2] + 0 == east) next # only its name, or whether it is called summer
    count++
    at[count] = last + 1
    before[count] = east
    after[count] = field[2] + 0
}
END { finish() }
