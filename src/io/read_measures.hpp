#pragma once

#include "io/dates.hpp"
#include "io/money.hpp"
#include "minerisk/engine/study.hpp"

namespace minerisk::inline v0::io {

/// `[[security.protection]]`: name, from, capital, cost, cost_on_alert, avoids, eases, buffers.
void read_protections(const Table& security, const MoneyReader& money, const Dates& dates,
                      security::Spec& spec);
/// `[security.force_majeure]`: chance, count, lost_time; median, p90, never, given_up, restart,
/// restart_share, build_share_after, standing_cost.
void read_force_majeure(const Table& security, StudySpec<>& spec);

}  // namespace minerisk::inline v0::io
