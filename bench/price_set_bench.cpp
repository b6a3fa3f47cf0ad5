// How long does a path of copper and gold prices over 60 years take, on one thread, and how long does the
// loop that one would write with the standard library take?

#include <cmath>
#include <memory>
#include <random>
#include <vector>

#include <Eigen/Cholesky>

#include "support.hpp"

namespace {

using namespace minerisk;

constexpr int years = 60;
constexpr int metals = 2;
constexpr int block = wide_block;

/// Two factors each, both with an uncertain level, gold with an uncertain drift: annual averages of 240
/// quarters.
price::PriceSet<> price_set() {
    return price::PriceSet<>{{{"copper", price::defaults::copper()}, {"gold", price::defaults::gold()}},
                             price::defaults::correlations(),
                             TimeGrid::yearly(years)};
}

/// The rival: path by path, quarter by quarter, std::mt19937_64, std::normal_distribution and std::exp.
class Naive {
public:
    Naive() {
        for (const auto& model : {price::defaults::copper(), price::defaults::gold()})
            factors_.insert(factors_.end(), model.factors().begin(), model.factors().end());
        Eigen::Matrix4d correlation = Eigen::Matrix4d::Identity();
        correlation(1, 3) = correlation(3, 1) = 0.40;
        correlation(0, 3) = correlation(3, 0) = 0.15;
        for (const double step : {0.125, 0.25}) {
            const Eigen::Matrix4d covariance = price::step_covariance(factors_, correlation, step);
            steps_.push_back({.length = step, .root = covariance.llt().matrixL()});
            for (const price::GaussianFactor& f : factors_) {
                steps_.back().decay.push_back(std::exp(-f.reversion * step));
            }
        }
    }

    /// Annual averages of `block` paths, [metal][path][year].
    void simulate_block(std::vector<double>& prices) {
        for (int path = 0; path < block; ++path) {
            double x[4], drift[4];
            for (int m = 0; m < metals; ++m) {
                const double level = normal_(engine_), trend = normal_(engine_);
                for (int f = 2 * m; f < 2 * m + 2; ++f) {
                    const price::GaussianFactor& factor = factors_[static_cast<std::size_t>(f)];
                    x[f] = factor.start + factor.start_loading * level;
                    drift[f] = factor.drift + factor.drift_sd * trend;
                }
            }
            for (int year = 0; year < years; ++year) {
                double sum[metals] = {};
                for (int quarter = 0; quarter < 4; ++quarter) {
                    const Step& step = steps_[year + quarter == 0 ? 0 : 1];
                    double z[4];
                    for (double& normal : z) normal = normal_(engine_);
                    for (int f = 0; f < 4; ++f) {
                        x[f] = step.decay[static_cast<std::size_t>(f)] * x[f] + drift[f] * step.length;
                        for (int g = 0; g <= f; ++g) x[f] += step.root(f, g) * z[g];
                    }
                    for (int m = 0; m < metals; ++m) sum[m] += std::exp(x[2 * m] + x[2 * m + 1]);
                }
                for (int m = 0; m < metals; ++m) {
                    prices[static_cast<std::size_t>((m * block + path) * years + year)] = sum[m] / 4;
                }
            }
        }
    }

private:
    struct Step {
        double length;
        Eigen::Matrix4d root;
        std::vector<double> decay{};
    };
    std::vector<price::GaussianFactor> factors_;
    std::vector<Step> steps_;
    std::mt19937_64 engine_{7};
    std::normal_distribution<double> normal_;
};

/// Whether the mean of copper and gold in year 10 is the closed form's within 4 standard errors; `next(m, p)`
/// gives path p of the next block.
template <class Block, class Price>
bool matches_closed_form(const Block& next_block, const Price& price) {
    constexpr int blocks = 512;
    std::vector<double> values[metals];
    for (int b = 0; b < blocks; ++b) {
        next_block();
        for (int m = 0; m < metals; ++m)
            for (int path = 0; path < block; ++path) values[m].push_back(price(m, path));
    }
    const price::SchwartzSmith models[] = {price::defaults::copper(), price::defaults::gold()};
    for (int m = 0; m < metals; ++m) {
        double expected = 0;
        for (const double quarter : {0.125, 0.375, 0.625, 0.875}) {
            expected += models[m].mean(Years::from_canonical(9 + quarter)).canonical() / 4;
        }
        const auto mean = statistics::mean(values[m]);
        if (!(std::fabs(mean.value - expected) < 4 * *mean.se)) return false;
    }
    return true;
}

void minerisk_price_set(benchmark::State& state) {
    const auto set = price_set();
    auto work = set.workspace();
    std::vector<BlockArray> prices;
    for (int m = 0; m < metals; ++m) prices.emplace_back(years, work.width());
    std::uint64_t path = 0;
    const auto next = [&] {
        set.simulate_block(2026, path, work, prices);
        path += static_cast<std::uint64_t>(work.width());
    };
    if (work.width() != block ||
        !matches_closed_form(next, [&](int m, int p) { return prices[static_cast<std::size_t>(m)](9, p); })) {
        return state.SkipWithError("wrong mean price");
    }
    for (auto _ : state) {
        next();
        benchmark::ClobberMemory();
    }
    bench::report(state, "path", block);
}
BENCHMARK(minerisk_price_set);

void standard_library_loop(benchmark::State& state) {
    const auto naive = std::make_unique<Naive>();
    std::vector<double> prices(static_cast<std::size_t>(metals * block * years));
    const auto next = [&] { naive->simulate_block(prices); };
    if (!matches_closed_form(next, [&](int m, int p) {
            return prices[static_cast<std::size_t>((m * block + p) * years + 9)];
        })) {
        return state.SkipWithError("wrong mean price");
    }
    for (auto _ : state) {
        next();
        benchmark::ClobberMemory();
    }
    bench::report(state, "path", block);
}
BENCHMARK(standard_library_loop);

}  // namespace
