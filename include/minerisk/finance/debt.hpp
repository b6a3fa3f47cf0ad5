#pragma once

#include <array>
#include <limits>
#include <span>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/finance/covenants.hpp"
#include "minerisk/finance/debt_spec.hpp"
#include "minerisk/finance/forecast.hpp"

namespace minerisk::inline v0::finance {

/// What a path leaves the lenders with; money nominal USD, times years from the valuation date, infinite
/// where it never comes about.
struct LoanOutcome {
    double drawn = 0;
    double first_draw = std::numeric_limits<double>::infinity();
    double at_default = 0;  ///< balance when the default came, overdue included
    /// What the lender loses, in money of the time of the default: the balance then less what is paid later,
    /// discounted at the loan's rate; what is unpaid at the end where no default came before.
    double loss = 0;
};
struct DebtOutcome {
    double close = std::numeric_limits<double>::infinity();  ///< financial close
    double drawn = 0;
    double peak = 0;  ///< the largest balance of all facilities together
    double loss = 0;  ///< of all loans
    double interest_of_build = 0, fees = 0;
    /// Growth capital until the period of first ore, its interest and the fees; infinite where it never
    /// comes.
    double all_in_cost = 0;
    double support = 0;  ///< what shareholders paid for service that the project could not pay
    double completed = std::numeric_limits<double>::infinity();  ///< end of the period that completes it
    double balloon = 0;  ///< the last sculpted payments beyond what the forecast cash allows at the ratio
    double lockup = std::numeric_limits<double>::infinity();  ///< beginning of the first period of it
    double breach = std::numeric_limits<double>::infinity();
    double default_at = std::numeric_limits<double>::infinity();
    /// By ratio, of those that are tested: the worst value, infinite without a test, and when its covenant
    /// was first broken.
    std::array<double, ratio_count> worst{}, broken{};
    double worst_of(Ratio r) const { return worst[static_cast<std::size_t>(r)]; }
};

/// Lines of the debt account, one number a period and path, nominal USD but for the ratio.
enum class DebtLine : int {
    cash,  ///< cash flow available for debt service; before growth capital where shareholders pay that
    draws,
    interest,  ///< paid, financed interest included
    fees,
    principal,  ///< paid, prepayment and overdue principal included
    balance,    ///< at the end of the period, overdue included
    overdue,    ///< of it
    service,    ///< scheduled from cash: interest and principal
    dscr,       ///< cash / service of the year up to here, once there is ore; NaN without service
    reserve,    ///< in the debt service reserve account, at the end
    held,       ///< kept back by the lock-up, at the end
    support     ///< paid by the shareholders for service
};
inline constexpr std::array<const char*, 12> debt_line_names{"cash",      "draws",   "interest", "fees",
                                                             "principal", "balance", "overdue",  "service",
                                                             "dscr",      "reserve", "held",     "support"};

/// The debt of a project on a block of paths, period by period.
///
/// Until the period of first ore, growth capital, fees and financed interest are the uses of funds U;
/// facility k draws D_k = min(room_k, share_k x (debt's part of U)), share_k by commitment. As the fees on
/// draws are uses themselves, U = C + sum c_k D_k: piecewise linear in U, solved exactly by binding the rooms
/// in the order in which they bind, at most once each. An overrun facility then takes the place of equity,
/// and the fees on its draws are equity. Nothing is drawn for the share of a period before financial close,
/// in force majeure, and nothing at all once the availability is over or in default.
///
/// All that is paid in a period is paid at one instant of it, the one to which valuation discounts its flows:
/// the interest of a period is that of a whole period on the balance that the one before left, and a loan
/// without fees that is paid in time earns its rate, whatever the convention.
///
/// From first ore on cash pays in this order: by rank interest, then principal as scheduled, then what is
/// overdue; what service lacks comes from what lock-up holds, the reserve account, the shareholders (before
/// completion under the guarantee, then the standby equity), or is overdue and bears interest. In default all
/// cash goes to the lenders. What is left fills the reserve account; while a ratio is beyond its lock-up the
/// rest is held, else `sweep` of it prepays and the remainder is distributed. When the mine is taken from its
/// owners, commitments and guarantee end, and the loans are paid from the compensation before they are.
class DebtModel {
public:
    /// `spec` must have passed `add_debt_problems`; `forecast` may be empty where it looks at none.
    DebtModel(Debt spec, const TimeGrid& grid, Forecast forecast = {});

    const Debt& spec() const { return spec_; }
    int facilities() const { return static_cast<int>(spec_.facilities.size()); }
    const Forecast& forecast() const { return forecast_; }
    /// Whether the ratio is tested: those of covenants and sizing, and always the DSCR.
    bool tests(Ratio ratio) const { return tested_[static_cast<std::size_t>(ratio)]; }

    /// What the project's cash flow gives to one path and period.
    struct Period {
        double net = 0;           ///< nominal
        double growth = 0;        ///< nominal
        double milled = 1;        ///< share of the ore that the ramp-up allows
        double suspended = 0;     ///< share of the period in force majeure
        double price_index = 1;   ///< of the metals, 1 at the lenders' deck
        double base_rate = 0;     ///< a year, of floating loans
        double compensation = 0;  ///< for an expropriation, nominal, part of net: lenders are paid from it
        bool over = false;        ///< the mine has ended by the end of the period: nothing lies ahead
    };
    /// What debt does to one path in one period, nominal.
    struct Flow {
        double to_equity = 0;   ///< what shareholders have more (or less) than the net cash flow
        double kept = 0;        ///< what the project's reserve and held accounts gain
        double guaranteed = 0;  ///< paid by the shareholders under the completion guarantee, in to_equity
    };

    class Workspace {
    public:
        Workspace() = default;
        /// `rows`: periods whose lines are kept; 1 where only the last is looked at.
        Workspace(int facilities, int rows, int width);
        BlockArray& line(DebtLine line) { return lines_[static_cast<std::size_t>(line)]; }
        const BlockArray& line(DebtLine line) const { return lines_[static_cast<std::size_t>(line)]; }
        /// A ratio that is tested, by period and path; NaN where it is not defined.
        const BlockArray& ratio(Ratio ratio) const { return ratios_[static_cast<std::size_t>(ratio)]; }
        DebtOutcome& outcome(int path) { return outcomes_[static_cast<std::size_t>(path)]; }
        const DebtOutcome& outcome(int path) const { return outcomes_[static_cast<std::size_t>(path)]; }
        LoanOutcome& loan(int facility, int path) { return loans_[index(facility, path)]; }
        const LoanOutcome& loan(int facility, int path) const { return loans_[index(facility, path)]; }
        /// What facility k receives less what it lends, in the period done last.
        double lender_flow(int facility, int path) const { return states_[index(facility, path)].flow; }

    private:
        friend class DebtModel;
        struct Loan {
            double balance = 0, overdue = 0, flow = 0;
            int first = -1;    // period of its first draw
            double grown = 1;  // of 1 at its rate since the default
            // of the period
            double step_rate = 0, room = 0, interest = 0, draw = 0, fee = 0;
            double due_interest = 0, due_principal = 0;
        };
        struct Path {
            double first_ore = 0;
            double taken = 0;
            int shift = 0;                          // of the forecast
            bool tested = false, complete = false;  // completion: its test is passed, it is reached
            double equity = 0;                      // paid in
            double spent = 0;                       // growth capital since financial close
            double equity_left = 0, standby_left = 0, reserve = 0, held = 0;
            double overdue_since = -1;
            bool in_default = false;
            std::array<double, 12> cash{}, due{};  // of the year up to now, in operation
        };
        std::size_t index(int facility, int path) const {
            return static_cast<std::size_t>(path * facilities_ + facility);
        }
        int facilities_ = 0;
        std::vector<BlockArray> lines_, ratios_;
        std::vector<DebtOutcome> outcomes_;
        std::vector<LoanOutcome> loans_;
        std::vector<Loan> states_;
        std::vector<Path> paths_;
    };

    /// Begins a path. `decided`: when it was decided to go on, infinite if it never is; `first_ore` infinite
    /// if there is none; `taken`: when the mine is taken from its owners, infinite if it never is.
    void open(double decided, double first_ore, double taken, int path, Workspace& w) const;
    /// Interest of the coming period on all that is owed, nominal: what a tax deducts.
    double interest(int path, double base_rate, const Workspace& w) const;
    /// Periods in their order. `row`: of the lines of the workspace.
    Flow period(const Period& in, int i, int row, int path, Workspace& w) const;

private:
    using Loan = Workspace::Loan;
    using Path = Workspace::Path;
    struct Prepared {
        double share = 0;          // of the draws
        double step_rate = 0;      // interest of a period at a fixed rate
        int grace = 0, count = 0;  // periods
    };
    /// One period of one path on its way through the steps below.
    struct Now {
        const Period& in;
        int i;
        double begin, end;
        bool builds, taken, last;
        std::span<Loan> loans;
        std::span<LoanOutcome> of_loans;
        Path& path;
        DebtOutcome& out;
        double cash = 0, draws = 0, interest = 0, fees = 0, principal = 0;
        double due = 0;                      // scheduled service
        double rest = 0;                     // of the cash in hand
        double support = 0, guaranteed = 0;  // by the shareholders, and of it under the guarantee
        double nothing = 0;                  // what counts as paid
        double balance = 0, overdue = 0;
        std::array<double, ratio_count> ratio{};
    };
    double step_rate(std::size_t k, double base_rate) const;
    bool repays(const Loan& loan, std::size_t k, int i) const;

    void accrue(Now& now) const;
    void draw(Now& now) const;
    /// Uses of funds at which draws and uses agree, given what does not depend on draws.
    double uses(double fixed, double equity_left, std::span<Loan> loans) const;
    void lend(Now& now, std::size_t k, double amount) const;
    /// Interest of the build, and what falls due.
    void fall_due(Now& now) const;
    /// The principal of period i on loans that know their due interest; returns the balloon of a sculpture.
    double schedule(std::span<Loan> loans, int i, int shift) const;
    /// Scheduled service of the periods i + 1, ..., i + `periods`, the last in part, at the rates of today.
    double service_ahead(std::span<const Loan> loans, int i, double periods, int shift) const;
    void collect(Now& now) const;
    /// Pays `owed` of the loans of a rank from the rest; `paid(loan, amount)`.
    template <class Paid>
    void pay(Now& now, int rank, double Loan::*owed, const Paid& paid) const;
    void serve(Now& now) const;
    void look_for_default(Now& now) const;
    /// Whether the next period is past completion.
    void look_for_completion(Now& now) const;
    /// Tests the ratios; whether distributions are locked up.
    bool test(Now& now) const;
    void keep_or_sweep(Now& now) const;

    Debt spec_;
    TimeGrid grid_;
    Forecast forecast_;
    std::vector<Prepared> prepared_;
    std::array<bool, ratio_count> tested_{};
    int ranks_ = 1;
};

}  // namespace minerisk::inline v0::finance

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/finance/debt.inl"
#include "minerisk/finance/debt_draws.inl"
#include "minerisk/finance/debt_service.inl"
#endif
