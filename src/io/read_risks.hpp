#pragma once

#include <optional>

#include "io/dates.hpp"
#include "io/money.hpp"
#include "minerisk/engine/study.hpp"

namespace minerisk::inline v0::io {

/// The risks of a model file, into the study whose project and grid have been read.
void read_prices(const Table& root, const MoneyReader& money, const Dates& dates, StudySpec<>& spec);
void read_schedule(const Table& root, const MoneyReader& money, const Dates& dates, StudySpec<>& spec);
std::optional<security::Regime> read_regime(const Table& t);  ///< `[security.regime]`
void read_security(const Table& root, const MoneyReader& money, const Dates& dates, StudySpec<>& spec);
void read_technical(const Table& root, StudySpec<>& spec);

}  // namespace minerisk::inline v0::io
