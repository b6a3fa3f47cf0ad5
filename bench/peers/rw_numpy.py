#!/usr/bin/env python3
"""The reference workload in NumPy, as a good practitioner would write it: chunks of 5000 paths, arrays of
[year, path], a pool of threads over the chunks (NumPy releases the interpreter while it computes).

    bench/peers/rw_numpy.py --paths N --threads T --seed S [--no-risk] [--part price]
"""
import argparse
import os
import time
from concurrent.futures import ThreadPoolExecutor

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy is loaded
import numpy as np  # noqa: E402

CHUNK = 5000
YEARS = 45

# Prices: factors short and long of copper, then of gold.
REVERSION = np.array([0.8, 0.0, 0.5, 0.0])
VOLATILITY = np.array([0.22, 0.14, 0.10, 0.14])
DRIFT = np.array([0.0, -0.0098, 0.0, -0.0098])
CORRELATION = np.array([[1, .2, .3, .1], [.2, 1, .1, .3], [.3, .1, 1, .1], [.1, .3, .1, 1]])
START = np.array([0.0, np.log(4.0), 0.0, np.log(1900.0)])

# Schedule, months: (low, mode, high) of activities 0 to 9, (median, sigma) of 10 to 19.
PERT = np.array([(4, 6, 12), (8, 10, 15), (3, 6, 14), (4, 6, 10), (5, 7, 12), (10, 12, 20), (14, 18, 28),
                 (12, 15, 24), (8, 10, 18), (9, 12, 20)], dtype=float)
LOGNORMAL = np.array([(9, .20), (8, .20), (7, .25), (9, .25), (10, .25), (9, .20), (14, .30), (4, .25), (3, .30),
                      (2, .30)])
BEFORE = {3: (0,), 4: (1, 3), 5: (3,), 6: (1, 2), 7: (1, 2), 8: (3,), 9: (4,), 10: (4,), 11: (10,), 12: (6, 10),
          13: (11, 12), 14: (7, 4), 15: (8,), 16: (2, 3), 17: (13, 14), 18: (17, 15, 9), 19: (18, 16, 5)}

# Security: events a year, followers an event, speed of their decay a year, median days of an outage.
BASELINE, BRANCHING, DECAY, MEDIAN_OUTAGE = 3.0, 0.4, 12.0, 2.0

DISCOUNT_RATE = 0.08


def step_of_factors():
    """What a factor keeps in a year, and the root of the covariance of what a year adds."""
    k = REVERSION[:, None] + REVERSION[None, :]
    growth = np.where(k > 0, -np.expm1(-k) / np.where(k > 0, k, 1), 1)
    return np.exp(-REVERSION), np.linalg.cholesky(CORRELATION * np.outer(VOLATILITY, VOLATILITY) * growth)


def plan_by_start():
    """Rows [kind, year, whole years before the start]: copper, gold, on, expansion of each calendar year."""
    j = np.arange(40)
    ramp = np.where(j == 0, .40, np.where(j == 1, .75, 1))
    copper = ramp * np.select([j < 5, j < 6, j < 30], [200, 300, 400], 300)
    gold = ramp * np.select([j < 5, j < 6, j < 30], [250, 375, 500], 350)
    kinds = np.stack([copper, gold, np.ones(40), np.where((j == 4) | (j == 5), 1750.0, 0)])
    table = np.zeros((4, YEARS, YEARS + 2))
    for k in range(YEARS):
        table[:, k:k + 40, k] = kinds[:, :YEARS - k]
    return table


KEEPS, ROOT = step_of_factors()
PLAN = plan_by_start()


def prices(rng, n):
    """Copper and gold, each [year, path]; without noise if `rng` is None."""
    logs = np.empty((2, YEARS, n))
    x = np.repeat(START[:, None], n, axis=1)
    z = np.zeros((4, n))
    keeps, drift = KEEPS[:, None], DRIFT[:, None]
    for t in range(YEARS):
        if rng:
            rng.standard_normal(out=z)
        x *= keeps
        x += drift
        x += ROOT @ z
        np.add(x[0], x[1], out=logs[0, t])
        np.add(x[2], x[3], out=logs[1, t])
    return np.exp(logs, out=logs)


def first_production(rng, n):
    """Years from the start to the end of the last activity."""
    low, mode, high = (column[:, None] for column in PERT.T)
    median, sigma = (column[:, None] for column in LOGNORMAL.T)
    if rng:
        span = high - low
        share = rng.beta(1 + 4 * (mode - low) / span, 1 + 4 * (high - mode) / span, (10, n))
        noise = rng.standard_normal((10, n))
        duration = np.concatenate([low + span * share, median * np.exp(sigma * noise)])
    else:
        duration = np.repeat(np.concatenate([mode, median]), n, axis=1)
    for activity, before in BEFORE.items():
        begin = duration[before[0]]
        for other in before[1:]:
            begin = np.maximum(begin, duration[other])
        duration[activity] += begin  # from here on the end of the activity
    return duration[19] / 12


def outages(rng, n):
    """Days lost [year, path]. Clusters, generation by generation, for all paths at once: path p owns the times from
    45 p to 45 (p + 1). A generation of m events has Poisson(0.4 m) followers, each after one of the m at random."""
    if not rng:
        return np.zeros((YEARS, n))
    event = rng.random(rng.poisson(BASELINE * YEARS * n)) * (n * YEARS)
    generations = [event]
    while len(event):
        first = event[rng.integers(len(event), size=rng.poisson(BRANCHING * len(event)), dtype=np.int32)]
        event = first + rng.standard_exponential(len(first)) / DECAY
        event = event[event < (np.floor(first / YEARS) + 1) * YEARS]
        generations.append(event)
    year = np.concatenate(generations).astype(np.int32)
    days = rng.standard_normal(len(year))
    np.exp(days, out=days)
    days *= MEDIAN_OUTAGE
    return np.bincount(year, weights=days, minlength=n * YEARS).reshape(n, YEARS).T


def cash_flows(copper_price, gold_price, start, days_lost):
    """Net cash [year, path]."""
    n = len(start)
    whole = start.astype(np.int64)
    part = start - whole

    def planned(kind):
        at_start = np.take(PLAN[kind], whole, axis=1)
        at_start *= 1 - part
        year_later = np.take(PLAN[kind], whole + 1, axis=1)
        year_later *= part
        at_start += year_later
        return at_start

    available = days_lost * (-1 / 365)
    available += 1
    np.maximum(available, 0, out=available)
    copper = planned(0)
    copper *= available
    gold = planned(1)
    gold *= available
    gold *= gold_price
    operating = copper * copper_price
    operating *= .95 * 2.20462 * .965
    gold *= .95 * 1e-3 * .97
    operating += gold
    copper *= 2.6
    operating -= copper
    on = planned(2)
    on *= 300
    operating -= on
    spent = planned(3)
    building = start - np.arange(YEARS)[:, None]
    np.clip(building, 0, 1, out=building)
    building *= 5500 * (1 + .5 * (start / 4.5 - 1)) / start
    spent += building
    cash = operating - spent
    pool = np.zeros(n)
    for t in range(YEARS):
        pool += spent[t]
        gain = np.maximum(operating[t], 0)
        used = np.minimum(pool, gain)
        pool -= np.minimum(operating[t], 0)
        pool -= used
        gain -= used
        gain *= .30
        cash[t] -= gain
    return cash


def npv(cash, rate):
    q = 1 / (1 + rate)
    total = cash[-1] * q
    for row in cash[-2::-1]:
        total += row
        total *= q
    return total


def irr(cash, value):
    """Newton, bisection where Newton leaves the bracket; NaN without a change of sign."""
    n = len(value)
    gains = value > 0
    low = np.where(gains, DISCOUNT_RATE, -0.10)
    high = np.where(gains, 1.0, DISCOUNT_RATE)
    rate = np.where(gains, 0.12, 0.04)
    at_other_end = npv(cash, np.where(gains, 1.0, -0.10))
    found = np.full(n, np.nan)
    active = np.flatnonzero(np.where(gains, at_other_end <= 0, at_other_end >= 0))
    cash, low, high, rate = cash[:, active], low[active], high[active], rate[active]
    for _ in range(100):
        if not len(active):
            break
        q = 1 / (1 + rate)
        total, slope = cash[-1].copy(), np.zeros(len(active))
        for row in cash[-2::-1]:
            slope *= q
            slope += total
            total *= q
            total += row
        slope *= q
        slope += total
        total *= q
        positive = total > 0
        low = np.where(positive, rate, low)
        high = np.where(positive, high, rate)
        following = rate + total / (slope * q * q)
        outside = ~((following > low) & (following < high))
        following[outside] = 0.5 * (low + high)[outside]
        going = np.abs(following - rate) >= 1e-9
        found[active] = following
        rate = following
        if not going.all():
            active, cash = active[going], cash[:, going]
            low, high, rate = low[going], high[going], rate[going]
    return found


def values(rng, n):
    """NPV and IRR of n paths; without noise if `rng` is None."""
    copper, gold = prices(rng, n)
    cash = cash_flows(copper, gold, first_production(rng, n), outages(rng, n))
    value = npv(cash, DISCOUNT_RATE)
    return value, irr(cash, value)


def price_sums(rng, n):
    """Sums over n paths: of each year's prices [metal, year], of the squares of the last year's."""
    both = np.stack(prices(rng, n))
    return both.sum(axis=2), (both[:, -1] ** 2).sum(axis=1)


def by_chunks(function, options):
    """`function(generator, paths)` of every chunk, in order. A chunk has a generator of its own."""
    sizes = [min(CHUNK, options.paths - first) for first in range(0, options.paths, CHUNK)]

    def one(i):
        return function(np.random.Generator(np.random.SFC64([options.seed, i])), sizes[i])

    if options.threads == 1:
        return [one(i) for i in range(len(sizes))]
    with ThreadPoolExecutor(options.threads) as pool:
        return list(pool.map(one, range(len(sizes))))


def statistics(value, rate):
    n = len(value)
    sd = value.std(ddof=1)
    p5, p10, p50, p90, p95 = np.quantile(value, [.05, .10, .50, .90, .95])
    missing = np.isnan(rate)
    return {"mean": value.mean(), "se": sd / n ** .5, "sd": sd, "p5": p5, "p10": p10, "p50": p50, "p90": p90, "p95": p95,
            "cvar95": value[value <= p5].mean(), "prob_negative": np.count_nonzero(value < 0) / n,
            "irr_median": np.median(rate[~missing]), "irr_missing": np.count_nonzero(missing) / n}


def run_whole(options):
    began = time.perf_counter()
    chunks = by_chunks(values, options)
    value, rate = (np.concatenate(parts) for parts in zip(*chunks))
    simulated = time.perf_counter()
    found = statistics(value, rate)
    ended = time.perf_counter()
    return {**found, "statistics_seconds": ended - simulated, "seconds": ended - began}


def run_prices(options):
    began = time.perf_counter()
    chunks = by_chunks(price_sums, options)
    sums, squares = (sum(parts) for parts in zip(*chunks))
    mean = sums[:, -1] / options.paths
    error = np.sqrt((squares / options.paths - mean ** 2) / (options.paths - 1))
    return {"mean_cu_45": mean[0], "se_cu_45": error[0], "mean_au_45": mean[1], "se_au_45": error[1],
            "seconds": time.perf_counter() - began}


def run_without_noise():
    value, rate = values(None, 1)
    return {"npv": value[0], "irr": rate[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paths", type=int, default=100_000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--no-risk", action="store_true")
    parser.add_argument("--part", choices=["price"])
    options = parser.parse_args()
    if options.no_risk:
        answers = run_without_noise()
    else:
        run = run_prices if options.part else run_whole
        answers = {"paths": options.paths, "threads": options.threads, **run(options)}
    for key, value in answers.items():
        print(f"{key} {value:.17g}")


if __name__ == "__main__":
    main()
