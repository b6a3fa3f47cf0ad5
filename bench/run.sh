#!/bin/sh
# Runs every benchmark of a build and prints what the figures depend on.
#   bench/run.sh BUILD_DIR [options of the benchmark programs]
# Medians of 5 turns (3 of the large networks and of the scaling tables) with their spread (cv); rivals take turns
# within one run. Takes some minutes. SCALE_PATHS=1 adds up to 100 million paths of the reference workload.
set -eu
[ $# -ge 1 ] || { sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 2; }
build=$1
shift
model=$(dirname "$0")/../examples/reko_diq/reko_diq.toml
program=$build/minerisk

printf 'machine      %s, %s threads, load %s\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" \
    "$(nproc)" "$(cut -d' ' -f1 /proc/loadavg)"
"$program" --version

printf '\n== the reference workload against NumPy, C++ and QuantLib\n'
/usr/bin/python3 "$(dirname "$0")/reference_workload/compare.py" "$build" --csv "$build/bench/reference_workload.csv"

printf '\n== compile time of a program that uses the compiled library, 3 turns\n'
"$(dirname "$0")/compile_time.sh" "$build"

# Only the lines of the medians and their spread.
turns() {
    name=$1
    shift
    printf '\n== %s\n' "$name"
    "$build/bench/${name}_bench" --benchmark_repetitions=5 --benchmark_enable_random_interleaving=true \
        --benchmark_display_aggregates_only=true --benchmark_min_time=0.1 --benchmark_counters_tabular=true "$@" \
        2>"$build/bench/context.txt" | grep -Ev '_(mean|stddev)( |$)'
    grep -E '^(kernels|compiler|build type)|ERROR' "$build/bench/context.txt" || true
}
for name in whole_study stages price_set irr statistics; do turns $name "$@"; done
turns schedule --benchmark_repetitions=3 "$@"

# The same network in another process: its time stands beside those of schedule_bench above.
printf '\n== the network of 10,000 activities and 2,000 trials in NumPy, 3 turns\n'
for turn in 1 2 3; do /usr/bin/python3 "$(dirname "$0")/peers/schedule_numpy.py"; done

# Memory of a network that a file holds, at two numbers of trials.
printf '\n== peak memory of `minerisk schedule`, 10,000 activities, 20,000 links\n'
awk 'BEGIN { srand(1); print "id,name,duration,predecessors,low,high"
             for (j = 0; j < 10000; ++j) {
                 a = j - 1 - int(50 * rand()); b = j - 1 - int(50 * rand())
                 links = (a >= 0 ? "A" a : "") (a >= 0 && b >= 0 && a != b ? ";" : "") (b >= 0 && a != b ? "A" b : "")
                 print "A" j ",,20 d," links ",10 d,40 d" } }' >"$build/bench/network.csv"
"$program" schedule import "$build/bench/network.csv" -o "$build/bench/network.toml" --force >/dev/null
for trials in 10000 40000; do
    /usr/bin/time -f '%M %e' -o "$build/bench/time.txt" \
        "$program" schedule "$build/bench/network.toml" --paths $trials --quiet
    awk -v trials=$trials '{ printf "%d trials: %d MB in %s s, reading and statistics included\n", trials, $1 / 1024, $2 }' \
        "$build/bench/time.txt"
done

# Instruction sets are chosen once a process, so these take turns as processes. A level that the processor
# lacks is left out.
printf '\n== all risks on 1 thread, by instruction set: paths a second, median of 5 turns [least to most]\n'
figures=$build/bench/by_isa.txt
: >"$figures"
for turn in 1 2 3 4 5; do
    for isa in v2 v3 v4; do
        MINERISK_ISA=$isa "$build/bench/whole_study_bench" --benchmark_filter='^all risks$' \
            --benchmark_min_time=0.2 --benchmark_format=csv 2>/dev/null |
            sed -n "s/^\"all risks\",.*,\([0-9.e+]*\)$/$isa \1/p" >>"$figures" || true
    done
done
for isa in v2 v3 v4; do
    sed -n "s/^$isa //p" "$figures" | sort -g |
        awk -v isa=$isa '{ rate[NR] = $1 }
             END { if (NR) printf "%s: %.0f [%.0f to %.0f]\n", isa, rate[int((NR + 1) / 2)], rate[1], rate[NR] }'
done

printf '\n== peak memory of `minerisk run`\n'
peak() {
    /usr/bin/time -f '%M %e' -o "$build/bench/time.txt" "$program" run "$model" --paths "$1" --quiet
    cat "$build/bench/time.txt"
}
few=$(peak 100000)
many=$(peak 1000000)
printf '%s\n' "$few" "$many" |
    awk 'NR == 1 { few = $1 }
         NR == 2 { printf "1,000,000 paths: %d MB in %s s; %d bytes a path beyond the first 100,000\n",
                          $1 / 1024, $2, ($1 - few) * 1024 / 900000 }'

# In the order of their tables, not at random.
turns scaling --benchmark_repetitions=3 --benchmark_enable_random_interleaving=false "$@"

reference=$build/bench/reference_workload/rw_minerisk
if [ "${SCALE_PATHS:-}" = 1 ]; then
    printf '\n== the reference workload at many paths, 1 thread\n'
    [ -x "$reference" ] || { echo "$reference is missing"; exit 1; }
    for paths in 1000000 10000000 100000000; do
        /usr/bin/time -f '%M %e' -o "$build/bench/time.txt" \
            "$reference" --paths $paths --threads 1 --seed 1 >/dev/null
        awk -v paths=$paths '{ printf "%d paths: %.1f s, %.3f us a path, peak %d MB\n",
                               paths, $2, 1e6 * $2 / paths, $1 / 1024 }' "$build/bench/time.txt"
    done
fi
