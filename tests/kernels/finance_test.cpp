#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/kernels/builds.hpp"

// Of the compiled library, as cash_flow_test.cpp. What the kernels say is tested with finance; here: that
// every build, both widths and every neighbourhood give a path the same bits.
namespace {

using minerisk::DebtRows;
using minerisk::DebtTerms;
using minerisk::KernelTable;
using minerisk::LoanRows;
using minerisk::LoanTerms;
using minerisk::narrow_block;
using minerisk::wide_block;
using minerisk::finance::BuildInterest;
using minerisk::finance::Ratio;
using minerisk::finance::Repayment;

constexpr int finance_periods = 24, finance_loans = 6;
constexpr double inf = std::numeric_limits<double>::infinity();

/// A deal with one of everything; `other`: with what the first has not.
struct KernelDeal {
    std::vector<double> parts{0.2, 0.5, 1};
    std::vector<double> cash, moving, ore, levels;
    std::vector<LoanTerms> loans;
    std::vector<minerisk::CovenantTerms> covenants{
        {Ratio::dscr, 1.3, 1.1}, {Ratio::llcr, 1.4, 1.0}, {Ratio::gearing, 0.8, 0.9}};
    DebtTerms terms{};

    explicit KernelDeal(bool other) {
        const double none = std::numeric_limits<double>::quiet_NaN();
        for (int i = 0; i < finance_periods; ++i) {
            cash.push_back(i < 3 ? 0 : 90 + 7 * (i % 4));
            moving.push_back(i < 3 ? 0 : 150);
            ore.push_back(std::max(0.0, 1 - i / 20.0));
            levels.push_back(1 + 0.02 * i);
        }
        for (int k = 0; k < finance_loans; ++k)
            loans.push_back({.commitment = 60.0 + 20 * k,
                             .share = k == 5 ? 0 : 0.14,
                             .available = 3.0 + k,
                             .margin = 0.05,
                             .base_floor = k == 3 ? 0.02 : -inf,
                             .upfront_fee = 0.01,
                             .commitment_fee = 0.004,
                             .exposure_fee = 0.01 * k,
                             .grace = 2.0 + k % 3,
                             .repayments = k == 3 ? 3.0 : 5.0 + k,
                             .first_part = 0,
                             .cover = k == 1 ? 0.1 : none,
                             .budget = k == 5 ? 350 : none,
                             .rank = k % 2,
                             .interest = static_cast<BuildInterest>(k % 3),
                             .repayment = static_cast<Repayment>(k % 5),
                             .floats = k == 3 || k == 1,
                             .is_overrun = k == 5});
        terms.loans = finance_loans;
        terms.ranks = 2;
        terms.covenants = static_cast<int>(covenants.size());
        terms.loan = loans.data();
        terms.covenant = covenants.data();
        terms.parts = parts.data();
        if (!other)
            terms.forecast = {finance_periods, cash.data(), moving.data(), ore.data(), levels.data(), 0.7};
        for (int r = 0; r < minerisk::finance::ratio_count; ++r)
            terms.side[r] = minerisk::finance::side_of(static_cast<Ratio>(r));
        terms.sculpts = true;
        terms.has_guarantee = !other;
        terms.growth_from_cash = other;
        terms.completion = 1;
        terms.completion_test = 0.5;
        terms.sculpted_dscr = 1.4;
        terms.reserve = 0.5;
        terms.sweep = 0.3;
        terms.cure = 1;
        terms.per_year = other ? 4 : 1;
        terms.step = 1.0 / terms.per_year;
    }
};

/// A number of path p in period i, between a and b.
double drawn(int row, int i, int p, double a, double b) {
    std::minstd_rand random{static_cast<unsigned>(1 + row + 16 * i + 1024 * p)};
    random.discard(3);
    return std::uniform_real_distribution<>{a, b}(random);
}

struct DebtRun {
    DebtRows rows{};
    std::vector<LoanRows> loans{finance_loans}, ahead{finance_loans};
    std::vector<double> ratios;  // [period and ratio][path]
};

/// Paths first, first + 1, ... through all periods.
DebtRun run_debt(const KernelTable& kernel, const KernelDeal& deal, int first, int width) {
    DebtRun r;
    DebtRows& s = r.rows;
    for (int p = 0; p < width; ++p) {
        const int path = first + p;
        s.first_ore[p] = path % 9 == 0 ? inf : drawn(0, 0, path, 1, 5);
        s.taken[p] = path % 7 == 0 ? drawn(1, 0, path, 2, 20) : inf;
        s.close[p] = path % 11 == 0 ? inf : drawn(2, 0, path, 0, 1.5);
        s.shift[p] = path % 4 - 1;
        s.overdue_since[p] = -1;
        s.standby_left[p] = 20;
        s.equity_left[p] = path % 3 * 60;
        s.lockup[p] = s.breach[p] = s.default_at[p] = s.completed[p] = inf;
        for (int k = 0; k < minerisk::finance::ratio_count; ++k) {
            s.worst[k][p] = deal.terms.side[k] * inf;
            s.broken[k][p] = inf;
        }
        for (LoanRows& loan : r.loans) {
            loan.first[p] = -1;
            loan.grown[p] = 1;
            loan.rate[p] = 0.05;
            loan.first_draw[p] = inf;
        }
    }
    for (int i = 0; i < finance_periods; ++i) {
        for (int p = 0; p < width; ++p) {
            const int path = first + p;
            s.growth[p] = i < 5 ? drawn(3, i, path, 0, 200) : 0;
            s.net[p] = (i < 3 ? 0 : drawn(4, i, path, -100, path % 2 == 0 ? 60 : 240)) - s.growth[p];
            s.milled[p] = drawn(5, i, path, 0, 1);
            s.suspended[p] = path % 5 == 0 ? drawn(6, i, path, 0, 1) : 0;
            s.price_index[p] = drawn(7, i, path, 0.3, 2);
            s.base_rate[p] = drawn(8, i, path, -0.01, 0.1);
            s.after_close[p] = std::clamp(i + 1 - s.close[p], 0.0, 1.0);
            s.over[p] = i > 18 ? 1 : 0;
            s.compensation[p] = s.taken[p] >= i && s.taken[p] < i + 1 ? 50 : 0;
        }
        kernel.debt_interest(deal.terms, s, r.loans.data(), width);
        kernel.debt_period(deal.terms, {i, 1.0 * i, i + 1.0, i + 1 == finance_periods}, s, r.loans.data(),
                           r.ahead.data(), width);
        for (const auto& ratio : s.ratio) r.ratios.insert(r.ratios.end(), ratio, ratio + wide_block);
    }
    return r;
}

/// Rows [row][path] of `b` from its first path on are those of `a` from path `first` on, to the bit.
void expect_same_rows(const double* a, const double* b, std::size_t rows, int first, int width) {
    for (std::size_t row = 0; row < rows; ++row)
        ASSERT_EQ(std::memcmp(a + row * wide_block + first, b + row * wide_block,
                              static_cast<std::size_t>(width) * sizeof(double)),
                  0)
            << "row " << row << ", paths from " << first;
}
template <class Rows>
void expect_same_rows(const Rows& a, const Rows& b, int first, int width) {
    expect_same_rows(reinterpret_cast<const double*>(&a), reinterpret_cast<const double*>(&b),
                     sizeof(Rows) / sizeof(minerisk::PathRow), first, width);
}

void expect_the_same_everywhere(const KernelDeal& deal) {
    const DebtRun expected = run_debt(*minerisk::usable_kernels().back(), deal, 0, wide_block);
    double drawn_in_all = 0, lost = 0, locked_up = 0;
    for (int p = 0; p < wide_block; ++p) {
        drawn_in_all += expected.rows.drawn[p];
        lost += expected.rows.loss[p] > 0 ? 1 : 0;
        locked_up += expected.rows.lockup[p] < inf ? 1 : 0;
    }
    EXPECT_GT(drawn_in_all, 64 * 100);
    EXPECT_GT(lost, 5);
    EXPECT_GT(locked_up, 5);
    for (const KernelTable* kernel : minerisk::usable_kernels())
        for (const int width : {wide_block, narrow_block})
            for (int first = 0; first < wide_block; first += width) {
                SCOPED_TRACE(std::string{kernel->name} + ", " + std::to_string(width));
                const DebtRun run = run_debt(*kernel, deal, first, width);
                expect_same_rows(expected.rows, run.rows, first, width);
                expect_same_rows(expected.ratios.data(), run.ratios.data(),
                                 expected.ratios.size() / wide_block, first, width);
                for (std::size_t k = 0; k < finance_loans; ++k)
                    expect_same_rows(expected.loans[k], run.loans[k], first, width);
            }
}

TEST(DebtKernels, GiveTheSameBitsInEveryBuildWidthAndNeighbourhood) {
    expect_the_same_everywhere(KernelDeal{false});
}

TEST(DebtKernels, GiveTheSameBitsByQuarterWithoutForecastOrGuarantee) {
    expect_the_same_everywhere(KernelDeal{true});
}

TEST(SpreadKernel, GivesTheSameBitsInEveryBuildWidthAndNeighbourhood) {
    const std::vector<minerisk::StakeTerms> stakes{
        {0, 0, false, 0.4, 0.5}, {1, 2, false, 0.4, 0.4}, {1, 1, true, 0.1, 0.1}, {3, 3, false, 0.1, 0}};
    const std::vector<minerisk::GuarantorTerms> guarantors{{0, 0.6}, {2, 0.4}};
    const std::vector<double> dividends{0.075, 0, 0.075, 0.1}, interest{0.1, 0.1, 0, 0.1};
    constexpr int parties = 4, rows = 8 + parties;
    const auto run = [&](const KernelTable& kernel, int first, int width) {
        minerisk::BlockArray a{rows, width};
        std::vector<double*> party;
        for (int k = 0; k < parties; ++k) party.push_back(a.row(8 + k));
        std::vector<double> all;
        for (int i = 0; i < 12; ++i) {
            for (int p = 0; p < width; ++p) {
                const int path = first + p;
                a(0, p) = drawn(0, i, path, i < 3 ? -100 : -40, i < 3 ? 0 : 200);
                a(1, p) = drawn(1, i, path, -50, 50);
                a(2, p) = path % 3 == 0 ? drawn(2, i, path, 0, 30) : 0;
                a(3, p) = path % 4 > 0 ? 1 : 0;
                for (double* const row : party) row[p] = drawn(3, i, path, -1, 1);
            }
            kernel.spread({.level = 1 + 0.03 * i,
                           .parties = parties,
                           .stakes = static_cast<int>(stakes.size()),
                           .guarantors = static_cast<int>(guarantors.size()),
                           .stake = stakes.data(),
                           .guarantor = guarantors.data(),
                           .of_dividends = dividends.data(),
                           .of_interest = interest.data(),
                           .withheld_to = 2,
                           .carried = 0.1,
                           .carry_repaid = true,
                           .lent = 0.5,
                           .loan_rate = 0.08,
                           .net = a.row(0),
                           .to_equity = a.row(1),
                           .guaranteed = a.row(2),
                           .comes_in = a.row(3),
                           .owed = a.row(5),
                           .loan = a.row(6),
                           .interest = a.row(7),
                           .equity = a.row(4),
                           .party = party.data()},
                          width);
            for (int row = 4; row < rows; ++row)
                for (int p = 0; p < width; ++p) all.push_back(a(row, p));
        }
        return all;
    };
    const std::vector<double> expected = run(*minerisk::usable_kernels().back(), 0, wide_block);
    for (const KernelTable* kernel : minerisk::usable_kernels())
        for (const int width : {wide_block, narrow_block})
            for (int first = 0; first < wide_block; first += width) {
                const std::vector<double> all = run(*kernel, first, width);
                for (std::size_t x = 0; x < all.size(); ++x) {
                    const std::size_t row = x / static_cast<std::size_t>(width),
                                      p = x % static_cast<std::size_t>(width);
                    ASSERT_EQ(all[x], expected[row * wide_block + static_cast<std::size_t>(first) + p])
                        << kernel->name << ", " << width;
                }
            }
}

TEST(FundingKernel, IsTheDeepestSumAndTheFirstReceipt) {
    const double begin[] = {0, 1, 2, 3}, flow[] = {-10, -5, 40, -30}, none[] = {-1, 0, -2, 0};
    for (const KernelTable* kernel : minerisk::usable_kernels())
        for (const int width : {wide_block, narrow_block}) {
            minerisk::BlockArray cash{4, width}, out{2, width};
            for (int i = 0; i < 4; ++i)
                for (int p = 0; p < width; ++p) cash(i, p) = p % 2 == 0 ? flow[i] : none[i];
            kernel->funding(4, width, cash.data(), begin, out.row(0), out.row(1));
            for (int p = 0; p < width; ++p) {
                EXPECT_EQ(out(0, p), p % 2 == 0 ? 15 : 3);
                EXPECT_EQ(out(1, p), p % 2 == 0 ? 2 : inf);
            }
        }
}

}  // namespace
