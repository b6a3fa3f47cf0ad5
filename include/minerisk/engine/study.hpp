#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/cashflow/cash_flow.hpp"
#include "minerisk/engine/run.hpp"
#include "minerisk/factors/fiscal/shocks.hpp"
#include "minerisk/factors/interest/base_rate_model.hpp"
#include "minerisk/factors/price/price_set.hpp"
#include "minerisk/factors/schedule/model.hpp"
#include "minerisk/factors/security/stoppages.hpp"
#include "minerisk/factors/technical/multipliers.hpp"
#include "minerisk/finance/finance.hpp"
#include "minerisk/finance/inflation.hpp"
#include "minerisk/random/stream.hpp"
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
inline void check(const ValuationTerms& v) {
    Problems problems{"valuation"};
    const auto rate = [&](Rate r, const char* field) {
        problems.require(r.canonical() > -1 && r.canonical() <= 10, field, r.canonical(),
                         "must be in (-1, 10] a year");
    };
    rate(v.discount_rate, "discount_rate");
    rate(v.hurdle_rate, "hurdle_rate");
    if (v.measure == Measure::risk_neutral && !v.rate_is_risk_free)
        problems.add("measure", "Q",
                     "must be P with a risk-adjusted rate: on risk-neutral paths it would charge risk twice");
    if (v.measure == Measure::real_world && v.rate_is_risk_free)
        problems.add("measure", "P",
                     "must be Q with a risk-free rate: on real-world paths it would not charge risk at all");
    problems.throw_if_any();
}

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
    std::vector<std::string> phase_names() const;
    std::vector<PlannedBuild> builds() const;
    std::vector<std::string> class_names() const;
    /// The project with what measures of protection add to its stores and costs.
    Project protected_project() const;
    /// The price levels of its finance; none without one.
    std::vector<double> levels() const;
    schedule::Model make_schedule() const;
    Money sunk() const;

    void check() const;
    void check_fiscal(Problems& problems) const;

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
      cash_flow_{protected_project(), spec_.grid, levels()},
      prices_{spec_.prices, spec_.price_correlations, spec_.grid, spec_.price_age},
      schedule_{make_schedule()},
      security_{spec_.security, spec_.grid},
      technical_{spec_.technical},
      fiscal_{spec_.fiscal} {
    check();
    const auto& v = spec_.valuation;
    if (spec_.finance) {
        finance::LenderCase lenders;
        if (!spec_.lenders_prices.empty()) lenders = lender_case(*this, spec_.lenders_prices);
        finance_.emplace(*spec_.finance, spec_.project, spec_.grid, v.convention, v.discount_rate,
                         std::move(lenders));
        if (finance_->debt() && finance_->debt()->spec().base_rate)
            base_rate_.emplace(*finance_->debt()->spec().base_rate, spec_.grid);
    }
    const auto factors = [&](Rate rate) {
        return valuation::discount_factors(spec_.grid, rate, v.convention);
    };
    discount_ = factors(v.discount_rate);
    discount_at_hurdle_ = factors(v.hurdle_rate);
    for (const SunkCost& s : spec_.project.sunk)
        sunk_carried_ += s.amount.canonical() * math::pow(1 + v.discount_rate.canonical(), s.age.canonical());
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
    const auto add = [&](bool moves, const std::vector<std::string>& names) {
        if (moves) all.insert(all.end(), names.begin(), names.end());
    };
    add(risks.price, prices_.stream_names());
    add(risks.schedule, schedule_.stream_names());
    add(risks.security, security_.stream_names());
    add(risks.technical, technical_.stream_names());
    add(risks.fiscal, fiscal_.stream_names());
    if (base_rate_) add(risks.price, base_rate_->stream_names());
    return all;
}

template <class PriceModel>
typename Study<PriceModel>::Spec Study<PriceModel>::with_defaults(Spec spec) {
    if (spec.schedule.phases.empty()) spec.schedule.phases.resize(spec.project.phases.size());
    return spec;
}

template <class PriceModel>
std::vector<std::string> Study<PriceModel>::phase_names() const {
    std::vector<std::string> names;
    for (const Phase& f : spec_.project.phases) names.push_back(f.name);
    return names;
}

template <class PriceModel>
std::vector<PlannedBuild> Study<PriceModel>::builds() const {
    std::vector<PlannedBuild> all;
    for (const Phase& f : spec_.project.phases) all.push_back(f.build);
    return all;
}

template <class PriceModel>
std::vector<std::string> Study<PriceModel>::class_names() const {
    std::vector<std::string> names;
    for (const security::StoppageClass& c : spec_.security.classes) names.push_back(c.name);
    return names;
}

template <class PriceModel>
Project Study<PriceModel>::protected_project() const {
    Project all = spec_.project;
    for (const security::Protection& p : spec_.security.protections) {
        all.buffers.site_concentrate += p.adds.site_concentrate;
        all.buffers.port_concentrate += p.adds.port_concentrate;
        all.buffers.supplies += p.adds.supplies;
        all.buffers.construction += p.adds.construction;
        all.protections.push_back({p.from, p.capital, p.cost, p.cost_on_alert});
    }
    return all;
}

template <class PriceModel>
std::vector<double> Study<PriceModel>::levels() const {
    if (!spec_.finance) return {};
    return finance::price_levels(spec_.finance->inflation, spec_.grid);
}

template <class PriceModel>
schedule::Model Study<PriceModel>::make_schedule() const {
    const Stores stores = cashflow::construction_stores(cash_flow_.project().buffers);
    if (!spec_.network)
        return {schedule::TopDown{phase_names(), builds(), spec_.schedule, stores, sunk(), spec_.grid}};
    return {schedule::NetworkBuild{phase_names(), *spec_.network, spec_.schedule.branch, stores, sunk(),
                                   spec_.grid, class_names()}};
}

template <class PriceModel>
Money Study<PriceModel>::sunk() const {
    Money sum;
    for (const SunkCost& s : spec_.project.sunk) sum += s.amount;
    return sum;
}

/// What a change costs has a meaning with a change alone, and so has a compensation with an expropriation.
template <class PriceModel>
void Study<PriceModel>::check_fiscal(Problems& problems) const {
    const Project& p = spec_.project;
    const bool royalty = std::ranges::any_of(p.royalties, &Royalty::on_change);
    const bool costs = royalty || p.tax.rate_on_change;
    if (costs && !fiscal_.stated(FiscalEvent::change))
        problems.add("fiscal.change.probability", "",
                     "is required: a royalty or a tax rate waits for a change");
    if (!costs && fiscal_.stated(FiscalEvent::change))
        problems.add("fiscal.change", "", "must state a royalty or a tax rate");
    if (p.expropriation_compensation > 0 && !fiscal_.stated(FiscalEvent::expropriation))
        problems.add("fiscal.expropriation.probability", "", "is required: there is a compensation");
}

template <class PriceModel>
void Study<PriceModel>::check() const {
    Problems problems;
    try {
        minerisk::check(spec_.valuation);
    } catch (const InputError& error) {
        problems.add_all(error.problems());
    }
    for (std::size_t m = 0; m < spec_.project.metals.size(); ++m) {
        const std::string& name = spec_.project.metals[m].name;
        if (m >= spec_.prices.size() || spec_.prices[m].name != name)
            problems.add("price." + name, "",
                         "must be the price of metal " + std::to_string(m + 1) +
                             ": prices stand in the order of the metals");
    }
    problems.require(
        spec_.lenders_prices.empty() || (spec_.finance && spec_.finance->debt &&
                                         spec_.lenders_prices.size() == spec_.project.metals.size()),
        "finance.lenders_case", static_cast<double>(spec_.lenders_prices.size()),
        "must be one price for each metal, and have a debt to look at");
    for (const Price price : spec_.lenders_prices)
        problems.require(price > Price{} && is_finite(price.canonical()), "finance.lenders_case",
                         price.canonical(), "must be positive");
    if (spec_.prices.size() > spec_.project.metals.size())
        problems.add("price", spec_.prices.back().name, "must be the name of a metal");
    if (const auto& branch = spec_.schedule.branch; branch && !spec_.network) {
        for (std::size_t k = 0; k < spec_.project.phases.size(); ++k) {
            const PlannedBuild& b = spec_.project.phases[k].build;
            problems.require(b.after >= 0 || b.start >= branch->parameters().decided,
                             "phase[" + std::to_string(k + 1) + "].start", b.start.canonical(),
                             "must not be before the decision of schedule.branch");
        }
    }
    check_fiscal(problems);
    problems.throw_if_any();

    random::StreamRegistry registry;
    std::vector<std::string> names = stream_names();
    for (const std::string& name : names) registry.add(name);
    std::ranges::sort(names);
    if (const auto twice = std::ranges::adjacent_find(names); twice != names.end()) {
        problems.add("name", *twice, "must not make two draws of one stream: rename what it is made of");
        problems.throw_if_any();
    }
}

}  // namespace minerisk::inline v0

#include "minerisk/engine/lender_case.hpp"
