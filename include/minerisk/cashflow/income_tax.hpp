#pragma once

#include <span>
#include <vector>

#include "minerisk/cashflow/mine.hpp"
#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/inputs/project.hpp"

namespace minerisk::inline v0::cashflow {

/// What of the terms does not fit the periods of a grid: empty if all of it does.
MINERISK_BODY std::vector<Problem> period_problems(const IncomeTax& terms, const TimeGrid& grid);

/// Income tax on a block of paths, period by period; the state of a path is in the workspace, so that it can
/// be run of the project alone and, with the interest that lenders are paid, of its company. In money of the
/// tax, which is real or, by the price level of the period, nominal:
///
///   income = before tax + capital that depreciates - depreciation - interest
///   left = max(0, income) - losses carried forward;  a loss is carried forward
///   tax = max(rate x left, minimum rate x gross) in the ordinary regime, final rate x gross in the final one
///
/// From a change of fiscal terms on the rate is another one. Each regime has its share of a period: nothing
/// is due before the date of the tax and in the holiday, then comes the final regime, then the ordinary one.
/// Capital waits for the first ore and depreciates from the period it is spent in, or that of first ore, on;
/// what is left of it when the mine has ended is deducted all the same, in its time.
class TaxModel {
public:
    /// Sound terms that fit the grid; `levels`: nominal money a real one, by period.
    TaxModel(const IncomeTax& terms, const TimeGrid& grid, std::vector<double> levels);

    struct Workspace {
        Workspace() = default;
        Workspace(const TaxModel& tax, int width);
        enum Row { rate, share, final_share, producing, adjustment, nothing, row_count };
        BlockArray rows;
        BlockArray losses;  ///< by the period they arose in, or one row where they do not expire
        struct Pool {
            BlockArray waiting, balance;
        };
        Pool growth, sustaining;
        std::vector<double> first_ore, change;
    };

    /// Rows over the paths of a period. Money is real but for the interest.
    struct Period {
        const double* gross;
        const double* before_tax;  ///< net cash flow before tax and working capital, all capital deducted
        const double *growth_capital, *sustaining_capital;
        const double* interest;  ///< deducted, nominal; null: none
        double* tax;             ///< written
    };

    /// The paths begin: nothing is carried forward.
    void open(std::span<const Mine> mines, Workspace& w) const;
    /// Period i, after those before it.
    void run(const Period& in, int i, Workspace& w) const;

private:
    struct Class {
        Depreciation terms;
        int slots = 0;     // of straight-line parts; 0: declining
        int periods = 0;   // of straight line
        double share = 0;  // deducted in a period: of what has begun, or of the balance
    };
    Class class_of(const Depreciation& terms) const;
    void regimes(int i, Workspace& w) const;
    void depreciate(const Class& capital, const double* spent, int i, Workspace::Pool& pool,
                    Workspace& w) const;

    IncomeTax terms_;
    TimeGrid grid_;
    std::vector<double> levels_;
    Class growth_, sustaining_;
    int loss_periods_ = 0, loss_slots_ = 0;  // 0: losses do not expire
};

}  // namespace minerisk::inline v0::cashflow

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/cashflow/income_tax.inl"
#endif
