#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "minerisk/core/build.hpp"
#include "minerisk/statistics/jackknife.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0 {

using statistics::Estimate;

/// What a run of a network says of one activity. Times are years, or working days for the duration of an
/// activity on a working calendar. AD is its duration, SD the finish of the target, TF its total float.
struct ActivityResult {
    std::string id, name;
    bool reaches_target = false;  ///< else criticality and float do not exist for it
    Estimate criticality;  ///< share of paths with TF <= eps; a path without the activity does not count
    Estimate start_criticality;   ///< the same for the slack of its start
    Estimate finish_criticality;  ///< and of its finish
    Estimate significance;        ///< E[AD / (AD + TF) SD / E(SD)]
    Estimate ssi;                 ///< criticality sd(AD) / sd(SD)
    Estimate pearson;             ///< cruciality: correlation of AD and SD
    Estimate spearman;            ///< of their ranks, on the kept paths
    Estimate mean_duration;
    double likely_duration = 0, likely_start = 0, likely_finish = 0, likely_float = 0, free_float = 0;
    std::vector<statistics::Quantile> start_quantiles;   ///< at ScheduleOutcome::probs, on the kept paths
    std::vector<statistics::Quantile> finish_quantiles;  ///< the same
};

/// What a run says of one driver: how its factor and the finish move together.
struct DriverResult {
    /// Its factor with the duration of an activity that it hits.
    struct OnDuration {
        std::string activity;
        Estimate pearson;
        Estimate spearman;  ///< of their ranks, on the kept paths
    };
    std::string id, name;
    double probability = 1;
    Estimate cruciality;           ///< correlation of its factor with SD
    Estimate cruciality_of_ranks;  ///< of their ranks, on the kept paths
    std::vector<OnDuration> on_durations;
};

/// Spend in one calendar year.
struct YearOfSpend {
    int year = 0;
    Estimate mean;                                ///< USD
    std::vector<statistics::Quantile> quantiles;  ///< at ScheduleOutcome::probs, on the kept paths
};

/// What a run of a network gives, alone or within a study. Within a study a decision may end the project: all
/// that is said below the decisions is of the paths that go on, the rows.
struct ScheduleOutcome {
    std::uint64_t paths = 0, paths_asked = 0, first_path = 0, seed = 0;
    std::uint64_t kept_paths = 0;  ///< the first rows, of which every date is kept
    bool in_study = false;
    bool interrupted = false;
    int threads = 1;
    std::string isa;
    double elapsed_seconds = 0;
    std::vector<double> probs{0.1, 0.5, 0.9};
    std::vector<Decision> decision;  ///< of each path; empty for a network alone
    static constexpr bool goes_on(Decision d) { return d == Decision::go || d == Decision::none; }
    std::uint64_t rows() const { return cost.size(); }

    std::vector<std::string> milestones;  ///< the target first
    /// Years from the plan's start [milestone][row], infinite: never; and USD [row].
    std::vector<std::vector<double>> finish;
    std::vector<double> cost;
    std::vector<double> likely_finish;  ///< of each milestone without risk
    double likely_cost = 0;
    /// Of the target on the mean duration of each activity; NaN where the plan has a choice.
    double finish_at_means = std::numeric_limits<double>::quiet_NaN();
    Estimate merge_bias;  ///< mean finish of the target less that, years
    /// Rows whose target finishes: what is said of activities and drivers is theirs.
    std::uint64_t finishing = 0;
    std::vector<ActivityResult> activities;  ///< in the order of the plan
    std::vector<DriverResult> drivers;
    std::vector<YearOfSpend> spend;
};

}  // namespace minerisk::inline v0
