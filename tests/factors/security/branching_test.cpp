#include "minerisk/factors/security/branching.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "minerisk/factors/security.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::Branching;
using security::PoissonCount;
using security::StoppageClass;

/// A class whose events excite their own; `touching` of them close the road for an instant.
StoppageClass exciting(std::string name, double rate, double branching, double touching) {
    return {.name = std::move(name),
            .rate = rate / year,
            .exposure = touching,
            .effects = {{Channel::road, 1e-6 * day, 1e-6 * day}},
            .excites = {{{}, branching, 0.1 / day}}};
}

TEST(PoissonCount, InvertsTheDistributionFunction) {
    for (const double mean : {0.01, 0.4, 3.0, 90.0}) {
        const PoissonCount count{mean};
        double term = std::exp(-mean), below = 0;
        for (int k = 0; k < 200; ++k) {
            if (term > 1e-9) {
                EXPECT_EQ(count(below + 0.01 * term), k) << mean;
                EXPECT_EQ(count(below + 0.99 * term), k) << mean;
            }
            below += term;
            term *= mean / (k + 1);
        }
        EXPECT_LT(count(0x1.fffffffffffffp-1), mean + 20 * std::sqrt(mean) + 20);
    }
    EXPECT_EQ(PoissonCount{0}(0.999999), 0);
}

TEST(Branching, LiveSharesAreThoseOfTheNote) {
    const Branching law{{exciting("corridor", 10, 0.40, 0.54), exciting("rail", 11, 0.30, 0.70),
                         exciting("lines", 37, 0.48, 0.015), exciting("site", 0.2, 0, 1)}};
    EXPECT_NEAR(law.of(0).live, 0.644541, 5e-7);
    EXPECT_NEAR(law.of(1).live, 0.761252, 5e-7);
    EXPECT_NEAR(law.of(2).live, 0.028281, 5e-7);
    EXPECT_EQ(law.of(3).live, 1);
    EXPECT_NEAR(law.of(0).immigrants, 10 * 0.6 * 0.644541, 5e-6);
    EXPECT_NEAR(law.of(0).touches, 0.54 / 0.644541, 1e-6);
}

TEST(Branching, AClassThatTouchesNothingLivesByWhatItExcites) {
    StoppageClass wave = exciting("wave", 2, 0.2, 0), rail = exciting("rail", 5, 0, 0.5);
    wave.excites.push_back({"rail", 1.5, 1 / day});
    rail.excites.clear();
    const Branching law{{wave, rail}};
    const double q = 1 - law.of(0).live;
    EXPECT_NEAR(q, std::exp(-0.2 * (1 - q) - 1.5 * 0.5), 1e-14);
    EXPECT_EQ(law.of(0).touches, 0);
    EXPECT_EQ(law.of(1).live, 0.5);
    EXPECT_NEAR(law.of(1).immigrants, (5 - 1.5 * 2) * 0.5, 1e-14);
    StoppageClass quiet = exciting("quiet", 2, 0.5, 0);
    EXPECT_EQ(Branching{{quiet}}.of(0).immigrants, 0);
}

TEST(Branching, TheSpectralRadiusIsTheLargestEigenvalue) {
    Eigen::MatrixXd n{{0.2, 0.3}, {0.1, 0.4}};
    EXPECT_NEAR(Branching::spectral_radius(n), 0.5, 1e-12);
    n << 0, 4, 0.01, 0;  // alternates between two classes
    EXPECT_NEAR(Branching::spectral_radius(n), 0.2, 1e-12);
    n << 0.3, 100, 0, 0.2;  // one way only
    EXPECT_NEAR(Branching::spectral_radius(n), 0.3, 1e-9);
    EXPECT_EQ(Branching::spectral_radius(Eigen::MatrixXd::Zero(3, 3)), 0);
}

/// The problems of a model of these classes over 20 years.
std::vector<std::string> problems_of(const std::vector<StoppageClass>& classes) {
    std::vector<std::string> found;
    try {
        security::Stoppages{classes, {}, TimeGrid{{2027, 1, 1}, 20, 1}};
    } catch (const InputError& error) {
        for (const Problem& p : error.problems()) found.push_back(to_string(p));
    }
    return found;
}
using Texts = std::vector<std::string>;

TEST(Branching, EventsThatNeverEndAreRefusedWithTheRadius) {
    EXPECT_EQ(problems_of({exciting("a", 1, 0.999, 1)}), Texts{});
    EXPECT_EQ(problems_of({exciting("a", 1, 1, 1)}),
              Texts{"security.class = 1: must have a branching matrix of spectral radius below 1: the events "
                    "would never end"});
    StoppageClass a = exciting("a", 1, 0.5, 1), b = exciting("b", 1, 0.5, 1);
    a.excites.push_back({"b", 0.5, 1 / day});
    EXPECT_EQ(problems_of({a, b}), Texts{});
    b.excites.push_back({"a", 0.5, 1 / day});
    EXPECT_EQ(problems_of({a, b}),
              Texts{"security.class = 1: must have a branching matrix of spectral radius below 1: the events "
                    "would never end"});
}

TEST(Branching, WhatIsBroughtAboutMustNotExceedTheRate) {
    StoppageClass wave = exciting("wave", 2, 0, 1), rail = exciting("rail", 2.9, 0, 1);
    wave.excites = {{"rail", 1.5, 1 / day}};
    EXPECT_EQ(
        problems_of({wave, rail}),
        Texts{"security.class[2].rate = 2.9: must be at least the rate at which the classes bring about "
              "events of it, which exceeds it by 0.1 a year"});
}

TEST(Branching, WhatAnExcitationCannotBeIsRefusedByName) {
    const auto fields = [](auto change) {
        StoppageClass c = exciting("a", 1, 0.4, 0.5);
        change(c);
        Texts found;
        for (const std::string& text : problems_of({c, exciting("b", 1, 0, 1)}))
            found.push_back(text.substr(0, text.find_first_of(" :")));
        return found;
    };
    EXPECT_EQ(fields([](auto&) {}), Texts{});
    EXPECT_EQ(fields([](auto& c) { c.excites[0].branching = -0.1; }), Texts{"security.class[1].branching"});
    EXPECT_EQ(fields([](auto& c) { c.excites[0].branching = NAN; }), Texts{"security.class[1].branching"});
    EXPECT_EQ(fields([](auto& c) { c.excites[0].decay = 0 / day; }), Texts{"security.class[1].decay"});
    EXPECT_EQ(fields([](auto& c) {
                  c.excites.push_back({"x", 0.1, 1 / day});
              }),
              Texts{"security.class[1].excites[1].class"});
    EXPECT_EQ(fields([](auto& c) {
                  c.excites.push_back({"b", 0.1, 1 / day});
                  c.excites.push_back({"b", 0.1, -1 / day});
              }),
              (Texts{"security.class[1].excites[2].class", "security.class[1].excites[2].decay"}));
    EXPECT_EQ(fields([](auto& c) { c.recent = {-1 * day}; }), Texts{"security.class[1].recent"});
    const auto kinds = [](StoppageClass& c) {
        c.kinds = {{"closes", 0.4, c.effects}, {"hits", 0.1, {}}};
        c.exposure = 1;
        c.effects.clear();
    };
    EXPECT_EQ(fields(kinds), Texts{});
    EXPECT_EQ(fields([&](auto& c) {
                  kinds(c);
                  c.exposure = 0.5;
              }),
              Texts{"security.class[1].kind"});
    EXPECT_EQ(fields([&](auto& c) {
                  kinds(c);
                  c.kinds[1].name = "closes";
                  c.kinds[1].share = 0.7;
                  c.kinds[0].effects[0].median = Years{};
              }),
              (Texts{"security.class[1].kind[1].road.median", "security.class[1].kind[2].name",
                     "security.class[1].kind"}));
    EXPECT_EQ(fields([&](auto& c) {
                  kinds(c);
                  c.kinds[0].effects.clear();
              }),
              Texts{"security.class[1].kind"});
}

}  // namespace
