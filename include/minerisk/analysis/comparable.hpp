#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/errors.hpp"
#include "minerisk/engine/study.hpp"
#include "minerisk/finance/inflation.hpp"

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

/// Who has a part in two studies: by name, the shareholders together first. Values at different rates are not
/// compared.
struct ComparedParties {
    std::vector<std::string> both;        ///< at the same real rate in both
    std::vector<std::string> other_rate;  ///< in both, at another real rate
    std::vector<std::string> only_base, only_with;
};

template <class PriceModel>
ComparedParties compared_parties(const Study<PriceModel>& base, const Study<PriceModel>& with) {
    const auto rates = [](const Study<PriceModel>& study) {
        std::vector<std::pair<std::string, Rate>> all;
        if (!study.finance()) return all;
        all.emplace_back("shareholders", study.spec().valuation.discount_rate);
        const finance::Spec& s = study.finance()->spec();
        for (const finance::Party& p : s.parties)
            all.emplace_back(p.name, finance::real_discount_rate(p, s.inflation));
        return all;
    };
    const auto a = rates(base), b = rates(with);
    const auto find = [](const auto& all, const std::string& name) {
        return std::ranges::find(all, name, [](const auto& party) { return party.first; });
    };
    ComparedParties parties;
    for (const auto& [name, rate] : a) {
        const auto other = find(b, name);
        auto& list = other == b.end()        ? parties.only_base
                     : other->second == rate ? parties.both
                                             : parties.other_rate;
        list.push_back(name);
    }
    for (const auto& [name, rate] : b)
        if (find(a, name) == a.end()) parties.only_with.push_back(name);
    return parties;
}

}  // namespace minerisk::inline v0::analysis
