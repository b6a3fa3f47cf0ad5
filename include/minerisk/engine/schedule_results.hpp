#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/schedule_outcome.hpp"
#include "minerisk/engine/schedule_sums.hpp"
#include "minerisk/statistics/association.hpp"
#include "minerisk/statistics/jackknife.hpp"
#include "minerisk/statistics/quantile.hpp"

/// From the sums and the kept dates of a run to what is said of activities, drivers and years.
namespace minerisk::inline v0::detail {

/// Dates and durations of the first paths [activity][path], and factors of the drivers [driver][path].
struct KeptDates {
    std::uint64_t paths = 0;
    std::vector<double> start, finish, duration, factor;
    std::span<const double> of(const std::vector<double>& all, std::size_t j) const;
};

MINERISK_BODY double correlation_of(double n, double x, double xx, double y, double yy, double xy);

/// One activity's sums beside those of the finish, for the jackknife.
struct WithFinish {
    double n = 0, s = 0, ss = 0;
    ActivitySums a;
    WithFinish& operator+=(const WithFinish& o);
    WithFinish& operator-=(const WithFinish& o);
};
struct PairOf {
    double n = 0;
    PairSums p;
    PairOf& operator+=(const PairOf& o) { return add(o, 1); }
    PairOf& operator-=(const PairOf& o) { return add(o, -1); }
    double correlation() const { return correlation_of(n, p.x, p.xx, p.y, p.yy, p.xy); }

private:
    PairOf& add(const PairOf& o, double sign);
};

/// What the sums and the kept dates say of each activity, driver and year.
class ScheduleResults {
public:
    ScheduleResults(const schedule::Network& network, const schedule::NetworkWorkspace& base,
                    const std::vector<ScheduleSums>& groups, const KeptDates& kept)
        : network_{network}, base_{base}, groups_{groups}, kept_{kept} {}

    void fill(ScheduleOutcome& out) const;

private:
    template <class Choose>
    Estimate pair(Choose&& choose) const;

    ActivityResult activity(int j, const std::vector<double>& finish_ranks, const ScheduleOutcome& out) const;

    /// Lane 0 of one forward pass has the mean durations of all paths, lane k those without group k. Where a
    /// choice leaves work out there is no mean plan to compare with.
    void find_merge_bias(ScheduleOutcome& out) const;

    std::vector<WithFinish> parts(int j) const;

    const schedule::Network& network_;
    const schedule::NetworkWorkspace& base_;
    const std::vector<ScheduleSums>& groups_;
    const KeptDates& kept_;
};

/// Keeps of the kept paths those whose numbers are `rows`, in rising order.
MINERISK_BODY void select(KeptDates& kept, std::uint64_t activities, std::uint64_t drivers,
                          const std::vector<std::uint64_t>& rows);

struct SpendSums {
    double n = 0, money = 0;
    SpendSums& operator+=(const SpendSums& o);
    SpendSums& operator-=(const SpendSums& o);
};

MINERISK_BODY void fill_spend(const schedule::Plan& plan, const std::vector<ScheduleSums>& groups,
                              const std::vector<std::vector<double>>& kept, ScheduleOutcome& out);

}  // namespace minerisk::inline v0::detail

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/schedule_results.inl"
#endif
