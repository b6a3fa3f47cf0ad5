#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/build.hpp"
#include "minerisk/core/supply_line.hpp"
#include "minerisk/core/suspensions.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/schedule/branch.hpp"
#include "minerisk/factors/schedule/network/network.hpp"
#include "minerisk/factors/schedule/network_spec.hpp"
#include "minerisk/factors/schedule/spend.hpp"

namespace minerisk::inline v0::schedule {

/// The schedule of a study by a network of activities: milestones, ramp-ups and capital by period come from
/// one path through it, and the path's security events slow down what they find under way.
///
/// The decision branch, if there is one, moves the activity `restart`: its `finish_on` date is that of the
/// decision, and whatever the branch waits is added to it. A project that stops does nothing after the
/// decision: what is under way then is paid up to it, what has not started is not paid.
///
/// A project that goes on binds the cost of each activity at its start (of one under way: at the valuation
/// date), and that of each hammock at its beginning: of one that does not end, at most that of its likely
/// length.
class NetworkBuild {
public:
    using Parameters = NetworkSpec;
    struct Workspace {
        NetworkWorkspace network;
        bool floats = false;  ///< whether floats are found too
        Without without{};    ///< what of the network's own risks stays away
    };

    /// `event_classes`: the classes of security events, in the order of the security model. Throws InputError
    /// naming each value outside its range.
    NetworkBuild(std::vector<std::string> names, Parameters parameters, std::optional<Branch> branch,
                 Stores stores, Money sunk, const TimeGrid& grid, std::vector<std::string> event_classes);

    int phases() const { return static_cast<int>(phases_.size()); }
    const Network& network() const { return network_; }
    const std::optional<Branch>& branch() const { return branch_; }
    const Parameters& parameters() const { return p_; }
    /// The build without risk and without events: likely durations and the base option of the decision (as if
    /// it were to go on at once where that is to stop).
    const NetworkWorkspace& base() const { return *base_; }
    /// From the plan's start to the valuation date, in years.
    double shift() const { return shift_; }

    std::vector<std::string> stream_names() const;
    Workspace workspace(int width) const;
    /// The channels of which some work states its own losses by class of events, so that these are needed one
    /// by one.
    std::array<bool, channel_count> by_class() const;

    void simulate_block(std::uint64_t seed, std::uint64_t first_path, const OutageBlock& outages,
                        Workspace& work, BuildPaths& out) const;

    /// What --no-risk uses: likely durations, no driver or event, the branch's base option.
    void base_block(const OutageBlock& outages, Workspace& work, BuildPaths& out) const;

private:
    static constexpr double never = std::numeric_limits<double>::infinity();
    struct PhaseRows {
        int milestone, ramp;
    };

    void check() const;

    /// Security events act on exposed work: what stands in for them must not act besides.
    void refuse_twice(Problems& problems) const;

    /// To which phase the cost of each activity belongs: the first whose milestone or ramp needs it.
    void find_phases();

    void find_base();

    void take_outages(const OutageBlock& outages, NetworkWorkspace& w) const;

    void wait(const Branch::Result* decided, NetworkWorkspace& w) const;

    void write(const Branch::Result* decided, const OutageBlock& outages, NetworkWorkspace& w,
               BuildPaths& out) const;

    /// The growth capital of path p, and what of it the project is bound to if it `goes` on.
    void pay(std::span<const Suspension> suspensions, double until, bool goes, NetworkWorkspace& w, int p,
             BuildPaths& out) const;

    void write_phases(const NetworkWorkspace& w, int p, BuildPaths& out) const;

    std::vector<std::string> names_;
    Network network_;
    Parameters p_;
    std::optional<Branch> branch_;
    Stores stores_;
    double sunk_ = 0;
    TimeGrid grid_;
    std::vector<std::string> event_classes_;
    double shift_ = 0;
    std::vector<PhaseRows> phases_;
    std::vector<int> phase_of_;
    int restart_ = -1;
    std::shared_ptr<const NetworkWorkspace> base_;
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/network_build.inl"
#endif
