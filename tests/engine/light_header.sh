#!/bin/sh
# usage: light_header.sh COMPILER INCLUDE_FOLDER
# With the compiled library minerisk/study.hpp states and runs studies without the headers of the stages.
set -eu
compiler=$1
folder=$2
headers=$(printf '#include "minerisk/study.hpp"\n' |
    "$compiler" -std=c++20 -DMINERISK_COMPILED_KERNELS -I "$folder" -M -x c++ - | tr ' ' '\n')
printf '%s\n' "$headers" | grep -q 'minerisk/engine/study.hpp' || { echo "read no headers"; exit 1; }
heavy=$(printf '%s\n' "$headers" |
    grep -E 'eigen|boost|/tbb/|minerisk/(kernels/table|engine/study_parts|cashflow/)' || true)
if [ -n "$heavy" ]; then
    echo "minerisk/study.hpp brings:"
    printf '%s\n' "$heavy"
    exit 1
fi
