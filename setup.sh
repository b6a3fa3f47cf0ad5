#!/bin/sh
# Everything from a bare Debian 12: installs what is missing, builds, then
#   ./setup.sh run      values Reko Diq (further words go to the program: ./setup.sh run --paths 1000000)
#   ./setup.sh test     passes all tests
#   ./setup.sh bench    measures
set -eu
cd "$(dirname "$0")"

build_packages="g++ cmake ninja-build libeigen3-dev libboost-random-dev libtbb-dev
                libtomlplusplus-dev nlohmann-json3-dev libcli11-dev libfmt-dev libpugixml-dev libssl-dev
                libnlopt-dev"
test_packages="libgtest-dev binutils clang-format valgrind"
bench_packages="libbenchmark-dev libquantlib0-dev python3-numpy time"

usage() {
    sed -n '2,5s/^# \{0,1\}//p' "$0"
    exit 2
}

# Installs those of the packages that are not there yet.
need() {
    missing=""
    for package in "$@"; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=""
        [ "$state" = installed ] || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    echo "installing:$missing"
    as_root=""
    [ "$(id -u)" -eq 0 ] || as_root=sudo
    $as_root apt-get update -qq
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# Runs a step and prints how long it took.
step() {
    name=$1
    shift
    began=$(date +%s)
    printf '== %s\n' "$name"
    "$@" || { printf '== %s: FAILED\n' "$name"; exit 1; }
    printf '== %s: %s s\n' "$name" "$(($(date +%s) - began))"
}

format_check() {
    find include src tests examples bench '(' -name '*.[ch]pp' -o -name '*.inl' ')' | sort |
        xargs clang-format --dry-run --Werror
}

header_check() {
    cmake --build build/test --target all_verify_interface_header_sets
}

# A project of its own that finds the installed package and links each of its targets.
consumer() {
    rm -rf build/consumer
    cmake --install build/test --prefix "$PWD/build/consumer/installed" >/dev/null
    cmake -G Ninja -S tests/consumer -B build/consumer/build -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_PREFIX_PATH="$PWD/build/consumer/installed" >/dev/null
    cmake --build build/consumer/build
    for program in build/consumer/build/uses_*; do "$program" || return 1; done
    build/consumer/installed/bin/minerisk --version >/dev/null
}

command=${1:-}
[ -n "$command" ] || usage
shift

case $command in
run)
    # shellcheck disable=SC2086
    need $build_packages
    cmake --workflow --preset release
    exec build/release/minerisk run examples/reko_diq/reko_diq.toml "$@"
    ;;
test)
    # shellcheck disable=SC2086
    step packages need $build_packages $test_packages
    step "format check" format_check
    step "release build with all tests" cmake --workflow --preset test
    step "instruction counts" bench/instructions.sh check build/test
    step "header check" header_check
    step consumer consumer
    step "address and undefined-behaviour sanitizers" cmake --workflow --preset dev
    step "thread sanitizer" cmake --workflow --preset thread
    ;;
bench)
    # shellcheck disable=SC2086
    need $build_packages $bench_packages
    cmake --workflow --preset bench
    exec bench/run.sh build/bench "$@"
    ;;
*) usage ;;
esac
