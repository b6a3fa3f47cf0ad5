#pragma once

/// The technical stage: how far grade, recovery and costs of a path are from what the study states.
///
///   MultiplierSpec (standard deviations, correlations) ─► Multipliers ─► [item][path], 1 where certain
///
/// One draw a path holds for the whole life: what is unknown is the orebody and the plant, not the year. The
/// cash flow applies the multipliers; recovery takes its own on the odds r / (1 - r), so that it stays
/// below 1.

#include "minerisk/core/technical.hpp"
#include "minerisk/factors/technical/multipliers.hpp"
#include "minerisk/factors/technical/spec.hpp"
