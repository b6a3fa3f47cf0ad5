#pragma once

#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/units.hpp"
#include "minerisk/finance/debt_spec.hpp"

/// What the user states of a project's finance. Plain structs: readers and users fill them, `Finance` refuses
/// what cannot be. Money is nominal USD, of the time at which it is paid, unless said otherwise; times are
/// years from the valuation date; rates are effective, a year.
namespace minerisk::inline v0::finance {

/// One index from the study's real money to the money of the day: index(t) = (1 + rate)^(t - base).
struct Inflation {
    Rate rate{};
    Years base{};  ///< when an amount of the study's money is worth as much in nominal terms
};

/// A share in the project: it receives `share` of every distribution and pays its part of every call. A
/// carried stake pays nothing; the others pay for it in proportion to their shares.
struct Stake {
    std::string holder{};  ///< a party
    double share = 0;      ///< shares of all stakes add up to 1
    bool carried = false;
    std::string funded_by{};  ///< a party that pays this stake's calls; empty: its holder
    /// The share of the support under the completion guarantee that whoever pays this stake's calls (of a
    /// carried one its holder) pays: stated for all stakes, adding up to 1, or for none, when support is
    /// called like all else. A buyer of the stake does not take it over.
    std::optional<double> guarantees{};
};

/// A buyer comes in: from the period that holds `date` on, part of a stake is the buyer's; the price goes to
/// the seller in that period. Not on a path that is stopped.
struct Entry {
    std::string buyer{};   ///< a party
    std::string seller{};  ///< the holder of a stake that is not carried
    double share = 0;      ///< of the project
    Years date{};
    Money price{};
};

/// Loans of the shareholders to the project: `share` of every call is lent by those who pay it. Interest is
/// that of whole periods on what is owed when they begin, and compounds while it is not paid. Every
/// distribution first pays the interest, then the principal, to those who pay the calls, in their funding
/// shares of that period: a buyer takes over its part. Dividends are what is left. What is not paid at the
/// end of the grid never is. What guarantors pay by shares of their own is not lent.
struct ShareholderLoans {
    double share = 0;  ///< of every call, in (0, 1]
    Rate rate{};
};

/// What is withheld from what shareholders receive, by party, and paid to the party of the levy
/// "withholding". Principal of shareholder loans bears none, nor does the interest that lenders receive.
struct Withholding {
    double dividends = 0;  ///< of dividends, also of those that repay a carry
    /// Of the interest of shareholder loans; stated where there are such loans.
    std::optional<double> interest{};
};

/// Whoever pays or receives: shareholders, governments, lenders, insurers.
struct Party {
    std::string name{};    ///< of lower-case letters, digits and '_'
    Rate discount_rate{};  ///< for real flows, or for nominal ones
    bool nominal = false;
    bool exempt = false;  ///< nothing is withheld from it
};

/// Whom a levy goes to, by the name of the royalty, "income tax" or "withholding"; of "compensation": who
/// pays for an expropriation.
struct LevyTo {
    std::string levy{};
    std::string party{};
};

/// Goods of one origin in the build: a share of the growth capital, bought as that is spent.
struct Supply {
    std::string name{};
    double share = 0;
    Years by{};  ///< what is bought until then counts
};

struct Spec {
    Inflation inflation{};
    std::vector<Party> parties{};
    std::vector<Stake> stakes{};
    /// Whether what the others paid for carried stakes, and did not lend, comes back to them from the
    /// dividends of these stakes, without interest, before these see any.
    bool carry_repaid = false;
    std::optional<ShareholderLoans> shareholder_loans{};
    std::optional<Withholding> withholding{};
    std::vector<Entry> entries{};
    std::vector<LevyTo> levies{};
    /// Whether the income tax of the company is that on its income less the interest of its lenders, accrued.
    /// That of the project is not.
    bool interest_deducted = false;
    std::string insurer{};  ///< the party that insurance premiums go to; empty without insurance
    std::vector<Supply> supplies{};
    std::optional<Debt> debt{};
};

}  // namespace minerisk::inline v0::finance
