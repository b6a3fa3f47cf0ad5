#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "minerisk/cashflow/availability.hpp"
#include "minerisk/cashflow/event_costs.hpp"
#include "minerisk/cashflow/income_tax.hpp"
#include "minerisk/cashflow/insurance.hpp"
#include "minerisk/cashflow/ledger.hpp"
#include "minerisk/cashflow/mine.hpp"
#include "minerisk/cashflow/production.hpp"
#include "minerisk/cashflow/royalties.hpp"
#include "minerisk/core/fiscal.hpp"
#include "minerisk/core/suspensions.hpp"
#include "minerisk/core/technical.hpp"
#include "minerisk/inputs/project.hpp"
#include "minerisk/kernels/table.hpp"

namespace minerisk::inline v0::cashflow {

/// The project's account on a block of paths from what the factors gave.
///
/// Ore first: a period mills min(capacity x availability, ore left); grade, recovery, strip, unit costs and
/// sustaining capital follow cumulative ore, fixed costs follow the calendar. Money is real USD.
///
///   gross = sum of payable metal x average price;  selling = treatment + refining + freight
///   nsr = gross - selling;  onsite = mining + processing + general + fixed + security
///   before tax = nsr - onsite - royalty - growth - sustaining - closure - standing - damage - premium
///                + recovery
///   net = before tax - tax - working capital taken up + compensation
///
/// Damages, the standing cost of suspensions and insurance count from the valuation date until the project is
/// over: with its last ore, by the decision that stops it, when it is given up, or with the lease. They have
/// no part in what decides on closing early.
class CashFlow {
public:
    /// `levels`: nominal money a real one, by period, for a tax that is settled in nominal money; empty: 1.
    /// Throws InputError with every problem of the project.
    CashFlow(Project project, const TimeGrid& grid, std::vector<double> levels = {});

    const Project& project() const { return project_; }
    const TimeGrid& grid() const { return grid_; }
    double total_ore() const { return total_ore_; }

    /// What the factors give, by block.
    struct Inputs {
        std::span<const BlockArray> prices;  ///< by metal, [period][path], USD/t
        const BuildPaths& build;
        const OutageBlock& outages;
        const BlockArray& alert;      ///< of each period: 0 costs security_low, 1 security_high
        const BlockArray& technical;  ///< multipliers [Technical][path]
        const BlockArray& fiscal;     ///< dates [FiscalEvent][path]
    };

    using Mine = cashflow::Mine;

    struct Workspace {
        Workspace() = default;
        Workspace(const CashFlow& flow, int width)
            : availability{flow.grid().periods(), width},
              rows{row_count, width},
              mines(static_cast<std::size_t>(width)),
              production{width},
              royalties{flow.royalties_, width},
              tax{flow.tax_, width} {}
        /// What the money of a period is made of beside the ledger; written again each period, but for
        /// `tied_up`.
        enum Row {
            until,             ///< years: milling ends then in the period; -infinity: none is planned
            possible,          ///< t that could be milled
            expensed,          ///< t mined at an operating cost
            sustained_mined,   ///< t mined and
            sustained_ore,     ///< t milled that call for sustaining capital
            fixed_years,       ///< of fixed cost
            protecting,        ///< running cost of measures of protection
            operating_margin,  ///< what onsite cost leaves of the net smelter return, as a share of it
            margin,            ///< net smelter return less royalties and onsite cost
            tied_up,           ///< working capital
            row_count
        };
        BlockArray availability;
        BlockArray rows;
        RaggedLists<ProductionLoss> losses;  ///< that insurance looks at, by path
        MillingAvailability milling;
        std::vector<Mine> mines;
        Production::Workspace production;
        Royalties::Workspace royalties;
        TaxModel::Workspace tax;
    };

    void run(const Inputs& in, Workspace& w, Ledger& ledger) const;

private:
    static Project checked(Project project, const TimeGrid& grid);

    void open(const Inputs& in, int p, Workspace& w) const;
    void find_availability(const Inputs& in, int width, Workspace& w) const;

    /// Mills the period's ore and spreads the closure costs; quantities and closure go into the ledger.
    void produce(const Inputs& in, int i, int width, Workspace& w, Ledger& ledger) const;

    /// Closes a mine early where its past says so. Returns what is paid for closure.
    double decide(int i, Mine& mine) const;

    /// What the period means for a mine that is open in it, with the ore that was planned, that was possible
    /// and that was milled, now and before. Returns what is paid for closure.
    double follow(int i, double planned, double possible, double ore, double before, Mine& mine) const;

    /// Compensation for an expropriation in period i, of what was spent until then.
    double compensation(const Mine& mine, int i) const;

    void end_mine(Mine& mine, MineEnd how, int period, double when, int year) const;
    /// The first payment at the end of the mine, with what is unspent of the progressive closure.
    double end_payment(Mine& mine) const;
    /// The period of that payment: of last ore, or the one after it where closing was decided on the past.
    static int payment_period(const Mine& mine);
    double progressive_closure(Mine& mine, double before) const;

    /// The money of a period from its quantities, all paths side by side.
    void account(const Inputs& in, int i, int width, Workspace& w, Ledger& ledger) const;

    /// What the paths spend by the calendar, on their builds and on events.
    void spend(const Inputs& in, int i, int width, Workspace& w, Ledger& ledger) const;

    /// From there to royalties, tax and the net cash flow, all paths side by side.
    void settle(const Inputs& in, int i, int width, Workspace& w, Ledger& ledger) const;

    /// At the end of a year: what it says about closing early.
    void review_year(int i, double margin, Mine& mine) const;

    struct EventMoney {
        double standing = 0, damage = 0, premium = 0, recovery = 0;
    };
    /// Of one period: what suspensions and damages cost, and what insurance costs and pays. The insured value
    /// is the capital spent before the period.
    EventMoney event_money(const Inputs& in, int i, int p, const Workspace& w, Mine& mine) const;

    Project project_;
    TimeGrid grid_;
    double total_ore_ = 0;
    std::size_t carrier_ = 0;
    double stop_ = 0;  // of every path: with the lease, or in time for closure inside the grid
    double sunk_ = 0;
    std::optional<Policy> policy_;
    Stores stores_;
    Production production_;
    Royalties royalties_;
    TaxModel tax_;
};

}  // namespace minerisk::inline v0::cashflow

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/cashflow/cash_flow.inl"
#endif
