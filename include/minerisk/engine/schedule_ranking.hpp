#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/schedule_simulate.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0 {

/// What goes when one risk is taken out, on the same draws for everything else.
struct Removal {
    std::string id;  ///< of the driver, event or rework; "stoppages", "systemic", "feedback", "security"
    std::string name;
    Estimate finish;  ///< drop of the quantile of the finish, years
    Estimate cost;    ///< drop of the quantile of the cost, USD
};

/// Risks by what taking them out is worth at one quantile of the finish. `alone`: each by itself, in the
/// order of its worth. `in_turn`: the worst is taken out, then the worst of what is left, and so on.
struct Ranking {
    double prob = 0.8;
    std::vector<Removal> alone;
    std::vector<Removal> in_turn;
};

namespace detail {

struct Risk {
    std::string id, name;
    schedule::Without only;  ///< leaves out just this one
};

MINERISK_BODY std::vector<Risk> risks_of(const schedule::Plan& plan, bool in_study);

/// By how much `b` is below `a`; nothing between two dates that never come.
MINERISK_BODY double less(double a, double b);

/// Drop of a quantile between two columns of the same paths; its error is the spread over 20 equal parts of
/// the paths, which keeps what the columns have in common. There is none where a part never finishes.
MINERISK_BODY Estimate drop(const std::vector<double>& with, const std::vector<double>& without, double prob);

/// Ranks the causes of delay of a network whose paths `simulate` makes.
MINERISK_BODY Ranking rank_by_removal(const std::function<ScheduleOutcome(const ScheduleRun&)>& simulate,
                                      const schedule::Plan& plan, bool in_study, const Run& run, double prob,
                                      std::size_t steps);

}  // namespace detail

/// How many risks `rank_by_removal` looks at.
MINERISK_BODY std::size_t risk_count(const schedule::Plan& plan, bool in_study);

/// Ranks the causes of delay by removal at the quantile `prob`. `steps` bounds the list `in_turn`.
/// Source: D. Hulett, risk prioritisation by removing one risk at a time.
MINERISK_BODY Ranking rank_by_removal(const schedule::Network& network, const Run& run, double prob,
                                      std::size_t steps = 5);
/// The same for the network of a study within it: the study's security events are one of the risks.
template <class PriceModel>
Ranking rank_by_removal(const Study<PriceModel>& study, const Run& run, double prob, std::size_t steps = 5) {
    const detail::NetworkInStudy<PriceModel> source{study};
    return detail::rank_by_removal(
        [&](const ScheduleRun& how) { return detail::simulate_schedule(source, how); },
        source.network().plan(), source.in_study(), run, prob, steps);
}

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/schedule_ranking.inl"
#endif
