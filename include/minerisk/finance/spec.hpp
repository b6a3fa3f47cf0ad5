#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/units.hpp"

/// What the user states of a project's finance. Plain structs: readers and users fill them, `Finance` refuses
/// what cannot be. Money is nominal USD, of the time at which it is paid, unless said otherwise; times are
/// years from the valuation date; rates are effective, a year.
namespace minerisk::inline v0::finance {

/// One index from the study's real money to the money of the day: index(t) = (1 + rate)^(t - base).
struct Inflation {
    Rate rate{};
    Years base{};  ///< when an amount of the study's money is worth as much in nominal terms
};

/// How the principal comes back over the periods of repayment.
enum class Repayment {
    level_principal,  ///< equal parts of principal
    annuity,          ///< equal payments of interest and principal
    bullet,           ///< all in the last period
    table             ///< stated shares, one a period
};

/// What becomes of the interest that falls due before the first ore, while the grace lasts.
enum class BuildInterest {
    financed,     ///< a use of funds like any other: paid, from draws and equity
    capitalised,  ///< added to the balance
    paid          ///< by the shareholders
};

/// An export credit: draws reach at most `share` of the eligible part of what was spent on growth since
/// financial close.
struct Cover {
    double share = 0.85;
    double eligible = 1;
};

struct Facility {
    std::string name{};
    std::string lender{};  ///< a party
    Money commitment{};
    Years available{};        ///< from financial close; no draws after it
    Rate rate{};              ///< all in: base rate and margin
    double upfront_fee = 0;   ///< of the commitment, at financial close
    Rate commitment_fee{};    ///< of what is not drawn while it is available
    double exposure_fee = 0;  ///< of each draw (the premium of an export credit agency)
    BuildInterest interest = BuildInterest::financed;
    Years grace{};        ///< from the beginning of the period of the first draw, whole periods
    Years repaid_over{};  ///< from the end of the grace, whole periods
    Repayment repayment = Repayment::level_principal;
    std::vector<double> table{};  ///< shares of the principal, for Repayment::table
    int rank = 0;                 ///< paid in this order; 0 is senior
    std::optional<Cover> cover{};
};

/// Who pays for the build first.
enum class Drawing {
    pro_rata,     ///< debt takes `gearing` of each use of funds
    debt_first,   ///< debt until it is drawn
    equity_first  ///< equity until it has paid `equity_first` since financial close, then debt
};

struct Debt {
    std::vector<Facility> facilities{};
    Drawing drawing = Drawing::pro_rata;
    double gearing = 0;    ///< for Drawing::pro_rata, in (0, 1]
    Money equity_first{};  ///< for Drawing::equity_first
    /// From the decision to go on (the valuation date where there is none to wait for) to financial close.
    Years close_after{};
    /// A financial close later than this does not come: the commitments lapse.
    Years closes_by = Years::from_canonical(std::numeric_limits<double>::infinity());
    /// The shareholders make good what service lacks until so long after first ore; without a guarantee they
    /// never do. Before first ore nobody else can.
    bool completion_guarantee = true;
    Years completion{};
    Money standby_equity{};  ///< what they put in for service after completion, in all
    Years reserve{};         ///< the debt service reserve account holds the service of so long ahead
    double lockup_dscr = 0;  ///< below it nothing is distributed; 0: no such rule
    double breach_dscr = 0;  ///< below it the covenant is broken; 0: no such rule
    double sweep = 0;        ///< share of what service and reserve leave that prepays, in [0, 1]
    Years cure{};            ///< service overdue for longer is a default
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

/// Whom a levy goes to, by the name of the royalty, "income tax" or "withholding".
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
    std::string insurer{};  ///< the party that insurance premiums go to; empty without insurance
    std::vector<Supply> supplies{};
    std::optional<Debt> debt{};
};

}  // namespace minerisk::inline v0::finance
