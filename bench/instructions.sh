#!/bin/sh
# Counts the instructions of small fixed runs, on one thread with the v2 kernels, and compares them with those in
# bench/instructions.csv: of the run of 1 path (reading, checking, building), of a run of some paths (with what is
# done once a run and takes paths of its own), and of each further path.
#   bench/instructions.sh check BUILD_DIR     fails where a count is more than 5 % off, either way
#   bench/instructions.sh update BUILD_DIR    stores the counts: for a change that is meant to move them
# A gain fails too: not stored, it would hide a loss of its size later. No clock and no load moves the counts; the
# compiler and the C library do, so beside those of the stored counts the table is printed and nothing is judged.
set -eu
[ $# -eq 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2; }
task=$1
build=$(cd "$2" && pwd)
cd "$(dirname "$0")/.."
stored=bench/instructions.csv
tolerance=5

# Name, two numbers of paths (whole blocks), and the command: its program lies in the build folder.
cases() {
    cat <<'END'
reko_diq    256 512  minerisk run examples/reko_diq/reko_diq.toml --quiet
feasibility 256 8448 minerisk run examples/reko_diq/feasibility.toml --quiet
top_down    256 512  minerisk run examples/reko_diq/reko_diq_top_down.toml --quiet
schedule    256 4352 minerisk schedule examples/reko_diq/schedule/network.toml --quiet
reference   256 8448 bench/reference_workload/rw_minerisk --seed 1
END
}

work=$build/instructions
rm -rf "$work"
mkdir -p "$work"

# Writes the number of instructions of a command to a file. The environment of the caller would move the stack.
count() {
    file=$1
    shift
    env -i MINERISK_ISA=v2 valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null \
        --log-file="$file.log" "$@" >"$file.out" 2>&1 || { cat "$file.log" "$file.out" >&2; return 1; }
    sed -n 's/.*I *refs: *//p' "$file.log" | tr -d , >"$file"
    [ -s "$file" ] || { cat "$file.log" >&2; return 1; }
}

# The long run of a case on one core, the short ones on another.
count_case() {
    name=$1 few=$2 many=$3 program=$build/$4
    shift 4
    count "$work/$name.many" "$program" "$@" --threads 1 --paths "$many" &
    count "$work/$name.1" "$program" "$@" --threads 1 --paths 1
    count "$work/$name.few" "$program" "$@" --threads 1 --paths "$few"
    wait $!
    printf '%s,1 path,%.0f\n' "$name" "$(cat "$work/$name.1")"
    printf '%s,%s paths,%.0f\n' "$name" "$few" "$(cat "$work/$name.few")"
    printf '%s,a further path,%.0f\n' "$name" \
        $((($(cat "$work/$name.many") - $(cat "$work/$name.few")) / (many - few)))
}

# What decides how a source becomes instructions, beside the source.
made_with() {
    "$build/minerisk" --version | sed -n 's/^compiler *//p'
    getconf GNU_LIBC_VERSION
}

now=$work/now.csv
made_with | sed 's/^/# /' >"$now"
echo "case,what,instructions" >>"$now"
cases >"$work/cases"
: >"$work/left_out"
while read -r name few many program arguments; do
    if [ -x "$build/$program" ]; then
        # shellcheck disable=SC2086
        count_case "$name" "$few" "$many" "$program" $arguments </dev/null >>"$now"
    else
        echo "$name is left out: $program is not in the build folder"
        grep "^$name," "$stored" >>"$work/left_out" 2>/dev/null || true
    fi
done <"$work/cases"

# Both files as one table; exit status 1 where a count is not as stored.
compare() {
    awk -F, -v tolerance=$tolerance '
        /^#/ || $1 == "case" { next }
        NR == FNR { stored[$1 "," $2] = $3; next }
        FNR == 1 || !head++ { printf "%-12s %-14s %15s %15s  %s\n", "case", "what", "stored", "now", "change" }
        { key = $1 "," $2; change = "not stored"; ok = 0
          if (key in stored) { percent = 100 * ($3 / stored[key] - 1)
                               ok = percent <= tolerance && percent >= -tolerance
                               change = sprintf("%+.2f %%%s", percent, ok ? "" : "  <--") }
          if (!ok) bad = 1
          printf "%-12s %-14s %15s %15s  %s\n", $1, $2, (key in stored) ? stored[key] : "-", $3, change }
        END { exit bad }' "$stored" "$now"
}

case $task in
check)
    [ -f "$stored" ] || { echo "$stored is missing: bench/instructions.sh update $2"; exit 1; }
    if compare; then exit 0; fi
    if [ "$(grep '^#' "$stored")" != "$(grep '^#' "$now")" ]; then
        echo "not judged: the stored counts are of another compiler or C library"
        diff "$stored" "$now" | grep '^[<>] #'
        exit 0
    fi
    echo "a count is more than $tolerance % off what $stored holds, or not in it. If the change is meant to move it:"
    echo "    bench/instructions.sh update $2"
    exit 1
    ;;
update)
    cat "$now" "$work/left_out" >"$stored"
    cat "$stored"
    ;;
*)
    echo "bench/instructions.sh: $task: must be check or update" >&2
    exit 2
    ;;
esac
