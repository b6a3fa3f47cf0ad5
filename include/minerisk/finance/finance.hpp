#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "minerisk/cashflow/cash_flow.hpp"
#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/build.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/finance/debt.hpp"
#include "minerisk/finance/partners.hpp"
#include "minerisk/finance/sizing.hpp"
#include "minerisk/finance/spec.hpp"
#include "minerisk/valuation/irr.hpp"
#include "minerisk/valuation/npv.hpp"
#include "minerisk/valuation/payback.hpp"

namespace minerisk::inline v0::finance {

/// What a number of a path is.
enum class Unit { real_money, nominal_money, rate, years, calendar_time, ratio };

/// A number that finance gives for each path. `calendar_time` is in years from the valuation date; `below`
/// and `above` say what infinite values mean.
struct Figure {
    std::string name{};
    Unit unit = Unit::ratio;
    std::string below{}, above{};
};

/// From the project's cash flow to lenders, shareholders and governments, on a block of paths. The cash flow
/// is real, debt is nominal: `price_levels` converts between them, once.
///
///   shareholders = net cash flow + tax saved + (draws - interest - fees - principal - kept) / price level
///
/// where `tax saved` is what deducted interest takes off the income tax of the project, 0 if none is
/// deducted. Support under the completion guarantee is paid by the shares of it that stakes state, where they
/// do; what else the shareholders pay or receive in such a period goes its own way.
///
/// A party's flow is real USD: its part of the calls and distributions less what is withheld of it, what its
/// loans bring it, levies paid to it, what is withheld from others, premiums less recoveries. In every period
/// and path
///
///   sum of the parties + kept / price level = net cash flow + levies + premium - recovery - compensation
///
/// with the levies of the project; `kept` is what its accounts gain, which are empty in the end.
class Finance {
public:
    /// Throws InputError naming each value outside its range. `lenders`: their case, if there is one.
    Finance(Spec spec, const Project& project, const TimeGrid& grid, valuation::Convention convention,
            Rate discount_rate, LenderCase lenders = {});

    const Spec& spec() const { return spec_; }
    /// With the commitments that sizing leaves.
    const std::optional<DebtModel>& debt() const { return debt_; }
    const Sized& sized() const { return sized_; }
    const std::vector<double>& levels() const { return levels_; }

    /// All figures, in the order of the rows of the workspace's values.
    const std::vector<Figure>& figures() const { return figures_; }
    /// Where the figures of all shareholders (0) and of party k - 1 (k) begin: NPV, IRR and, of those who
    /// have a part in the project, peak funding, payback and first receipt.
    struct PartyRows {
        int first = 0;
        bool invests = false;
    };
    const std::vector<PartyRows>& party_rows() const { return rows_; }
    std::size_t parties() const { return spec_.parties.size(); }

    struct Inputs {
        cashflow::Ledger& ledger;  ///< that keeps what finance takes
        const BuildPaths& build;
        std::span<const cashflow::Mine> mines;
        const BlockArray* price_index =
            nullptr;                            ///< [period][path], 1 at the deck; null without lenders' case
        const BlockArray* base_rate = nullptr;  ///< [period][path], a year; null where nothing floats
    };

    class Workspace {
    public:
        Workspace() = default;
        /// `keeps_lines`: whether the debt account of every period stays, for `explain` and for tests.
        Workspace(const Finance& finance, int width, bool keeps_lines);

        const BlockArray& values() const { return values_; }  ///< [figure][path]
        /// Of all shareholders, before what is withheld from them, and of a party: real USD by period.
        const BlockArray& shareholders() const { return shareholders_; }
        const BlockArray& flow(std::size_t party) const { return flows_[party]; }
        const DebtModel::Workspace& debt() const { return debt_; }
        valuation::IrrStatus irr_status(std::size_t party, int path) const {
            return irr_status_[party * static_cast<std::size_t>(width_) + static_cast<std::size_t>(path)];
        }

    private:
        friend class Finance;
        enum Row {
            net,         // of the project after the tax of the company, real
            tax,         // of the company
            tax_saved,   // so far
            comes_in,    // 1 where those who are to come in do
            taken,       // when the mine is taken from its owners
            end_period,  // of the mine; infinite: it has not ended
            row_count
        };
        int width_ = 0;
        BlockArray rows_;
        BlockArray values_, shareholders_;
        std::vector<BlockArray> flows_;
        std::vector<double*> party_;  // their rows in a period
        DebtModel::Workspace debt_;
        cashflow::TaxModel::Workspace tax_;
        Partners::Account account_;
        std::vector<valuation::IrrStatus> irr_status_, shareholders_status_;
    };

    void run(const Inputs& in, Workspace& w) const;

private:
    static Spec checked(Spec spec, const Project& project, const TimeGrid& grid, bool has_case);
    void name_figures();
    void open(const Inputs& in, Workspace& w) const;
    /// The company's tax of a period: that of the project less what interest saves.
    void tax_company(const Inputs& in, int i, Workspace& w) const;
    /// The debt account of a period.
    void run_debt(const Inputs& in, int i, Workspace& w) const;
    /// The flows of the parties in a period.
    void spread(const Inputs& in, int i, Workspace& w) const;
    /// Payable metal sold in the first year of the grid that begins after first ore, nominal.
    double first_full_year_sales(const Inputs& in, double first_ore, int p) const;
    /// The largest spend of a year on the build, that until the period of first ore, and what supplies were
    /// bought.
    void value_build(const Inputs& in, int p, Workspace& w) const;
    void value_party(const PartyRows& rows, const BlockArray& flow, const std::vector<double>& discount,
                     valuation::IrrStatus* status, Workspace& w) const;
    void value_debt(Workspace& w) const;
    void value(Workspace& w) const;

    Spec spec_;
    TimeGrid grid_;
    std::vector<double> levels_, begins_;  // by period
    Partners partners_;
    std::optional<DebtModel> debt_;
    std::optional<cashflow::TaxModel> tax_;  // of the company, where interest is deducted
    Sized sized_;
    std::vector<std::size_t> lenders_;     // party of each facility
    std::vector<std::size_t> royalty_to_;  // party of each royalty
    std::optional<std::size_t> tax_to_, insurer_, compensated_by_;
    std::vector<double> discount_;                // of the shareholders together
    std::vector<std::vector<double>> discounts_;  // by party
    std::vector<Figure> figures_;
    std::vector<PartyRows> rows_;
    int first_of_debt_ = 0;
};

}  // namespace minerisk::inline v0::finance

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/finance/finance.inl"
#endif
