#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "minerisk/calibration/baseline.hpp"
#include "minerisk/calibration/counts.hpp"
#include "minerisk/calibration/daily_counts.hpp"
#include "minerisk/calibration/event_times.hpp"
#include "minerisk/calibration/hawkes.hpp"
#include "minerisk/calibration/hidden_regime.hpp"
#include "minerisk/statistics/jackknife.hpp"

/// Maximum likelihood for the models of this stage. In a library of its own, minerisk::calibration, which is
/// built where NLopt is found.
namespace minerisk::inline v0::calibration {

/// Where the search for (n, b) stays. Below `least_branching` a fit counts as having no successors.
inline constexpr double least_branching = 1e-6, most_branching = 0.999;
inline constexpr double most_decay = 24;  ///< a day: days cannot tell a memory of less than an hour

/// Twice the parameters less twice the log-likelihood (Akaike): the lower, the better.
inline double akaike(double log_likelihood, int parameters) {
    return 2 * (parameters - log_likelihood);
}

/// A Hawkes process, or a Poisson one (no successors), fitted to dated events.
struct EventFit {
    Hawkes model;
    HawkesErrors errors;
    double log_likelihood = 0;
    int parameters = 0;      ///< levels, and two for successors
    bool at_bound = false;   ///< n or b ended at an end of its range: no errors for these
    double spontaneous = 0;  ///< expected count of the baseline over the window

    double aic() const { return akaike(log_likelihood, parameters); }
};
/// Without successors. Needs an event.
EventFit fit_poisson(const EventTimes& events, const Baseline& baseline);
/// With successors. Given (n, b) the levels follow from an equation each, so the search is over two numbers
/// whatever the baseline. Needs 2 events.
EventFit fit_hawkes(const EventTimes& events, const Baseline& baseline);

/// Counts by day with successors on later days, or without any (n = 0).
struct DailyFit {
    DailyCounts model;
    double branching_error = std::numeric_limits<double>::quiet_NaN();
    double ratio_error = std::numeric_limits<double>::quiet_NaN();
    double size_error = std::numeric_limits<double>::quiet_NaN();
    double log_likelihood = 0;
    int parameters = 0;
    bool at_bound = false;  ///< n, r or k ended at an end of its range: no errors

    double aic() const { return akaike(log_likelihood, parameters); }
    double half_life() const;  ///< days
};
/// Needs 2 events, and a baseline whose pieces begin with days.
DailyFit fit_daily(const EventTimes& events, const Baseline& baseline, bool successors);

/// One law for all counts.
struct CountFit {
    NegativeBinomial model;
    double mean_error = 0, size_error = 0;
    double log_likelihood = 0;
    double poisson_log_likelihood = 0;  ///< of a Poisson law of the same mean
    bool at_bound = false;              ///< no more spread than Poisson: the size has no estimate
};
CountFit fit_counts(std::span<const int> counts);

/// Two regimes for counts of successive months, the calmer one first.
struct RegimeFit {
    static constexpr int parameters = 6;
    HiddenRegime model;
    HiddenRegime errors;  ///< standard error of each; NaN where not determined
    double log_likelihood = 0;
    double high_at_end = 0;  ///< chance that the last month is high
    bool at_bound = false;   ///< a stay ended at an end of the search: the months hold no switch of that kind

    double stay_low() const { return 1 / model.to_high; }  ///< months, mean
    double stay_high() const { return 1 / model.to_low; }
};
/// Nothing where two regimes cannot be told apart: fewer than 24 counts, or all alike.
std::optional<RegimeFit> fit_regime(std::span<const int> counts);

/// The optimiser and its version: "NLopt 2.7.1".
std::string optimiser();

/// How well the events follow a fitted model on its own clock.
struct Fitness {
    double ks = 0;                     ///< largest distance of the rescaled gaps from uniform
    double ljung_box = 0;              ///< of the rescaled gaps
    double ks_p = 0, ljung_box_p = 0;  ///< by parametric bootstrap; NaN without one
};
/// Lags of the Ljung-Box statistic: 10, or a fifth of the events if that is less.
int lags_for(std::size_t events);

struct BootstrapRun {
    int samples = 200;
    std::uint64_t seed = 2026;
    int threads = 0;  ///< 0: all of the machine
    std::stop_token stop{};
    std::function<void()> sample_done{};  ///< called from any thread after each sample
};
/// The statistics of a fit and the share of samples of that fit which do as badly. Each sample is drawn from
/// the fit, seen by the day like the events, and fitted anew. Sample i draws from path i of the stream
/// "calibration.bootstrap", so that the result does not depend on threads. p = (1 + worse) / (1 + samples).
/// With `samples` 0, or if it was stopped, the p-values are NaN.
Fitness fitness(const EventTimes& events, const Baseline& baseline, const EventFit& fit,
                const BootstrapRun& how);

}  // namespace minerisk::inline v0::calibration
