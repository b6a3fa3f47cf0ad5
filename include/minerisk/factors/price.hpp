#pragma once

/// The price stage: metal prices by path and period.
///
///   Metal{name, model}   SchwartzSmith, GeometricBrownian, Deck, your own
///   FactorCorrelation    between two "<metal>.<factor>"                 ─► PriceSet ─► [period][path], USD/t
///   TimeGrid, age        the periods; how old the first price is
///
/// A model is a value that satisfies the concept PriceModel: it lists its Gaussian factors and turns their
/// values into prices. PriceSet joins the factors of all metals into one exact transition, steps them through
/// the midpoints of the quarters (Sampling) and averages over each period: annual cash flow is made with the
/// year's average price, which has about a third of the first year's end-of-year variance.
///
///   const price::PriceSet<> prices{
///       {{"copper", price::defaults::copper()}, {"gold", price::defaults::gold()}},
///       price::defaults::correlations(), TimeGrid::yearly(45)};
///   const Eigen::ArrayXXd copper = prices.simulate(2026, 10'000)[0];  // [path x period], USD/t
///
/// Time has two clocks: a deck counts from the valuation date, a diffusion from the observation that it
/// starts at. Whether prices are real or nominal, and under which measure, is what the parameters say;
/// nothing here changes it. An own model runs by itself, `PriceSet<Mine>`, or beside others,
/// `PriceSet<std::variant<Mine, Deck>>`.

#include "minerisk/factors/price/deck.hpp"
#include "minerisk/factors/price/defaults.hpp"
#include "minerisk/factors/price/exact_step.hpp"
#include "minerisk/factors/price/geometric_brownian.hpp"
#include "minerisk/factors/price/metal.hpp"
#include "minerisk/factors/price/model.hpp"
#include "minerisk/factors/price/price_set.hpp"
#include "minerisk/factors/price/sampling.hpp"
#include "minerisk/factors/price/schwartz_smith.hpp"
#include "minerisk/factors/price/workspace.hpp"
