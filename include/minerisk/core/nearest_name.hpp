#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "minerisk/core/body.hpp"

namespace minerisk::inline v0 {

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
MINERISK_BODY int edit_distance(std::string_view a, std::string_view b);

/// The name nearest to `wrong`, if it is near enough to be meant (a third of its length, at least one
/// edit); empty if none is. The first one wins a tie.
MINERISK_BODY std::string nearest_name(std::string_view wrong, std::span<const std::string> names);

/// What to say of a name that is not known: "unknown key; did you mean `discount_rate`?", or the names
/// that are, up to eight of them. `what` is "key", "table", "column" or "metric"; `likely` are the known
/// names that were not found.
MINERISK_BODY std::string unknown_name_rule(std::string_view what, std::string_view wrong,
                                            std::span<const std::string> likely,
                                            std::span<const std::string> known);

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/core/nearest_name.inl"
#endif
