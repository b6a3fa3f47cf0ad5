#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "minerisk/core/calendar.hpp"
#include "minerisk/factors/schedule/network/network.hpp"

namespace minerisk::inline v0::detail {

/// Total float up to this counts as critical: 1e-6 of a month, or of a working day.
inline constexpr double critical_float = 1e-6 / 12;

/// Sums over paths of one activity. AD and SD are less their likely values, so that squares keep their
/// digits.
struct ActivitySums {
    double critical = 0, start_critical = 0, finish_critical = 0;
    double d = 0, dd = 0, ds = 0, significance = 0;
    ActivitySums& operator+=(const ActivitySums& o) { return add(o, 1); }
    ActivitySums& operator-=(const ActivitySums& o) { return add(o, -1); }

private:
    ActivitySums& add(const ActivitySums& o, double sign);
};

/// Sums over paths of two numbers, for a correlation.
struct PairSums {
    double x = 0, xx = 0, y = 0, yy = 0, xy = 0;
    void put(double a, double b);
};

/// The sums of a part of the paths; parts are joined in the order of their paths.
struct ScheduleSums {
    double paths = 0, s = 0, ss = 0;  ///< paths on which the target finishes
    double rows = 0;                  ///< paths that go on
    std::vector<ActivitySums> activity;
    std::vector<PairSums> driver;  ///< factor with SD
    std::vector<PairSums> hit;     ///< factor with AD, of each driver's hits in order
    std::vector<double> spend;     ///< USD in each calendar year from the plan's start

    void join(const ScheduleSums& o);
};

/// Spreads money evenly over [from, to) in years from the plan's start; `add(y, money)` for calendar year y
/// from the first; `from` is not before the start. What lasts no time falls into the year of its instant;
/// what never ends is paid by `end`, and what never begins is not paid. `year_part`: how far into its
/// calendar year the plan starts.
template <class Add>
void spread(double from, double to, double end, double money, double year_part, Add&& add) {
    if (!(from < end)) return;
    const double a = from + year_part, b = std::min(to, end) + year_part;
    const double first = std::floor(a);
    if (!(b > first + 1)) {
        add(static_cast<std::size_t>(first), money);
        return;
    }
    for (double year = first; year < b; year += 1) {
        const double share = (std::min(b, year + 1) - std::max(a, year)) / (b - a);
        if (share > 0) add(static_cast<std::size_t>(year), money * share);
    }
}

/// What a worker adds up over the blocks that it runs.
class ScheduleCollector {
public:
    /// `end`: years from the plan's start beyond which nothing is looked at.
    ScheduleCollector(const schedule::Network& network, const schedule::NetworkWorkspace& base, double end);
    void clear();
    const ScheduleSums& sums() const { return sums_; }

    /// Adds those of the first `count` paths of a block that go on (`goes(p)`): their spend, and all else of
    /// those whose target is finished some day.
    template <class Goes>
    void add(const schedule::NetworkWorkspace& w, int count, Goes&& goes) {
        const double* const finish = w.dates.row(2 * network_->logic().target() + 1);
        int at[wide_block];
        int n = 0;
        for (int p = 0; p < count; ++p) {
            if (!goes(p)) continue;
            if (finish[p] < schedule::Logic::infinity) at[n++] = p;
            sums_.rows += 1;
            spend_by_year(w, p, [&](std::size_t year, double money) {
                if (year >= sums_.spend.size()) sums_.spend.resize(year + 1, 0.0);
                sums_.spend[year] += money;
            });
        }
        if (n == w.width) {
            add_paths(w, n, [](int k) { return k; });
        } else {
            add_paths(w, n, [&at](int k) { return at[k]; });
        }
    }

    /// The spend of path p by calendar year from the plan's start.
    template <class Add>
    void spend_by_year(const schedule::NetworkWorkspace& w, int p, Add&& add) const {
        network_->costs().for_each(network_->logic(), w, p, [&](double from, double to, double money) {
            spread(from, to, end_, money, year_part_, add);
        });
    }

private:
    template <class At>
    void add_paths(const schedule::NetworkWorkspace& w, int n, At&& at) {
        const schedule::NetworkWorkspace& base = *base_;
        const int target = network_->logic().target();
        const double* const finish = w.dates.row(2 * target + 1);
        const double likely = base.dates(2 * target + 1, 0);
        sums_.paths += n;
        for (int k = 0; k < n; ++k) {
            const double late = finish[at(k)] - likely;
            sums_.s += late;
            sums_.ss += late * late;
        }
        for (int j = 0; j < network_->activities(); ++j) add_activity(w, j, n, at, finish, likely);
        for (std::size_t d = 0; d < sums_.driver.size(); ++d)
            for (int k = 0; k < n; ++k)
                sums_.driver[d].put(w.factor(static_cast<int>(d), at(k)) - 1, finish[at(k)] - likely);
        for (std::size_t i = 0; i < hits_.size(); ++i) {
            const auto [d, j] = hits_[i];
            for (int k = 0; k < n; ++k)
                sums_.hit[i].put(w.factor(d, at(k)) - 1, w.duration(j, at(k)) - base.duration(j, 0));
        }
    }

    template <class At>
    void add_activity(const schedule::NetworkWorkspace& w, int j, int n, At&& at, const double* finish,
                      double likely) {
        const schedule::Logic& logic = network_->logic();
        ActivitySums& a = sums_.activity[static_cast<std::size_t>(j)];
        const double* const duration = w.duration.row(j);
        const double likely_duration = base_->duration(j, 0);
        for (int k = 0; k < n; ++k) {
            const int p = at(k);
            const double d = duration[p] - likely_duration;
            a.d += d;
            a.dd += d * d;
            a.ds += d * (finish[p] - likely);
        }
        if (!logic.reaches_target(j) || logic.is_done(j)) return;
        const double* const start_slack = w.start_slack.row(j);
        const double* const finish_slack = w.finish_slack.row(j);
        const bool optional = logic.choice_of(j) >= 0;
        for (int k = 0; k < n; ++k) {
            const int p = at(k);
            if (optional && logic.is_absent(w, j, p)) continue;
            const double total = start_slack[p] < finish_slack[p] ? start_slack[p] : finish_slack[p];
            a.start_critical += start_slack[p] <= critical_float;
            a.finish_critical += finish_slack[p] <= critical_float;
            a.critical += total <= critical_float;
            const double room = total > 0 ? total : 0;
            if (duration[p] > 0) a.significance += duration[p] / (duration[p] + room) * finish[p];
        }
    }

    const schedule::Network* network_;
    const schedule::NetworkWorkspace* base_;
    double end_;
    double year_part_ = 0;
    std::vector<std::pair<int, int>> hits_;  // driver, activity
    ScheduleSums sums_;
};

}  // namespace minerisk::inline v0::detail

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/schedule_sums.inl"
#endif
