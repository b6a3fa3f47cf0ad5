#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/factors/schedule/network/checks.hpp"
#include "minerisk/factors/schedule/network/choices.hpp"
#include "minerisk/factors/schedule/network/costs.hpp"
#include "minerisk/factors/schedule/network/logic.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/factors/schedule/network/risk_draws.hpp"
#include "minerisk/factors/schedule/network/stoppage_draws.hpp"
#include "minerisk/factors/schedule/network/workspace.hpp"

namespace minerisk::inline v0::schedule {

/// A network of activities as integrated cost and schedule risk: a checked plan that can be run.
///
/// One path: durations with their risks (risk_draws.hpp); a forward pass (logic.hpp); stoppages lengthen what
/// is under way on those dates (stoppage_draws.hpp) and a second forward pass gives all dates; a backward
/// pass on the same durations gives the floats; then the cost (costs.hpp).
///
/// Streams: "network.activity.<id>" (row 0 duration, 1 cost, 2 the wait of `finish_on`),
/// "network.driver.<id>" and "network.event.<id>" (rows 0 occurrence, 1 size), "network.choice.<id>",
/// "network.rework.<id>" (rows 2 k and 2 k + 1: failure and share of round k), "network.stoppages.begin" and
/// ".length", "network.systemic" (rows 0 cost, 1 durations), "network.market".
class Network {
public:
    /// Throws InputError with every error that `examine` finds.
    explicit Network(Plan plan);

    const Plan& plan() const { return plan_; }
    const Logic& logic() const { return logic_; }
    const Costs& costs() const { return costs_; }
    int activities() const { return logic_.activities(); }
    /// The activity that stands at place j of the network's own order.
    const Activity& activity(int j) const;
    /// The place of an activity by its id, -1 if there is none.
    int index(const std::string& id) const { return logic_.find(id); }
    /// The path at which every risk stands at its base: likely durations, no driver, event or stoppage.
    const NetworkWorkspace& base() const { return *base_; }
    /// Paths in a block: fewer where activities are many, so that a workspace stays near the caches.
    int width() const { return activities() > widest_activities ? narrow_block : wide_block; }
    NetworkWorkspace workspace(int width) const;

    std::vector<std::string> stream_names() const;

    /// Draws and solves the paths first_path, first_path + 1, ...; floats only if they are asked for.
    void simulate_block(std::uint64_t seed, std::uint64_t first_path, const Without& without,
                        NetworkWorkspace& w, bool floats = true) const;

    /// The path at which every risk stands at its base, on the outages that the workspace holds.
    void base_block(NetworkWorkspace& w) const;

    /// Puts the stoppages in `w.stoppages` to work on the dates in `w`, and finds all dates anew.
    void stop(NetworkWorkspace& w, bool without_feedback = false) const;
    /// Counts the stoppages that begin before the target's finish.
    void count_stoppages(NetworkWorkspace& w) const;

private:
    static constexpr int widest_activities = 400;

    static Plan checked(Plan plan);

    void solve_base(NetworkWorkspace& w) const;

    /// Cost goes by the time that work takes, outages included; a suspension has its own standing cost.
    void take_elapsed(NetworkWorkspace& w) const;
    /// What only the dates without risk can tell to be wrong.
    void check_base(const NetworkWorkspace& base) const;

    /// The waits of `finish_on` take the place of durations that are not known before the start.
    void draw_waits(std::uint64_t seed, std::uint64_t first_path, NetworkWorkspace& w) const;

    void pass(NetworkWorkspace& w, bool stopped, bool without_feedback) const;

    double feedback(int j, double start) const;

    /// Settles the choice that activity j hangs on, and leaves j out where it falls so.
    void leave_out(int j, NetworkWorkspace& w) const;

    Plan plan_;
    Logic logic_;
    RiskDraws risks_;
    Choices choices_;
    Costs costs_;
    std::optional<StoppageDraws> stoppages_;
    std::vector<std::uint32_t> streams_;
    std::vector<bool> feels_delay_;
    std::vector<double> likely_start_;  // empty: no feedback
    std::shared_ptr<const NetworkWorkspace> base_;
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/network/network.inl"
#endif
