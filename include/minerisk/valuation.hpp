#pragma once

/// Valuation: from any cash flow by period to one number. It does not know where the flows come from, so it
/// serves as well on a host tool's own cash flows. Amounts are plain doubles, USD by convention (any one unit
/// will do), receipts positive; rates are annual effective.
///
///   npv                    NPV with the flow at the start, middle or end of its period; factors; blocks
///   irr                    the rate where NPV falls through zero, with a count of all roots by proof; blocks
///   dated                  XNPV and XIRR on dates, Actual/365
///   payback                simple and discounted; blocks
///   profitability_index    NPV per discounted investment
///   mirr                   modified IRR
///
/// What does not exist on a stream has a status and, where an order exists, a rank as an infinity, never an
/// exception: an IRR of -inf is "no return at any rate", one of NaN has no rank. The statistics take it so.
/// The forms on blocks [period][path] allocate nothing and give each path the bits it would have alone.

#include "minerisk/valuation/dated.hpp"                // IWYU pragma: export
#include "minerisk/valuation/irr.hpp"                  // IWYU pragma: export
#include "minerisk/valuation/mirr.hpp"                 // IWYU pragma: export
#include "minerisk/valuation/npv.hpp"                  // IWYU pragma: export
#include "minerisk/valuation/payback.hpp"              // IWYU pragma: export
#include "minerisk/valuation/profitability_index.hpp"  // IWYU pragma: export
