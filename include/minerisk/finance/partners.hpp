#pragma once

#include <span>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/finance/spec.hpp"

namespace minerisk::inline v0::finance {

/// Who pays and who receives what the shareholders pay and receive together. A negative flow is a call: each
/// stake that is not carried pays share / (shares that are not carried). A positive one is a distribution:
/// each stake receives its share of what the loans of the shareholders leave of it.
class Partners {
public:
    /// `spec` must have passed `finance_problems`.
    Partners(const Spec& spec, const TimeGrid& grid);

    /// What a path owes its shareholders; nothing at its beginning.
    struct Account {
        double owed = 0;      ///< what the others have paid for carried stakes and have not got back, real
        double loan = 0;      ///< principal of the shareholder loans, nominal
        double interest = 0;  ///< on them, not paid yet, nominal
    };
    struct Period {
        int i = 0;
        bool enters = true;  ///< whether those who are to come in do
        double level = 1;    ///< nominal per real money
    };
    /// Spreads the real `flow` of a period over the parties: adds to `parties`. Periods in their order.
    void spread(double flow, const Period& at, Account& account, std::span<double> parties) const;

    /// Whether support under the completion guarantee is paid by shares of its own.
    bool has_guarantors() const { return !guarantors_.empty(); }
    /// Spreads support under the completion guarantee, positive, over those who guarantee: adds to `parties`.
    /// No claim comes of it: no carried stake owes it to those who paid.
    void call_guarantors(double support, std::span<double> parties) const;

    /// What the buyers of stakes pay the sellers in period i, nominal: adds to `parties`. Nobody pays for a
    /// stake in a mine that is taken from its owners by then.
    void pay_entries(int i, double taken, std::span<double> parties) const;

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
        double date = 0;
        std::size_t buyer = 0, seller = 0;  // parties
        double price = 0;
    };
    struct Guarantor {
        std::size_t party = 0;
        double share = 0;
    };
    double share_of(std::size_t stake, const Period& at) const;
    double funding_share(std::size_t stake, const Period& at) const;
    /// Pays interest and principal of the shareholder loans from a distribution; what is left of it.
    double pay_loans(double flow, const Period& at, Account& account, std::span<double> parties) const;
    void pay_dividends(double dividends, const Period& at, double& owed, std::span<double> parties) const;
    /// A party receives an amount less what is withheld of it.
    void receive(std::size_t party, double amount, const std::vector<double>& withheld,
                 std::span<double> parties) const;

    std::vector<Stake> stakes_;
    std::vector<Entry> entries_;
    std::vector<Guarantor> guarantors_;
    std::vector<double> share_at_;  // [period][stake], once those who have come in by then are in
    double carried_ = 0;            // shares that are carried, all together
    bool carry_repaid_ = false;
    double lent_ = 0;                                 // share of every call
    double loan_rate_ = 0;                            // of a period
    std::vector<double> of_dividends_, of_interest_;  // what is withheld, by party
    std::size_t withheld_to_ = 0;
};

}  // namespace minerisk::inline v0::finance

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/finance/partners.inl"
#endif
