#pragma once

/// Debt, covenants and parties: what a path's project cash flow means for lenders, shareholders and
/// governments.
#include "minerisk/finance/check.hpp"
#include "minerisk/finance/covenants.hpp"
#include "minerisk/finance/debt.hpp"
#include "minerisk/finance/debt_spec.hpp"
#include "minerisk/finance/finance.hpp"
#include "minerisk/finance/forecast.hpp"
#include "minerisk/finance/inflation.hpp"
#include "minerisk/finance/loan.hpp"
#include "minerisk/finance/parties.hpp"
#include "minerisk/finance/partners.hpp"
#include "minerisk/finance/sizing.hpp"
#include "minerisk/finance/spec.hpp"
