#pragma once

#include <compare>

namespace minerisk::inline v0 {

/// Exponents of the kinds that minerisk tells apart. Ore, mined material, metal and concentrate are all
/// masses and still different kinds, so tonnes of ore times a metal price does not compile.
/// Time counts in half years so that a volatility (per square root of a year) has an exponent: a year is 2.
struct Dimension {
    int money = 0;
    int half_time = 0;
    int ore = 0;
    int mined = 0;
    int metal = 0;
    int concentrate = 0;
    friend constexpr bool operator==(const Dimension&, const Dimension&) = default;
    friend constexpr Dimension operator+(Dimension a, Dimension b) {
        return {a.money + b.money, a.half_time + b.half_time, a.ore + b.ore,
                a.mined + b.mined, a.metal + b.metal,         a.concentrate + b.concentrate};
    }
    friend constexpr Dimension operator-(Dimension a, Dimension b) {
        return {a.money - b.money, a.half_time - b.half_time, a.ore - b.ore,
                a.mined - b.mined, a.metal - b.metal,         a.concentrate - b.concentrate};
    }
};

/// A value with its dimension, held in the canonical unit: USD, year, tonne.
/// Multiplying and dividing make the dimension of the result; a ratio without dimension is a plain double.
template <Dimension D>
class Quantity {
public:
    static constexpr Dimension dimension = D;

    constexpr Quantity() = default;

    /// The quantity of `value` canonical units (USD, year, tonne and what they combine to).
    static constexpr Quantity from_canonical(double value) {
        Quantity q;
        q.value_ = value;
        return q;
    }
    /// The number of canonical units.
    constexpr double canonical() const { return value_; }
    /// The number of `unit`s: `npv.in(1e6 * usd)`.
    constexpr double in(Quantity unit) const { return value_ / unit.value_; }

    constexpr Quantity operator-() const { return from_canonical(-value_); }
    constexpr Quantity& operator+=(Quantity other) {
        value_ += other.value_;
        return *this;
    }
    constexpr Quantity& operator-=(Quantity other) {
        value_ -= other.value_;
        return *this;
    }
    constexpr Quantity& operator*=(double factor) {
        value_ *= factor;
        return *this;
    }
    friend constexpr Quantity operator+(Quantity a, Quantity b) { return a += b; }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return a -= b; }
    friend constexpr Quantity operator*(Quantity a, double f) { return a *= f; }
    friend constexpr Quantity operator*(double f, Quantity a) { return a *= f; }
    friend constexpr Quantity operator/(Quantity a, double f) { return from_canonical(a.value_ / f); }
    friend constexpr auto operator<=>(Quantity, Quantity) = default;

private:
    double value_ = 0;
};

namespace detail {
template <Dimension D>
constexpr auto with_dimension(double value) {
    if constexpr (D == Dimension{}) {
        return value;
    } else {
        return Quantity<D>::from_canonical(value);
    }
}
}  // namespace detail

template <Dimension A, Dimension B>
constexpr auto operator*(Quantity<A> a, Quantity<B> b) {
    return detail::with_dimension<A + B>(a.canonical() * b.canonical());
}
template <Dimension A, Dimension B>
constexpr auto operator/(Quantity<A> a, Quantity<B> b) {
    return detail::with_dimension<A - B>(a.canonical() / b.canonical());
}
template <Dimension D>
constexpr auto operator/(double a, Quantity<D> b) {
    return detail::with_dimension<Dimension{} - D>(a / b.canonical());
}

using Money = Quantity<Dimension{.money = 1}>;
using Years = Quantity<Dimension{.half_time = 2}>;
using Rate = Quantity<Dimension{.half_time = -2}>;
using Volatility = Quantity<Dimension{.half_time = -1}>;
using MoneyRate = Quantity<Dimension{.money = 1, .half_time = -2}>;

using OreMass = Quantity<Dimension{.ore = 1}>;
using MinedMass = Quantity<Dimension{.mined = 1}>;
using MetalMass = Quantity<Dimension{.metal = 1}>;
using ConcentrateMass = Quantity<Dimension{.concentrate = 1}>;

using OreRate = Quantity<Dimension{.half_time = -2, .ore = 1}>;
using Grade = Quantity<Dimension{.ore = -1, .metal = 1}>;
using ConcentrateGrade = Quantity<Dimension{.metal = 1, .concentrate = -1}>;
using StripRatio =
    Quantity<Dimension{.ore = -1, .mined = 1}>;  ///< material mined (ore and waste) per ore milled

using Price = Quantity<Dimension{.money = 1, .metal = -1}>;
using MoneyPerOre = Quantity<Dimension{.money = 1, .ore = -1}>;
using MoneyPerMined = Quantity<Dimension{.money = 1, .mined = -1}>;
using MoneyPerConcentrate = Quantity<Dimension{.money = 1, .concentrate = -1}>;

/// Units to write numbers with: `4.60 * usd / lb`, `45 * Mt_ore / year`, `2.5 * percent / year`.
namespace units {
inline constexpr double percent = 0.01;

inline constexpr Money usd = Money::from_canonical(1);
inline constexpr Money MUSD = Money::from_canonical(1e6);
inline constexpr Years year = Years::from_canonical(1);
inline constexpr Years month = Years::from_canonical(1.0 / 12);
inline constexpr Years day = Years::from_canonical(1 / 365.25);
inline constexpr Volatility per_sqrt_year = Volatility::from_canonical(1);

inline constexpr double tonnes_per_lb = 0.45359237e-3;       // international avoirdupois pound, exact
inline constexpr double tonnes_per_troy_oz = 31.1034768e-6;  // troy ounce, exact

inline constexpr OreMass t_ore = OreMass::from_canonical(1);
inline constexpr OreMass Mt_ore = OreMass::from_canonical(1e6);
inline constexpr MinedMass t_mined = MinedMass::from_canonical(1);
inline constexpr MinedMass Mt_mined = MinedMass::from_canonical(1e6);
inline constexpr ConcentrateMass t_concentrate = ConcentrateMass::from_canonical(1);
inline constexpr MetalMass t = MetalMass::from_canonical(1);
inline constexpr MetalMass kt = MetalMass::from_canonical(1e3);
inline constexpr MetalMass g = MetalMass::from_canonical(1e-6);
inline constexpr MetalMass lb = MetalMass::from_canonical(tonnes_per_lb);
inline constexpr MetalMass oz = MetalMass::from_canonical(tonnes_per_troy_oz);
inline constexpr MetalMass koz = MetalMass::from_canonical(1e3 * tonnes_per_troy_oz);

namespace literals {
constexpr Money operator""_MUSD(long double v) {
    return static_cast<double>(v) * MUSD;
}
constexpr Money operator""_MUSD(unsigned long long v) {
    return static_cast<double>(v) * MUSD;
}
constexpr Years operator""_yr(long double v) {
    return static_cast<double>(v) * year;
}
constexpr Years operator""_yr(unsigned long long v) {
    return static_cast<double>(v) * year;
}
constexpr Years operator""_months(long double v) {
    return static_cast<double>(v) * month;
}
constexpr Years operator""_months(unsigned long long v) {
    return static_cast<double>(v) * month;
}
constexpr Years operator""_days(long double v) {
    return static_cast<double>(v) * day;
}
constexpr Years operator""_days(unsigned long long v) {
    return static_cast<double>(v) * day;
}
}  // namespace literals
}  // namespace units

}  // namespace minerisk::inline v0
