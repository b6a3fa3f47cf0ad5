#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "calibration/maximise.hpp"
#include "minerisk/calibration/fit.hpp"
#include "minerisk/core/math.hpp"

namespace minerisk::inline v0::calibration {
namespace {

double expected_of_baseline(const Baseline& baseline, const std::vector<double>& levels) {
    double sum = 0;
    for (std::size_t g = 0; g < levels.size(); ++g) sum += levels[g] * baseline.exposure(g);
    return sum;
}

EventFit fit_of(const HawkesLikelihood& likelihood, const Baseline& baseline, Hawkes model, int extra) {
    EventFit fit;
    fit.model = std::move(model);
    fit.log_likelihood = likelihood.value(fit.model);
    fit.parameters = static_cast<int>(baseline.levels()) + extra;
    fit.errors = likelihood.errors(fit.model);
    fit.spontaneous = expected_of_baseline(baseline, fit.model.levels);
    return fit;
}

}  // namespace

EventFit fit_poisson(const EventTimes& events, const Baseline& baseline) {
    const HawkesLikelihood likelihood{events, baseline};
    return fit_of(likelihood, baseline, {likelihood.poisson_levels(), {0, 1}}, 0);
}

EventFit fit_hawkes(const EventTimes& events, const Baseline& baseline) {
    const HawkesLikelihood likelihood{events, baseline};
    const double scale = 1 / static_cast<double>(std::max<std::size_t>(events.count(), 1));
    // In ln n and ln b, a likelihood an event: slopes of the size of 1.
    const auto objective = [&](std::span<const double> x, std::span<double> slopes) {
        const Excitation e{math::exp(x[0]), math::exp(x[1])};
        const auto p = likelihood.profile(e);
        slopes[0] = scale * p.by_branching * e.branching;
        slopes[1] = scale * p.by_decay * e.decay;
        return scale * p.value;
    };
    const double least_decay = 0.1 / std::max(1, events.days);
    const auto start = [](double n, double b) { return std::vector{math::log(n), math::log(b)}; };
    const auto best =
        detail::maximise(objective, start(least_branching, least_decay), start(most_branching, most_decay),
                         {start(0.6, 0.03), start(0.2, 0.5)});
    Excitation e{math::exp(best.x[0]), math::exp(best.x[1])};
    EventFit none = fit_of(likelihood, baseline, {likelihood.poisson_levels(), {0, 1}}, 2);
    auto levels = likelihood.profile(e).levels;
    EventFit fit = fit_of(likelihood, baseline, {std::move(levels), e}, 2);
    if (fit.log_likelihood <= none.log_likelihood + 1e-9 || e.branching < 10 * least_branching) {
        none.at_bound = true;
        return none;
    }
    fit.at_bound =
        e.branching > 0.999 * most_branching || e.decay > 0.999 * most_decay || e.decay < 1.001 * least_decay;
    if (fit.at_bound) {
        const double nothing = std::numeric_limits<double>::quiet_NaN();
        fit.errors.branching = fit.errors.decay = nothing;
    }
    return fit;
}

}  // namespace minerisk::inline v0::calibration
