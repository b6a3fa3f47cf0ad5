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

/// Whoever pays or receives: shareholders, governments, lenders, insurers.
struct Party {
    std::string name{};    ///< of lower-case letters, digits and '_'
    Rate discount_rate{};  ///< for real flows, or for nominal ones
    bool nominal = false;
};

/// Whom a levy goes to, by the name of the royalty, or "income tax".
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
    /// Whether what the others paid for carried stakes comes back to them from the dividends of these stakes,
    /// without interest, before these see any.
    bool carry_repaid = false;
    std::vector<Entry> entries{};
    std::vector<LevyTo> levies{};
    std::string insurer{};  ///< the party that insurance premiums go to; empty without insurance
    std::vector<Supply> supplies{};
    std::optional<Debt> debt{};
};

}  // namespace minerisk::inline v0::finance
