#pragma once

/// The random stage: every draw is a pure function of (seed, stream, path, index).
///
/// * The generator is Philox 4x32-10, a function without state (`random::philox`). Its counter is (path: 64
///   bits, stream: 32, index: 32) and its key is the seed. So path 83,417 of ten million is the same path in
///   a run of one, on any number of threads, in a block of any width.
/// * A `Stream` is the hash of a stable name (a metal, an activity, a class of events). Turning one risk off
///   or adding another leaves the draws of the rest alone. `StreamRegistry` refuses two names of one hash.
/// * `uniform_rows`, `normal_rows`, `exponential_rows` fill rows [row][path in block]. Row r is half r % 2 of
///   counter index r / 2: 52 bits of two words make the centred uniform (2k + 1) / 2^53. Each draw is the
///   quantile of one uniform, so the count of draws is fixed and quasi-random points can take their place.
/// * `PathEngine` gives the same words as a standard engine, for a Boost.Random distribution in your own
/// model.
/// * `Correlation` holds named correlations and their Cholesky factor; it refuses what cannot hold together
/// by
///   name.
///
/// * `Distribution` maps one uniform to a value by its quantile function: PERT, triangular, lognormal, ...
///
///   const random::Stream copper = random::stream_of("price.copper");
///   BlockArray z{periods, block_width(periods)};
///   random::normal_rows({.seed = 2026, .stream = copper, .first_path = 64}, z);
///
/// Knows nothing of the project. Between constructors nothing is thrown or allocated.
#include "minerisk/random/correlation.hpp"
#include "minerisk/random/correlation_entry.hpp"
#include "minerisk/random/distribution.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/draws.hpp"
#include "minerisk/random/philox.hpp"
#include "minerisk/random/stream.hpp"
