#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/engine/outcome.hpp"
#include "minerisk/engine/run.hpp"
#include "minerisk/factors/fiscal/spec.hpp"
#include "minerisk/factors/price/metal.hpp"
#include "minerisk/factors/schedule/network_spec.hpp"
#include "minerisk/factors/schedule/top_down_spec.hpp"
#include "minerisk/factors/security/spec.hpp"
#include "minerisk/factors/technical/spec.hpp"
#include "minerisk/finance/spec.hpp"
#include "minerisk/inputs/project.hpp"
#include "minerisk/valuation/npv.hpp"

namespace minerisk::inline v0 {

/// Real-world (P): distributions of outcomes, discounted at a project rate. Risk-neutral (Q): value, with
/// prices adjusted for risk and a risk-free rate. Never both at once.
enum class Measure { real_world, risk_neutral };

constexpr const char* name_of(Measure m) {
    return m == Measure::real_world ? "P" : "Q";
}

/// How cash flows are valued.
struct ValuationTerms {
    Rate discount_rate{};  ///< effective, a year
    bool rate_is_risk_free = false;
    valuation::Convention convention = valuation::Convention::middle;
    Rate hurdle_rate{};  ///< what P(IRR < hurdle) compares with
    Measure measure = Measure::real_world;
};

/// Throws InputError for a rate outside its range, and for a rate that does not suit the measure.
MINERISK_BODY void check(const ValuationTerms& v);

/// All that a study is made of, as stated. Copy it and change the copy to vary a study.
template <class PriceModel = price::Stock>
struct StudySpec {
    Project project{};
    TimeGrid grid = TimeGrid::yearly(40);
    std::string money = "real USD";                  ///< what the money is, for reports
    Years price_age{};                               ///< from the price observation to the valuation date
    std::vector<price::Metal<PriceModel>> prices{};  ///< in the order of project.metals
    std::vector<price::FactorCorrelation> price_correlations{};
    schedule::TopDownSpec schedule{};  ///< empty: every build as planned
    /// Takes the place of the top-down form, of which only the branch is used then.
    std::optional<schedule::NetworkSpec> network{};
    security::Spec security{};
    technical::MultiplierSpec technical{};
    fiscal::Spec fiscal{};
    ValuationTerms valuation{};
    /// Debt and parties; without it the project is looked at as a whole.
    std::optional<finance::Spec> finance{};
    /// Of the lenders' case, in the order of project.metals, real; empty: there is no such case.
    std::vector<Price> lenders_prices{};
    std::vector<std::string> remarks{};  ///< printed beside results
};

// What a study is made of; minerisk/engine.hpp brings these classes.
namespace cashflow {
class CashFlow;
}
namespace finance {
class Finance;
}
namespace fiscal {
class Shocks;
}
namespace interest {
class BaseRateModel;
}
namespace price {
template <PriceModelOrVariant Model>
class PriceSet;
}
namespace schedule {
class Model;
}
namespace security {
class Stoppages;
}
namespace technical {
class Multipliers;
}
namespace detail {
template <class PriceModel>
struct StudyParts;
}

/// A checked study: an object that exists can be run, and nothing in it changes. Copies share what it is made
/// of, which lives as long as one of them does; a study that is moved from stays as it was.
///
/// With the compiled library this header is enough to state and run a study of the stock price models. The
/// classes of the parts that it gives out, and a study of other price models, take minerisk/engine.hpp.
template <class PriceModel = price::Stock>
class Study {
public:
    using Spec = StudySpec<PriceModel>;

    /// Throws InputError with the problems of the first part that has any.
    explicit Study(Spec spec);
    Study(const Study&) = default;
    Study& operator=(const Study&) = default;

    const Spec& spec() const;
    /// As stated; `cash_flow().project()` is the one with its measures of protection.
    const Project& project() const;
    const TimeGrid& grid() const;
    const cashflow::CashFlow& cash_flow() const;
    const price::PriceSet<PriceModel>& prices() const;
    const schedule::Model& schedule() const;
    const security::Stoppages& security() const;
    const technical::Multipliers& technical() const;
    const fiscal::Shocks& fiscal() const;
    const std::optional<finance::Finance>& finance() const;
    /// The base rate of floating loans; empty where none floats.
    const std::optional<interest::BaseRateModel>& base_rate() const;
    /// Discount factors by period, at the discount rate and at the hurdle rate.
    const std::vector<double>& discount() const;
    const std::vector<double>& discount_at_hurdle() const;
    /// Spend before the valuation date, carried forward at the discount rate, in USD.
    double sunk_carried() const;
    /// The names of the streams that its paths draw from when these risks move.
    std::vector<std::string> stream_names(Risks risks = Risks::all()) const;

private:
    std::shared_ptr<const detail::StudyParts<PriceModel>> parts_;
};

/// Runs `run.paths` paths of a study and returns one number a path and metric: what `simulate` of a block
/// model promises (engine/block_model.hpp). RunError for a path that outgrows its caps or has no finite NPV.
template <class PriceModel>
Outcome simulate(const Study<PriceModel>& study, const Run& run);

#ifdef MINERISK_COMPILED_KERNELS
extern template class Study<price::Stock>;
extern template Outcome simulate<price::Stock>(const Study<price::Stock>&, const Run&);
#endif

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/study_parts.hpp"
#endif
