#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <Eigen/Dense>

#include "calibration/maximise.hpp"
#include "minerisk/calibration/fit.hpp"
#include "minerisk/core/math.hpp"

namespace minerisk::inline v0::calibration {
namespace {

constexpr double least_size = 1e-3, most_size = 1e4;
constexpr double least_chance = 1e-4, most_chance = 0.9;

double mean_count(std::span<const int> counts) {
    double sum = 0;
    for (const int y : counts) sum += y;
    return sum / static_cast<double>(counts.size());
}

std::array<double, 6> numbers_of(const HiddenRegime& r) {
    return {r.low.mean, r.low.size, r.high.mean, r.high.size, r.to_high, r.to_low};
}
HiddenRegime regime_of(std::span<const double> x) {
    return {{x[0], x[1]}, {x[2], x[3]}, x[4], x[5]};
}

/// Square roots of the diagonal of the inverse of minus the Hessian, which is the difference of gradients.
HiddenRegime errors_at(std::span<const int> counts, const HiddenRegime& r) {
    const std::array<double, 6> x = numbers_of(r);
    Eigen::Matrix<double, 6, 6> information;
    for (int i = 0; i < 6; ++i) {
        const auto at = [&](double step) {
            auto moved = x;
            moved[static_cast<std::size_t>(i)] += step;
            return regime_likelihood(counts, regime_of(moved)).by;
        };
        const double step = 1e-4 * x[static_cast<std::size_t>(i)];
        const auto up = at(step), down = at(-step);
        for (int j = 0; j < 6; ++j) {
            const auto k = static_cast<std::size_t>(j);
            information(i, j) = (down[k] - up[k]) / (2 * step);
        }
    }
    information = (0.5 * (information + information.transpose())).eval();
    const Eigen::LLT<Eigen::Matrix<double, 6, 6>> factor{information};
    std::array<double, 6> errors;
    errors.fill(std::numeric_limits<double>::quiet_NaN());
    if (factor.info() == Eigen::Success) {
        const Eigen::Matrix<double, 6, 6> inverse = factor.solve(Eigen::Matrix<double, 6, 6>::Identity());
        for (int i = 0; i < 6; ++i) errors[static_cast<std::size_t>(i)] = std::sqrt(inverse(i, i));
    }
    return regime_of(errors);
}

}  // namespace

CountFit fit_counts(std::span<const int> counts) {
    CountFit fit;
    const double n = static_cast<double>(counts.size());
    fit.model.mean = mean_count(counts);  // the maximum in the mean, whatever the size
    for (const int y : counts) fit.poisson_log_likelihood += log_probability_poisson(y, fit.model.mean);
    const auto objective = [&](std::span<const double> x, std::span<double> slopes) {
        const NegativeBinomial law{fit.model.mean, math::exp(x[0])};
        double value = 0, slope = 0;
        for (const int y : counts) {
            const CountTerm t = count_term(y, law);
            value += t.value;
            slope += t.by_size;
        }
        slopes[0] = slope * law.size / n;
        return value / n;
    };
    const auto best = detail::maximise(objective, {math::log(least_size)}, {math::log(most_size)},
                                       {{math::log(1.0)}, {math::log(20.0)}});
    fit.model.size = math::exp(best.x[0]);
    fit.log_likelihood = best.value * n;
    fit.at_bound = fit.model.size > 0.99 * most_size || fit.model.size < 1.01 * least_size;
    double information = 0;
    for (const int y : counts) information -= count_term(y, fit.model).by_size_twice;
    fit.mean_error = std::sqrt(fit.model.mean * (1 + fit.model.mean / fit.model.size) / n);
    fit.size_error = fit.at_bound || !(information > 0) ? std::numeric_limits<double>::quiet_NaN()
                                                        : 1 / std::sqrt(information);
    return fit;
}

std::optional<RegimeFit> fit_regime(std::span<const int> counts) {
    if (counts.size() < 24 || std::ranges::min(counts) == std::ranges::max(counts)) return {};
    const double n = static_cast<double>(counts.size());
    // In logarithms; of the chances, in their logits.
    const auto regime_at = [](std::span<const double> x) {
        std::array<double, 6> r;
        for (std::size_t i = 0; i < 6; ++i) r[i] = i < 4 ? math::exp(x[i]) : 1 / (1 + math::exp(-x[i]));
        return regime_of(r);
    };
    const auto objective = [&](std::span<const double> x, std::span<double> slopes) {
        const HiddenRegime r = regime_at(x);
        const auto l = regime_likelihood(counts, r);
        const auto p = numbers_of(r);
        for (std::size_t i = 0; i < 6; ++i) slopes[i] = l.by[i] * (i < 4 ? p[i] : p[i] * (1 - p[i])) / n;
        return l.value / n;
    };
    const auto point = [](double low, double low_size, double high, double high_size, double up,
                          double down) {
        const auto logit = [](double p) { return math::log(p / (1 - p)); };
        return std::vector{math::log(low),       math::log(low_size), math::log(high),
                           math::log(high_size), logit(up),           logit(down)};
    };
    const double mean = mean_count(counts);
    const double most = std::max(1.0, 1.0 * std::ranges::max(counts));
    std::vector<std::vector<double>> starts;
    for (const double stay : {5.0, 20.0, 60.0})
        for (const auto& [low, high] : {std::pair{0.6, 1.8}, std::pair{0.3, 3.0}})
            starts.push_back(point(low * mean, 3, high * mean, 3, 1 / stay, 1 / stay));
    const auto best = detail::maximise(
        objective, point(1e-3 * mean, least_size, 1e-3 * mean, least_size, least_chance, least_chance),
        point(2 * most, most_size, 2 * most, most_size, most_chance, most_chance), starts);
    RegimeFit fit;
    fit.model = regime_at(best.x);
    HiddenRegime& r = fit.model;
    if (r.low.mean > r.high.mean) {
        std::swap(r.low, r.high);
        std::swap(r.to_high, r.to_low);
    }
    const auto l = regime_likelihood(counts, r);
    fit.log_likelihood = l.value;
    fit.high_at_end = l.high_at_end;
    const auto at_end = [](double chance) {
        return chance < 1.01 * least_chance || chance > 0.999 * most_chance;
    };
    fit.at_bound = at_end(r.to_high) || at_end(r.to_low);
    fit.errors = errors_at(counts, r);
    return fit;
}

}  // namespace minerisk::inline v0::calibration
