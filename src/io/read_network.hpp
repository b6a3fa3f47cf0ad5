#pragma once

#include <optional>

#include "io/money.hpp"
#include "io/table.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"

namespace minerisk::inline v0::io {

/// Reads the table [network] of a model file, which must be there, and examines the plan that it states:
/// every error is reported at its place. Nothing if anything was refused. Where the table states money, so
/// must the file: a missing [money] is reported.
///
///   [network]          name, start, data_date, target, milestones, capital
///   calendar           name, days, closures, seasons
///   activity           id, name, duration (or milestone = true), calendar, after, started, finished, bounds,
///                      interruptible, cost or share (of the capital), time_dependent, exposure, finish_on
///   hammock            id, name, from, to, cost or share, likely (its length; that of likely durations if
///   left out) driver             id, name, probability, factor, hits, group, security (stands in for
///   security events) event              id, name, probability, delay, hits, cost or share, security choice
///   id, base, option = [{ name, probability, activities }]; late_if = { activity, date } rework id,
///   activity, probability, share, repeats, rounds [network.stoppages]  rate, length, hits, cost or share
///   [network.systemic]   cost_sigma, duration_sigma, correlation, activities
///   [network.feedback]   strength, most, activities
///   [network.cost]       market_mu, market_sigma, item_mu, item_sigma
///
/// What has an id (or, a calendar, a name) is either an item of a list, `[[network.driver]]` with an `id`, or
/// a table by its id, `[network.driver.R1]`: such tables join with those of a file that extends this one.
/// `hits` is a list of ids, hit in full, or a table of weights, `{ SMP = 0.15, POWER = 0.4 }`.
std::optional<schedule::Plan> read_network(const Table& root, const MoneyReader& money);

}  // namespace minerisk::inline v0::io
