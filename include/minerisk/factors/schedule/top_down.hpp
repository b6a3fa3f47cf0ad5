#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/math.hpp"
#include "minerisk/factors/schedule/branch.hpp"
#include "minerisk/factors/schedule/build_clock.hpp"
#include "minerisk/factors/schedule/top_down_spec.hpp"
#include "minerisk/random/correlation.hpp"

namespace minerisk::inline v0::schedule {

/// Schedule risk from the outside: each phase's build takes a ratio of its planned time and costs a ratio of
/// its planned capital, on top of which outages and pauses stop its clock; the whole hangs on a decision
/// branch.
///
///   length = plan x slip, slip = median exp(sigma z1); capital x median exp(sigma z2);
///   ramp-up = exp(quantile of a truncated normal at Phi(z3)); z1, z2, z3 correlated, phases independent.
///
/// A build that goes on binds its whole capital at its start: the total of its curve times the ratio, without
/// `later_capital_factor`.
///
/// Source of the default shapes: reference classes of mining projects (outside view), lognormal by median and
/// P90. Streams: "schedule.<phase>.slip", ".capital", ".ramp" (row 0) and "schedule.branch".
class TopDown {
public:
    using Parameters = TopDownSpec;

    /// `names` are the phases' names; `sunk` is the spend before the valuation date that the branch's costs
    /// are shares of. Throws InputError naming each value outside its range.
    TopDown(std::vector<std::string> names, std::vector<PlannedBuild> builds, Parameters parameters,
            Stores stores, Money sunk, const TimeGrid& grid);

    int phases() const { return static_cast<int>(builds_.size()); }
    const Parameters& parameters() const { return p_; }
    const std::optional<Branch>& branch() const { return p_.branch; }

    std::vector<std::string> stream_names() const;

    struct Workspace {};
    Workspace workspace(int) const { return {}; }

    void simulate_block(std::uint64_t seed, std::uint64_t first_path, const OutageBlock& outages, Workspace&,
                        BuildPaths& out) const;

    /// What --no-risk uses: slip and capital ratios 1, the base ramp-up, the branch's base option.
    void base_block(const OutageBlock& outages, Workspace&, BuildPaths& out) const;

private:
    static std::string place(std::size_t k) { return "schedule.phase[" + std::to_string(k + 1) + "]."; }
    static constexpr std::array<const char*, 3> parts{"slip", "capital", "ramp"};

    void ratios(std::size_t k, int width, double* z, BuildPaths& out) const;

    /// Quantile of the lognormal truncated to [least, most] at the level of the standard normal z.
    static double ramp_up(const PhaseRisk& r, double z);

    void build_all(const OutageBlock& outages, const Branch::Result* decided, BuildPaths& out) const;

    void check() const;

    std::vector<std::string> names_;
    std::vector<PlannedBuild> builds_;
    Parameters p_;
    Stores stores_;
    double sunk_ = 0;
    TimeGrid grid_;
    std::vector<random::Stream> streams_;     // [phase][slip, capital, ramp]
    std::vector<std::vector<double>> roots_;  // lower triangles, row by row
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/top_down.inl"
#endif
