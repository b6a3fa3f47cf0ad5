#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/cashflow/cash_flow.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/engine/run.hpp"
#include "minerisk/factors/fiscal/shocks.hpp"
#include "minerisk/factors/interest/base_rate_model.hpp"
#include "minerisk/factors/price/price_set.hpp"
#include "minerisk/factors/schedule/model.hpp"
#include "minerisk/factors/security/stoppages.hpp"
#include "minerisk/factors/technical/multipliers.hpp"
#include "minerisk/finance/finance.hpp"
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
    schedule::TopDown::Parameters schedule{};  ///< empty: every build as planned
    /// Takes the place of the top-down form, of which only the branch is used then.
    std::optional<schedule::NetworkBuild::Parameters> network{};
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

namespace detail {

/// The parts of a study's specification that know nothing of its price model, and what is made of them.
struct StatedParts {
    const Project& project;
    const TimeGrid& grid;
    const schedule::TopDown::Parameters& schedule;
    const std::optional<schedule::NetworkBuild::Parameters>& network;
    const security::Spec& security;
    const ValuationTerms& valuation;
    const std::optional<finance::Spec>& finance;
    const std::vector<Price>& lenders_prices;

    /// The project with what measures of protection add to its stores and costs.
    Project protected_project() const;
    /// The price levels of its finance; none without one.
    std::vector<double> levels() const;
    /// `stores`: those of the build.
    schedule::Model make_schedule(const Stores& stores) const;
    std::optional<finance::Finance> make_finance(finance::LenderCase lenders) const;
    /// Discount factors by period.
    std::vector<double> discount(Rate rate) const;
    /// Spend before the valuation date, and the same carried forward at the discount rate, in USD.
    Money sunk() const;
    double sunk_carried() const;
    /// Throws InputError with what is wrong between the parts; `prices`: the metals that have a price.
    void check(const std::vector<std::string>& prices, const fiscal::Shocks& fiscal) const;
};

/// Of the loans that float; none where no loan does.
MINERISK_BODY std::optional<interest::BaseRateModel> base_rate_of(
    const std::optional<finance::Finance>& finance, const TimeGrid& grid);

/// Throws InputError for a name that stands twice or whose stream is that of another.
MINERISK_BODY void check_streams(std::vector<std::string> names);

MINERISK_BODY void append(std::vector<std::string>& all, const std::vector<std::string>& names);

}  // namespace detail

template <class PriceModel>
class Study;
template <class PriceModel>
finance::LenderCase lender_case(const Study<PriceModel>& study, const std::vector<Price>& deck);

/// A checked study: an object that exists can be run, and nothing in it changes. All its parts are values.
template <class PriceModel = price::Stock>
class Study {
public:
    using Spec = StudySpec<PriceModel>;

    /// Throws InputError with the problems of the first part that has any.
    explicit Study(Spec spec);
    Study(const Study&);
    Study(Study&&) noexcept;
    Study& operator=(const Study&);
    Study& operator=(Study&&) noexcept;
    ~Study();

    const Spec& spec() const { return spec_; }
    /// As stated; `cash_flow().project()` is the one with its measures of protection.
    const Project& project() const { return spec_.project; }
    const TimeGrid& grid() const { return spec_.grid; }
    const cashflow::CashFlow& cash_flow() const { return cash_flow_; }
    const price::PriceSet<PriceModel>& prices() const { return prices_; }
    const schedule::Model& schedule() const { return schedule_; }
    const security::Stoppages& security() const { return security_; }
    const technical::Multipliers& technical() const { return technical_; }
    const fiscal::Shocks& fiscal() const { return fiscal_; }
    const std::optional<finance::Finance>& finance() const { return finance_; }
    /// The base rate of floating loans; empty where none floats.
    const std::optional<interest::BaseRateModel>& base_rate() const { return base_rate_; }
    /// Discount factors by period, at the discount rate and at the hurdle rate.
    const std::vector<double>& discount() const { return discount_; }
    const std::vector<double>& discount_at_hurdle() const { return discount_at_hurdle_; }
    /// Spend before the valuation date, carried forward at the discount rate, in USD.
    double sunk_carried() const { return sunk_carried_; }
    /// The names of the streams that its paths draw from when these risks move.
    std::vector<std::string> stream_names(Risks risks = Risks::all()) const;

private:
    static Spec with_defaults(Spec spec);
    detail::StatedParts parts() const {
        return {spec_.project,  spec_.grid,      spec_.schedule, spec_.network,
                spec_.security, spec_.valuation, spec_.finance,  spec_.lenders_prices};
    }
    void check() const;

    Spec spec_;
    cashflow::CashFlow cash_flow_;
    price::PriceSet<PriceModel> prices_;
    schedule::Model schedule_;
    security::Stoppages security_;
    technical::Multipliers technical_;
    fiscal::Shocks fiscal_;
    std::optional<finance::Finance> finance_;
    std::optional<interest::BaseRateModel> base_rate_;
    std::vector<double> discount_, discount_at_hurdle_;
    double sunk_carried_ = 0;
};

template <class PriceModel>
Study<PriceModel>::Study(Spec spec)
    : spec_{with_defaults(std::move(spec))},
      cash_flow_{parts().protected_project(), spec_.grid, parts().levels()},
      prices_{spec_.prices, spec_.price_correlations, spec_.grid, spec_.price_age},
      schedule_{parts().make_schedule(cashflow::construction_stores(cash_flow_.project().buffers))},
      security_{spec_.security, spec_.grid},
      technical_{spec_.technical},
      fiscal_{spec_.fiscal} {
    check();
    if (spec_.finance) {
        finance::LenderCase lenders;
        if (!spec_.lenders_prices.empty()) lenders = lender_case(*this, spec_.lenders_prices);
        finance_ = parts().make_finance(std::move(lenders));
        base_rate_ = detail::base_rate_of(finance_, spec_.grid);
    }
    discount_ = parts().discount(spec_.valuation.discount_rate);
    discount_at_hurdle_ = parts().discount(spec_.valuation.hurdle_rate);
    sunk_carried_ = parts().sunk_carried();
}

// Out of the class, so that those of the stock study are compiled in the library alone.
template <class PriceModel>
Study<PriceModel>::Study(const Study&) = default;
template <class PriceModel>
Study<PriceModel>::Study(Study&&) noexcept = default;
template <class PriceModel>
Study<PriceModel>& Study<PriceModel>::operator=(const Study&) = default;
template <class PriceModel>
Study<PriceModel>& Study<PriceModel>::operator=(Study&&) noexcept = default;
template <class PriceModel>
Study<PriceModel>::~Study() = default;

template <class PriceModel>
std::vector<std::string> Study<PriceModel>::stream_names(Risks risks) const {
    std::vector<std::string> all;
    if (risks.price) detail::append(all, prices_.stream_names());
    if (risks.schedule) detail::append(all, schedule_.stream_names());
    if (risks.security) detail::append(all, security_.stream_names());
    if (risks.technical) detail::append(all, technical_.stream_names());
    if (risks.fiscal) detail::append(all, fiscal_.stream_names());
    if (base_rate_ && risks.price) detail::append(all, base_rate_->stream_names());
    return all;
}

template <class PriceModel>
typename Study<PriceModel>::Spec Study<PriceModel>::with_defaults(Spec spec) {
    if (spec.schedule.phases.empty()) spec.schedule.phases.resize(spec.project.phases.size());
    return spec;
}

template <class PriceModel>
void Study<PriceModel>::check() const {
    std::vector<std::string> priced;
    for (const auto& metal : spec_.prices) priced.push_back(metal.name);
    parts().check(priced, fiscal_);
    detail::check_streams(stream_names());
}

}  // namespace minerisk::inline v0

#include "minerisk/engine/lender_case.hpp"

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/study.inl"
#endif
