#pragma once

/// What the kernel that spreads flows over parties reads and writes. Arrays are [width].
namespace minerisk::inline v0 {

/// A stake in one period.
struct StakeTerms {
    int holder, payer;  ///< parties
    bool is_carried;
    double share;   ///< once those who have come in by then are in
    double before;  ///< and where nobody comes in
};

struct GuarantorTerms {
    int party;
    double share;  ///< of the support
};

struct SpreadRows {
    double level;  ///< nominal per real money
    int parties, stakes, guarantors;
    const StakeTerms* stake;
    const GuarantorTerms* guarantor;
    const double *of_dividends, *of_interest;  ///< [party] withheld
    int withheld_to;
    double carried;  ///< shares of the carried stakes, all together
    bool carry_repaid;
    double lent;                           ///< share of every call that is lent
    double loan_rate;                      ///< of a period
    const double* net;                     ///< of the project, real
    const double *to_equity, *guaranteed;  ///< of debt, nominal; null without it
    const double* comes_in;                ///< 1 where those who are to come in do, else 0
    double *owed, *loan, *interest;        ///< see finance::Partners; not read without stakes
    double* equity;                        ///< of the shareholders together, real
    double* const* party;  ///< [party]: nominal flows so far; then real, with those of the shareholders
};

}  // namespace minerisk::inline v0
