#pragma once

/// What the user states of a mine: ore, metals, phases, costs, levies. Plain structs, checked once, then
/// constant. Money is real, of one base month; PriceIndex brings it there.

#include "minerisk/inputs/base_rate.hpp"
#include "minerisk/inputs/check.hpp"
#include "minerisk/inputs/even_build.hpp"
#include "minerisk/inputs/price_index.hpp"
#include "minerisk/inputs/project.hpp"
