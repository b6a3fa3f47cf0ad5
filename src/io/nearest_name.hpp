#pragma once

#include <span>
#include <string>
#include <string_view>

namespace minerisk::inline v0::io {

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
int edit_distance(std::string_view a, std::string_view b);

/// The name nearest to `wrong`, if it is near enough to be meant (a third of its length, at least one
/// edit); empty if none is. The first one wins a tie.
std::string nearest_name(std::string_view wrong, std::span<const std::string> names);

/// What to say of a name that is not known: "unknown key; did you mean `discount_rate`?", or the names
/// that are, up to eight of them. `what` is "key", "table" or "column"; `likely` are the known names that
/// were not found.
std::string unknown_name_rule(std::string_view what, std::string_view wrong,
                              std::span<const std::string> likely, std::span<const std::string> known);

}  // namespace minerisk::inline v0::io
