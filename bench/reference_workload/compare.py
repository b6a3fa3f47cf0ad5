#!/usr/bin/env python3
"""How much faster is minerisk than what its users have today? The reference workload in minerisk, NumPy, textbook
C++ and C++ with Boost, its prices with QuantLib.

    bench/reference_workload/compare.py BUILD_DIR [--rounds N] [--quick] [--csv FILE] [--minerisk PROGRAM]

First checks all answers and stops with status 1 if one is wrong. Then runs all programs in rounds, in another order
each round; a ratio compares two runs of one round. Prints medians [least to most] of the rounds.
"""
import argparse
import csv
import math
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SEED = 2026

# The one path without noise, to 1e-9 relative.
WITHOUT_NOISE = {"npv": 4462.00318145025, "irr": 0.138487359574465}


@dataclass(frozen=True)
class Reference:
    """A figure of the workload: the standard error of n paths is spread / sqrt(n), that of the value itself is with
    REFERENCE_PATHS unless `error` states it; `rounding` is half its last digit.

    Spreads: those of quantiles, sd and cvar95 are the standard deviation over 200 runs of 10,000 paths of rw_boost,
    times 100; the others follow from sd and from the shares.
    """
    value: float
    spread: float
    rounding: float
    error: float | None = None

    def tolerance(self, paths):
        own = self.spread / REFERENCE_PATHS ** .5 if self.error is None else self.error
        return 3 * math.hypot(self.spread / paths ** .5, own) + self.rounding


REFERENCE_PATHS = 5e6
WITH_NOISE = {
    "mean": Reference(6669.0, 9029, 0.05, error=0.3),
    "sd": Reference(9029, 14_100, 0.5),
    "p5": Reference(-3964, 9_200, 0.5),
    "p10": Reference(-2367, 7_830, 0.5),
    "p50": Reference(4812, 9_100, 0.5),
    "p90": Reference(17_896, 23_700, 0.5),
    "p95": Reference(23_472, 35_200, 0.5),
    "cvar95": Reference(-5605, 9_760, 0.5),
    "prob_negative": Reference(.2169, .412, 5e-5),
    "irr_median": Reference(.1464, .0814, 5e-5),
    "irr_missing": Reference(.099, .299, 5e-4),
}

FLAGS_OF_LEVEL = {
    "v2": {"sse4_1", "sse4_2", "ssse3", "popcnt", "cx16"},
    "v3": {"avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe"},
}


@dataclass(frozen=True)
class Subject:
    """A program as it is run: what is timed."""
    name: str
    command: tuple
    threads: int = 1
    is_price: bool = False
    isa: str = ""  # empty: minerisk's own choice
    check_paths: int = 200_000

    def title(self):
        return self.name + (f", forced {self.isa}" if self.isa else "") + (", prices" if self.is_price else "")


@dataclass(frozen=True)
class Row:
    """minerisk against a rival, or `rival` alone where `ours` is None."""
    rival: Subject
    ours: Subject | None = None
    target: float | None = None
    stretch: float | None = None
    title: str = ""


def stop(message):
    print(f"compare.py: {message}", file=sys.stderr)
    sys.exit(1)


def run(subject, words):
    """What the program prints, as numbers."""
    environment = {k: v for k, v in os.environ.items() if k != "MINERISK_ISA"}
    if subject.isa:
        environment["MINERISK_ISA"] = subject.isa
    command = [*subject.command, "--threads", str(subject.threads), "--seed", str(SEED), *words]
    if subject.is_price:
        command += ["--part", "price"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        stop(f"{' '.join(command)} failed: {done.stderr.strip()}")
    return {key: float(value) for key, value in (line.split() for line in done.stdout.splitlines())}


def run_paths(subject, paths):
    return run(subject, ["--paths", str(paths)])


def closed_form_prices():
    """Mean prices of year 45, exp(mean + variance / 2)."""
    found = {}
    for metal, spot, reversion, short, long, rho in (("cu", 4.0, .8, .22, .14, .2), ("au", 1900.0, .5, .10, .14, .1)):
        years = 45
        variance = (short ** 2 * (1 - math.exp(-2 * reversion * years)) / (2 * reversion) + long ** 2 * years +
                    2 * rho * short * long * (1 - math.exp(-reversion * years)) / reversion)
        found[metal] = spot * math.exp(-.0098 * years + variance / 2)
    return found


def must_be(subject, answers, key, expected, tolerance):
    if key not in answers:
        stop(f"{subject.title()}: {key} is missing in what it prints")
    if not abs(answers[key] - expected) <= tolerance:
        stop(f"{subject.title()}, {subject.threads} threads: {key} is {answers[key]:.9g}, must be {expected:.9g} "
             f"within {tolerance:.3g}")


def check(subject, paths):
    """Stops unless all answers are right; returns paths a second."""
    if not subject.is_price:
        answers = run(subject, ["--no-risk"])
        for key, expected in WITHOUT_NOISE.items():
            must_be(subject, answers, key, expected, 1e-9 * expected)
    answers = run_paths(subject, paths)
    must_be(subject, answers, "paths", paths, 0)
    must_be(subject, answers, "threads", subject.threads, 0)
    if subject.is_price:
        for metal, expected in closed_form_prices().items():
            error = 3 * answers.get(f"se_{metal}_45", math.nan)
            must_be(subject, answers, f"mean_{metal}_45", expected, error)
    else:
        for key, reference in WITH_NOISE.items():
            must_be(subject, answers, key, reference.value, reference.tolerance(paths))
        must_be(subject, answers, "se", answers["sd"] / paths ** .5, 1e-6 * answers["sd"])
    return paths / answers["seconds"]


def processor():
    """Name and feature flags."""
    name, flags = "unknown", set()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "model name":
            name = value.strip()
        elif key.strip() == "flags":
            flags = set(value.split())
    return name, flags


def print_machine():
    compiler = subprocess.run(["c++", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    numpy = subprocess.run([sys.executable, "-c", "import numpy; print(numpy.__version__)"], capture_output=True,
                           text=True).stdout.strip()
    print(f"machine   {processor()[0]}, {os.cpu_count()} processors\n"
          f"software  {compiler}; Python {sys.version.split()[0]}, NumPy {numpy or 'not found'}\n"
          f"load      {' '.join(f'{x:.2f}' for x in os.getloadavg())} before the runs")
    if os.getloadavg()[0] > .5:
        print("          other programs are running: expect wide spreads, and little of figures on 2 threads")


def rows(options):
    """What is compared, and what had to be left out."""
    peers = Path(__file__).resolve().parent.parent / "peers"
    built = options.build / "bench" / "peers"
    minerisk = options.minerisk or options.build / "bench" / "reference_workload" / "rw_minerisk"
    numpy = (sys.executable, str(peers / "rw_numpy.py"))
    for program in (minerisk, built / "rw_std", built / "rw_boost"):
        if not program.exists():
            stop(f"{program} is not there: build the `bench` preset first")

    def ours(threads=1, **more):
        return Subject("minerisk", (str(minerisk),), threads, check_paths=1_000_000, **more)

    found, left_out = [], []
    for threads in (1, 2):
        found.append(Row(Subject("NumPy", numpy, threads), ours(threads), 20, 35))
    for name, file, target in (("C++ std", "rw_std", 15), ("C++ Boost", "rw_boost", 9)):
        for threads in (1, 2):
            found.append(Row(Subject(name, (str(built / file),), threads), ours(threads), target))
    quantlib = built / "price_quantlib"
    if quantlib.exists():
        found.append(Row(Subject("QuantLib", (str(quantlib),), is_price=True), ours(is_price=True), 12, 24))
    else:
        left_out.append("QuantLib: price_quantlib was not built (Debian: libquantlib0-dev)")
    for isa, target in (("v3", 8), ("v2", 4)):
        if FLAGS_OF_LEVEL[isa] <= processor()[1]:
            found.append(Row(Subject("NumPy", numpy), ours(isa=isa), target, title=f"NumPy (minerisk forced {isa})"))
        else:
            left_out.append(f"forced {isa}: this processor lacks x86-64-{isa}")
    found.append(Row(ours(), ours(2), 1.85, title="minerisk on 1 thread (on 2)"))
    for subject in dict.fromkeys(r.ours for r in found):
        found.append(Row(subject))
    return found, left_out


def spread(values):
    return median(values), min(values), max(values)


def measure(subjects, rates, options):
    """For each subject the answers of each round."""
    seconds = .4 if options.quick else 1.5
    sizes = {s: max(10_000, round(rates[s] * seconds, -4)) for s in subjects}
    shuffle = random.Random(SEED)
    measured = {s: [] for s in subjects}
    for number in range(options.rounds):
        order = list(subjects)
        shuffle.shuffle(order)
        for subject in order:
            measured[subject].append(run_paths(subject, int(sizes[subject])))
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
    return measured


def line_of_row(row, measured):
    """The row as it is written to the CSV file."""
    rate = {s: [a["paths"] / a["seconds"] for a in measured[s]] for s in (row.rival, row.ours) if s}
    line = {"program": row.title or row.rival.title(), "threads": row.rival.threads}
    line |= zip(("paths_per_second", "paths_per_second_min", "paths_per_second_max"), spread(rate[row.rival]))
    if row.ours:
        ratios = [a / b for a, b in zip(rate[row.ours], rate[row.rival])]
        line |= zip(("ratio", "ratio_min", "ratio_max"), spread(ratios))
        line |= {"target": row.target, "stretch": row.stretch, "reached": yes_no(line["ratio"] >= row.target)}
    return line


def line_of_statistics(subject, measured):
    """Statistics as a share of the run, in the place of the ratio; it must stay below its target."""
    shares = [a["statistics_seconds"] / a["seconds"] for a in measured[subject]]
    line = {"program": "share of statistics in minerisk", "threads": subject.threads}
    line |= zip(("ratio", "ratio_min", "ratio_max"), spread(shares))
    return line | {"target": .10, "reached": yes_no(line["ratio"] <= .10)}


def yes_no(answer):
    return "yes" if answer else "no"


COLUMNS = ("program", "threads", "paths_per_second", "paths_per_second_min", "paths_per_second_max", "ratio", "ratio_min",
           "ratio_max", "target", "stretch", "reached")


def print_table(lines):
    def three(line, key, form):
        if key not in line:
            return ""
        return f"{line[key]:{form}} [{line[key + '_min']:{form}} to {line[key + '_max']:{form}}]"

    def target(line):
        if line.get("target") is None:
            return ""
        sign = ">=" if "paths_per_second" in line else "<="
        return f"{sign} {line['target']:g}" + (f" ({line['stretch']:g})" if line.get("stretch") else "")

    print(f"\n{'program':34} {'threads':>7}  {'paths/s, median [least to most]':34} {'minerisk / program, paired':28} "
          f"{'target':11} reached")
    for line in lines:
        ratio = three(line, "ratio", ".3f" if "paths_per_second" not in line else ".2f")
        print(f"{line['program']:34} {line['threads']:7}  {three(line, 'paths_per_second', ',.0f'):34} {ratio:28} "
              f"{target(line):11} {line.get('reached', '')}".rstrip())


def write_csv(lines, file):
    with open(file, "w", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows(lines)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, metavar="BUILD_DIR")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="fewer paths, in the checks too")
    parser.add_argument("--csv", type=Path)
    parser.add_argument("--minerisk", type=Path, help="default: the one in BUILD_DIR")
    return parser.parse_args()


def main():
    options = read_options()
    print_machine()
    compared, left_out = rows(options)
    for what in left_out:
        print(f"left out  {what}")
    subjects = list(dict.fromkeys(s for row in compared for s in (row.rival, row.ours) if s))
    rates = {s: check(s, s.check_paths // 4 if options.quick else s.check_paths) for s in subjects}
    print(f"answers   right: all of {len(subjects)} programs and ways to run them", flush=True)
    measured = measure(subjects, rates, options)
    lines = [line_of_row(row, measured) for row in compared]
    whole = [s for s in subjects if s.name == "minerisk" and not s.is_price and not s.isa]
    lines += [line_of_statistics(s, measured) for s in whole]
    print_table(lines)
    print(f"\n{options.rounds} rounds; stretch targets in brackets; load {os.getloadavg()[0]:.2f} at the end")
    if options.csv:
        write_csv(lines, options.csv)


if __name__ == "__main__":
    main()
