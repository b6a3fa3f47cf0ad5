#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "minerisk/engine/simulate.hpp"
#include "support/study.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::units;

StudySpec<> study_of_a_state(bool change, bool taking) {
    StudySpec<> s = testing_support::risky_study();
    if (change) {
        s.project.royalties.push_back({.name = "fiscal change", .rate = 0.02, .on_change = true});
        s.project.tax.rate_on_change = 0.4;
        s.fiscal.change = 0.05 / year;
    }
    if (taking) {
        s.project.expropriation_compensation = 0.5;
        s.fiscal.expropriation = 0.04 / year;
    }
    return s;
}

Outcome paths_of(const StudySpec<>& spec, bool fiscal = true) {
    minerisk::Run run{.paths = 640, .seed = 3, .threads = 1};
    run.risks.fiscal = fiscal;
    return simulate(Study<>{spec}, run);
}

std::vector<std::string> refused_fields(const StudySpec<>& spec) {
    std::vector<std::string> fields;
    try {
        Study<>{spec};
    } catch (const InputError& e) {
        for (const Problem& p : e.problems()) fields.push_back(p.field);
    }
    return fields;
}

TEST(FiscalRisk, OffIsTheStudyThatDoesNotStateIt) {
    const Outcome plain = paths_of(study_of_a_state(false, false));
    const Outcome off = paths_of(study_of_a_state(true, true), false);
    EXPECT_TRUE(std::ranges::equal(plain.npv(), off.npv()));
    EXPECT_TRUE(std::ranges::equal(plain.irr(), off.irr()));
}

TEST(FiscalRisk, AChangeOnlyTakes) {
    const Outcome plain = paths_of(study_of_a_state(false, false));
    const Outcome changed = paths_of(study_of_a_state(true, false));
    std::size_t worse = 0;
    for (std::size_t i = 0; i < plain.paths; ++i) worse += changed.npv()[i] < plain.npv()[i];
    EXPECT_GT(worse, plain.paths / 4);
    EXPECT_LT(worse, plain.paths);
}

TEST(FiscalRisk, APathThatIsNotExpropriatedKeepsItsBits) {
    const Outcome plain = paths_of(study_of_a_state(false, false));
    const Outcome taken = paths_of(study_of_a_state(false, true));
    const auto& end = taken.status("mine_end");
    std::size_t expropriated = 0;
    for (std::size_t i = 0; i < plain.paths; ++i) {
        if (end.names[end.values[i]] == "expropriated") {
            ++expropriated;
            EXPECT_NE(taken.npv()[i], plain.npv()[i]);
        } else {
            EXPECT_EQ(taken.npv()[i], plain.npv()[i]);
        }
    }
    EXPECT_GT(expropriated, 40u);
}

TEST(FiscalRisk, DrawsFromStreamsOfItsOwnWhereItIsStated) {
    const auto streams = [](const StudySpec<>& spec, Risks risks = Risks::all()) {
        const auto all = Study<>{spec}.stream_names(risks);
        return std::ranges::count_if(all, [](const std::string& s) { return s.starts_with("fiscal."); });
    };
    EXPECT_EQ(streams(study_of_a_state(false, false)), 0);
    EXPECT_EQ(streams(study_of_a_state(true, false)), 1);
    EXPECT_EQ(streams(study_of_a_state(true, true)), 2);
    EXPECT_EQ(streams(study_of_a_state(true, true), {.fiscal = false}), 0);
}

TEST(FiscalRisk, TermsWithoutAProbabilityAreRefused) {
    using Fields = std::vector<std::string>;
    StudySpec<> s = study_of_a_state(true, true);
    s.fiscal.change.reset();
    EXPECT_EQ(refused_fields(s), Fields{"fiscal.change.probability"});
    s = study_of_a_state(true, true);
    s.fiscal.expropriation.reset();
    EXPECT_EQ(refused_fields(s), Fields{"fiscal.expropriation.probability"});
    s = study_of_a_state(false, true);
    s.fiscal.change = 0.01 / year;
    EXPECT_EQ(refused_fields(s), Fields{"fiscal.change"});
    s = study_of_a_state(true, true);
    s.project.expropriation_compensation = -1;
    EXPECT_EQ(refused_fields(s), Fields{"fiscal.expropriation.compensation"});
}

}  // namespace
