#pragma once

/// Everything, for examples and first steps:
///
///   inputs -> random -> factors (price | security | schedule | technical | fiscal) -> cashflow -> finance ->
///   valuation -> statistics
///             \_______________ engine: runs this for blocks of paths, in parallel _______________/
///                       \___ analysis: what several runs of one seed say together
///
/// Each stage has a header of its own whose opening comment is its page.

#include "minerisk/analysis.hpp"
#include "minerisk/cashflow.hpp"
#include "minerisk/core.hpp"
#include "minerisk/engine.hpp"
#include "minerisk/factors/fiscal.hpp"
#include "minerisk/factors/interest.hpp"
#include "minerisk/factors/price.hpp"
#include "minerisk/factors/schedule.hpp"
#include "minerisk/factors/security.hpp"
#include "minerisk/factors/technical.hpp"
#include "minerisk/finance.hpp"
#include "minerisk/inputs.hpp"
#include "minerisk/random.hpp"
#include "minerisk/statistics.hpp"
#include "minerisk/valuation.hpp"
