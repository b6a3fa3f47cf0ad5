#pragma once

#include "io/dates.hpp"
#include "io/money.hpp"
#include "io/table.hpp"
#include "minerisk/inputs/project.hpp"

namespace minerisk::inline v0::io {

/// `[[royalty]]` and `[tax]`, after the metals.
void read_levies(const Table& root, const MoneyReader& money, const Dates& dates, Project& p);

}  // namespace minerisk::inline v0::io
