#pragma once

/// The fiscal stage: when the state changes the terms of a project, or takes it.
///
///   Spec (probabilities a year, from a date) ─► Shocks ─► dates [event][path], infinite where none comes
///
/// What a change and an expropriation cost is in the project; the cash flow applies them from their dates on.

#include "minerisk/core/fiscal.hpp"
#include "minerisk/factors/fiscal/shocks.hpp"
#include "minerisk/factors/fiscal/spec.hpp"
