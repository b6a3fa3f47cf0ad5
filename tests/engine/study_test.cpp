#include "minerisk/engine.hpp"

#include <utility>

#include <gtest/gtest.h>

#include "support/study.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;

std::string refusal(const StudySpec<>& spec) {
    try {
        const Study<> study{spec};
        return "";
    } catch (const InputError& e) {
        return e.what();
    }
}

TEST(Study, ASoundSpecificationMakesOne) {
    EXPECT_EQ(refusal(testing_support::risky_study()), "");
}

TEST(Study, TwoDrawsOfOneStreamAreRefused) {
    StudySpec<> s = testing_support::risky_study();
    s.security.classes[2].name = "length";
    s.security.force_majeure = security::ForceMajeure{.chances = {{"length", {}, 0.1}},
                                                      .lost_time = {{Channel::road, 60 * day, 180 * day}},
                                                      .median = 1 * year,
                                                      .p90 = 2 * year};
    EXPECT_NE(refusal(s).find("name = security.force_majeure.length: must not make two draws of one stream"),
              std::string::npos)
        << refusal(s);
    s.security.force_majeure->lost_time.clear();
    EXPECT_EQ(refusal(s), "");
}

TEST(Study, RiskNeutralPathsTakeARiskFreeRate) {
    StudySpec<> s = testing_support::risky_study();
    s.valuation.measure = Measure::risk_neutral;
    EXPECT_NE(refusal(s).find("valuation.measure = Q: "), std::string::npos) << refusal(s);
    s.valuation.rate_is_risk_free = true;
    EXPECT_EQ(refusal(s), "");
    s.valuation.measure = Measure::real_world;
    EXPECT_NE(refusal(s).find("valuation.measure = P: "), std::string::npos);
}

TEST(Study, PricesStandInTheOrderOfTheMetals) {
    StudySpec<> s = testing_support::risky_study();
    std::swap(s.prices[0], s.prices[1]);
    EXPECT_NE(refusal(s).find("price.copper"), std::string::npos) << refusal(s);
    s = testing_support::risky_study();
    s.prices.pop_back();
    s.price_correlations.clear();
    EXPECT_NE(refusal(s).find("price.gold"), std::string::npos) << refusal(s);
}

TEST(Study, RatesOutOfRangeAreNamedWithAllElseThatIsWrong) {
    StudySpec<> s = testing_support::risky_study();
    s.valuation.hurdle_rate = -1.5 / year;
    std::swap(s.prices[0], s.prices[1]);
    EXPECT_NE(refusal(s).find("valuation.hurdle_rate = -1.5: "), std::string::npos) << refusal(s);
    EXPECT_NE(refusal(s).find("price.copper"), std::string::npos) << refusal(s);
}

TEST(Study, ABuildCannotStartBeforeItIsDecided) {
    StudySpec<> s = testing_support::risky_study();
    s.project.phases[0].build.start = 0.25 * year;
    EXPECT_NE(refusal(s).find("phase[1].start = 0.25: must not be before the decision"), std::string::npos)
        << refusal(s);
}

TEST(Study, IsAValueThatCanBeCopiedAndChanged) {
    const StudySpec<> s = testing_support::risky_study();
    StudySpec<> cheaper = s;
    cheaper.project.costs.processing *= 0.5;
    const Study<> a{s}, b{cheaper};
    const Study<> copy = a;
    const auto npv = [](const Study<>& study) {
        return replay(study, 0, 1, Risks::none()).values()(PathBlock<>::npv, 0);
    };
    EXPECT_EQ(npv(copy), npv(a));
    EXPECT_GT(npv(b), npv(a));
}

TEST(Study, CopiesShareTheirPartsAndOneThatIsMovedFromStays) {
    Study<> a{testing_support::risky_study()};
    const Study<> copy = a, moved = std::move(a);
    EXPECT_EQ(&copy.security(), &moved.security());
    EXPECT_EQ(&a.security(), &moved.security());
    EXPECT_EQ(a.stream_names(), copy.stream_names());
    a = Study<>{testing_support::risky_study(TimeGrid::yearly(20))};
    EXPECT_EQ(a.grid().periods(), 20);
    EXPECT_EQ(copy.grid().periods(), 30);
}

TEST(Study, ABlockOfPathsKeepsItsStudyAlive) {
    const auto story = replay(Study<>{testing_support::risky_study()}, 3, 1, Risks::all());
    EXPECT_EQ(story.study().grid().periods(), 30);
    EXPECT_EQ(
        story.values()(PathBlock<>::npv, 0),
        replay(Study<>{testing_support::risky_study()}, 3, 1, Risks::all()).values()(PathBlock<>::npv, 0));
}

}  // namespace
