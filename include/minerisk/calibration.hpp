#pragma once

/// Calibration: from dated events to the parameters of the security stage.
///
///   EventTimes, spread_over_days   events known by the day, as points of a window
///   Baseline                       the rate of spontaneous events: constant, by calendar pieces, or by
///   weights HawkesLikelihood               self-exciting events: lnL, gradient, best levels, standard errors
///   rescaled_gaps                  the events on the model's own clock; uniform_distance, ljung_box
///   simulate                       draws from a Hawkes process
///   NegativeBinomial, count_term   counts by week or month
///   daily_likelihood               counts by day with successors on later days
///   regime_likelihood              two hidden regimes of monthly counts
///
/// Days are the unit of time here, as in the data; a model file wants rates a year and states its units. A
/// level that drifts looks like contagion to a baseline that cannot move: compare the branching under several
/// baselines before believing one.
///
/// The fits themselves (`calibration/fit.hpp`) need an optimiser and are a library of their own.

#include "minerisk/calibration/baseline.hpp"       // IWYU pragma: export
#include "minerisk/calibration/counts.hpp"         // IWYU pragma: export
#include "minerisk/calibration/daily_counts.hpp"   // IWYU pragma: export
#include "minerisk/calibration/event_times.hpp"    // IWYU pragma: export
#include "minerisk/calibration/hawkes.hpp"         // IWYU pragma: export
#include "minerisk/calibration/hidden_regime.hpp"  // IWYU pragma: export
#include "minerisk/calibration/residuals.hpp"      // IWYU pragma: export
#include "minerisk/calibration/simulate.hpp"       // IWYU pragma: export
