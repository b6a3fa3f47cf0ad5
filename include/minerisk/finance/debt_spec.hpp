#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/units.hpp"
#include "minerisk/finance/debt_words.hpp"
#include "minerisk/inputs/base_rate.hpp"

/// What the user states of a project's debt; see spec.hpp.
namespace minerisk::inline v0::finance {

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
    Years available{};  ///< from financial close; no draws after it
    Rate rate{};        ///< all in; of a floating loan the margin over the base rate
    bool floating = false;
    std::optional<Rate> base_floor{};  ///< a floating loan's base rate counts as no less
    double upfront_fee = 0;            ///< of the commitment, at financial close
    Rate commitment_fee{};             ///< of what is not drawn while it is available
    double exposure_fee = 0;           ///< of each draw (the premium of an export credit agency)
    BuildInterest interest = BuildInterest::financed;
    Years grace{};        ///< from the beginning of the period of the first draw, whole periods
    Years repaid_over{};  ///< from the end of the grace, whole periods
    Repayment repayment = Repayment::level_principal;
    std::vector<double> table{};  ///< shares of the principal, for Repayment::table
    int rank = 0;                 ///< paid in this order; 0 is senior
    std::optional<Cover> cover{};
    /// A cost overrun facility: lends for growth capital since financial close beyond this budget, once the
    /// others have lent what they can, and in the place of equity.
    std::optional<Money> overrun_of{};
};

/// Beyond `lockup` nothing is distributed; beyond `breach` the covenant is broken.
struct Covenant {
    Ratio ratio = Ratio::dscr;
    std::optional<double> lockup{}, breach{};
};

/// What the lenders' case must reach: commitments shrink alike until it does.
struct SizingLimit {
    Ratio ratio = Ratio::dscr;
    double limit = 0;
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
    /// The shareholders make good what service lacks until so long after first ore; without a guarantee there
    /// is standby equity alone.
    bool completion_guarantee = true;
    Years completion{};
    /// Completion also waits for a period that mills this share of what the ramp-up allows, 0 for none.
    double completion_test = 0;
    Money standby_equity{};  ///< what they put in for service without a guarantee, or after it, in all
    Years reserve{};         ///< the debt service reserve account holds the service of so long ahead
    std::vector<Covenant> covenants{};
    std::vector<SizingLimit> sizing{};
    double sculpted_dscr = 0;             ///< for Repayment::sculpted
    std::optional<BaseRate> base_rate{};  ///< for floating loans
    /// In what lies ahead, the distance of prices from the lenders' deck halves in so long: 0 is the deck
    /// alone, infinity today's prices for good.
    Years price_memory{};
    /// Who pays growth capital after first ore: the project's cash, before service, or the shareholders.
    bool growth_from_cash = false;
    Money equity_before{};  ///< paid in before the valuation date, for the gearing
    double sweep = 0;       ///< share of what service and reserve leave that prepays, in [0, 1]
    Years cure{};           ///< service overdue for so long, from the end of its period on, is a default
};

}  // namespace minerisk::inline v0::finance
