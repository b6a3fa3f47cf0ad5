#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include <Eigen/Dense>

#include "calibration/maximise.hpp"
#include "minerisk/calibration/fit.hpp"
#include "minerisk/core/math.hpp"

namespace minerisk::inline v0::calibration {
namespace {

constexpr double least_level = 1e-7;
constexpr double least_ratio = 0.05, most_ratio = 0.9999;
constexpr double least_daily_size = 1e-3, most_daily_size = 1e4;

/// Standard errors of n, r and k at a maximum: from differences of the gradient in what is within its range.
void set_errors(DailyFit& fit, std::span<const int> counts, const Baseline& baseline) {
    const std::size_t levels = fit.model.levels.size();
    std::vector<std::size_t> free;
    for (std::size_t g = 0; g < levels; ++g)
        if (fit.model.levels[g] > 10 * least_level) free.push_back(g);
    for (std::size_t i = 0; i < 3; ++i) free.push_back(levels + i);
    const auto number_of = [&](DailyCounts& m, std::size_t i) -> double& {
        if (i < levels) return m.levels[i];
        return i == levels ? m.branching : i == levels + 1 ? m.ratio : m.size;
    };
    const auto size = static_cast<Eigen::Index>(free.size());
    Eigen::MatrixXd information(size, size);
    for (Eigen::Index i = 0; i < size; ++i) {
        DailyCounts up = fit.model, down = fit.model;
        const std::size_t moved = free[static_cast<std::size_t>(i)];
        const double step = 1e-4 * number_of(up, moved);
        number_of(up, moved) += step;
        number_of(down, moved) -= step;
        const auto above = daily_likelihood(counts, baseline, up).by;
        const auto below = daily_likelihood(counts, baseline, down).by;
        for (Eigen::Index j = 0; j < size; ++j) {
            const std::size_t k = free[static_cast<std::size_t>(j)];
            information(i, j) = (below[k] - above[k]) / (2 * step);
        }
    }
    const Eigen::MatrixXd even = 0.5 * (information + information.transpose());
    const Eigen::LLT<Eigen::MatrixXd> factor{even};
    if (factor.info() != Eigen::Success) return;
    const Eigen::MatrixXd inverse = factor.solve(Eigen::MatrixXd::Identity(size, size));
    fit.branching_error = std::sqrt(inverse(size - 3, size - 3));
    fit.ratio_error = std::sqrt(inverse(size - 2, size - 2));
    fit.size_error = std::sqrt(inverse(size - 1, size - 1));
}

}  // namespace

double DailyFit::half_life() const {
    return math::log(0.5) / math::log(model.ratio);
}

DailyFit fit_daily(const EventTimes& events, const Baseline& baseline, bool successors) {
    const std::vector<int> counts = daily_counts(events);
    const std::vector<double> levels = HawkesLikelihood{events, baseline}.poisson_levels();
    const std::size_t count = levels.size();
    const double scale = 1 / static_cast<double>(std::max<std::size_t>(events.count(), 1));
    // In logarithms; of the ratio, in its logit.
    const auto model_at = [&](std::span<const double> x) {
        DailyCounts m;
        for (std::size_t g = 0; g < count; ++g) m.levels.push_back(math::exp(x[g]));
        m.branching = successors ? math::exp(x[count]) : 0.0;
        m.ratio = 1 / (1 + math::exp(-x[count + 1]));
        m.size = math::exp(x[count + 2]);
        return m;
    };
    const auto objective = [&](std::span<const double> x, std::span<double> slopes) {
        const DailyCounts m = model_at(x);
        const DailyLikelihood l = daily_likelihood(counts, baseline, m);
        for (std::size_t g = 0; g < count; ++g) slopes[g] = scale * l.by[g] * m.levels[g];
        slopes[count] = scale * l.by[count] * m.branching;
        slopes[count + 1] = scale * l.by[count + 1] * m.ratio * (1 - m.ratio);
        slopes[count + 2] = scale * l.by[count + 2] * m.size;
        return scale * l.value;
    };
    const auto point = [&](const std::vector<double>& mu, double share, double n, double r, double k) {
        std::vector<double> x;
        for (const double level : mu) x.push_back(math::log(std::max(share * level, least_level)));
        x.insert(x.end(), {math::log(n), math::log(r / (1 - r)), math::log(k)});
        return x;
    };
    const std::vector<double> none(count, 0.0), all(count, 1.0 + std::ranges::max(counts));
    auto low = point(none, 1, least_branching, least_ratio, least_daily_size);
    auto high = point(all, 1, most_branching, most_ratio, most_daily_size);
    std::vector<std::vector<double>> starts{point(levels, 0.8, 0.2, 0.7, 1),
                                            point(levels, 0.5, 0.5, 0.97, 2)};
    if (!successors) {
        starts.resize(1);
        for (const std::size_t i : {count, count + 1}) low[i] = high[i] = starts[0][i];
    }
    const auto best = detail::maximise(objective, low, high, starts);
    DailyFit fit;
    fit.model = model_at(best.x);
    fit.log_likelihood = best.value / scale;
    fit.parameters = static_cast<int>(count) + (successors ? 3 : 1);
    const auto at_end = [&](std::size_t i) {
        return best.x[i] < low[i] + 0.01 || best.x[i] > high[i] - 0.01;
    };
    fit.at_bound = successors && (at_end(count) || at_end(count + 1) || at_end(count + 2));
    if (successors && !fit.at_bound) set_errors(fit, counts, baseline);
    return fit;
}

}  // namespace minerisk::inline v0::calibration
