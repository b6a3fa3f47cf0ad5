#include "minerisk/valuation/irr.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "minerisk/kernels/plain.hpp"
#include "minerisk/valuation/npv.hpp"
#include "streams.hpp"
#include "support/numbers.hpp"

namespace {

using namespace minerisk;
using namespace minerisk::valuation;
using testing_support::infinity;
using testing_support::nan;
using tests::Numbers;

/// Flows whose NPV is zero at these rates alone: first * product of (1 - (1 + r) x).
std::vector<double> with_roots(double first, const std::vector<double>& rates) {
    std::vector<double> flows{first};
    for (double r : rates) {
        flows.push_back(0);
        for (std::size_t i = flows.size() - 1; i > 0; --i) flows[i] -= (1 + r) * flows[i - 1];
    }
    return flows;
}

void expect(const Irr& found, IrrStatus status, int falling, int rising) {
    EXPECT_EQ(name_of(found.status), name_of(status));
    EXPECT_EQ(found.falling, falling);
    EXPECT_EQ(found.rising, rising);
}

TEST(Irr, RekoDiqHasOneFallingRootAndARisingOneFromClosure) {
    const Irr found = irr(tests::reko_diq);
    expect(found, IrrStatus::one, 1, 1);
    EXPECT_NEAR(found.rate, 0.2135, 5e-5);
    EXPECT_NEAR(npv(tests::reko_diq, found.rate, Convention::start), 0, 1e-8);
    EXPECT_GT(npv(tests::reko_diq, found.rate - 1e-6, Convention::start), 0);
    EXPECT_LT(npv(tests::reko_diq, -0.72, Convention::start), 0);  // the rising root lies between these
    EXPECT_GT(npv(tests::reko_diq, -0.70, Convention::start), 0);
}

TEST(Irr, SeveralRootsAreCountedApartAndTheLowestFallingOneIsTheValue) {
    const Irr three = irr(with_roots(-1, {0.05, 0.2, 0.6}));
    expect(three, IrrStatus::several, 2, 1);
    EXPECT_NEAR(three.rate, 0.05, 1e-12);
    const Irr two = irr(with_roots(-1, {0.1, 0.2}));
    expect(two, IrrStatus::one, 1, 1);
    EXPECT_NEAR(two.rate, 0.2, 1e-13);
    const Irr reversed = irr(with_roots(1, {0.1, 0.2}));
    expect(reversed, IrrStatus::one, 1, 1);
    EXPECT_NEAR(reversed.rate, 0.1, 1e-13);
    const Irr far = irr(with_roots(-5, {-0.9, -0.5, 0, 3, 50}));
    expect(far, IrrStatus::several, 3, 2);
    EXPECT_NEAR(far.rate, -0.9, 1e-12);
}

TEST(Irr, EachStatusIsGivenWhereItHolds) {
    expect(irr(std::vector<double>{-100, 110}), IrrStatus::one, 1, 0);
    EXPECT_NEAR(irr(std::vector<double>{-100, 110}).rate, 0.1, 1e-15);
    expect(irr(std::vector<double>{-100, -5}), IrrStatus::none_loss, 0, 0);
    expect(irr(std::vector<double>{-1, 1, -1}), IrrStatus::none_loss, 0, 0);
    expect(irr(std::vector<double>{1, -1, 1}), IrrStatus::none_gain, 0, 0);
    expect(irr(std::vector<double>{0, 5, 0}), IrrStatus::no_investment, 0, 0);
    expect(irr(std::vector<double>{3, 2, -4}), IrrStatus::rising_only, 0, 1);
    expect(irr(std::vector<double>{3, -1, 2, -9}), IrrStatus::rising_only, 0, 1);
    expect(irr(std::vector<double>{0, 0, 0}), IrrStatus::degenerate, 0, 0);
    expect(irr({}), IrrStatus::degenerate, 0, 0);
    expect(irr(std::vector<double>{-7}), IrrStatus::none_loss, 0, 0);
}

TEST(Irr, TheRateKeepsTheRankOfItsStatus) {
    EXPECT_EQ(irr(std::vector<double>{-1, 1, -1}).rate, -infinity);
    EXPECT_EQ(irr(std::vector<double>{1, -1, 1}).rate, infinity);
    EXPECT_EQ(irr(std::vector<double>{1, 1}).rate, infinity);
    EXPECT_TRUE(std::isnan(irr(std::vector<double>{3, 2, -4}).rate));
    EXPECT_TRUE(std::isnan(irr(std::vector<double>{0, 0}).rate));
}

TEST(Irr, FlowsThatAreNotFiniteAreDegenerateAndDoNotThrow) {
    for (double bad : {nan, infinity, -infinity}) {
        for (std::size_t at : {0u, 1u, 2u}) {
            for (double first : {-100.0, 100.0}) {
                std::vector<double> flows{first, 60, 70};
                flows[at] = bad;
                expect(irr(flows), IrrStatus::degenerate, 0, 0);
                BlockArray block{3, narrow_block};
                for (int i = 0; i < 3; ++i) block(i, 5) = flows[static_cast<std::size_t>(i)];
                double rates[narrow_block];
                IrrStatus statuses[narrow_block];
                irr_block(block, 1, rates, statuses);
                EXPECT_EQ(statuses[5], IrrStatus::degenerate);
                EXPECT_TRUE(std::isnan(rates[5]));
            }
        }
    }
}

TEST(Irr, ADoubleRootWithinTheToleranceIsNoRoot) {
    const std::vector<double> touching = with_roots(-1, {0.1, 0.1});
    expect(irr(touching), IrrStatus::none_loss, 0, 0);
    std::vector<double> above = touching;
    above[1] += 1e-9;  // NPV at 10 %: 2e-10 of the sum of absolute flows
    expect(irr(above), IrrStatus::one, 1, 1);
    std::vector<double> below = touching;
    below[1] -= 1e-9;
    expect(irr(below), IrrStatus::none_loss, 0, 0);
}

TEST(Irr, LeadingAndTrailingZerosChangeNothing) {
    const std::vector<double> core{-100, 20, 60, 70, -30};
    const Irr alone = irr(core);
    std::vector<double> padded(7, 0.0);
    padded.insert(padded.end(), core.begin(), core.end());
    padded.insert(padded.end(), 11, 0.0);
    expect(irr(padded), IrrStatus::one, alone.falling, alone.rising);
    EXPECT_NEAR(irr(padded).rate, alone.rate, 1e-13);
}

TEST(Irr, DoesNotDependOnTheUnitOfMoney) {
    Numbers numbers{11};
    for (int i = 0; i < 200; ++i) {
        std::vector<double> flows;
        for (int k = 0; k < 12; ++k) flows.push_back(numbers.between(-1, 1));
        const Irr one = irr(flows);
        for (double factor : {1e-6, 1e9, 0x1p-960, 0x1p1015, 1e300}) {
            std::vector<double> scaled = flows;
            for (double& c : scaled) c *= factor;
            const Irr other = irr(scaled);
            expect(other, one.status, one.falling, one.rising);
            if (one.exists()) {
                EXPECT_NEAR(other.rate, one.rate, 1e-9 * (1 + std::fabs(one.rate)));
            }
        }
    }
}

TEST(Irr, AFlowThatVanishesInTheSumStillCounts) {
    const Irr found = irr(std::vector<double>{-1, 0, 1e20});
    expect(found, IrrStatus::one, 1, 0);
    EXPECT_NEAR(found.rate, 1e10, 1);
    expect(irr(std::vector<double>{1e20, -1}), IrrStatus::rising_only, 0, 1);
    expect(irr(std::vector<double>{-1e20, 1}), IrrStatus::one, 1, 0);
    expect(irr(std::vector<double>{-5e-324, 1e-323}), IrrStatus::one, 1, 0);
    EXPECT_NEAR(irr(std::vector<double>{-5e-324, 1e-323}).rate, 1, 1e-12);
    expect(irr(std::vector<double>{-1e308, 1e308, 1e308}), IrrStatus::one, 1, 0);
}

/// Crossings of the NPV on a fine grid of ln(1 + rate), in extended precision.
void scan(const std::vector<double>& flows, int& falling, int& rising) {
    falling = rising = 0;
    int last = 0;
    for (int k = 3500; k >= -3500; --k) {  // from high rates down
        const long double x = std::exp(-0.004L * k);
        long double f = 0;
        for (std::size_t i = flows.size(); i-- > 0;) f = f * x + flows[i];
        const int sign = f > 0 ? 1 : (f < 0 ? -1 : last);
        if (last != 0 && sign != last) ++(sign > 0 ? falling : rising);
        last = sign;
    }
}

TEST(Irr, CountsAgreeWithAFineScanOfRandomStreams) {
    Numbers numbers{12};
    int several = 0;
    for (int run = 0; run < 150; ++run) {
        std::vector<double> flows;
        const int n = 2 + numbers.below(9);
        for (int i = 0; i < n; ++i) flows.push_back(numbers.below(6) == 0 ? 0 : numbers.between(-1, 1));
        if (run % 3 == 0) {
            std::vector<double> rates;
            for (int i = 0; i < 2 + run % 4; ++i) rates.push_back(std::exp(numbers.between(-3, 3)) - 1);
            flows = with_roots(run % 2 ? 1 : -1, rates);
        }
        int falling = 0;
        int rising = 0;
        scan(flows, falling, rising);
        const Irr found = irr(flows);
        EXPECT_EQ(found.falling, falling) << run;
        EXPECT_EQ(found.rising, rising) << run;
        several += found.status == IrrStatus::several ? 1 : 0;
        const Irr proof =
            valuation::detail::proven(flows.data(), static_cast<std::ptrdiff_t>(flows.size()), 1);
        expect(proof, found.status, found.falling, found.rising);
    }
    EXPECT_GT(several, 10);
}

TEST(Irr, MonthsGiveTheAnnualEffectiveRate) {
    std::vector<double> flows(25, 0.0);
    flows[0] = -100;
    flows[24] = 121;
    EXPECT_NEAR(irr(flows, 12).rate, 0.1, 1e-13);
    EXPECT_EQ(irr(flows, 1).rate, irr(flows).rate);
}

TEST(Irr, ALongerStreamThanAnyGridIsNoSpecialCase) {
    std::vector<double> flows(5000, 1.0);
    flows[0] = -50;
    const Irr found = irr(flows);
    expect(found, IrrStatus::one, 1, 0);
    EXPECT_NEAR(found.rate, 0.02, 1e-12);  // a perpetuity, nearly
}

TEST(IrrBlock, APathAloneHasTheBitsThatItHasInAnyBlock) {
    for (int periods : {20, 60, 200}) {
        Numbers numbers{13};
        const int width = block_width(periods);
        BlockArray block{periods, width};
        std::vector<std::vector<double>> paths;
        for (int path = 0; path < width; ++path) {
            paths.push_back(tests::mine(numbers, periods, 300 + 15 * path));
            for (int i = 0; i < periods; ++i) block(i, path) = paths.back()[static_cast<std::size_t>(i)];
        }
        std::vector<double> rates(static_cast<std::size_t>(width));
        std::vector<IrrStatus> statuses(rates.size());
        irr_block(block, 1, rates.data(), statuses.data());
        for (std::size_t path = 0; path < rates.size(); ++path) {
            const Irr alone = irr(paths[path]);
            EXPECT_EQ(alone.status, statuses[path]) << path;
            if (!std::isnan(alone.rate)) {
                EXPECT_EQ(alone.rate, rates[path]) << path;
            }
        }
    }
}

TEST(IrrBlock, TheKernelAgreesWithTheProof) {
    Numbers numbers{14};
    for (int run = 0; run < 400; ++run) {
        const int periods = 10 + numbers.below(80);
        const std::vector<double> flows = tests::mine(numbers, periods, numbers.between(250, 1200));
        const Irr found = irr(flows);
        const Irr proof = valuation::detail::proven(flows.data(), periods, 1);
        expect(found, proof.status, proof.falling, proof.rising);
        if (proof.exists()) {
            EXPECT_NEAR(found.rate, proof.rate, 1e-12 * (1 + std::fabs(proof.rate)));
        }
    }
}

/// How often the flows of one path are read: by the kernel and, where it leaves the path, by the proof.
int work(const std::vector<double>& flows) {
    const int periods = static_cast<int>(flows.size());
    BlockArray lanes{periods, narrow_block};
    for (int i = 0; i < periods; ++i) lanes(i, 0) = flows[static_cast<std::size_t>(i)];
    double rates[narrow_block];
    unsigned char codes[narrow_block];
    int reads = kernel_builds::plain::irr_block<narrow_block>(periods, lanes.data(), rates, codes);
    if (codes[0] == 255) valuation::detail::proven(flows.data(), periods, 1, &reads);
    return reads;
}

TEST(IrrBlock, AStreamWithoutReturnCostsAtMostFiveTimesAnOrdinaryOne) {
    Numbers numbers{15};
    double ordinary = 0;
    int count = 0;
    int most = 0;
    const auto with = [&](std::vector<double> flows) {
        const Irr found = irr(flows);
        const int reads = work(flows);
        if (found.exists()) {
            ordinary += reads;
            ++count;
        } else {
            most = std::max(most, reads);
        }
    };
    for (int run = 0; run < 400; ++run) with(tests::mine(numbers, 60, numbers.between(150, 1200)));
    for (int run = 0; run < 200; ++run) {  // income that falls short, closure as large as the outlay
        std::vector<double> flows = tests::mine(numbers, 60, 1000);
        const double share = numbers.between(0, 0.5);
        for (double& c : flows) c = c > 0 ? c * share : c * 2;
        flows.back() *= numbers.between(1, 40);
        with(flows);
    }
    // A maximum that stays below zero by ever less.
    for (double gap = 1; gap > 1e-14; gap /= 3) {
        std::vector<double> flows(60, 0.0);
        for (int i = 0; i < 60; ++i) flows[static_cast<std::size_t>(i)] = i < 5 ? -10 : (i < 50 ? 1 : -5);
        double share_low = 0, share_high = 20;
        for (int i = 0; i < 60; ++i) {  // the income at which the maximum reaches zero
            const double share = (share_low + share_high) / 2;
            std::vector<double> tried = flows;
            for (double& c : tried) c = c > 0 ? c * share : c;
            (irr(tried).exists() ? share_high : share_low) = share;
        }
        for (double& c : flows) c = c > 0 ? c * share_low * (1 - gap) : c;
        with(flows);
    }
    ASSERT_GT(count, 100);
    ordinary /= count;
    RecordProperty("ordinary", std::to_string(ordinary));
    RecordProperty("most", most);
    EXPECT_LE(most, 5 * ordinary);
}

}  // namespace
