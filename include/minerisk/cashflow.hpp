#pragma once

/// From dates, prices, outages and multipliers to the project's cash by period.
///
/// Ore first: capacity times availability mills ore in the order of the table, and grade, recovery, strip and
/// unit costs follow the ore. Outages act through stores; the lease, the horizon, or years of losses end the
/// mine early. Security events cost money besides: damages, standing cost of suspensions, insurance.
/// Royalties may slide or be paid ahead; income tax carries losses and depreciation forward, path by path. A
/// state may change both, or take the mine.

#include "minerisk/cashflow/availability.hpp"
#include "minerisk/cashflow/cash_flow.hpp"
#include "minerisk/cashflow/event_costs.hpp"
#include "minerisk/cashflow/income_tax.hpp"
#include "minerisk/cashflow/insurance.hpp"
#include "minerisk/cashflow/ledger.hpp"
#include "minerisk/cashflow/mine.hpp"
#include "minerisk/cashflow/production.hpp"
#include "minerisk/cashflow/royalties.hpp"
