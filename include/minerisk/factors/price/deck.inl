#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/price/deck.hpp"
#include "minerisk/factors/price/model.hpp"

namespace minerisk::inline v0::price {

MINERISK_BODY Deck::Deck(Price constant) : points_{{Years{}, constant}} {
    Problems problems;
    require_price(problems, "price", constant);
    problems.throw_if_any();
}

MINERISK_BODY Deck::Deck(std::vector<Point> points) : points_{std::move(points)} {
    Problems problems;
    if (points_.empty()) problems.add("points", "", "must hold at least one point");
    for (std::size_t i = 0; i < points_.size(); ++i) {
        const std::string place = "points[" + std::to_string(i + 1) + "]";
        const double time = points_[i].time.canonical();
        problems.require(is_finite(time), place + ".time", time, "must be a finite number of years");
        problems.require(i == 0 || !is_finite(time) || points_[i - 1].time < points_[i].time, place + ".time",
                         time, "must be later than the point before");
        require_price(problems, place + ".price", points_[i].price);
    }
    problems.throw_if_any();
}

MINERISK_BODY auto Deck::at(Years time) const -> Price {
    const auto next = std::ranges::upper_bound(points_, time, {}, &Point::time);
    if (next == points_.begin()) return points_.front().price;
    const Point& before = *(next - 1);
    if (next == points_.end()) return before.price;
    return before.price + (next->price - before.price) * ((time - before.time) / (next->time - before.time));
}

MINERISK_BODY void Deck::prices(TimePoint, double constant, int width, const double* const*,
                                double* out) const {
    std::fill_n(out, width, constant);
}

MINERISK_BODY void Deck::require_price(Problems& problems, std::string_view field, Price price) {
    problems.require(price > Price{} && is_finite(price.canonical()), field, price.canonical(),
                     "must be a positive price (USD/t)");
}

MINERISK_BODY auto Deck::points() const -> std::span<const Point> {
    return points_;
}

MINERISK_BODY Deck::Deck(const Deck&) = default;
MINERISK_BODY Deck::Deck(Deck&&) noexcept = default;
MINERISK_BODY Deck& Deck::operator=(const Deck&) = default;
MINERISK_BODY Deck& Deck::operator=(Deck&&) noexcept = default;
MINERISK_BODY Deck::~Deck() = default;

}  // namespace minerisk::inline v0::price
