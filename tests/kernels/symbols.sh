#!/bin/sh
# usage: symbols.sh LEVEL OBJECT
# The linker keeps one copy of a weak symbol for all processors. So an object built for one instruction set may
# define weak symbols only in the namespace named by that set.
set -eu
level=$1
object=$2
symbols=$(nm -C --defined-only "$object")
[ -n "$symbols" ] || { echo "no symbols in $object"; exit 1; }
# DW.ref.* is a pointer for exception tables (sanitizers bring it), the same for every processor.
weak=$(printf '%s\n' "$symbols" | awk '$2 ~ /^[WwVvu]$/ && $3 !~ /^DW\.ref\./' | grep -v -F "kernel_builds::$level::" || true)
if [ -n "$weak" ]; then
    echo "weak symbols outside kernel_builds::$level in $object:"
    printf '%s\n' "$weak"
    exit 1
fi
