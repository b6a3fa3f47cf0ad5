#!/bin/sh
# How long does a user's program take to compile? At plain -O2, against the compiled library.
#   bench/compile_time.sh BUILD_DIR [turns]
# examples/quick_start.cpp, and a file that includes minerisk/minerisk.hpp and does nothing; compiled, not linked,
# with the flags that minerisk::minerisk gives its users. Medians [least to most] of 3 turns.
set -eu
[ $# -ge 1 ] || { sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 2; }
folder=$1/compile_time
turns=${2:-3}
root=$(dirname "$0")/..
mkdir -p "$folder"
printf '#include <minerisk/minerisk.hpp>\nint main() {}\n' >"$folder/includes_all.cpp"

# Least, median and most of a column of the figures.
range() {
    cut -d' ' -f"$1" "$folder/figures.txt" | sort -g |
        awk '{ x[NR] = $1 } END { printf "%.1f [%.1f to %.1f]", x[int((NR + 1) / 2)], x[1], x[NR] }'
}

for source in "$root/examples/quick_start.cpp" "$folder/includes_all.cpp"; do
    : >"$folder/figures.txt"
    for _ in $(seq "$turns"); do
        /usr/bin/time -f '%e %U %S %M' -o "$folder/time.txt" \
            "${CXX:-c++}" -std=c++20 -O2 -ffp-contract=off -DMINERISK_COMPILED_KERNELS -DBOOST_ALL_NO_LIB \
            -I"$root/include" -isystem "${EIGEN3_INCLUDE:-/usr/include/eigen3}" -c "$source" -o "$folder/object.o"
        awk '{ print $1, $2 + $3, $4 / 1024 }' "$folder/time.txt" >>"$folder/figures.txt"
    done
    printf '%-16s %s s, processor time %s s, peak memory %s MB\n' "$(basename "$source")" \
        "$(range 1)" "$(range 2)" "$(range 3)"
done
