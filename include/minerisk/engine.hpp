#pragma once

/// Runs a study: the one place that knows all stages.
///
///   const Study study{spec};                            // checked; what exists can be run
///   const Outcome outcome = simulate(study, {.paths = 1'000'000, .seed = 7});
///   const auto story = replay(study, 83'417, 7, Risks::all());  // that path alone, and all that made it
///
/// A model of your own runs the same way, block by block: `BlockModel` says what it must offer.
///
/// `security_toll` says what each class of security events takes, on the same paths without it.
///
/// `cash_fan` keeps the cash of every period on the first paths, for quantiles by year.
///
/// A network of activities alone is run by `simulate(network, ScheduleRun{...})`; `rank_by_removal` says what
/// each of its risks is worth.
///
/// Blocks of paths are handed to workers by number; results go to their own rows. The same study and seed
/// give the same bits on any number of threads, by any executor, with any kernel table.

#include "minerisk/engine/block_model.hpp"
#include "minerisk/engine/cash_fan.hpp"
#include "minerisk/engine/executor.hpp"
#include "minerisk/engine/outcome.hpp"
#include "minerisk/engine/path_block.hpp"
#include "minerisk/engine/run.hpp"
#include "minerisk/engine/schedule_outcome.hpp"
#include "minerisk/engine/schedule_ranking.hpp"
#include "minerisk/engine/schedule_simulate.hpp"
#include "minerisk/engine/security_toll.hpp"
#include "minerisk/engine/simulate.hpp"
#include "minerisk/engine/stock.hpp"
#include "minerisk/engine/study.hpp"
#include "minerisk/engine/study_parts.hpp"
