#include "minerisk/random/correlation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "minerisk/core/block.hpp"

namespace {

using namespace minerisk;
using minerisk::random::Correlation;

/// L L' of a packed triangle.
Eigen::MatrixXd product(const std::vector<double>& lower, int n) {
    Eigen::MatrixXd l = Eigen::MatrixXd::Zero(n, n);
    for (int i = 0, at = 0; i < n; ++i) {
        for (int j = 0; j <= i; ++j) l(i, j) = lower[at++];
    }
    return l * l.transpose();
}

/// The problems that making a correlation reports, as text.
std::string refusal(std::vector<std::string> names, const std::vector<Correlation::Entry>& entries) {
    try {
        const Correlation made{std::move(names), entries, "price.correlation"};
    } catch (const InputError& e) {
        return e.what();
    }
    return "taken";
}

TEST(Correlation, TheTriangleMultipliesToTheMatrix) {
    const Correlation c{{"a", "b", "c", "d"},
                        {{"a", "b", 0.2}, {"c", "a", 0.3}, {"d", "b", -0.6}, {"c", "d", 0.3}}};
    EXPECT_EQ(c(0, 2), 0.3);
    EXPECT_EQ(c(2, 0), 0.3);
    EXPECT_EQ(c(0, 3), 0);
    EXPECT_EQ(c(3, 3), 1);
    EXPECT_LT((product(c.cholesky(), 4) - c.matrix()).cwiseAbs().maxCoeff(), 1e-15);
    EXPECT_EQ(c.index_of("d"), 3);
    EXPECT_EQ(c.index_of("e"), -1);
}

TEST(Correlation, NothingStatedIsIndependent) {
    const Correlation c{{"a", "b"}};
    EXPECT_EQ(c.cholesky(), (std::vector<double>{1, 0, 1}));
    EXPECT_EQ(Correlation{{}}.size(), 0);
}

TEST(Correlation, PerfectCorrelationsAreTaken) {
    const Correlation c{{"a", "b", "c"}, {{"a", "b", 1}, {"a", "c", -1}, {"b", "c", -1}}};
    EXPECT_EQ(c.cholesky(), (std::vector<double>{1, 1, 0, -1, 0, 0}));
    const Correlation mixed{{"a", "b", "c"}, {{"a", "b", 1}, {"a", "c", 0.6}, {"b", "c", 0.6}}};
    EXPECT_LT((product(mixed.cholesky(), 3) - mixed.matrix()).cwiseAbs().maxCoeff(), 1e-15);
}

TEST(Correlation, APerfectCorrelationThatOthersContradictIsRefused) {
    EXPECT_NE(
        refusal({"a", "b", "c"}, {{"a", "b", 1}, {"a", "c", 0.6}, {"b", "c", 0.5}}).find("must be positive"),
        std::string::npos);
}

TEST(Correlation, WhatCannotHoldTogetherIsRefusedByItsEntriesAlone) {
    const std::string text = refusal({"copper", "gold", "oil", "silver"}, {{"copper", "gold", 0.9},
                                                                           {"copper", "silver", -0.9},
                                                                           {"gold", "silver", 0.9},
                                                                           {"oil", "copper", 0.1}});
    EXPECT_NE(text.find("price.correlation = copper, gold: 0.9; copper, silver: -0.9; gold, silver: 0.9"),
              std::string::npos)
        << text;
    EXPECT_EQ(text.find("oil"), std::string::npos) << text;
    EXPECT_NE(text.find("pivot of silver"), std::string::npos) << text;
}

TEST(Correlation, AllProblemsAreReportedAtOnce) {
    EXPECT_EQ(refusal({"a", "b", "b", "c"}, {{"a", "x", 0.1},
                                             {"a", "a", 1},
                                             {"a", "b", 1.2},
                                             {"a", "c", 0.3},
                                             {"c", "a", 0.3},
                                             {"b", "c", std::numeric_limits<double>::quiet_NaN()}}),
              "price.correlation = b: must not be named twice\n"
              "price.correlation = x: is not a name that can be correlated here\n"
              "price.correlation = a, a: must name two different things\n"
              "price.correlation = a, b: 1.2: must be in [-1, 1]\n"
              "price.correlation = c, a: must be stated once\n"
              "price.correlation = b, c: nan: must be in [-1, 1]");
}

TEST(Cholesky, TakesCovariancesAndZeroVariances) {
    Eigen::MatrixXd m(3, 3);
    m << 4, 0, -2, 0, 0, 0, -2, 0, 10;
    const std::vector<std::string> names{"a", "b", "c"};
    EXPECT_EQ(random::cholesky(m, names), (std::vector<double>{2, 0, 0, -1, 0, 3}));
}

TEST(Cholesky, RefusesWhatIsNoCovariance) {
    const std::vector<std::string> names{"a", "b"};
    Eigen::MatrixXd m(2, 2);
    m << 1, 0.5, 0.4, 1;
    EXPECT_THROW(random::cholesky(m, names), InputError);
    m << 1, 2, 2, 1;
    EXPECT_THROW(random::cholesky(m, names), InputError);
    m << -1, 0, 0, 1;
    EXPECT_THROW(random::cholesky(m, names), InputError);
    m << 0, 0.1, 0.1, 1;
    EXPECT_THROW(random::cholesky(m, names), InputError);
    m << 1, INFINITY, INFINITY, 1;
    EXPECT_THROW(random::cholesky(m, names), InputError);
}

TEST(Correlation, ApplyIsTheTriangleTimesTheNormals) {
    const Correlation c{{"a", "b", "c"}, {{"a", "b", 0.5}, {"b", "c", -0.4}, {"a", "c", 0.2}}};
    BlockArray z{3, narrow_block}, x{3, narrow_block};
    for (int i = 0; i < 3; ++i) {
        for (int p = 0; p < narrow_block; ++p) x(i, p) = z(i, p) = i - 0.1 * p;
    }
    c.apply(narrow_block, x.data());
    const std::vector<double>& l = c.cholesky();
    for (int p = 0; p < narrow_block; ++p) {
        EXPECT_DOUBLE_EQ(x(0, p), l[0] * z(0, p));
        EXPECT_DOUBLE_EQ(x(1, p), l[2] * z(1, p) + l[1] * z(0, p));
        EXPECT_NEAR(x(2, p), l[5] * z(2, p) + l[3] * z(0, p) + l[4] * z(1, p), 1e-15);
    }
}

}  // namespace
