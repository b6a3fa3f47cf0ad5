// A price model of your own: one value type that satisfies a concept, no registration, no base class.
// Here copper is sold under a contract with a floor and a cap; beside it runs a stock model for gold.

#include <algorithm>
#include <array>
#include <iomanip>
#include <iostream>
#include <span>
#include <variant>

#include <minerisk/minerisk.hpp>

using namespace minerisk;
using namespace minerisk::units;

/// A mean-reverting price that the seller receives only between a floor and a cap.
///
///   S = exp(min(max(x, ln floor), ln cap)),   dx = k (ln m - x) dt + s dW,   x(0) = ln S0
class Collared {
public:
    struct Parameters {
        Price spot;             ///< S0, > 0
        Price level;            ///< m, > 0
        Rate reversion;         ///< k, > 0
        Volatility volatility;  ///< s, >= 0
        Price floor, cap;       ///< 0 < floor <= cap
    };

    /// Throws InputError with every parameter that is outside its range.
    explicit Collared(const Parameters& p) : p_{p} {
        Problems problems;
        problems.require(p.spot > Price{}, "spot", p.spot.canonical(), "must be positive");
        problems.require(p.level > Price{}, "level", p.level.canonical(), "must be positive");
        problems.require(p.reversion > Rate{}, "reversion", p.reversion.canonical(), "must be positive");
        problems.require(p.floor > Price{} && p.floor <= p.cap, "floor", p.floor.canonical(),
                         "must be positive and not above the cap");
        problems.throw_if_any();
        // Factors revert to 0, so the factor is the deviation of the logarithm from that of the level.
        factor_[0] = {.name = "deviation",
                      .reversion = p.reversion.canonical(),
                      .volatility = p.volatility.canonical(),
                      .start = math::log(p.spot / p.level)};
    }

    // The four functions that make it a price model. Prices are in USD a tonne.
    std::span<const price::GaussianFactor> factors() const { return factor_; }
    double base(price::TimePoint at) const {  // what --no-risk uses: all normals zero
        const double deviation = factor_[0].start * math::exp(-factor_[0].reversion * at.age);
        return collared(p_.level.canonical() * math::exp(deviation));
    }
    double constant(price::TimePoint) const { return math::log(p_.level.canonical()); }
    void prices(price::TimePoint, double log_level, int width, const double* const* factors,
                double* out) const {
        kernels().exp_of_sum(1, width, factors, log_level, out);  // out = exp(log_level + factor)
        for (int path = 0; path < width; ++path) out[path] = collared(out[path]);
    }

private:
    double collared(double price) const {
        return std::clamp(price, p_.floor.canonical(), p_.cap.canonical());
    }

    Parameters p_;
    std::array<price::GaussianFactor, 1> factor_;
};
static_assert(price::PriceModel<Collared>);

// The choice of model is made at run time, once a block of paths.
using AnyPrice = std::variant<Collared, price::SchwartzSmith>;

Study<AnyPrice> study_with(const AnyPrice& copper) {
    return Study<AnyPrice>{StudySpec<AnyPrice>{
        .project = {.name = "a copper and gold mine",
                    .metals = {{.name = "copper", .recovery = 0.88, .payable = 0.965},
                               {.name = "gold", .recovery = 0.70, .payable = 0.95}},
                    .ore = {{.ore = 250 * Mt_ore,
                             .grade = {0.0052 * t / t_ore, 0.25 * g / t_ore},
                             .mined = 2.0 * t_mined / t_ore}},
                    .concentrate = Concentrate{.carrier = "copper", .grade = 0.26 * t / t_concentrate},
                    .phases = {{.name = "mill",
                                .capacity = 12 * Mt_ore / year,
                                .build = even_build(3 * year, 1'100 * MUSD)}},
                    .costs = {.mining = 2.5 * usd / t_mined, .processing = 11 * usd / t_ore}},
        .prices = {{"copper", copper}, {"gold", price::defaults::gold(price::Centre::mean)}},
        .price_correlations = {{"copper.deviation", "gold.long_run", 0.3}},
        .valuation = {.discount_rate = 0.08 / year},
    }};
}

int main() {
    const Collared::Parameters contract{.spot = 4.60 * usd / lb,
                                        .level = 4.00 * usd / lb,
                                        .reversion = 0.35 / year,
                                        .volatility = 0.26 * per_sqrt_year,
                                        .floor = 3.50 * usd / lb,
                                        .cap = 5.00 * usd / lb};
    Collared::Parameters open_market = contract;
    open_market.floor = 0.01 * usd / lb;
    open_market.cap = 100 * usd / lb;

    // Both studies see the same draws, so the difference is the contract's doing and not chance.
    std::cout << "                     price of year 10    NPV, MUSD\n"
              << "                           mean USD/t         mean   5 % quantile   95 % quantile\n"
              << std::fixed << std::setprecision(0);
    for (const auto& [name, terms] : {std::pair{"open market", open_market}, {"floor and cap", contract}}) {
        const Study<AnyPrice> study = study_with(Collared{terms});
        const auto copper = study.prices().simulate(2026, 10'000)[0];  // [path x year], USD/t
        const Outcome outcome = simulate(study, {.paths = 10'000, .seed = 2026});
        const auto npv = outcome.npv();
        std::cout << std::left << std::setw(20) << name << std::right << std::setw(17) << copper.col(9).mean()
                  << std::setw(13) << statistics::mean(npv).value / 1e6 << std::setw(15)
                  << statistics::quantile(npv, 0.05) / 1e6 << std::setw(16)
                  << statistics::quantile(npv, 0.95) / 1e6 << "\n";
    }
}

// Output:
//                      price of year 10    NPV, MUSD
//                            mean USD/t         mean   5 % quantile   95 % quantile
// open market                      9312         3626           1698            6443
// floor and cap                    9177         3556           2016            6046
