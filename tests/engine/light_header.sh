#!/bin/sh
# usage: light_header.sh COMPILER INCLUDE_FOLDER
# With the compiled library minerisk/study.hpp states and runs studies without the headers that simulate the stages.
set -eu
compiler=$1
folder=$2
headers=$("$compiler" -std=c++20 -DMINERISK_COMPILED_KERNELS -I "$folder" -M -x c++ "$folder/minerisk/study.hpp")
headers=$(printf '%s\n' "$headers" | tr ' ' '\n' | sed "s|^$folder/||")
printf '%s\n' "$headers" | grep -q '^minerisk/engine/study\.hpp' || { echo "read no headers"; exit 1; }
ours='kernels/(active|table)|engine/(study_parts|simulate|[a-z_]*block)|cashflow/|finance/finance\.'
factors='price/price_set|schedule/(model|top_down\.|network_build|network/network\.)|security/stoppages'
factors="$factors|technical/multipliers|fiscal/shocks|interest/"
heavy=$(printf '%s\n' "$headers" | grep -E "/(eigen3|boost|tbb)/|^minerisk/($ours|factors/($factors))" || true)
if [ -n "$heavy" ]; then
    echo "minerisk/study.hpp brings:"
    printf '%s\n' "$heavy"
    exit 1
fi
