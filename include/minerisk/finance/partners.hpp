#pragma once

#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/finance/spec.hpp"
#include "minerisk/kernels/party_rows.hpp"

namespace minerisk::inline v0::finance {

/// Who pays and who receives what the shareholders pay and receive together. A negative flow is a call: each
/// stake that is not carried pays share / (shares that are not carried). A positive one is a distribution:
/// each stake receives its share of what the loans of the shareholders leave of it. Support under the
/// completion guarantee is paid by shares of its own where stakes state them; no claim comes of it: no
/// carried stake owes it to those who paid.
class Partners {
public:
    /// `spec` must have passed `finance_problems`. Without stakes nobody pays or receives.
    Partners(const Spec& spec, const TimeGrid& grid);

    /// What each path of a block owes its shareholders; nothing at its beginning.
    class Account {
    public:
        Account() = default;
        explicit Account(int width) : rows_{3, width} {
            MINERISK_EXPECTS(width == wide_block || width == narrow_block);
        }
        void open() { rows_.fill(0); }
        /// What the others have paid for carried stakes and have not got back, real.
        double owed(int path) const { return rows_(0, path); }
        /// Principal of the shareholder loans, and interest on them that is not paid yet, nominal.
        double loan(int path) const { return rows_(1, path); }
        double interest(int path) const { return rows_(2, path); }

    private:
        friend class Partners;
        BlockArray rows_{};
    };

    /// The flows of a period on a block of paths; arrays [width].
    struct Flows {
        int i = 0;
        double level = 1;                    ///< nominal per real money
        const double* net = nullptr;         ///< of the project, real
        const double* to_equity = nullptr;   ///< of debt, nominal; null without it
        const double* guaranteed = nullptr;  ///< what shareholders pay under the guarantee, in to_equity
        const double* comes_in = nullptr;    ///< 1 where those who are to come in do, else 0
        const double* taken = nullptr;       ///< when the mine is taken from its owners
        double* equity = nullptr;            ///< of the shareholders together, real
        double* const* party =
            nullptr;  ///< [party]: nominal flows so far; then real, with those of the stakes
    };
    /// Spreads the flows of a period over the parties, and pays the price of stakes that are bought in it.
    /// Nobody pays for a stake in a mine that is taken from its owners by then. Periods in their order.
    void spread(const Flows& flows, Account& account) const;

    /// The part of each call that a stake pays before anyone comes in.
    double funding_share(std::size_t stake) const;

private:
    struct Entry {
        int period = 0;
        double date = 0;
        std::size_t buyer = 0, seller = 0;  // parties
        double price = 0;
    };
    void pay_entries(const Flows& flows, int width) const;

    std::size_t parties_ = 0, stakes_ = 0;
    std::vector<StakeTerms> terms_;  // [period][stake]; buyers' after the others
    std::vector<Entry> entries_;
    std::vector<GuarantorTerms> guarantors_;
    double carried_ = 0;  // shares that are carried, all together
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
