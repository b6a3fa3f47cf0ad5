#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/cashflow/cash_flow.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/engine/study.hpp"
#include "minerisk/factors/fiscal/shocks.hpp"
#include "minerisk/factors/interest/base_rate_model.hpp"
#include "minerisk/factors/price/price_set.hpp"
#include "minerisk/factors/schedule/model.hpp"
#include "minerisk/factors/security/stoppages.hpp"
#include "minerisk/factors/technical/multipliers.hpp"
#include "minerisk/finance/finance.hpp"

namespace minerisk::inline v0 {

namespace detail {

/// The parts of a study's specification that know nothing of its price model, and what is made of them.
struct StatedParts {
    const Project& project;
    const TimeGrid& grid;
    const schedule::TopDownSpec& schedule;
    const std::optional<schedule::NetworkSpec>& network;
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

/// What a study is made of.
template <class PriceModel>
struct StudyParts {
    explicit StudyParts(StudySpec<PriceModel> stated)
        : spec{with_defaults(std::move(stated))},
          cash_flow{stated_parts().protected_project(), spec.grid, stated_parts().levels()},
          prices{spec.prices, spec.price_correlations, spec.grid, spec.price_age},
          schedule{stated_parts().make_schedule(cashflow::construction_stores(cash_flow.project().buffers))},
          security{spec.security, spec.grid},
          technical{spec.technical},
          fiscal{spec.fiscal} {
        std::vector<std::string> priced;
        for (const auto& metal : spec.prices) priced.push_back(metal.name);
        stated_parts().check(priced, fiscal);
        discount = stated_parts().discount(spec.valuation.discount_rate);
        discount_at_hurdle = stated_parts().discount(spec.valuation.hurdle_rate);
        sunk_carried = stated_parts().sunk_carried();
    }

    StatedParts stated_parts() const {
        return {spec.project,  spec.grid,      spec.schedule, spec.network,
                spec.security, spec.valuation, spec.finance,  spec.lenders_prices};
    }
    static StudySpec<PriceModel> with_defaults(StudySpec<PriceModel> spec) {
        if (spec.schedule.phases.empty()) spec.schedule.phases.resize(spec.project.phases.size());
        return spec;
    }

    StudySpec<PriceModel> spec;
    cashflow::CashFlow cash_flow;
    price::PriceSet<PriceModel> prices;
    schedule::Model schedule;
    security::Stoppages security;
    technical::Multipliers technical;
    fiscal::Shocks fiscal;
    std::vector<double> discount{}, discount_at_hurdle{};
    double sunk_carried = 0;
    // Made last: the lenders' case is a path of all of the above.
    std::optional<finance::Finance> finance{};
    std::optional<interest::BaseRateModel> base_rate{};
};

}  // namespace detail

template <class PriceModel>
finance::LenderCase lender_case(const Study<PriceModel>& study, const std::vector<Price>& deck);

template <class PriceModel>
Study<PriceModel>::Study(Spec spec) {
    const auto parts = std::make_shared<detail::StudyParts<PriceModel>>(std::move(spec));
    parts_ = parts;
    detail::check_streams(stream_names());
    if (!parts->spec.finance) return;
    finance::LenderCase lenders;
    if (!parts->spec.lenders_prices.empty()) lenders = lender_case(*this, parts->spec.lenders_prices);
    parts->finance = parts->stated_parts().make_finance(std::move(lenders));
    parts->base_rate = detail::base_rate_of(parts->finance, parts->spec.grid);
}

template <class PriceModel>
const StudySpec<PriceModel>& Study<PriceModel>::spec() const {
    return parts_->spec;
}
template <class PriceModel>
const Project& Study<PriceModel>::project() const {
    return parts_->spec.project;
}
template <class PriceModel>
const TimeGrid& Study<PriceModel>::grid() const {
    return parts_->spec.grid;
}
template <class PriceModel>
const cashflow::CashFlow& Study<PriceModel>::cash_flow() const {
    return parts_->cash_flow;
}
template <class PriceModel>
const price::PriceSet<PriceModel>& Study<PriceModel>::prices() const {
    return parts_->prices;
}
template <class PriceModel>
const schedule::Model& Study<PriceModel>::schedule() const {
    return parts_->schedule;
}
template <class PriceModel>
const security::Stoppages& Study<PriceModel>::security() const {
    return parts_->security;
}
template <class PriceModel>
const technical::Multipliers& Study<PriceModel>::technical() const {
    return parts_->technical;
}
template <class PriceModel>
const fiscal::Shocks& Study<PriceModel>::fiscal() const {
    return parts_->fiscal;
}
template <class PriceModel>
const std::optional<finance::Finance>& Study<PriceModel>::finance() const {
    return parts_->finance;
}
template <class PriceModel>
const std::optional<interest::BaseRateModel>& Study<PriceModel>::base_rate() const {
    return parts_->base_rate;
}
template <class PriceModel>
const std::vector<double>& Study<PriceModel>::discount() const {
    return parts_->discount;
}
template <class PriceModel>
const std::vector<double>& Study<PriceModel>::discount_at_hurdle() const {
    return parts_->discount_at_hurdle;
}
template <class PriceModel>
double Study<PriceModel>::sunk_carried() const {
    return parts_->sunk_carried;
}

template <class PriceModel>
std::vector<std::string> Study<PriceModel>::stream_names(Risks risks) const {
    const auto& all_parts = *parts_;
    std::vector<std::string> all;
    if (risks.price) detail::append(all, all_parts.prices.stream_names());
    if (risks.schedule) detail::append(all, all_parts.schedule.stream_names());
    if (risks.security) detail::append(all, all_parts.security.stream_names());
    if (risks.technical) detail::append(all, all_parts.technical.stream_names());
    if (risks.fiscal) detail::append(all, all_parts.fiscal.stream_names());
    if (all_parts.base_rate && risks.price) detail::append(all, all_parts.base_rate->stream_names());
    return all;
}

}  // namespace minerisk::inline v0

#include "minerisk/engine/lender_case.hpp"

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/study.inl"
#endif
