#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <thread>
#include <vector>

#include "rw_prices.hpp"

/// The reference workload path by path, for any source of random numbers `Draws`:
///
///   Draws(seed, chunk)    chunks of paths have engines of their own, so threads do not change the answers
///   uniform()             on [0, 1)
///   normal(), exponential()
///   poisson(mean)
///   beta(activity)        beta with the parameters of pert_shapes()[activity]
///
/// Events are made as clusters, generation by generation: n events have Poisson(0.4 n) followers, each set
/// off by one of the n at random. The law is that of Ogata's thinning.
namespace rw {

// Schedule, months.

constexpr int activities = 20, pert_activities = 10;

struct Pert {
    double low, mode, high;
};
constexpr std::array<Pert, pert_activities> pert{{{4, 6, 12},
                                                  {8, 10, 15},
                                                  {3, 6, 14},
                                                  {4, 6, 10},
                                                  {5, 7, 12},
                                                  {10, 12, 20},
                                                  {14, 18, 28},
                                                  {12, 15, 24},
                                                  {8, 10, 18},
                                                  {9, 12, 20}}};

struct Lognormal {
    double median, sigma;
};
constexpr std::array<Lognormal, activities - pert_activities> lognormal{
    {{9, .20}, {8, .20}, {7, .25}, {9, .25}, {10, .25}, {9, .20}, {14, .30}, {4, .25}, {3, .30}, {2, .30}}};

struct Before {
    int count;
    std::array<int, 3> which;
};
constexpr std::array<Before, activities> before{
    {{0, {}},     {0, {}},  {0, {}},     {1, {0}},      {2, {1, 3}},      {1, {3}},        {2, {1, 2}},
     {2, {1, 2}}, {1, {3}}, {1, {4}},    {1, {4}},      {1, {10}},        {2, {6, 10}},    {2, {11, 12}},
     {2, {7, 4}}, {1, {8}}, {2, {2, 3}}, {2, {13, 14}}, {3, {17, 15, 9}}, {3, {18, 16, 5}}}};

struct BetaShape {
    double alpha, beta;
};
inline std::array<BetaShape, pert_activities> pert_shapes() {
    std::array<BetaShape, pert_activities> shapes;
    for (int i = 0; i < pert_activities; ++i) {
        const auto [low, mode, high] = pert[i];
        shapes[i] = {1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)};
    }
    return shapes;
}

// Security, a year.

constexpr double baseline = 3, branching = 0.4, decay = 12, median_outage = 2;

// Production by operating year, one year of nothing on either side.

constexpr int operating_years = 40;

struct Plan {
    std::array<double, operating_years + 2> copper{}, gold{}, on{}, expansion{};
};
inline Plan plan() {
    Plan p;
    for (int j = 0; j < operating_years; ++j) {
        const double ramp = j == 0 ? .40 : j == 1 ? .75 : 1.0;
        p.copper[j + 1] = ramp * (j < 5 ? 200 : j < 6 ? 300 : j < 30 ? 400 : 300);
        p.gold[j + 1] = ramp * (j < 5 ? 250 : j < 6 ? 375 : j < 30 ? 500 : 350);
        p.on[j + 1] = 1;
        p.expansion[j + 1] = j == 4 || j == 5 ? 1750 : 0;
    }
    return p;
}

// Valuation.

constexpr double discount_rate = 0.08;

/// Sum of cash[t - 1] q^t and its derivative by q.
inline double value_at(const Years& cash, double q, double& slope) {
    double sum = 0, derivative = 0;
    for (int t = years - 1; t >= 0; --t) {
        derivative = derivative * q + sum;
        sum = sum * q + cash[t];
    }
    slope = derivative * q + sum;
    return sum * q;
}

inline double npv(const Years& cash, double rate) {
    double sum = 0;
    const double q = 1 / (1 + rate);
    for (int t = years - 1; t >= 0; --t) sum = (sum + cash[t]) * q;
    return sum;
}

/// NaN without a change of sign on the bracket.
inline double irr(const Years& cash, double value) {
    double low = -0.10, high = discount_rate, rate = 0.04;
    if (value > 0) low = discount_rate, high = 1, rate = 0.12;
    if (value > 0 ? npv(cash, high) > 0 : npv(cash, low) < 0) return std::numeric_limits<double>::quiet_NaN();
    for (int i = 0; i < 100; ++i) {
        const double q = 1 / (1 + rate);
        double slope = 0;
        const double f = value_at(cash, q, slope);
        (f > 0 ? low : high) = rate;
        double next = rate + f / (slope * q * q);
        if (!(next > low && next < high)) next = 0.5 * (low + high);
        const double step = next - rate;
        rate = next;
        if (std::fabs(step) < 1e-9) break;
    }
    return rate;
}

// One path.

template <class Draws>
class Simulator {
public:
    Simulator(std::uint64_t seed, std::uint64_t chunk) : draws_{seed, chunk} {
        for (int i = 0; i < factors; ++i) keeps_[i] = std::exp(-reversion[i]);
    }

    struct Value {
        double npv, irr;
    };
    Value path() {
        prices();
        cash_flow(first_production(), outages());
        const double value = npv(cash_, discount_rate);
        return {value, irr(cash_, value)};
    }

    void prices() {
        std::array<double, factors> x = start_;
        for (int t = 0; t < years; ++t) {
            std::array<double, factors> z;
            for (double& one : z) one = draws_.normal();
            for (int i = 0; i < factors; ++i) {
                double sum = keeps_[i] * x[i] + drift[i];
                for (int j = 0; j <= i; ++j) sum += root_[i][j] * z[j];
                x[i] = sum;
            }
            copper_[t] = std::exp(x[0] + x[1]);
            gold_[t] = std::exp(x[2] + x[3]);
        }
    }
    const Years& copper() const { return copper_; }
    const Years& gold() const { return gold_; }

private:
    /// Years from the start to the end of the last activity.
    double first_production() {
        std::array<double, activities> finish;
        for (int a = 0; a < activities; ++a) {
            double begin = 0;
            for (int k = 0; k < before[a].count; ++k) begin = std::max(begin, finish[before[a].which[k]]);
            finish[a] = begin + duration(a);
        }
        return finish.back() / 12;
    }
    double duration(int a) {
        if (a < pert_activities) return pert[a].low + (pert[a].high - pert[a].low) * draws_.beta(a);
        const Lognormal& l = lognormal[a - pert_activities];
        return l.median * std::exp(l.sigma * draws_.normal());
    }

    /// Days lost in each year.
    Years outages() {
        Years days{};
        times_.clear();
        for (int n = draws_.poisson(baseline * years); n > 0; --n) times_.push_back(years * draws_.uniform());
        for (std::size_t first = 0, last = times_.size(); first < last; first = last, last = times_.size()) {
            const double count = static_cast<double>(last - first);
            for (int n = draws_.poisson(branching * count); n > 0; --n) {
                const auto cause = first + static_cast<std::size_t>(count * draws_.uniform());
                const double time = times_[cause] + draws_.exponential() * (1 / decay);
                if (time < years) times_.push_back(time);
            }
        }
        for (const double time : times_)
            days[static_cast<int>(time)] += median_outage * std::exp(draws_.normal());
        return days;
    }

    void cash_flow(double first_year, const Years& days_lost) {
        const int whole = static_cast<int>(first_year);
        const double part = first_year - whole;
        const double capital = 5500 * (1 + .5 * (first_year / 4.5 - 1)) / first_year;
        double pool = 0;
        for (int t = 0; t < years; ++t) {
            const int j = t - whole + 1;  // place of operating year t - whole in the plan
            const bool is_operating = j >= 1 && j <= operating_years + 1;
            const auto planned = [&](const auto& row) {
                return is_operating ? (1 - part) * row[j] + part * row[j - 1] : 0.0;
            };
            const double available = std::max(0.0, 1 - days_lost[t] / 365);
            const double copper = planned(plan_.copper) * available, gold = planned(plan_.gold) * available;
            const double revenue = copper * (2.20462 * .965) * copper_[t] + gold * (1e-3 * .97) * gold_[t];
            const double operating = .95 * revenue - 300 * planned(plan_.on) - 2.6 * copper;
            const double spent = capital * std::clamp(first_year - t, 0.0, 1.0) + planned(plan_.expansion);
            pool += spent;
            const double gain = std::max(operating, 0.0), used = std::min(pool, gain);
            pool += std::max(-operating, 0.0) - used;
            cash_[t] = operating - .30 * (gain - used) - spent;
        }
    }

    Draws draws_;
    std::array<double, factors> keeps_{}, start_ = start();
    Matrix root_ = cholesky(step_covariance());
    Plan plan_ = plan();
    Years copper_{}, gold_{}, cash_{};
    std::vector<double> times_;
};

/// No noise: nothing happens, and every duration is its mode or median.
class NoDraws {
public:
    NoDraws(std::uint64_t, std::uint64_t) {}
    double uniform() { return 0.5; }
    double normal() { return 0; }
    double exponential() { return 1; }
    int poisson(double) { return 0; }
    double beta(int a) { return (pert[a].mode - pert[a].low) / (pert[a].high - pert[a].low); }
};

// Statistics.

/// Quantiles of type 7 at rising `probs`. Reorders the values; each selection is within what the one before
/// left below it.
template <std::size_t n>
std::array<double, n> quantiles(std::vector<double>& values, const std::array<double, n>& probs) {
    std::array<double, n> found;
    auto end = values.end();
    for (std::size_t i = n; i-- > 0;) {
        const double h = static_cast<double>(values.size() - 1) * probs[i];
        const auto place = values.begin() + static_cast<std::ptrdiff_t>(h);
        std::nth_element(values.begin(), place, end);
        const double above = place + 1 == values.end() ? *place
                             : place + 1 == end        ? *end
                                                       : *std::min_element(place + 1, end);
        found[i] = *place + (h - std::floor(h)) * (above - *place);
        end = place + 1;
    }
    return found;
}

inline void print_statistics(std::vector<double>& values, std::vector<double>& rates) {
    const double n = static_cast<double>(values.size());
    double sum = 0, squares = 0;
    std::size_t negative = 0;
    for (const double x : values) {
        sum += x;
        negative += x < 0;
    }
    const double mean = sum / n;
    for (const double x : values) squares += (x - mean) * (x - mean);
    const double sd = std::sqrt(squares / (n - 1));
    const auto q = quantiles(values, std::array{.05, .10, .50, .90, .95});
    // quantiles() left the lowest twentieth, and one value more at most, in front.
    double tail = 0;
    std::size_t in_tail = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(.05 * (n - 1)) + 2 && i < values.size(); ++i)
        if (values[i] <= q[0]) tail += values[i], ++in_tail;
    const auto known = std::remove_if(rates.begin(), rates.end(), [](double r) { return std::isnan(r); });
    const double missing = static_cast<double>(rates.end() - known) / n;
    rates.erase(known, rates.end());
    print("mean", mean);
    print("se", sd / std::sqrt(n));
    print("sd", sd);
    print("p5", q[0]);
    print("p10", q[1]);
    print("p50", q[2]);
    print("p90", q[3]);
    print("p95", q[4]);
    print("cvar95", tail / static_cast<double>(in_tail));
    print("prob_negative", static_cast<double>(negative) / n);
    print("irr_median", quantiles(rates, std::array{.5})[0]);
    print("irr_missing", missing);
}

// The program.

constexpr std::uint64_t chunk_size = 4096;

/// Calls `work(chunk, first, last)` for all chunks of paths, on `threads` threads.
template <class Work>
void for_chunks(const Command& command, const Work& work) {
    std::atomic<std::uint64_t> next = 0;
    const std::uint64_t chunks = (command.paths + chunk_size - 1) / chunk_size;
    const auto loop = [&] {
        for (std::uint64_t c = next++; c < chunks; c = next++)
            work(c, c * chunk_size, std::min(command.paths, (c + 1) * chunk_size));
    };
    std::vector<std::thread> others;
    for (int i = 1; i < command.threads; ++i) others.emplace_back(loop);
    loop();
    for (std::thread& one : others) one.join();
}

using Clock = std::chrono::steady_clock;
inline double seconds_since(Clock::time_point began) {
    return std::chrono::duration<double>(Clock::now() - began).count();
}

template <class Draws>
void run_prices(const Command& command) {
    const auto began = Clock::now();
    std::vector<PriceSums> sums((command.paths + chunk_size - 1) / chunk_size);
    for_chunks(command, [&](std::uint64_t chunk, std::uint64_t first, std::uint64_t last) {
        Simulator<Draws> simulator{command.seed, chunk};
        for (std::uint64_t i = first; i < last; ++i) {
            simulator.prices();
            sums[chunk].add(simulator.copper(), simulator.gold());
        }
    });
    PriceSums all;
    for (const PriceSums& one : sums) all.add(one);
    all.print(command.threads, seconds_since(began));
}

template <class Draws>
void run(const Command& command) {
    if (command.no_risk) {
        const auto value = Simulator<NoDraws>{command.seed, 0}.path();
        print("npv", value.npv);
        print("irr", value.irr);
        return;
    }
    if (command.price_part) return run_prices<Draws>(command);
    const auto began = Clock::now();
    std::vector<double> values(command.paths), rates(command.paths);
    for_chunks(command, [&](std::uint64_t chunk, std::uint64_t first, std::uint64_t last) {
        Simulator<Draws> simulator{command.seed, chunk};
        for (std::uint64_t i = first; i < last; ++i) {
            const auto value = simulator.path();
            values[i] = value.npv;
            rates[i] = value.irr;
        }
    });
    const auto simulated = Clock::now();
    print_statistics(values, rates);
    print("statistics_seconds", seconds_since(simulated));
    print("seconds", seconds_since(began));
    print("paths", static_cast<double>(command.paths));
    print("threads", command.threads);
}

}  // namespace rw
