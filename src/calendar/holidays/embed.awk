# SPDX-License-Identifier: MIT
# Turns the .ics files named as arguments into one C file that holds their names and texts, for
# holidays.c. Runs under any POSIX awk (mawk, gawk, busybox) in the C locale.
#
# A text becomes an array of characters in braces: string literals longer than 4095 bytes are not
# portable C. The order of the list is part of the public interface: England and Wales comes first.

BEGIN {
    count = 0
    for (i = 1; i < ARGC; i++) {
        name = ARGV[i]
        sub(/^.*\//, "", name)
        sub(/\.ics$/, "", name)
        names[count] = name
        path[name] = ARGV[i]
        count++
    }
    known["uk-england-and-wales"] = 1
    known["uk-scotland"] = 2
    known["uk-northern-ireland"] = 3
    known["us-federal"] = 4
    for (i = 1; i < count; i++) # few files: an insertion sort
        for (j = i; j > 0 && before(names[j], names[j - 1]); j--) {
            name = names[j]
            names[j] = names[j - 1]
            names[j - 1] = name
        }
    for (i = 32; i < 127; i++)
        code[sprintf("%c", i)] = i

    print "/* SPDX-License-Identifier: MIT */"
    print "/* Made by embed.awk from the files beside it: change those. */"
    print "#include <stddef.h>"
    print "#include \"calendar/holidays.h\""
    for (i = 0; i < count; i++)
        emit(i, path[names[i]])
    print ""
    print "const char *const sla__holidays_bundled_names[] = {"
    for (i = 0; i < count; i++)
        print "    \"" names[i] "\","
    print "    NULL,"
    print "};"
    print ""
    print "const char *const sla__holidays_bundled_texts[] = {"
    for (i = 0; i < count; i++)
        print "    text_" i ","
    print "    NULL,"
    print "};"
    exit failed
}

function rank(name)
{
    return (name in known) ? known[name] : 5
}

function before(a, b)
{
    return rank(a) != rank(b) ? rank(a) < rank(b) : a < b
}

# The files are ASCII; anything else would need a reader that knows bytes, which awk is not.
function emit(number, file,    line, out, k, c, got)
{
    print ""
    print "static const char text_" number "[] = {"
    while ((got = (getline line < file)) > 0) {
        sub(/\r$/, "", line)
        out = "   "
        for (k = 1; k <= length(line); k++) {
            c = substr(line, k, 1)
            if (!(c in code)) {
                print "embed.awk: " file ": only printable ASCII is supported" > "/dev/stderr"
                failed = 1
                exit 1
            }
            out = out " " code[c] ","
        }
        print out " 13, 10,"
    }
    if (got < 0) {
        print "embed.awk: cannot read " file > "/dev/stderr"
        failed = 1
        exit 1
    }
    close(file)
    print "    0,"
    print "};"
}
