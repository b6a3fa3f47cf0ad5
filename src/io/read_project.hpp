#pragma once

#include "io/dates.hpp"
#include "io/money.hpp"
#include "minerisk/inputs/project.hpp"

namespace minerisk::inline v0::io {

/// The project of a model file: what is milled, built, paid and levied. Money in the study's base month.
Project read_project(const Table& root, const MoneyReader& money, const Dates& dates);

}  // namespace minerisk::inline v0::io
