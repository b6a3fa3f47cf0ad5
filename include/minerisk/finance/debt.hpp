#pragma once

#include <array>
#include <limits>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/finance/debt_spec.hpp"
#include "minerisk/finance/forecast.hpp"
#include "minerisk/kernels/debt_rows.hpp"

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
    int facilities() const { return static_cast<int>(loans_.size()); }
    const Forecast& forecast() const { return forecast_; }
    /// Whether the ratio is tested: those of covenants and sizing, and always the DSCR.
    bool tests(Ratio ratio) const { return side_[static_cast<std::size_t>(ratio)] != 0; }

    class Workspace {
    public:
        Workspace() = default;
        /// `rows`: periods whose lines are kept, all of the grid or none.
        Workspace(const DebtModel& model, int rows, int width);
        /// What the cash flow gives to a period, and what debt makes of it.
        DebtRows& rows() { return rows_.front(); }
        const DebtRows& rows() const { return rows_.front(); }
        const BlockArray& line(DebtLine line) const { return lines_[static_cast<std::size_t>(line)]; }
        /// A ratio that is tested, by period and path; NaN where it is not defined.
        const BlockArray& ratio(Ratio ratio) const { return ratios_[static_cast<std::size_t>(ratio)]; }
        DebtOutcome outcome(int path) const;
        LoanOutcome loan(int facility, int path) const;
        /// What facility k receives less what it lends, in the period done last.
        const double* lender_flow(int facility) const {
            return loans_[static_cast<std::size_t>(facility)].flow;
        }

    private:
        friend class DebtModel;
        int width_ = 0;
        std::vector<DebtRows> rows_;  // one
        std::vector<LoanRows> loans_, ahead_;
        std::vector<BlockArray> lines_, ratios_;  // ratios: those that are tested have rows
    };

    /// Begins a path. `decided`: when it was decided to go on, infinite if it never is; `first_ore` infinite
    /// if there is none; `taken`: when the mine is taken from its owners, infinite if it never is.
    void open(double decided, double first_ore, double taken, int path, Workspace& w) const;
    /// Sets the rates of the coming period, from `base_rate` where they float, and `interest_owed`, nominal,
    /// on all that is owed: what a tax deducts. Once before each `period`.
    void accrue(Workspace& w) const;
    /// Periods in their order. Reads net, growth, milled, suspended, price_index, compensation and over.
    void period(int i, Workspace& w) const;

private:
    DebtTerms terms() const;
    void keep_lines(int i, Workspace& w) const;

    Debt spec_;
    TimeGrid grid_;
    Forecast forecast_;
    std::vector<LoanTerms> loans_;
    std::vector<double> parts_;  // of the balance, by loan and period of its table
    std::vector<CovenantTerms> covenants_;
    std::array<double, ratio_count> side_{};  // of the ratios that are tested
    int ranks_ = 1;
    bool sculpts_ = false;
};

}  // namespace minerisk::inline v0::finance

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/finance/debt.inl"
#endif
