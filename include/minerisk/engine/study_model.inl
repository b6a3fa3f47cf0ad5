#pragma once

#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/outcome.hpp"
#include "minerisk/engine/study_model.hpp"

namespace minerisk::inline v0::detail {

MINERISK_BODY Kind kind_of(finance::Unit unit) {
    using finance::Unit;
    switch (unit) {
        case Unit::real_money:
            return Kind::money;
        case Unit::nominal_money:
            return Kind::nominal_money;
        case Unit::rate:
            return Kind::rate;
        case Unit::years:
            return Kind::years;
        case Unit::calendar_time:
            return Kind::calendar_year;
        case Unit::ratio:
            break;
    }
    return Kind::ratio;
}

MINERISK_BODY void add_figures(const std::optional<finance::Finance>& finance, std::vector<Column>& columns) {
    if (!finance) return;
    for (const finance::Figure& f : finance->figures())
        columns.push_back({f.name, kind_of(f.unit), f.below, f.above});
}

MINERISK_BODY std::vector<StatusColumn> statuses_of(const std::optional<finance::Finance>& finance) {
    std::vector<std::string> irr_names;
    for (int i = 0; i < valuation::irr_statuses; ++i)
        irr_names.emplace_back(valuation::name_of(static_cast<valuation::IrrStatus>(i)));
    const auto words = [](const auto& names) { return std::vector<std::string>{names.begin(), names.end()}; };
    std::vector<StatusColumn> all{{"irr_status", irr_names, "irr"},
                                  {"payback_status", words(valuation::payback_status_names), "payback_years"},
                                  {"decision", words(decision_names)},
                                  {"mine_end", words(cashflow::mine_end_names)}};
    if (finance)
        for (const finance::Party& p : finance->spec().parties)
            all.push_back({p.name + ".irr_status", irr_names, p.name + ".irr"});
    return all;
}

}  // namespace minerisk::inline v0::detail
