#pragma once

#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/finance/spec.hpp"

namespace minerisk::inline v0::finance {

/// Who pays and who receives what the shareholders pay and receive together. A negative flow is a call: each
/// stake that is not carried pays share / (shares that are not carried). A positive one is a distribution:
/// each stake receives its share of it.
class Partners {
public:
    /// `spec` must have passed `finance_problems`.
    Partners(const Spec& spec, const TimeGrid& grid);

    /// Spreads `flow` of period i over the parties: adds to `parties`. `owed`: what the others have paid for
    /// the carried stakes and have not got back, of this path; 0 at its beginning. `enters`: whether those
    /// who are to come in do.
    void spread(double flow, int i, bool enters, double& owed, std::span<double> parties) const;

    /// Whether support under the completion guarantee is paid by shares of its own.
    bool has_guarantors() const { return !guarantors_.empty(); }
    /// Spreads support under the completion guarantee, positive, over those who guarantee: adds to `parties`.
    /// No claim comes of it: no carried stake owes it to those who paid.
    void call_guarantors(double support, std::span<double> parties) const;

    /// What the buyers of stakes pay the sellers in period i, nominal: adds to `parties`.
    void pay_entries(int i, std::span<double> parties) const;

    /// The part of each call that a stake pays before anyone comes in.
    double funding_share(std::size_t stake) const;

private:
    struct Stake {
        std::size_t holder = 0, payer = 0;
        bool carried = false;
        double share = 0;  // before anyone comes in
    };
    struct Entry {
        int period = 0;
        std::size_t buyer = 0, seller = 0;  // parties
        double price = 0;
    };
    struct Guarantor {
        std::size_t party = 0;
        double share = 0;
    };
    double share_of(std::size_t stake, int i, bool enters) const;

    std::vector<Stake> stakes_;
    std::vector<Entry> entries_;
    std::vector<Guarantor> guarantors_;
    std::vector<double> share_at_;  // [period][stake], once those who have come in by then are in
    double carried_ = 0;            // shares that are carried, all together
    bool carry_repaid_ = false;
};

}  // namespace minerisk::inline v0::finance

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/finance/partners.inl"
#endif
