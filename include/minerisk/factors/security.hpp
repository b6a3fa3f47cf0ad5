#pragma once

/// Attacks and blockades as dated outages of the site, the road, the rail and the port.
///
/// Classes of events cluster: each event brings about others, of its own class or of another. A
/// regime and, class by class, season and trend scale those that come by themselves. An event closes the
/// channels of its kind for lognormal times. Events that cannot touch the project are not simulated, exactly
/// in law. The stage knows neither the schedule nor the mine: both the build and the operation later meet the
/// same outages. Force majeure and extra costs of events are not in this form.

#include "minerisk/factors/security/baseline.hpp"
#include "minerisk/factors/security/branching.hpp"
#include "minerisk/factors/security/check_classes.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/regime.hpp"
#include "minerisk/factors/security/stoppages.hpp"
