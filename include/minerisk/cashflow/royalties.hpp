#pragma once

#include <span>
#include <vector>

#include "minerisk/cashflow/ledger.hpp"
#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/inputs/project.hpp"
#include "minerisk/kernels/table.hpp"

namespace minerisk::inline v0::cashflow {

/// What is paid of an advance royalty from its start to time t, in USD: its years' amounts, up to the cap.
MINERISK_BODY double paid_ahead(const AdvanceRoyalty& advance, double t);

/// A project's royalties on a block of paths, period by period. In the period [b, e] and with A(t) what is
/// paid ahead until t, u the first ore or the end of the project, whichever comes first:
///
///   due = rate x share of the period from the royalty's date on x max(0, base)
///   ahead = A(min(e, u)) - A(b);  credit += ahead;  used = min(due, credit);  credit -= used
///   paid = ahead + due - used
class Royalties {
public:
    /// A sound project: its metals and scales fit together.
    Royalties(const Project& project, const TimeGrid& grid);

    int count() const { return static_cast<int>(all_.size()); }

    struct Workspace {
        Workspace() = default;
        Workspace(const Royalties& royalties, int width)
            : credit{royalties.count(), width},
              ahead{1, width},
              until{1, width},
              change{1, width},
              base{1, width} {}
        BlockArray credit;  ///< [royalty][path]
        BlockArray ahead;   ///< in the period
        BlockArray until;   ///< nothing is paid ahead from then on
        BlockArray change;  ///< when the fiscal terms change
        BlockArray base;    ///< the part of one that lies after the change
    };
    /// A path begins: `until` is u above, `change` when its fiscal terms change.
    void open(int path, double until, double change, Workspace& w) const;

    /// Writes what each royalty costs in period i, and the total. Needs gross, nsr and the operating margin
    /// of the period.
    void run(std::span<const BlockArray> prices, const double* operating_margin, int i, Workspace& w,
             Ledger& ledger) const;

private:
    struct Term {
        Royalty stated;
        int metal = -1;  // that its scale slides on; -1: the margin
        std::vector<RateStep> steps;
        std::vector<double> paid_ahead;  // until the beginning of each period, and the end of the last
    };
    const double* base_of(const Royalty& r, int i, Workspace& w, Ledger& ledger) const;
    void pay_ahead(const Term& term, int i, Workspace& w) const;

    TimeGrid grid_;
    std::vector<Term> all_;
};

}  // namespace minerisk::inline v0::cashflow

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/cashflow/royalties.inl"
#endif
