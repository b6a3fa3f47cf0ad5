#pragma once

/// The interest stage: the base rate of floating loans.
///
///   BaseRate (now, long run, half-life, volatility) ─► BaseRateModel ─► [period][path], a year
///
/// Where no facility floats there is none of it, and nothing is drawn.

#include "minerisk/factors/interest/base_rate_model.hpp"
#include "minerisk/inputs/base_rate.hpp"
