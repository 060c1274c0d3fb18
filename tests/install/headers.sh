#!/bin/sh
# SPDX-License-Identifier: MIT
# Each public header compiles alone, without a warning, in every language version that a host may use.
set -eu
: "${CC:=cc}"
strict='-Wall -Wextra -Wpedantic -Werror -Iinclude -fsyntax-only'
compiled=0
for header in include/slacore/*.h; do
    for std in c99 c11 c17 c2x; do
        $CC -std=$std $strict -x c "$header"
        compiled=$((compiled + 1))
    done
done
cxx=
for c in g++ clang++ c++; do if command -v $c >/dev/null; then cxx=$c; break; fi; done
if [ -n "$cxx" ]; then
    for header in include/slacore/*.h; do
        for std in c++98 c++11 c++14 c++17 c++20; do
            $cxx -std=$std $strict -x c++ "$header"
            compiled=$((compiled + 1))
        done
    done
else
    echo 'headers: no C++ compiler here; C only'
fi
echo "headers: $compiled compilations without a warning"
