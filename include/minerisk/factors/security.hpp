#pragma once

/// Attacks and blockades as dated outages of the site, the road, the rail and the port.
///
/// Classes of events cluster: each event brings about others, of its own class or of another. A
/// regime and, class by class, season and trend scale those that come by themselves. An event closes the
/// channels of its kind for a random time. Events that cannot touch the project are not simulated, exactly
/// in law. The stage knows neither the schedule nor the mine: both the build and the operation later meet the
/// same outages.
///
/// Measures of protection keep events off or ease what they do; events cost money and set off force majeure,
/// which suspends the project as a whole.

#include "minerisk/factors/security/baseline.hpp"
#include "minerisk/factors/security/batch_size.hpp"
#include "minerisk/factors/security/branching.hpp"
#include "minerisk/factors/security/check_classes.hpp"
#include "minerisk/factors/security/check_spec.hpp"
#include "minerisk/factors/security/closings.hpp"
#include "minerisk/factors/security/damages.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/force_majeure.hpp"
#include "minerisk/factors/security/protecting.hpp"
#include "minerisk/factors/security/protection.hpp"
#include "minerisk/factors/security/regime.hpp"
#include "minerisk/factors/security/spec.hpp"
#include "minerisk/factors/security/stoppages.hpp"
#include "minerisk/factors/security/suspending.hpp"
