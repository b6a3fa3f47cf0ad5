#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "minerisk/factors/schedule/network/logic.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/factors/schedule/network/workspace.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::schedule {

/// The plan's own stoppages: a Poisson process common to all activities. An activity is hit by a stoppage
/// that begins at s if ES <= s < EF on the dates without stoppages; hits add up. Work on a calendar loses the
/// working days that lie in the stoppage, times the weight.
class StoppageDraws {
public:
    /// A path with more stoppages than this fails the run.
    static constexpr int most = 20'000;

    StoppageDraws(const Plan& plan, const Logic& logic);

    double rate() const { return rate_; }

    /// Draws until every path has a stoppage past `until[path]` or the horizon, from where it stands.
    void extend(std::uint64_t seed, std::uint64_t first_path, const double* until, NetworkWorkspace& w) const;

    /// The last finish, by path, of what stoppages can hit.
    void last_finish(const NetworkWorkspace& w, double* last) const;

    /// Time that the stoppages of path p add to each activity: `add(j, time)` for what they hit, in the unit
    /// of its duration.
    template <class Add>
    void hit(const Logic& logic, const NetworkWorkspace& w, int p, Add&& add) const {
        for (const auto& [j, weight] : hits_) {
            double more = 0;
            for (int row = 0; row < w.stoppages.rows; ++row) {
                const double begin = w.stoppages.begin_of(row, p, w.width);
                if (!(begin < w.dates(2 * j + 1, p))) break;
                if (begin >= w.dates(2 * j, p))
                    more += weight *
                            logic.length_between(j, begin, begin + w.stoppages.length_of(row, p, w.width));
            }
            if (more > 0) add(j, more);
        }
    }

private:
    double rate_;
    Distribution length_;
    double from_;
    std::vector<std::pair<int, double>> hits_;
    std::uint32_t begin_stream_ = random::stream_of("network.stoppages.begin").value;
    std::uint32_t length_stream_ = random::stream_of("network.stoppages.length").value;
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/network/stoppage_draws.inl"
#endif
