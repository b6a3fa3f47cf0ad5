#pragma once

#include "io/dates.hpp"
#include "io/money.hpp"
#include "io/table.hpp"
#include "minerisk/engine/study.hpp"

namespace minerisk::inline v0::io {

/// Whether `schedule.form` says that a network of activities builds the mine.
bool built_by_network(const Table& root);

/// Reads what joins the table [network] to the mine into `spec.network`:
///
///   [schedule]           form = "network", restart (with a branch), recovery
///   [[schedule.phase]]   name, milestone, ramp: ids of activities
void read_network_build(const Table& root, const Table& schedule, const MoneyReader& money,
                        StudySpec<>& spec);

}  // namespace minerisk::inline v0::io
