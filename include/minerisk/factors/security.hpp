#pragma once

/// Attacks and blockades as dated outages of the site, the road, the rail and the port.
///
/// Classes of events are Poisson processes under a two-state regime; each event closes its channels for
/// lognormal times. The stage knows neither the schedule nor the mine: both the build and the operation later
/// meet the same outages. Clusters, force majeure and extra costs of events are not in this form.

#include "minerisk/factors/security/regime.hpp"
#include "minerisk/factors/security/stoppages.hpp"
