#pragma once

#include <optional>
#include <vector>

#include "io/dates.hpp"
#include "io/money.hpp"
#include "minerisk/finance/spec.hpp"
#include "minerisk/inputs/project.hpp"

namespace minerisk::inline v0::io {

/// `[finance]`; nothing where the file has none.
std::optional<finance::Spec> read_finance(const Table& root, const MoneyReader& money, const Dates& dates);

/// The prices of `[finance.lenders_case]` by metal; none where the file has no such case.
std::vector<Price> read_lenders_prices(const Table& root, const MoneyReader& money,
                                       const std::vector<Metal>& metals);

}  // namespace minerisk::inline v0::io
