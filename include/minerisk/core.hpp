#pragma once

/// The words that all stages share.
///
/// Units are types: `4.60 * usd / lb` is a Price, ore is not metal, and what does not fit does not compile.
/// Values are held in USD, years and tonnes. Time is in years from the valuation date; a TimeGrid cuts it
/// into periods. Paths run in blocks; a BlockArray is [row][path in block]. What goes from stage to stage on
/// the hot path stands here too: OutageBlock (security), BuildPaths (schedule), the order of the technical
/// multipliers. What the user stated wrongly is an InputError with every problem; a caller's mistake is
/// MINERISK_EXPECTS.

#include "minerisk/core/block.hpp"
#include "minerisk/core/buffers.hpp"
#include "minerisk/core/build.hpp"
#include "minerisk/core/calendar.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/nearest_name.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/supply_line.hpp"
#include "minerisk/core/suspensions.hpp"
#include "minerisk/core/technical.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/core/units.hpp"
