#pragma once

#include "io/dates.hpp"
#include "io/table.hpp"
#include "minerisk/engine/study.hpp"

namespace minerisk::inline v0::io {

/// `[fiscal]`, after the project: what a state may do. A royalty that a change brings joins the project's as
/// "fiscal change".
void read_fiscal(const Table& root, const Dates& dates, StudySpec<>& spec);

}  // namespace minerisk::inline v0::io
