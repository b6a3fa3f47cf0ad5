#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/engine/schedule_outcome.hpp"
#include "minerisk/engine/schedule_ranking.hpp"
#include "minerisk/factors/schedule/network/network.hpp"
#include "minerisk/io/atomic_file.hpp"
#include "minerisk/report/write.hpp"
#include "minerisk/statistics/joint_confidence.hpp"
#include "minerisk/statistics/summary.hpp"

/// What a run of a network prints and writes. Times are years from the plan's start, money is USD; a quantile
/// at p is the value that a share p of the paths does not exceed, so P90 is the late, the dear side.
namespace minerisk::inline v0::report {

/// A finish or the cost over the paths: its S-curve in numbers.
struct Curve {
    std::string id;  ///< of the milestone
    std::string name;
    double likely = 0;                     ///< without risk
    statistics::Summary summary{};         ///< quantiles at `curve_probs`
    statistics::Proportion within_likely;  ///< share of the paths that do not exceed `likely`
};
inline constexpr std::array curve_probs{0.05, 0.1, 0.5, 0.8, 0.9, 0.95};

/// Whether a deadline is met.
struct Deadline {
    std::string activity;
    double date = 0;
    statistics::Proportion met;
};

/// What is to be added to the likely finish and cost for a confidence `prob`.
struct Contingency {
    double prob = 0;
    statistics::Quantile finish, cost;
};

/// Cost and finish together.
struct JointLevels {
    double prob = 0.8;                               ///< of each limit alone
    double finish_limit = 0, cost_limit = 0;         ///< the quantiles there
    statistics::Proportion met;                      ///< share of the paths within both
    double level = 0.7;                              ///< of the frontier
    std::vector<statistics::JointPoint> frontier{};  ///< x the cost, y the finish
    statistics::Quantile same_prob{};  ///< the confidence of each limit, if the same, that gives `level`
    Estimate log_correlation;          ///< of ln cost and ln finish
};

/// How often a budget and a date of the user are kept, alone and together.
struct LimitsMet {
    std::optional<double> budget, date;
    statistics::Proportion cost, finish, both;
};

/// A run of a network described: what the table and the JSON file both say. Refers to its arguments, which
/// must outlive it.
struct ScheduleSummary {
    const ScheduleOutcome* outcome = nullptr;
    const schedule::Plan* plan = nullptr;
    bool risks = true;                 ///< false: the plan at its likely values
    const Ranking* ranking = nullptr;  ///< none was asked for, or none was finished
    std::uint64_t ranking_paths = 0;
    std::string money;            ///< "real 2025-12 USD"; empty: not stated
    std::vector<Curve> finishes;  ///< the target first
    std::optional<Curve> cost;    ///< none if the plan states no cost
    std::vector<Deadline> deadlines;
    std::vector<Contingency> contingencies;
    std::optional<JointLevels> joint;  ///< needs a cost and more than one path
    std::optional<LimitsMet> limits;   ///< where a budget or a date was asked about
};

/// What a user wants to know besides.
struct ScheduleQuestions {
    std::vector<double> confidences{0.5, 0.8, 0.9};  ///< of the contingencies
    std::optional<double> budget{};                  ///< USD
    std::optional<double> date{};                    ///< years from the plan's start
};

ScheduleSummary summarize(const ScheduleOutcome& outcome, const schedule::Plan& plan,
                          const ScheduleQuestions& questions = {});

/// The plan without risk (`base`: of the network, or of the study that it is built in) as an outcome of one
/// path, without errors or intervals.
ScheduleOutcome likely_outcome(const schedule::Network& network, const schedule::NetworkWorkspace& base);

/// The tables for people, at most 100 columns wide.
std::string table(const ScheduleSummary& summary, const Provenance& from);

/// The critical path method on likely durations: dates, floats and cost of each activity.
std::string likely_table(const schedule::Network& network, const schedule::NetworkWorkspace& base,
                         const Provenance& from, const std::string& money);

/// The plan and its median on one axis of time, a row an activity in the order of likely starts.
std::string gantt(const ScheduleOutcome& outcome, const schedule::Plan& plan, int width = 100);

/// The same as the tables for programs, schema "minerisk.schedule/1", with S-curves as 101 points and joint
/// confidence on a grid. What is not a number is null, beside it the reason.
std::string json(const ScheduleSummary& summary, const Provenance& from);

/// One row a path: index, the study's decision if there is one, finish of each milestone as decimal calendar
/// year, cost in USD; empty cells where a decision ends the project, and where a finish lies beyond the end
/// of its calendar or of the study.
void write_paths_csv(io::AtomicFile& file, const ScheduleOutcome& outcome, const schedule::Plan& plan);

/// One row an activity in the order of the plan: everything that the outcome says of it.
void write_activities_csv(io::AtomicFile& file, const ScheduleOutcome& outcome, const schedule::Plan& plan);

}  // namespace minerisk::inline v0::report
