// The reference workload of the benchmarks, by a block model of its own: what it is known to give.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

#include "model.hpp"

namespace {

using namespace minerisk;

TEST(ReferenceWorkload, WithoutNoiseIsTheOnePathThatIsKnown) {
    const Outcome one =
        simulate(reference_workload::Model{}, {.paths = 1, .threads = 1, .risks = Risks::none()});
    EXPECT_NEAR(one["npv"][0], 4462.00318145025, 4462 * 1e-9);
    EXPECT_NEAR(one["irr"][0], 0.138487359574465, 0.138 * 1e-9);
}

/// Known of 5,000,000 paths: mean 6669.0 with a standard error of 0.3; shares to their last digit.
TEST(ReferenceWorkload, WithNoiseHasTheMomentsThatAreKnown) {
    constexpr std::uint64_t paths = 200'000;
    const Outcome out = simulate(reference_workload::Model{}, {.paths = paths, .seed = 5, .threads = 2});
    const auto share_error = [](double share) { return std::sqrt(share * (1 - share) / paths); };
    const statistics::Mean mean = statistics::mean(out["npv"]);
    EXPECT_NEAR(mean.value, 6669.0, 3 * std::hypot(*mean.se, 0.3) + 0.05);
    EXPECT_NEAR(statistics::probability_below(out["npv"], 0).value, 0.2169, 3 * share_error(0.2169) + 5e-5);
    const statistics::Summary irr = statistics::summarize(out["irr"], {.probs = {0.5}, .tail_share = {}});
    EXPECT_NEAR(static_cast<double>(irr.missing) / paths, 0.099, 3 * share_error(0.099) + 5e-4);
    // The spread of the median over runs of 10,000 paths, times 100, is 0.0814.
    EXPECT_NEAR(irr.quantiles[0].value, 0.1464, 3 * 0.0814 / std::sqrt(1.0 * paths) + 5e-5);
}

}  // namespace
