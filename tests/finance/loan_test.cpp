#include "minerisk/finance/loan.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "minerisk/finance/debt_words.hpp"

namespace {

using namespace minerisk::finance;
namespace lanes = minerisk::kernel_builds::plain;

/// The n-th principal (from 0) of `count` on a balance.
double principal_due(Repayment repayment, const std::vector<double>& table, int n, int count, double balance,
                     double rate) {
    const double left = count - n;
    switch (repayment) {
        case Repayment::level_principal:
            return lanes::level_principal1(balance, left);
        case Repayment::annuity:
            return lanes::annuity_principal1(balance, left, rate);
        case Repayment::bullet:
            return lanes::bullet_principal1(balance, left);
        default:
            return lanes::table_principal1(balance, left,
                                           parts_of_balance(table)[static_cast<std::size_t>(n)]);
    }
}

/// The payments of a loan of 100 that is paid on time: principal by period.
std::vector<double> principals(Repayment repayment, int count, double rate, std::vector<double> table = {}) {
    std::vector<double> all;
    double balance = 100;
    for (int n = 0; n < count; ++n) {
        all.push_back(principal_due(repayment, table, n, count, balance, rate));
        balance -= all.back();
    }
    EXPECT_NEAR(balance, 0, 1e-12);
    return all;
}

TEST(PrincipalDue, LevelPrincipalIsEqualParts) {
    for (const double p : principals(Repayment::level_principal, 4, 0.08)) EXPECT_DOUBLE_EQ(p, 25);
}

TEST(PrincipalDue, AnAnnuityPaysTheSameEveryPeriod) {
    const double r = 0.08;
    const double payment = 100 * r / (1 - std::pow(1 + r, -5));  // 25.0456...
    EXPECT_NEAR(payment, 25.045645, 1e-6);
    double balance = 100;
    for (const double p : principals(Repayment::annuity, 5, r)) {
        EXPECT_NEAR(p + balance * r, payment, 1e-12);
        balance -= p;
    }
    for (const double p : principals(Repayment::annuity, 5, 0)) EXPECT_DOUBLE_EQ(p, 20);
}

TEST(PrincipalDue, AnAnnuityWithoutEndIsAllInterest) {
    for (const double left : {1000.0, 2500.0, 9999.0})
        EXPECT_NEAR(lanes::annuity_principal1(100, left, 1.0), 0, 1e-100) << left;
}

TEST(PrincipalDue, ABulletIsPaidAtTheEnd) {
    EXPECT_EQ(principals(Repayment::bullet, 3, 0.08), (std::vector<double>{0, 0, 100}));
}

TEST(PrincipalDue, ATableIsFollowed) {
    const std::vector<double> due = principals(Repayment::table, 3, 0.08, {0.5, 0.3, 0.2});
    EXPECT_DOUBLE_EQ(due[0], 50);
    EXPECT_DOUBLE_EQ(due[1], 30);
    EXPECT_NEAR(due[2], 20, 1e-13);
}

TEST(PrincipalDue, WhatWasPrepaidMakesTheRestSmallerInProportion) {
    const std::vector<double> table{0.5, 0.3, 0.2};
    // After the first half, another 25 of the 50 left are prepaid.
    EXPECT_DOUBLE_EQ(principal_due(Repayment::table, table, 1, 3, 25, 0.1), 15);
    EXPECT_DOUBLE_EQ(principal_due(Repayment::level_principal, {}, 1, 3, 25, 0.1), 12.5);
}

TEST(Accrual, IsEffective) {
    EXPECT_NEAR(accrual(0.08, 1), 0.08, 1e-15);
    EXPECT_NEAR(std::pow(1 + accrual(0.08, 0.25), 4), 1.08, 1e-14);
}

}  // namespace
