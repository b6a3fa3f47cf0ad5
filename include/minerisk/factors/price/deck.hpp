#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/errors.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/price/model.hpp"

namespace minerisk::inline v0::price {

/// A price without risk: one number for all time, or stated points with straight lines between them and
/// flat before the first and after the last. It has no factors and draws nothing; all paths see the same
/// price. Times are years from the valuation date and may be negative. Money: real or nominal as stated.
class Deck {
public:
    struct Point {
        Years time;   ///< from the valuation date
        Price price;  ///< > 0
    };

    explicit Deck(Price constant);
    /// Throws InputError with every point that is out of order or has no positive price.
    explicit Deck(std::vector<Point> points);

    Deck(const Deck&);
    Deck(Deck&&) noexcept;
    Deck& operator=(const Deck&);
    Deck& operator=(Deck&&) noexcept;
    ~Deck();

    std::span<const Point> points() const;

    /// The price at a time from the valuation date.
    Price at(Years time) const;

    // PriceModel
    std::span<const GaussianFactor> factors() const { return {}; }
    double base(TimePoint t) const { return at(Years::from_canonical(t.from_valuation)).canonical(); }
    double constant(TimePoint t) const { return base(t); }
    void prices(TimePoint, double constant, int width, const double* const*, double* out) const;

private:
    static void require_price(Problems& problems, std::string_view field, Price price);
    std::vector<Point> points_;
};
static_assert(PriceModel<Deck>);

}  // namespace minerisk::inline v0::price

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/price/deck.inl"
#endif
