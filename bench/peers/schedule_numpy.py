#!/usr/bin/env python3
"""The network of bench/schedule_bench.cpp in NumPy, as a good practitioner would write it: activities level by
level, all trials of a batch at once, early and late dates and the share of trials on which each is critical.

    python3 bench/peers/schedule_numpy.py [activities] [trials]
"""
import sys
import time

import numpy as np


def network(count):
    state = 12345
    low, before = [], [[] for _ in range(count + 1)]
    has_next = [False] * count

    def draw(below):
        nonlocal state
        state = (state * 1103515245 + 12345) % 2147483648
        return state % below

    for j in range(count):
        low.append(0.05 + 0.01 * draw(20))
        for _ in range(2 if j > 0 else 0):
            i = max(0, j - 1 - draw(50))
            before[j].append(i)
            has_next[i] = True
    before[count] = [j for j in range(count) if not has_next[j]]
    return np.array(low), before


def levels(before):
    level = np.zeros(len(before), dtype=int)
    for j, all_before in enumerate(before):
        level[j] = 1 + max((level[i] for i in all_before), default=-1)
    links = [[] for _ in range(level.max() + 1)]
    for j, all_before in enumerate(before):
        for i in all_before:
            links[level[j]].append((j, i))
    return level, [np.array(pairs) for pairs in links]


def run(low, before, trials, batch=250):
    count = len(before)
    level, links = levels(before)
    members = [np.flatnonzero(level == k) for k in range(level.max() + 1)]
    likely, high = 1.2 * low, 2 * low
    alpha = 1 + 4 * (likely - low) / (high - low)
    beta = 1 + 4 * (high - likely) / (high - low)
    rng = np.random.default_rng(1)
    critical = np.zeros(count)
    ends = []
    for start in range(0, trials, batch):
        size = min(batch, trials - start)
        duration = np.zeros((count, size))
        duration[:-1] = low[:, None] + (high - low)[:, None] * rng.beta(alpha[:, None], beta[:, None], (count - 1, size))
        begin = np.zeros((count, size))
        finish = np.zeros((count, size))
        for k, pairs in enumerate(links):
            if len(pairs):
                order = np.argsort(pairs[:, 0], kind="stable")
                to, of = pairs[order, 0], pairs[order, 1]
                first = np.flatnonzero(np.r_[True, to[1:] != to[:-1]])
                begin[to[first]] = np.maximum.reduceat(finish[of], first, axis=0)
            finish[members[k]] = begin[members[k]] + duration[members[k]]
        late = np.broadcast_to(finish[-1], (count, size)).copy()
        for pairs in reversed(links):
            if len(pairs):
                order = np.argsort(pairs[:, 1], kind="stable")
                to, of = pairs[order, 0], pairs[order, 1]
                first = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
                bound = np.minimum.reduceat(late[to] - duration[to], first, axis=0)
                late[of[first]] = np.minimum(late[of[first]], bound)
        critical += (late - finish < 1e-7).sum(axis=1)
        ends.append(finish[-1])
    return np.concatenate(ends), critical / trials


if __name__ == "__main__":
    activities = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    count_of_trials = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    lows, predecessors = network(activities)
    began = time.perf_counter()
    end, share = run(lows, predecessors, count_of_trials)
    seconds = time.perf_counter() - began
    print(f"numpy: {activities} activities, {count_of_trials} trials: {seconds:.2f} s, mean finish {end.mean():.4f} "
          f"+- {end.std(ddof=1) / count_of_trials ** 0.5:.4f}, critical {share.sum():.1f} activities a trial")
