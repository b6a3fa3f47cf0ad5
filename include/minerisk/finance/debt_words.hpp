#pragma once

#include <array>

/// The words of a debt that its kernels know too; see debt_spec.hpp.
namespace minerisk::inline v0::finance {

inline constexpr int most_facilities = 16;

/// How the principal comes back over the periods of repayment.
enum class Repayment {
    level_principal,  ///< equal parts of principal
    annuity,          ///< equal payments of interest and principal
    bullet,           ///< all in the last period
    table,            ///< stated shares, one a period
    sculpted          ///< what the forecast cash of the period pays at `Debt::sculpted_dscr`
};

/// What becomes of the interest that falls due before the first ore, while the grace lasts.
enum class BuildInterest {
    financed,     ///< a use of funds like any other: paid, from draws and equity
    capitalised,  ///< added to the balance
    paid          ///< by the shareholders
};

/// What lenders look at, at the end of each period after that of first ore. What lies ahead is the lenders'
/// case at the path's own first ore and price level, never the path's own future. None of them is there
/// without service, or without a balance; LLCR, PLCR and reserve tail end with the last maturity.
enum class Ratio {
    dscr,          ///< cash available for debt service over scheduled service, of the year up to now
    forward_dscr,  ///< the same of the year to come
    llcr,          ///< loan life: present value of cash until the last maturity over the balance
    plcr,          ///< project life: present value of cash until the mine is out over the balance
    reserve_tail,  ///< share of the ore that is left at the last maturity
    gearing,       ///< balance over balance and equity: not above its limit, all others not below
    cash           ///< what is in hand after service, USD
};
inline constexpr int ratio_count = 7;
inline constexpr std::array<const char*, ratio_count> ratio_names{
    "dscr", "forward_dscr", "llcr", "plcr", "reserve_tail", "gearing", "cash"};

constexpr bool looks_ahead(Ratio r) {
    return r == Ratio::forward_dscr || r == Ratio::llcr || r == Ratio::plcr || r == Ratio::reserve_tail;
}

/// A value v is on the wrong side of a limit where side v < side limit.
constexpr double side_of(Ratio r) {
    return r == Ratio::gearing ? -1 : 1;
}

}  // namespace minerisk::inline v0::finance
