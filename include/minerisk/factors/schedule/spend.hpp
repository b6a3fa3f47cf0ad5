#pragma once

#include <algorithm>
#include <limits>
#include <span>

#include "minerisk/core/block.hpp"
#include "minerisk/core/suspensions.hpp"
#include "minerisk/core/time_grid.hpp"

namespace minerisk::inline v0::schedule {

/// How the cost of a build falls into the periods of one path. What lies before the valuation date falls on
/// it, what lies beyond `until` is never paid, and time inside a suspension takes no money.
class Spend {
public:
    Spend(const TimeGrid& grid, std::span<const Suspension> suspensions, double until, int path,
          BlockArray& capital)
        : grid_{&grid},
          suspensions_{suspensions},
          until_{until},
          halted_{halted_for_good(suspensions)},
          path_{path},
          capital_{&capital} {}

    /// The cost of work from `from` to `to`, evenly over the time outside suspensions. Work that is halted
    /// for good before it is done costs the share that was done: of its time, or, where its end is never,
    /// `share_done(a, b)` for the stretches [a, b) in which it went on, at most 1 in all.
    template <class ShareDone>
    void on_work(double from, double to, double money, ShareDone&& share_done) {
        if (!(from < until_)) return;
        if (!(to > from)) return once(from, money);
        if (to > halted_) return on_work_halted(from, to, money, share_done);
        to = to < never ? to : grid_->length();
        if (const double whole = time(from, to); whole > 0) {
            spread(from, to, money, whole);
        } else {
            once(from, money);
        }
    }
    /// What runs by the time from `from` to `to`: none of it for the time inside suspensions. Returns what is
    /// left.
    double on_time(double from, double to, double money) {
        if (from < until_) spread(from, to, money, to - from);
        return suspensions_.empty() ? money : money * (time(from, to) / (to - from));
    }
    /// A single payment; inside a suspension it waits for the end.
    void once(double t, double money) {
        t = first_unsuspended(suspensions_, t);
        if (t < until_) (*capital_)(grid_->period_at(std::max(0.0, t)), path_) += money;
    }

private:
    static constexpr double never = std::numeric_limits<double>::infinity();

    double time(double from, double to) const {
        double sum = 0;
        for_unsuspended(suspensions_, from, to, [&](double a, double b) { sum += b - a; });
        return sum;
    }
    template <class ShareDone>
    void on_work_halted(double from, double to, double money, ShareDone& share_done) {
        const double open = time(from, halted_);
        if (!(open > 0)) return;
        double share = open / (open + (to - halted_));
        if (!(to < never)) {
            share = 0;
            for_unsuspended(suspensions_, from, halted_,
                            [&](double a, double b) { share += share_done(a, b); });
        }
        spread(from, halted_, money * std::min(share, 1.0), open);
    }
    /// The part of `money` that falls on each stretch of [from, to) outside suspensions, of a time `whole`.
    void spread(double from, double to, double money, double whole) {
        for_unsuspended(suspensions_, from, to, [&](double a, double b) { add(a, b, money, whole); });
    }
    void add(double from, double to, double money, double whole) {
        const double until = std::min(until_, to);
        if (from < 0) (*capital_)(0, path_) += money * ((std::min(0.0, until) - from) / whole);
        from = std::max(0.0, from);
        if (!(from < until)) return;
        for (int i = grid_->period_at(from); i < grid_->periods() && grid_->begin(i) < until; ++i)
            (*capital_)(i, path_) +=
                money * ((std::min(until, grid_->end(i)) - std::max(from, grid_->begin(i))) / whole);
    }

    const TimeGrid* grid_;
    std::span<const Suspension> suspensions_;
    double until_, halted_;
    int path_;
    BlockArray* capital_;
};

}  // namespace minerisk::inline v0::schedule
