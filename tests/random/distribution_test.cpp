#include "minerisk/random/distribution.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "support/numbers.hpp"

namespace {

using namespace minerisk;

using testing_support::infinity;

struct Case {
    std::string name;
    Distribution x;
};

/// Short outages and long ones.
Distribution two_lognormals() {
    return distribution::mixture({{0.9, distribution::lognormal_of_quantiles({.p50 = 0.4, .p90 = 2})},
                                  {0.1, distribution::lognormal_of_quantiles({.p50 = 10, .p90 = 30})}});
}

/// One of each kind, and some in special forms.
std::vector<Case> all_kinds() {
    namespace d = distribution;
    return {{"fixed", d::fixed(3)},
            {"uniform", d::uniform({.low = 2, .high = 5})},
            {"pert", d::pert({.low = 10, .likely = 15, .high = 30})},
            {"pert at its low end", d::pert({.low = -1, .likely = -1, .high = 4, .lambda = 2})},
            {"pert, scaled", d::pert({.low = 6, .likely = 8, .high = 20}).scaled(1.0 / 12)},
            {"triangular", d::triangular({.low = 10, .likely = 15, .high = 30})},
            {"triangular at its high end", d::triangular({.low = 0, .likely = 7, .high = 7})},
            {"trigen", d::trigen({.low = 8, .likely = 10, .high = 18})},
            {"normal", d::normal({.mean = 10, .sd = 4})},
            {"lognormal", d::lognormal_of_mean({.mean = 1.2, .sd = 0.35})},
            {"weibull", d::weibull({.shape = 1.5, .scale = 10})},
            {"weibull of a small shape", d::weibull({.shape = 0.3, .scale = 1})},
            {"gamma", d::gamma({.shape = 2.5, .scale = 3})},
            {"gamma of a small shape", d::gamma({.shape = 0.3, .scale = 1})},
            {"discrete", d::discrete({.values = {4, 1, 2}, .probabilities = {0.25, 0.5, 0.25}})},
            {"empirical", d::empirical({3, 1, 4, 1, 5, 9, 2, 6})},
            {"truncated normal", d::truncated(d::normal({.mean = 0, .sd = 1}), -1, 2)},
            {"truncated, open above", d::truncated(d::normal({.mean = 10, .sd = 4}), 0, infinity)},
            {"truncated triangular", d::truncated(d::triangular({10, 15, 30}).scaled(2), 25, 50)},
            {"truncated discrete", d::truncated(d::discrete({{1, 2, 4, 8}, {0.1, 0.2, 0.3, 0.4}}), 2, 4)},
            {"truncated empirical", d::truncated(d::empirical({1, 2, 2, 2, 3, 7}), 2, 5)},
            {"mixture", two_lognormals()},
            {"mixture with single values", d::mixture({{0.5, d::normal({.mean = 1, .sd = 2})},
                                                       {0.3, d::empirical({1, 2, 2, 3})},
                                                       {0.2, d::fixed(4)}})},
            {"mixture with a gap", d::mixture({{0.5, d::uniform({1, 2})}, {0.5, d::pert({5, 6, 9})}})},
            {"mixture of discrete ones",
             d::mixture({{0.25, d::fixed(3)}, {0.75, d::discrete({{1, 2}, {0.5, 0.5}}).scaled(2)}})},
            {"truncated mixture", d::truncated(two_lognormals(), 0.25, 60)},
            {"pareto tail", d::pareto_tail(d::weibull({.shape = 1.5, .scale = 10}), {20, 0.3, 5})},
            {"pareto tail with an end", d::pareto_tail(d::pert({10, 15, 30}), {18, -0.3, 4})},
            {"truncated pareto tail",
             d::truncated(d::pareto_tail(d::gamma({2.5, 3}), {12, 0.6, 5}), 2, infinity)},
            {"mixture of pareto tails",
             d::mixture({{0.5, d::pareto_tail(d::triangular({10, 15, 30}), {20, 0, 5})},
                         {0.5, d::pareto_tail(d::lognormal_of_log({1, 0.5}), {3, 0.2, 1})}})}};
}

/// Centred uniforms, the extreme ones and the middle with its neighbours among them.
std::vector<double> uniforms(int count) {
    std::vector<double> u{0x1p-53,       3 * 0x1p-53,   1 - 0x1p-53, 0.5,
                          0.5 - 0x1p-53, 0.5 + 0x1p-53, 1e-9,        1 - 1e-9};
    std::mt19937_64 words{20260701};
    while (static_cast<int>(u.size()) < count) {
        u.push_back((2 * static_cast<double>(words() >> 12) + 1) * 0x1p-53);
    }
    return u;
}

void expect_quantiles(const Distribution& x, double p10, double p50, double p80, double p90,
                      double tolerance) {
    EXPECT_NEAR(x.quantile(0.1), p10, tolerance);
    EXPECT_NEAR(x.quantile(0.5), p50, tolerance);
    EXPECT_NEAR(x.quantile(0.8), p80, tolerance);
    EXPECT_NEAR(x.quantile(0.9), p90, tolerance);
}

/// The problems that making a distribution reports, as text.
std::string refusal(const std::function<Distribution()>& make) {
    try {
        make();
    } catch (const InputError& e) {
        return e.what();
    }
    return "taken";
}

// Values: shared/facts/schedule.md, section 3.

TEST(Distribution, PertHasTheMomentsAndQuantilesOfItsBetaLaw) {
    struct Row {
        distribution::PertParameters p;
        double mean, variance, p10, p50, p80, p90;
    };
    for (const Row& row :
         {Row{{10, 15, 30}, 16.666667, 12.698413, 12.244699, 16.276203, 19.803847, 21.677807},
          Row{{10, 15, 30, 2}, 17.5, 18.75, 12.030747, 17.049046, 21.495913, 23.694206},
          Row{{10, 15, 30, 6}, 16.25, 9.548611, 12.433217, 15.924862, 18.912491, 20.540044},
          Row{{6, 8, 20}, 9.666667, 5.412698, 6.932035, 9.280541, 11.642050, 12.985410}}) {
        const Distribution x = distribution::pert(row.p);
        EXPECT_NEAR(x.mean(), row.mean, 6e-7);
        EXPECT_NEAR(x.variance(), row.variance, 6e-7);
        expect_quantiles(x, row.p10, row.p50, row.p80, row.p90, 6e-7);
        EXPECT_EQ(x.base(), row.p.likely);
        EXPECT_EQ(x.lower(), row.p.low);
        EXPECT_EQ(x.upper(), row.p.high);
    }
    EXPECT_NEAR(distribution::pert({10, 15, 30}).cdf(15), 0.3671875, 1e-14);
    EXPECT_NEAR(distribution::pert({10, 15, 30, 2}).cdf(15), 1.0 / 3, 1e-14);
}

TEST(Distribution, PertWithTheModeAtAnEndFollowsItsPowerLaw) {
    const Distribution low = distribution::pert({0, 0, 1});
    const Distribution high = distribution::pert({0, 1, 1});
    for (const double u : uniforms(1000)) {
        ASSERT_NEAR(low.quantile(u), -std::expm1(0.2 * std::log1p(-u)), 1e-9);
        ASSERT_NEAR(high.quantile(u) / std::pow(u, 0.2), 1, 1e-9);  // relative, down to 2^-53
    }
}

TEST(Distribution, TriangularHasItsClosedForm) {
    const Distribution x = distribution::triangular({10, 15, 30});
    EXPECT_NEAR(x.mean(), 18.333333, 6e-7);
    EXPECT_NEAR(x.variance(), 18.055556, 6e-7);
    expect_quantiles(x, 13.162278, 17.752551, 22.254033, 24.522774, 6e-7);
    EXPECT_EQ(x.quantile(0.25), 15);
    EXPECT_EQ(x.cdf(15), 0.25);
    EXPECT_EQ(x.base(), 15);
}

TEST(Distribution, TrigenPutsTheStatedSharesOutside) {
    const Distribution even = distribution::trigen({100, 200, 300});
    const double closed_form = 100 / (1 - std::sqrt(0.2));  // x = d + sqrt(2 p) x
    EXPECT_NEAR(even.lower(), 200 - closed_form, 1e-11);
    EXPECT_NEAR(even.upper(), 200 + closed_form, 1e-11);
    EXPECT_NEAR(even.lower(), 19.098301, 6e-7);
    const Distribution tenths = distribution::trigen({8, 10, 18});
    EXPECT_NEAR(tenths.lower(), 5.033281, 6e-7);
    EXPECT_NEAR(tenths.upper(), 22.754076, 6e-7);
    const Distribution twentieths = distribution::trigen({8, 10, 18, 0.05, 0.95});
    EXPECT_NEAR(twentieths.lower(), 6.387191, 6e-7);
    EXPECT_NEAR(twentieths.upper(), 20.786807, 6e-7);

    for (const auto& p : std::vector<distribution::TrigenParameters>{{8, 10, 18, 0.1, 0.9},
                                                                     {8, 8, 18, 0.2, 0.7},
                                                                     {8, 18, 18, 0.01, 0.99},
                                                                     {8, 9, 18, 0, 0.9},
                                                                     {8, 9, 18, 0.3, 1},
                                                                     {1, 2, 10, 0.1, 0.9},
                                                                     {1, 1.5, 2, 0.45, 0.451}}) {
        const Distribution x = distribution::trigen(p);
        EXPECT_NEAR(x.cdf(p.low), p.p_low, 1e-12);
        EXPECT_NEAR(x.cdf(p.high), p.p_high, 1e-12);
        EXPECT_EQ(x.base(), p.likely);
    }
}

TEST(Distribution, TrigenMayReachBelowZero) {
    const Distribution x = distribution::trigen({.low = 1, .likely = 2, .high = 10});
    EXPECT_LT(x.lower(), 0);
    EXPECT_LT(x.quantile(0x1p-53), 0);
    EXPECT_NEAR(x.quantile(0.1), 1, 1e-12);
    EXPECT_NEAR(x.quantile(0.9), 10, 1e-12);
}

TEST(Distribution, TrigenOfTheWholeRangeIsTriangular) {
    const Distribution x = distribution::trigen({8, 10, 18, 0, 1});
    EXPECT_EQ(x.lower(), 8);
    EXPECT_EQ(x.upper(), 18);
}

TEST(Distribution, LognormalByMeanByQuantilesAndByLogarithmAgree) {
    const Distribution x = distribution::lognormal_of_mean({.mean = 1.2, .sd = 0.35});
    EXPECT_NEAR(x.mean(), 1.2, 1e-14);
    EXPECT_NEAR(x.variance(), 0.35 * 0.35, 1e-14);
    EXPECT_NEAR(x.base(), 1.152, 6e-7);
    expect_quantiles(x, 0.798769, 1.152, 1.465182, 1.661436, 6e-7);
    const Distribution y =
        distribution::lognormal_of_quantiles({.p50 = x.quantile(0.5), .p90 = x.quantile(0.9)});
    const Distribution z = distribution::lognormal_of_log({.mu = 0.141500, .sigma = 0.285734});
    for (const double u : {0.01, 0.3, 0.5, 0.9, 0.99}) {
        EXPECT_NEAR(y.quantile(u), x.quantile(u), 1e-8);
        EXPECT_NEAR(z.quantile(u), x.quantile(u), 5e-6);
    }
    EXPECT_NEAR(y.cdf(x.quantile(0.9)), 0.9, 1e-10);
}

TEST(Distribution, WeibullHasItsClosedForm) {
    const Distribution two = distribution::weibull({.shape = 2, .scale = 10});
    EXPECT_NEAR(two.mean(), 8.862269, 6e-7);
    EXPECT_NEAR(two.variance(), 21.460184, 6e-7);
    EXPECT_NEAR(two.quantile(0.1), 3.245928, 6e-7);
    EXPECT_NEAR(two.quantile(0.9), 15.174271, 6e-7);
    EXPECT_EQ(two.base(), two.quantile(0.5));
    const Distribution less = distribution::weibull({.shape = 1.5, .scale = 10});
    EXPECT_NEAR(less.mean(), 9.027453, 6e-7);
    EXPECT_NEAR(less.variance(), 37.569028, 6e-7);
    EXPECT_NEAR(less.quantile(0.9), 17.437215, 6e-7);
    const Distribution narrow = distribution::weibull({.shape = 10'000, .scale = 1});
    EXPECT_NEAR(narrow.variance() * 6e8 / (M_PI * M_PI), 1, 1e-3);  // Gumbel's limit: pi^2 / (6 shape^2)
}

TEST(Distribution, GammaOfShapeOneIsExponential) {
    const Distribution x = distribution::gamma({.shape = 1, .scale = 3});
    EXPECT_EQ(x.mean(), 3);
    EXPECT_EQ(x.variance(), 9);
    for (const double u : uniforms(1000)) ASSERT_NEAR(x.quantile(u) / (-3 * std::log1p(-u)), 1, 1e-8);
}

TEST(Distribution, TruncationCutsAndRescales) {
    namespace d = distribution;
    const Distribution standard = d::truncated(d::normal({.mean = 0, .sd = 1}), -1, 2);
    EXPECT_NEAR(standard.mean(), 0.229637, 6e-7);
    EXPECT_NEAR(standard.variance(), 0.519763, 6e-7);
    EXPECT_NEAR(standard.quantile(0.1), -0.704648, 6e-7);
    EXPECT_NEAR(standard.quantile(0.5), 0.171164, 6e-7);
    EXPECT_NEAR(standard.quantile(0.9), 1.255715, 6e-7);
    const Distribution positive = d::truncated(d::normal({.mean = 10, .sd = 4}), 0, infinity);
    EXPECT_NEAR(positive.mean(), 10.070551, 6e-7);
    EXPECT_NEAR(positive.variance(), 15.289509, 6e-7);
    const Distribution x = d::truncated(d::lognormal_of_log({.mu = std::log(15), .sigma = 0.45}), 4, 60);
    EXPECT_NEAR(x.mean(), 16.566252, 6e-7);
    EXPECT_NEAR(std::sqrt(x.variance()), 7.671421, 6e-7);
    expect_quantiles(x, 8.456119, 15.005272, 21.889009, 26.650160, 6e-7);
    EXPECT_NEAR(x.base(), 15, 1e-12);  // the base of the whole, where it lies inside
    EXPECT_EQ(x.lower(), 4);
    EXPECT_EQ(x.upper(), 60);
    EXPECT_EQ(x.cdf(3.9), 0);
    EXPECT_EQ(x.cdf(60), 1);
    const Distribution upper = d::truncated(d::lognormal_of_log({.mu = std::log(15), .sigma = 0.45}), 20, 60);
    EXPECT_EQ(upper.base(), upper.quantile(0.5));
}

TEST(Distribution, ATruncationOpenAboveIsFiniteAtTheLargestUniform) {
    for (const double low : {-1.0, 0.0, 0.5, 2.0}) {
        const Distribution x =
            distribution::truncated(distribution::normal({.mean = 0, .sd = 1}), low, infinity);
        EXPECT_GT(x.quantile(1 - 0x1p-53), 7);
        EXPECT_LT(x.quantile(1 - 0x1p-53), 9);
    }
}

TEST(Distribution, ATruncationOfATruncationIsOneOfTheWhole) {
    namespace d = distribution;
    const Distribution whole = d::pert({10, 15, 30});
    const Distribution twice = d::truncated(d::truncated(whole, 12, 25).scaled(2), 20, 40);
    const Distribution once = d::truncated(whole.scaled(2), 24, 40);
    for (const double u : uniforms(100)) ASSERT_EQ(twice.quantile(u), once.quantile(u));
}

TEST(Distribution, DiscreteStepsExactlyAtTheCumulatedProbability) {
    const Distribution x =
        distribution::discrete({.values = {7, 1, 3, 5, 3}, .probabilities = {0.25, 0.125, 0.25, 0, 0.375}});
    struct Step {
        double at, below, above;
    };
    for (const Step& s : {Step{0.125, 1, 3}, Step{0.75, 3, 7}}) {
        EXPECT_EQ(x.quantile(s.at), s.below);
        EXPECT_EQ(x.quantile(std::nextafter(s.at, 0)), s.below);
        EXPECT_EQ(x.quantile(std::nextafter(s.at, 1)), s.above);
    }
    EXPECT_EQ(x.quantile(0x1p-53), 1);
    EXPECT_EQ(x.quantile(1 - 0x1p-53), 7);
    EXPECT_EQ(x.mean(), 0.125 + 3 * 0.625 + 7 * 0.25);
    EXPECT_NEAR(x.variance(), 0.125 + 9 * 0.625 + 49 * 0.25 - x.mean() * x.mean(), 1e-14);
    EXPECT_EQ(x.cdf(3), 0.75);
    EXPECT_EQ(x.cdf(std::nextafter(3.0, 0)), 0.125);
    EXPECT_EQ(x.cdf(5), 0.75);
    EXPECT_EQ(x.base(), 3);
    EXPECT_EQ(x.lower(), 1);
    EXPECT_EQ(x.upper(), 7);
}

TEST(Distribution, DiscreteFindsEveryStepOfALongAndUnevenList) {
    distribution::ValuesAndProbabilities p;
    std::vector<double> cumulated;
    std::mt19937_64 words{7};
    for (int i = 0; i < 200; ++i) {
        p.values.push_back(i);
        p.probabilities.push_back(i % 10 == 0 ? 0.04 : static_cast<double>(words() % 1000) * 1e-6);
    }
    double sum = 0;
    for (const double q : p.probabilities) sum += q;
    p.probabilities[100] += 1 - sum;
    const Distribution x = distribution::discrete(p);
    double so_far = 0;
    for (int i = 0; i < 199; ++i) {
        so_far += p.probabilities[static_cast<std::size_t>(i)];
        if (p.probabilities[static_cast<std::size_t>(i)] == 0) continue;
        ASSERT_EQ(x.quantile(so_far), i);
        ASSERT_GT(x.quantile(std::nextafter(so_far, 1)), i);
    }
}

TEST(Distribution, DiscreteStepsExactlyWhereThePlaceInTheGuideIsRoundedUp) {
    int tried = 0;
    for (int n = 2; n < 60; ++n) {
        for (int j = 1; j < n; ++j) {
            const double u = std::nextafter(static_cast<double>(j) / n, 0);
            if (u * n != j) continue;  // n u rounds up to j
            distribution::ValuesAndProbabilities p{{0}, {u}};
            for (int i = 1; i < n; ++i) {
                p.values.push_back(i);
                p.probabilities.push_back((1 - u) / (n - 1));
            }
            const Distribution x = distribution::discrete(p);
            ASSERT_EQ(x.quantile(u), 0) << n << ' ' << j;
            ASSERT_EQ(x.quantile(std::nextafter(u, 1)), 1) << n << ' ' << j;
            ++tried;
        }
    }
    EXPECT_GT(tried, 10);
}

TEST(Distribution, EmpiricalJoinsTheSortedSamplesByLines) {
    const Distribution x = distribution::empirical({5, 1, 2, 2, 9});
    EXPECT_EQ(x.quantile(0.25), 2);
    EXPECT_EQ(x.quantile(0.125), 1.5);
    EXPECT_EQ(x.quantile(0.4), 2);
    EXPECT_EQ(x.quantile(0.875), 7);
    EXPECT_EQ(x.base(), 2);
    EXPECT_EQ(x.lower(), 1);
    EXPECT_EQ(x.upper(), 9);
    EXPECT_EQ(x.cdf(2), 0.5);         // P(X <= x): the far end of the level stretch
    EXPECT_EQ(x.cdf_below(2), 0.25);  // P(X < x): its near end
    EXPECT_EQ(x.cdf(7), 0.875);
    EXPECT_EQ(x.mean(), (1.5 + 2 + 3.5 + 7) / 4);
    EXPECT_NEAR(x.variance(), (7.0 + 12 + 39 + 151) / 12 - 3.5 * 3.5, 1e-13);
}

TEST(Distribution, ATruncationKeepsProbabilitiesAtItsLimits) {
    namespace d = distribution;
    const Distribution x = d::truncated(d::discrete({{1, 2, 4, 8}, {0.125, 0.25, 0.25, 0.375}}), 1.5, 4);
    EXPECT_EQ(x.lower(), 2);
    EXPECT_EQ(x.upper(), 4);
    EXPECT_EQ(x.quantile(0.5), 2);
    EXPECT_EQ(x.quantile(std::nextafter(0.5, 1) + 1e-15), 4);
    EXPECT_NEAR(x.mean(), 3, 1e-14);
    EXPECT_NEAR(x.variance(), 1, 1e-14);
    EXPECT_EQ(x.cdf(2), 0.5);
    EXPECT_TRUE(d::truncated(d::discrete({{1, 2}, {0.5, 0.5}}), 1, 1.5).is_fixed());
    const Distribution y = d::truncated(d::empirical({1, 2, 2, 3}), 2, 3);
    EXPECT_NEAR(y.cdf(2), 0.5, 1e-15);
    EXPECT_NEAR(y.mean(), 2.25, 1e-14);
}

TEST(Distribution, TheBlockFormGivesTheBitsOfTheScalar) {
    const std::vector<double> u = uniforms(1000);
    for (const Case& c : all_kinds()) {
        for (const int count : {0, 1, 15, 16, 63, 64, 65, 129, 1000}) {
            std::vector<double> out(u.size() + 1, -7);
            c.x.quantile(u.data(), out.data(), count);
            for (int i = 0; i < count; ++i) {
                const auto k = static_cast<std::size_t>(i);
                ASSERT_EQ(std::bit_cast<std::uint64_t>(out[k]),
                          std::bit_cast<std::uint64_t>(c.x.quantile(u[k])))
                    << c.name << " at " << u[k];
            }
            ASSERT_EQ(out[static_cast<std::size_t>(count)], -7) << c.name;
        }
        std::vector<double> in_place = u;
        c.x.quantile(in_place.data(), in_place.data(), static_cast<int>(u.size()));
        EXPECT_EQ(in_place.back(), c.x.quantile(u.back())) << c.name;
    }
}

TEST(Distribution, TheBitsAreThoseOfEveryOtherMachine) {
    const std::vector<double> u = uniforms(1000);
    std::vector<double> out(u.size());
    std::uint64_t hash = 1469598103934665603u;  // FNV-1a, by words
    const auto add = [&](double x) { hash = (hash ^ std::bit_cast<std::uint64_t>(x)) * 1099511628211u; };
    for (const Case& c : all_kinds()) {
        c.x.quantile(u.data(), out.data(), static_cast<int>(u.size()));
        for (const double x : out) add(x);
        for (const double x : {c.x.mean(), c.x.variance(), c.x.base(), c.x.cdf(c.x.mean())}) add(x);
    }
    EXPECT_EQ(hash, 6024526185513555746u);
}

TEST(Distribution, QuantilesStayInTheSupportAndNeverFall) {
    std::vector<double> u = uniforms(20'000);
    for (int e = 1; e < 53; ++e) {  // the borders of the tables' octaves and their neighbours
        for (const double v : {std::ldexp(1, -e), std::ldexp(1.25, -e - 1)}) {
            for (const double w : {v, 1 - v}) {
                u.insert(u.end(), {std::nextafter(w, 0), w});
                if (w < 1 - 0x1p-53) u.push_back(std::nextafter(w, 1));
            }
        }
    }
    std::sort(u.begin(), u.end());
    for (const Case& c : all_kinds()) {
        double last = -infinity;
        for (const double p : u) {
            const double q = c.x.quantile(p);
            ASSERT_TRUE(is_finite(q)) << c.name << " at " << p;
            ASSERT_GE(q, c.x.lower()) << c.name << " at " << p;
            ASSERT_LE(q, c.x.upper()) << c.name << " at " << p;
            ASSERT_GE(q, last - 1e-15 * std::abs(last)) << c.name << " at " << p;  // rounding alone may
            last = q;
        }
    }
}

TEST(Distribution, TheCdfUndoesTheQuantile) {
    for (const Case& c : all_kinds()) {
        if (c.x.is_fixed() || c.name.find("discrete") != std::string::npos) continue;
        for (const double u : uniforms(2000)) {
            const double q = c.x.quantile(u);
            if (c.x.cdf(q) - c.x.cdf_below(q) > 1e-9) {  // a level stretch
                ASSERT_GE(u, c.x.cdf_below(q) - 1e-12) << c.name;
                ASSERT_LE(u, c.x.cdf(q) + 1e-12) << c.name;
            } else {
                ASSERT_NEAR(c.x.cdf(q), u, 3e-9) << c.name;
            }
        }
        EXPECT_EQ(c.x.cdf(-1e300), 0) << c.name;
        EXPECT_EQ(c.x.cdf(1e300), 1) << c.name;
    }
}

TEST(Distribution, TheEndsOfTheTablesAreTheSupport) {
    const Distribution x = distribution::pert({10, 15, 30});
    EXPECT_EQ(x.quantile(0), 10);
    EXPECT_EQ(x.quantile(1), 30);
    EXPECT_GT(x.quantile(1e-300), 10 - 1e-12);
    const Distribution y = distribution::gamma({2, 1});
    EXPECT_EQ(y.quantile(0), 0);
    EXPECT_EQ(y.quantile(1), infinity);
    for (const double outside : {-1.0, 2.0, std::nan(""), infinity, -infinity}) {  // no crash
        for (const Case& c : all_kinds()) c.x.quantile(outside);
        EXPECT_TRUE(std::isnan(x.quantile(outside)));
    }
}

TEST(Distribution, ScalingMultipliesEveryFigure) {
    const double k = 1.0 / 12;
    for (const Case& c : all_kinds()) {
        const Distribution y = c.x.scaled(k);
        const Distribution twice = c.x.scaled(3).scaled(k / 3);
        for (const double u : {0.001, 0.3, 0.5, 0.77, 0.999}) {
            EXPECT_DOUBLE_EQ(y.quantile(u), k * c.x.quantile(u)) << c.name;
            EXPECT_DOUBLE_EQ(twice.quantile(u), k * c.x.quantile(u)) << c.name;
            EXPECT_NEAR(y.cdf(k * c.x.quantile(u)), c.x.cdf(c.x.quantile(u)), 1e-14) << c.name;
        }
        EXPECT_DOUBLE_EQ(y.mean(), k * c.x.mean()) << c.name;
        EXPECT_DOUBLE_EQ(y.variance(), k * k * c.x.variance()) << c.name;
        EXPECT_DOUBLE_EQ(y.base(), k * c.x.base()) << c.name;
        EXPECT_DOUBLE_EQ(y.lower(), k * c.x.lower()) << c.name;
        EXPECT_DOUBLE_EQ(y.upper(), k * c.x.upper()) << c.name;
        EXPECT_EQ(y.is_fixed(), c.x.is_fixed()) << c.name;
    }
    const Distribution x = distribution::pert({10, 15, 30});
    for (const double u : uniforms(100)) ASSERT_EQ(x.scaled(k).quantile(u), k * x.quantile(u));
    EXPECT_EQ(refusal([] { return distribution::fixed(1).scaled(0); }),
              "scale = 0: must be finite and positive");
}

TEST(Distribution, TheCdfFromAboveKeepsItsDigits) {
    namespace d = distribution;
    for (const Case& c : all_kinds()) {
        for (const double u : {1e-9, 0.01, 0.3, 0.5, 0.9, 0.9999}) {
            const double x = c.x.quantile(u);
            ASSERT_NEAR(c.x.cdf_above(x), 1 - c.x.cdf(x), 1e-14) << c.name << " at " << u;
            ASSERT_LE(c.x.cdf_below(x), u + 3e-9) << c.name << " at " << u;
        }
        EXPECT_EQ(c.x.cdf_above(-1e300), 1) << c.name;
        EXPECT_EQ(c.x.cdf_above(1e300), 0) << c.name;
    }
    EXPECT_NEAR(d::normal({1, 2}).cdf_above(21) / 7.619853024160527e-24, 1, 1e-12);
    EXPECT_NEAR(d::lognormal_of_log({1, 2}).cdf_above(std::exp(21)) / 7.619853024160527e-24, 1, 1e-12);
    EXPECT_NEAR(d::weibull({2, 1}).cdf_above(10) / std::exp(-100), 1, 1e-12);
    EXPECT_NEAR(d::gamma({1, 1}).cdf_above(100) / std::exp(-100), 1, 1e-12);
    EXPECT_NEAR(d::pert({0, 0, 1}).cdf_above(1 - 1e-6) / 1e-30, 1, 1e-9);
    EXPECT_NEAR(d::uniform({0, 1}).cdf_above(1 - 0x1p-40) / 0x1p-40, 1, 1e-15);
    EXPECT_NEAR(d::triangular({0, 0, 1}).cdf_above(1 - 0x1p-40) / 0x1p-80, 1, 1e-15);
    EXPECT_EQ(d::fixed(5).cdf_below(5), 0);
}

TEST(Distribution, AMixtureHasTheWeightedCdfAndTheMomentsOfItsParts) {
    namespace d = distribution;
    const Distribution a = d::lognormal_of_quantiles({.p50 = 0.4, .p90 = 2});
    const Distribution b = d::lognormal_of_quantiles({.p50 = 10, .p90 = 30});
    const Distribution x = two_lognormals();
    const double mean = 0.9 * a.mean() + 0.1 * b.mean();
    const double square =
        0.9 * (a.variance() + a.mean() * a.mean()) + 0.1 * (b.variance() + b.mean() * b.mean());
    EXPECT_NEAR(x.mean(), mean, 1e-14 * mean);
    EXPECT_NEAR(x.variance(), square - mean * mean, 1e-12 * square);
    for (const double at : {0.01, 0.4, 3.0, 10.0, 200.0}) {
        EXPECT_NEAR(x.cdf(at), 0.9 * a.cdf(at) + 0.1 * b.cdf(at), 1e-15);
        EXPECT_NEAR(x.cdf_above(at) / (0.9 * a.cdf_above(at) + 0.1 * b.cdf_above(at)), 1, 1e-14);
    }
    EXPECT_EQ(x.base(), x.quantile(0.5));
    EXPECT_EQ(x.lower(), 0);
    EXPECT_EQ(x.upper(), infinity);
    EXPECT_EQ(d::mixture({{0.5, a}, {0.5, b}}, 7).base(), 7);
    EXPECT_EQ(d::mixture({{0.25, d::uniform({2, 5})}, {0.75, d::uniform({3, 9})}}).lower(), 2);
    EXPECT_EQ(d::mixture({{0.25, d::uniform({2, 5})}, {0.75, d::uniform({3, 9})}}).upper(), 9);
}

TEST(Distribution, TheQuantileOfAMixtureInvertsItsCdfInBothTails) {
    namespace d = distribution;
    for (const Distribution& x :
         {two_lognormals(), d::mixture({{0.5, d::normal({-3, 1})}, {0.5, d::normal({4, 1})}}),
          d::mixture({{0.01, d::gamma({2.5, 3})}, {0.29, d::weibull({1.5, 10})}, {0.7, d::pert({1, 2, 4})}}),
          d::mixture({{0.5, two_lognormals()}, {0.5, d::uniform({1, 2})}})}) {
        for (double v = 1e-12; v < 0.5; v *= 1.37) {
            ASSERT_NEAR(x.cdf(x.quantile(v)) / v, 1, 1e-11) << v;
            ASSERT_NEAR(x.cdf_above(x.quantile(1 - v)) / (1 - (1 - v)), 1, 1e-11) << v;
        }
        ASSERT_NEAR(x.cdf(x.quantile(0.5)), 0.5, 1e-12);
    }
    // Two halves that mirror each other: the quantile of one is known.
    const Distribution x = d::mixture({{0.5, d::uniform({0, 1})}, {0.5, d::uniform({1, 3})}});
    for (const double u : uniforms(1000))
        ASSERT_NEAR(x.quantile(u), u < 0.5 ? 2 * u : 1 + 4 * (u - 0.5), 1e-12 * x.quantile(u));
    // Alike components: their own law.
    const Distribution same =
        d::mixture({{0.3, d::triangular({10, 15, 30})}, {0.7, d::triangular({10, 15, 30})}});
    for (const double u : uniforms(1000))
        ASSERT_NEAR(same.quantile(u) / d::triangular({10, 15, 30}).quantile(u), 1, 1e-12);
}

TEST(Distribution, AMixtureOfSingleValuesIsDiscrete) {
    namespace d = distribution;
    const Distribution x = d::mixture({{0.75, d::fixed(2)}, {0.25, d::fixed(7)}});
    EXPECT_EQ(x.quantile(0.75), 2);
    EXPECT_EQ(x.quantile(std::nextafter(0.75, 1)), 7);
    EXPECT_EQ(x.mean(), 3.25);
    EXPECT_NEAR(x.variance(), 0.75 * 0.25 * 25, 1e-14);
    EXPECT_EQ(x.cdf_below(2), 0);
    EXPECT_EQ(x.cdf(2), 0.75);
    EXPECT_EQ(x.base(), 2);
    EXPECT_TRUE(d::truncated(x, 3, 10).is_fixed());
    EXPECT_TRUE(d::mixture({{0.5, d::fixed(2)}, {0.5, d::fixed(2)}}).is_fixed());
    const Distribution y =
        d::mixture({{0.5, d::discrete({{1, 2}, {0.5, 0.5}}).scaled(3)}, {0.5, d::fixed(3)}});
    EXPECT_EQ(y.quantile(0.75), 3);
    EXPECT_EQ(y.quantile(0.76), 6);
}

TEST(Distribution, TheQuantileOfAMixtureIsTheSingleValueWhereThereIsOne) {
    namespace d = distribution;
    // Uniform to 1, a tenth at 0.3 and at 1 / 3, which its scale rounds: F jumps by that there.
    const Distribution x = d::mixture({{0.8, d::uniform({0, 1})},
                                       {0.1, d::fixed(0.3)},
                                       {0.1, d::discrete({{1, 2}, {0.5, 0.5}}).scaled(1.0 / 3)}});
    EXPECT_NEAR(x.quantile(0.2), 0.25, 1e-13);
    for (const double u : {0.2401, 0.28, 0.3399}) EXPECT_EQ(x.quantile(u), 0.3);
    EXPECT_NEAR(x.quantile(0.35), 0.3125, 1e-13);
    const double jump = 0.8 / 3 + 0.1;
    for (const double share : {0.001, 0.5, 0.999}) EXPECT_EQ(x.quantile(jump + 0.05 * share), 1.0 / 3);
    for (const double share : {0.001, 0.5, 0.999})
        EXPECT_EQ(x.quantile(1.6 / 3 + 0.15 + 0.05 * share), 2.0 / 3);
    EXPECT_NEAR(x.quantile(0.92), 0.9, 1e-13);
    EXPECT_NEAR(x.cdf(0.3), 0.34, 1e-15);
    EXPECT_NEAR(x.cdf_below(0.3), 0.24, 1e-15);
    EXPECT_NEAR(x.cdf_above(0.3), 0.66, 1e-15);
}

/// A uniform body on [0, 10], cut at 8: a fifth of the probability lies in the tail.
Distribution tail_of(double shape, double scale = 3) {
    return distribution::pareto_tail(distribution::uniform({0, 10}), {8, shape, scale});
}

TEST(Distribution, AParetoTailHasTheBodyBelowItsThresholdAndItsClosedFormAbove) {
    const Distribution x = tail_of(0.3);
    for (const double at : {0.1, 3.0, 8.0}) EXPECT_DOUBLE_EQ(x.cdf(at), at / 10);
    for (const double at : {8.0, 8.5, 20.0, 500.0}) {
        const double above = 0.2 * std::pow(1 + 0.3 * (at - 8) / 3, -1 / 0.3);
        EXPECT_NEAR(x.cdf_above(at) / above, 1, 1e-13);
        EXPECT_NEAR(x.cdf(at), 1 - above, 1e-15);
    }
    for (const double shape : {-0.9, -0.3, 0.0, 1e-12, 0.3, 0.9}) {
        const Distribution y = tail_of(shape);
        for (double v = 0.19; v > 1e-12; v *= 0.7) {
            const double q = y.quantile(1 - v);
            // What the place itself rounds away weighs much near an end.
            const double near_end = shape < 0 ? 1e-15 * q / (-shape * (y.upper() - q)) : 0;
            ASSERT_NEAR(y.cdf_above(q) / (1 - (1 - v)), 1, 1e-12 + near_end) << shape << ' ' << v;
        }
        for (double u = 1e-12; u < 0.8; u *= 1.7) ASSERT_NEAR(y.quantile(u), 10 * u, 1e-14);
        EXPECT_EQ(y.quantile(0.8), 8);  // continuous at the threshold
        EXPECT_NEAR(y.quantile(0.8 + 1e-12), 8, 1e-10);
        EXPECT_NEAR(y.cdf(8), 0.8, 1e-15);
        EXPECT_NEAR(y.cdf(8 + 1e-12), 0.8, 1e-12);
        EXPECT_EQ(y.base(), 5);
        EXPECT_EQ(y.lower(), 0);
    }
    EXPECT_EQ(tail_of(0.3).upper(), infinity);
    EXPECT_DOUBLE_EQ(tail_of(-0.3).upper(), 18);
    EXPECT_EQ(tail_of(-0.3).quantile(1), tail_of(-0.3).upper());
    EXPECT_EQ(tail_of(-0.3).cdf(18.0001), 1);
    EXPECT_GT(tail_of(-0.3).quantile(1 - 0x1p-53), 17.99);
}

TEST(Distribution, AParetoTailHasTheMomentsOfItsClosedForm) {
    for (const double xi : {-0.3, 0.0, 0.2, 0.4, 0.6}) {
        const Distribution x = tail_of(xi);
        const double mean = 0.8 * 4 + 0.2 * (8 + 3 / (1 - xi));
        EXPECT_NEAR(x.mean(), mean, 1e-13) << xi;
        if (xi >= 0.5) {
            EXPECT_EQ(x.variance(), infinity);
            continue;
        }
        const double square =
            0.8 * 64 / 3 + 0.2 * (64 + 2 * 8 * 3 / (1 - xi) + 2 * 9 / ((1 - xi) * (1 - 2 * xi)));
        EXPECT_NEAR(x.variance(), square - mean * mean, 1e-11) << xi;
    }
    // The exponential is the limit.
    for (const double u : uniforms(1000)) {
        ASSERT_NEAR(tail_of(1e-11).quantile(u), tail_of(0).quantile(u), 1e-7);
        ASSERT_NEAR(tail_of(-1e-11).quantile(u), tail_of(0).quantile(u), 1e-7);
        if (u > 0.8) {
            ASSERT_NEAR(tail_of(0).quantile(u), 8 - 3 * std::log((1 - u) / 0.2), 1e-12);
        }
    }
    // A body that is exponential has such a tail itself.
    const Distribution body = distribution::weibull({.shape = 1, .scale = 3});
    const Distribution same = distribution::pareto_tail(body, {4, 0, 3});
    for (const double u : uniforms(1000))
        ASSERT_NEAR(same.quantile(u), body.quantile(u), 1e-12 * body.quantile(u));
    EXPECT_NEAR(same.mean(), 3, 1e-12);
    EXPECT_NEAR(same.variance(), 9, 1e-11);
    const Distribution heavy = distribution::mixture({{0.5, tail_of(0.6)}, {0.5, tail_of(0.1)}});
    EXPECT_EQ(heavy.variance(), infinity);
    EXPECT_NEAR(heavy.mean(), (tail_of(0.6).mean() + tail_of(0.1).mean()) / 2, 1e-13);
}

TEST(Distribution, AParetoTailMayBeginAtASingleValue) {
    namespace d = distribution;
    const Distribution x = d::pareto_tail(d::discrete({{1, 2, 9}, {0.5, 0.25, 0.25}}), {2, 0, 1});
    EXPECT_EQ(x.quantile(0.5), 1);
    EXPECT_EQ(x.quantile(0.75), 2);
    EXPECT_NEAR(x.quantile(0.875), 2 + std::log(2), 1e-14);
    EXPECT_EQ(x.cdf_below(2), 0.5);
    EXPECT_EQ(x.cdf(2), 0.75);
    EXPECT_NEAR(x.mean(), 0.5 + 0.5 + 0.25 * 3, 1e-14);
}

TEST(Distribution, MixturesAndParetoTailsMayBeCutOff) {
    namespace d = distribution;
    // The tail of a tail is a tail.
    const Distribution beyond = d::truncated(tail_of(0.3), 10, infinity);
    const double scale = 3 + 0.3 * 2;
    EXPECT_NEAR(beyond.mean(), 10 + scale / 0.7, 1e-12);
    EXPECT_NEAR(beyond.variance(), scale * scale / (0.7 * 0.7 * 0.4), 1e-11);
    EXPECT_EQ(d::truncated(tail_of(0.6), 10, infinity).variance(), infinity);
    // Cut on both sides, at xi = 1/2: from y to z of the excess in its own scale, w = 1 + z / 2.
    const Distribution cut = d::truncated(tail_of(0.5), 8, 14);
    const double w = 2, mass = 1 - 1 / (w * w);
    const double first = 2 * (2 * (1 - 1 / w) - mass);  // of z = 2 (w - 1), density 2 w^-3 by w
    const double second = 4 * (2 * std::log(w) - 4 * (1 - 1 / w) + mass);
    EXPECT_NEAR(cut.mean(), 8 + 3 * first / mass, 1e-12);
    EXPECT_NEAR(cut.variance(), 9 * (second / mass - first * first / mass / mass), 1e-11);
    EXPECT_EQ(cut.lower(), 8);
    EXPECT_EQ(cut.upper(), 14);
    EXPECT_LE(cut.quantile(1 - 0x1p-53), 14);
    // Part of a mixture of uniforms, by hand: 0.5 + 0.25 of [1, 2], 0.25 of [2, 3].
    const Distribution x =
        d::truncated(d::mixture({{0.5, d::uniform({0, 2})}, {0.5, d::uniform({1, 3})}}), 1, 3);
    EXPECT_NEAR(x.mean(), (0.5 * 1.5 + 0.25 * 2.5) / 0.75, 1e-14);
    EXPECT_NEAR(x.variance(), (0.5 * 7 / 3 + 0.25 * 19 / 3) / 0.75 - x.mean() * x.mean(), 1e-14);
    EXPECT_NEAR(x.quantile(1.0 / 3), 1.5, 1e-12);
    // A tail whose body was cut off.
    const Distribution y = d::pareto_tail(d::truncated(d::uniform({0, 10}), 4, 10), {8, 0, 2});
    EXPECT_NEAR(y.mean(), 2.0 / 3 * 6 + 1.0 / 3 * 10, 1e-12);
}

TEST(Distribution, WithoutAFactoryItIsTheFixedZero) {
    const Distribution x;
    EXPECT_TRUE(x.is_fixed());
    EXPECT_EQ(x.quantile(0.3), 0);
    EXPECT_EQ(x.base(), 0);
    static_assert(std::is_nothrow_move_constructible_v<Distribution> &&
                  std::is_copy_assignable_v<Distribution>);
}

TEST(Distribution, WhereNothingIsLeftToChanceItIsFixed) {
    namespace d = distribution;
    for (const Distribution& x :
         {d::fixed(5), d::pert({5, 5, 5}), d::triangular({5, 5, 5}), d::trigen({5, 5, 5}), d::uniform({5, 5}),
          d::normal({5, 0}), d::lognormal_of_mean({5, 0}), d::lognormal_of_quantiles({5, 5}),
          d::discrete({{5}, {1}}), d::discrete({{5, 5}, {0.5, 0.5}}), d::discrete({{5, 6}, {1, 0}}),
          d::empirical({5}), d::empirical({5, 5, 5}), d::truncated(d::fixed(5), 0, 5)}) {
        EXPECT_TRUE(x.is_fixed());
        EXPECT_EQ(x.quantile(0.99), 5);
        EXPECT_EQ(x.base(), 5);
        EXPECT_EQ(x.mean(), 5);
        EXPECT_EQ(x.variance(), 0);
        EXPECT_EQ(x.cdf(5), 1);
        EXPECT_EQ(x.cdf(4.999), 0);
    }
    EXPECT_TRUE(d::lognormal_of_log({.mu = 1, .sigma = 0}).is_fixed());
}

TEST(Distribution, TheBaseIsTheMedianUnlessStated) {
    namespace d = distribution;
    for (const Distribution& x :
         {d::uniform({2, 5}), d::normal({1, 2}), d::lognormal_of_log({0.3, 0.5}), d::weibull({1.5, 10}),
          d::gamma({2.5, 3}), d::empirical({1, 2, 4, 8}), d::discrete({{1, 2, 3}, {0.2, 0.5, 0.3}})})
        EXPECT_NEAR(x.base(), x.quantile(0.5), 1e-15 * x.base());
    EXPECT_EQ(d::lognormal_of_mean({.mean = 1.2, .sd = 0.35, .base = 1}).base(), 1);
    EXPECT_EQ(d::uniform({.low = 2, .high = 5, .base = 2}).base(), 2);
    EXPECT_EQ(d::empirical({1, 2, 3}, 1.25).base(), 1.25);
    EXPECT_EQ(refusal([] { return d::weibull({.shape = 2, .scale = 1, .base = -1}); }),
              "base = -1: must lie in the support, from 0 to inf");
}

TEST(Distribution, AParameterOutsideItsRangeIsRefusedByName) {
    namespace d = distribution;
    using testing_support::nan;
    using Made = Distribution;
    EXPECT_EQ(refusal([&]() -> Made { return d::fixed(nan); }), "value = nan: must be finite");
    EXPECT_EQ(refusal([&]() -> Made { return d::pert({10, 40, 30}); }), "likely = 40: must be from 10 to 30");
    EXPECT_EQ(refusal([&]() -> Made { return d::pert({10, 5, 30}); }), "likely = 5: must be from 10 to 30");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::triangular({30, 15, 10});
              }),
              "high = 10: must not be below low (30)");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::triangular({nan, 15, infinity});
              }),
              "low = nan: must be finite\nhigh = inf: must be finite");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::uniform({-1e308, 1e308});
              }),
              "high - low = inf: must be finite");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::pert({10, 15, 30, 0});
              }),
              "lambda = 0: must be positive, 10000 at most");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::pert({10, 15, 30, nan});
              }),
              "lambda = nan: must be positive, 10000 at most");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::trigen({8, 10, 18, 0.9, 0.1});
              }),
              "p_high = 0.1: must be above p_low by 0.001 at least, and not above 1");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::trigen({8, 10, 18, -0.1, 0.9});
              }),
              "p_low = -0.1: must be in [0, 1)");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::uniform({2, 1});
              }),
              "high = 1: must be finite and not below low");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::normal({0, -1});
              }),
              "sd = -1: must be finite and not negative");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::lognormal_of_mean({0, 1});
              }),
              "mean = 0: must be finite and positive");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::lognormal_of_quantiles({2, 1});
              }),
              "p90 = 1: must be finite and not below p50");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::lognormal_of_log({nan, 11});
              }),
              "mu = nan: must be from -200 to 200\nsigma = 11: must be from 0 to 10");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::weibull({0, 0});
              }),
              "shape = 0: must be from 0.05 to 10000\nscale = 0: must be finite and positive");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::gamma({nan, 1});
              }),
              "shape = nan: must be from 0.05 to 1e+06");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::discrete({{1, 2}, {0.5, 0.4}});
              }),
              "probabilities = 0.9: must add up to 1");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::discrete({{1, 2}, {1.5, -0.5}});
              }),
              "probabilities = 1.5: must be in [0, 1]\nprobabilities = -0.5: must be in [0, 1]");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::discrete({{1, 2}, {1}});
              }),
              "probabilities = 1 numbers: must be as many as the values (2)");
    EXPECT_EQ(refusal([&]() -> Made { return d::discrete({}); }), "values: at least one is needed");
    EXPECT_EQ(refusal([&]() -> Made { return d::empirical({}); }), "samples: at least one is needed");
    EXPECT_EQ(refusal([&]() -> Made { return d::empirical({1, nan}); }), "samples = nan: must be finite");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::truncated(d::normal({0, 1}), 2, 1);
              }),
              "high = 1: must not be below low (2)");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::truncated(d::normal({0, 1}), 5, infinity);
              }),
              "low, high = 5 to inf: must hold a millionth of the probability at least");
    EXPECT_EQ(refusal([&]() -> Made { return d::truncated(d::fixed(3), 4, 5); }),
              "low, high = 4 to 5: must hold a millionth of the probability at least");
    EXPECT_EQ(refusal([&]() -> Made {
                  return d::truncated(d::pert({1, 2, 3}), nan, 5);
              }).substr(0, 9),
              "low = nan");
}

TEST(Distribution, AMixtureOrATailThatBreaksARuleIsRefusedByName) {
    namespace d = distribution;
    using testing_support::nan;
    const Distribution x = d::uniform({0, 10});
    const auto mixed = [](std::vector<d::Weighted> all) { return refusal([&] { return d::mixture(all); }); };
    EXPECT_EQ(mixed({{0.5, x}, {0.4, x}}), "mixture = 0.9: must have weights that add up to 1");
    EXPECT_EQ(mixed({{0.5, x}, {0.5 + 5e-10, x}}), "taken");
    EXPECT_EQ(mixed({{0.5, x}, {0.5 + 2e-9, x}}).substr(0, 10), "mixture = ");
    EXPECT_EQ(mixed({{1.5, x}, {-0.5, x}, {nan, x}}),
              "mixture[2].weight = -0.5: must be finite and positive\n"
              "mixture[3].weight = nan: must be finite and positive");
    EXPECT_EQ(mixed({{1, x}, {0, x}}), "mixture[2].weight = 0: must be finite and positive");
    EXPECT_EQ(mixed({{1, x}}), "mixture = 1 component: must have from 2 to 16");
    EXPECT_EQ(mixed({}), "mixture = 0 components: must have from 2 to 16");
    EXPECT_EQ(mixed(std::vector<d::Weighted>(16, {1.0 / 16, x})), "taken");
    EXPECT_EQ(mixed(std::vector<d::Weighted>(17, {1.0 / 17, x})),
              "mixture = 17 components: must have from 2 to 16");
    EXPECT_EQ(refusal([&] {
                  return d::mixture({{0.5, x}, {0.5, x}}, 11);
              }),
              "base = 11: must lie in the support, from 0 to 10");
    const auto tail = [](const Distribution& body, d::Tail t) {
        return refusal([&] { return d::pareto_tail(body, t); });
    };
    EXPECT_EQ(tail(x, {8, 1, 3}), "shape = 1: must be above -1 and below 1");
    EXPECT_EQ(tail(x, {nan, -1, 0}),
              "above = nan: must be finite\nshape = -1: must be above -1 and below 1\n"
              "scale = 0: must be finite and positive");
    for (const double above : {-1.0, 0.0, 10.0, 11.0})
        EXPECT_EQ(tail(x, {above, 0, 1}),
                  "above = " + text_of(above) + ": must leave some of the probability on either side");
    EXPECT_NE(tail(d::fixed(3), {3, 0, 1}), "taken");
}

TEST(Distribution, ProbabilitiesMayMissOneByABillionth) {
    EXPECT_EQ(refusal([] { return distribution::discrete({{1, 2}, {0.5, 0.5 - 5e-10}}); }), "taken");
    EXPECT_NE(refusal([] { return distribution::discrete({{1, 2}, {0.5, 0.5 - 2e-9}}); }), "taken");
}

}  // namespace
