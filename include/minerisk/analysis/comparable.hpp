#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "minerisk/core/errors.hpp"
#include "minerisk/engine/study.hpp"

namespace minerisk::inline v0::analysis {

/// Refuses two studies whose values are not in the same currency of time: another valuation date, discount or
/// hurdle rate, convention, measure, money, or grid. Each problem names both files and both values.
template <class PriceModel>
void require_comparable(const Study<PriceModel>& base, const Study<PriceModel>& with,
                        const std::string& base_file, const std::string& with_file) {
    std::vector<Problem> problems;
    const auto same = [&](const char* field, const std::string& wanted, const std::string& found) {
        if (wanted == found) return;
        problems.push_back({.field = field,
                            .value = found,
                            .rule = "must be " + wanted + " as in " + base_file +
                                    ": values on different terms cannot be compared",
                            .file = with_file});
    };
    const auto rate = [](Rate r) { return text_of(100 * r.canonical()) + " %/yr"; };
    const auto& a = base.spec().valuation;
    const auto& b = with.spec().valuation;
    same("valuation.date", to_string(base.grid().start()), to_string(with.grid().start()));
    same("valuation.years", text_of(base.grid().years()), text_of(with.grid().years()));
    same("valuation.periods_per_year", text_of(base.grid().periods_per_year()),
         text_of(with.grid().periods_per_year()));
    same("valuation.discount_rate", rate(a.discount_rate), rate(b.discount_rate));
    same("valuation.hurdle_rate", rate(a.hurdle_rate), rate(b.hurdle_rate));
    same("valuation.convention", name_of(a.convention), name_of(b.convention));
    same("valuation.measure", name_of(a.measure), name_of(b.measure));
    same("money.base", base.spec().money, with.spec().money);
    if (!problems.empty()) throw InputError{std::move(problems)};
}

/// Streams of random numbers that one of two studies draws from and the other does not, of the risks that
/// move: there the two are not paired. What a measure of protection keeps off is drawn beside the events of
/// both, which stay paired.
struct UnpairedStreams {
    std::vector<std::string> only_base, only_with;
    bool any() const { return !only_base.empty() || !only_with.empty(); }
};

template <class PriceModel>
UnpairedStreams unpaired_streams(const Study<PriceModel>& base, const Study<PriceModel>& with,
                                 Risks risks = Risks::all()) {
    std::vector<std::string> a = base.stream_names(risks), b = with.stream_names(risks);
    for (std::vector<std::string>* names : {&a, &b})
        std::erase_if(*names, [](const std::string& n) { return n.starts_with("security.protection."); });
    std::ranges::sort(a);
    std::ranges::sort(b);
    UnpairedStreams u;
    std::ranges::set_difference(a, b, std::back_inserter(u.only_base));
    std::ranges::set_difference(b, a, std::back_inserter(u.only_with));
    return u;
}

}  // namespace minerisk::inline v0::analysis
