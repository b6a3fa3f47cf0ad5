#pragma once

#include <string>
#include <variant>

#include "minerisk/factors/price/deck.hpp"
#include "minerisk/factors/price/geometric_brownian.hpp"
#include "minerisk/factors/price/model.hpp"
#include "minerisk/factors/price/schwartz_smith.hpp"

namespace minerisk::inline v0::price {

/// The models that ship with minerisk; which of them is chosen by the model file.
using Stock = std::variant<SchwartzSmith, GeometricBrownian, Deck>;

template <PriceModelOrVariant Model = Stock>
struct Metal {
    std::string name;  ///< lower-case letters, digits and '_'; it names the metal's random streams
    Model model;
};
template <class Model>
Metal(std::string, Model) -> Metal<Model>;
template <class Model>
Metal(const char*, Model) -> Metal<Model>;

}  // namespace minerisk::inline v0::price
