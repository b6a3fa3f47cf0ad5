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
    double on_time(double from, double to, double money);
    /// A single payment; inside a suspension it waits for the end.
    void once(double t, double money);

private:
    static constexpr double never = std::numeric_limits<double>::infinity();

    double time(double from, double to) const;
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
    void spread(double from, double to, double money, double whole);
    void add(double from, double to, double money, double whole);

    const TimeGrid* grid_;
    std::span<const Suspension> suspensions_;
    double until_, halted_;
    int path_;
    BlockArray* capital_;
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/spend.inl"
#endif
