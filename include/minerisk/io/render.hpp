#pragma once

#include <string>

#include "minerisk/core/errors.hpp"
#include "minerisk/io/sources.hpp"

namespace minerisk::inline v0::io {

/// The problems of `error` as text for a terminal, in their order: for each a line
/// `file:line:column: error: field = value: rule`, then, where the text of the file is known, the line
/// itself with `^^^^` below the token; at the end how many there are and that nothing was run.
/// Control characters, and characters that reorder or hide text, are escaped wherever they came from.
std::string render_error(const InputError& error, const Sources& sources = {});

}  // namespace minerisk::inline v0::io
