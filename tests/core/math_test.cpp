#include "minerisk/core/math.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "math_reference.hpp"
#include "support/numbers.hpp"

namespace {

namespace math = minerisk::math;
using testing_support::infinity;
using testing_support::nan;
constexpr double smallest_normal = std::numeric_limits<double>::min();

/// How far y is from high + low, in units of the last place of the answer.
double ulps(double y, double high, double low) {
    if (y == high) return std::abs(low) / (std::nextafter(std::abs(high), infinity) - std::abs(high));
    return std::abs((y - high) - low) / (std::nextafter(std::abs(high), infinity) - std::abs(high));
}

template <class Function>
double worst_ulps(Function f, std::span<const reference::Reference> points) {
    double worst = 0;
    for (const auto& p : points) {
        const double error = ulps(f(p.x), p.high, p.low);
        EXPECT_LT(error, 1e9) << p.x;
        worst = std::max(worst, error);
    }
    return worst;
}

template <class Function>
double worst_relative(Function f, std::span<const reference::Reference> points) {
    double worst = 0;
    for (const auto& p : points) {
        worst = std::max(worst, std::abs(((f(p.x) - p.high) - p.low) / (p.high == 0 ? 1 : p.high)));
    }
    return worst;
}

TEST(Math, ExpIsWithinItsBound) {
    EXPECT_LE(worst_ulps(math::exp, reference::exp_points), 1.1);
}

TEST(Math, ExpAtTheEndsOfTheRange) {
    EXPECT_EQ(math::exp(0), 1);
    EXPECT_EQ(math::exp(-0.0), 1);
    EXPECT_EQ(math::exp(709.79), infinity);
    EXPECT_EQ(math::exp(infinity), infinity);
    EXPECT_EQ(math::exp(-745.14), 0);
    EXPECT_EQ(math::exp(-infinity), 0);
    EXPECT_EQ(math::exp(-1e300), 0);
    EXPECT_TRUE(std::isnan(math::exp(nan)));
    EXPECT_EQ(math::exp(-745), 0x1p-1074);
    EXPECT_NEAR(math::exp(-740), 4.199558e-322, 0x1p-1074);
}

TEST(Math, LogIsWithinOneUlpSubnormalNumbersIncluded) {
    EXPECT_LE(worst_ulps(math::log, reference::log_points), 1);
}

TEST(Math, LogAtTheEndsOfTheRange) {
    EXPECT_EQ(math::log(1), 0);
    EXPECT_EQ(math::log(0), -infinity);
    EXPECT_EQ(math::log(-0.0), -infinity);
    EXPECT_EQ(math::log(infinity), infinity);
    EXPECT_TRUE(std::isnan(math::log(-1)));
    EXPECT_TRUE(std::isnan(math::log(-infinity)));
    EXPECT_TRUE(std::isnan(math::log(nan)));
}

TEST(Math, Expm1AndLog1pKeepTheirDigitsNearZero) {
    EXPECT_LE(worst_ulps(math::expm1, reference::expm1_points), 3);
    EXPECT_LE(worst_ulps(math::log1p, reference::log1p_points), 3);
}

TEST(Math, Expm1AndLog1pAtTheEnds) {
    EXPECT_EQ(math::expm1(infinity), infinity);
    EXPECT_EQ(math::expm1(-infinity), -1);
    EXPECT_TRUE(std::isnan(math::expm1(nan)));
    EXPECT_EQ(math::expm1(0), 0);
    EXPECT_EQ(math::log1p(-1), -infinity);
    EXPECT_EQ(math::log1p(infinity), infinity);
    EXPECT_TRUE(std::isnan(math::log1p(-1.5)));
    EXPECT_TRUE(std::isnan(math::log1p(nan)));
    EXPECT_TRUE(std::signbit(math::log1p(-0.0)));
}

TEST(Math, PowIsWithinItsBound) {
    for (const auto& p : reference::pow_points) {
        const double size = std::abs(p.y * std::log(p.x));
        EXPECT_LE(ulps(math::pow(p.x, p.y), p.high, p.low), 2 + size / 4) << p.x << " ^ " << p.y;
    }
}

TEST(Math, PowAtTheEnds) {
    EXPECT_EQ(math::pow(3, 0), 1);
    EXPECT_EQ(math::pow(0, 0), 1);
    EXPECT_EQ(math::pow(1, 1e300), 1);
    EXPECT_EQ(math::pow(0, 2), 0);
    EXPECT_EQ(math::pow(0, -2), infinity);
    EXPECT_EQ(math::pow(2, 2000), infinity);
    EXPECT_EQ(math::pow(2, -2000), 0);
    EXPECT_EQ(math::pow(infinity, 1), infinity);
    EXPECT_TRUE(std::isnan(math::pow(-1, 2)));
    EXPECT_TRUE(std::isnan(math::pow(nan, 2)));
    EXPECT_TRUE(std::isnan(math::pow(2, nan)));
    EXPECT_EQ(math::pow(1.08, 1), 1.08);
}

TEST(Math, NormalCdfKeepsItsDigitsInTheLowerTail) {
    EXPECT_LE(worst_relative(math::normal_cdf, reference::normal_cdf_points), 1e-14);
    EXPECT_EQ(math::normal_cdf(0), 0.5);
    EXPECT_EQ(math::normal_cdf(-infinity), 0);
    EXPECT_EQ(math::normal_cdf(infinity), 1);
    EXPECT_TRUE(std::isnan(math::normal_cdf(nan)));
}

TEST(Math, NormalPdfIsTheDensity) {
    EXPECT_DOUBLE_EQ(math::normal_pdf(0), 0.3989422804014327);
    EXPECT_DOUBLE_EQ(math::normal_pdf(-1.5), 0.12951759566589174);
    EXPECT_NEAR(math::normal_pdf(30) / 1.4736461348785476e-196, 1, 1e-14);
    EXPECT_EQ(math::normal_pdf(infinity), 0);
    EXPECT_TRUE(std::isnan(math::normal_pdf(nan)));
}

TEST(Math, InverseNormalIsAccurateToTheFarTail) {
    EXPECT_LE(worst_relative(math::inverse_normal, reference::normal_quantile_points), 2e-15);
    EXPECT_LE(worst_relative(math::inverse_normal, reference::normal_quantile_far_points), 2e-15);
    EXPECT_EQ(math::inverse_normal(0.5), 0);
    EXPECT_EQ(math::inverse_normal(0), -infinity);
    EXPECT_EQ(math::inverse_normal(1), infinity);
    EXPECT_TRUE(std::isnan(math::inverse_normal(-1e-300)));
    EXPECT_TRUE(std::isnan(math::inverse_normal(1.0000001)));
    EXPECT_TRUE(std::isnan(math::inverse_normal(nan)));
}

TEST(Math, InverseNormalIsOddToTheBit) {
    for (const auto& p : reference::normal_quantile_points) {
        if (1 - (1 - p.x) != p.x) continue;  // 1 - u must be exact
        EXPECT_EQ(math::inverse_normal(1 - p.x), -math::inverse_normal(p.x)) << p.x;
    }
}

TEST(Math, TheBitsAreThoseOfEveryProcessorAndCompiler) {
    EXPECT_EQ(math::exp(1.25), 0x1.bec38edb0fafp+1);
    EXPECT_EQ(math::log(3.75), 0x1.525e973a0564fp+0);
    EXPECT_EQ(math::pow(1.08, -17.5), 0x1.0a4ed9ff0bb3ep-2);
    EXPECT_EQ(math::normal_cdf(-2.5), 0x1.96f4e57e49ce6p-8);
    EXPECT_EQ(math::inverse_normal(1e-4), -0x1.dc08bb712893ap+1);
    EXPECT_GT(math::exp(-708.39), smallest_normal);
}

}  // namespace
