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
            {"truncated empirical", d::truncated(d::empirical({1, 2, 2, 2, 3, 7}), 2, 5)}};
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
    EXPECT_EQ(hash, 12632076057284042307u);
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

TEST(Distribution, ProbabilitiesMayMissOneByABillionth) {
    EXPECT_EQ(refusal([] { return distribution::discrete({{1, 2}, {0.5, 0.5 - 5e-10}}); }), "taken");
    EXPECT_NE(refusal([] { return distribution::discrete({{1, 2}, {0.5, 0.5 - 2e-9}}); }), "taken");
}

}  // namespace
