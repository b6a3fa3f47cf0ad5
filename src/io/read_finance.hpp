#pragma once

#include <optional>

#include "io/dates.hpp"
#include "io/money.hpp"
#include "minerisk/finance/spec.hpp"

namespace minerisk::inline v0::io {

/// `[finance]`; nothing where the file has none.
std::optional<finance::Spec> read_finance(const Table& root, const MoneyReader& money, const Dates& dates);

}  // namespace minerisk::inline v0::io
