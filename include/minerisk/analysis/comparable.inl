#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/analysis/comparable.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/engine/study_parts.hpp"
#include "minerisk/finance/inflation.hpp"

namespace minerisk::inline v0::analysis::detail {

MINERISK_BODY void require_comparable(const ComparedTerms& base, const ComparedTerms& with,
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
    const auto& a = base.valuation;
    const auto& b = with.valuation;
    same("valuation.date", to_string(base.grid.start()), to_string(with.grid.start()));
    same("valuation.years", text_of(base.grid.years()), text_of(with.grid.years()));
    same("valuation.periods_per_year", text_of(base.grid.periods_per_year()),
         text_of(with.grid.periods_per_year()));
    same("valuation.discount_rate", rate(a.discount_rate), rate(b.discount_rate));
    same("valuation.hurdle_rate", rate(a.hurdle_rate), rate(b.hurdle_rate));
    same("valuation.convention", name_of(a.convention), name_of(b.convention));
    same("valuation.measure", name_of(a.measure), name_of(b.measure));
    same("money.base", base.money, with.money);
    if (!problems.empty()) throw InputError{std::move(problems)};
}

MINERISK_BODY UnpairedStreams unpaired_streams(std::vector<std::string> base, std::vector<std::string> with) {
    for (std::vector<std::string>* names : {&base, &with})
        std::erase_if(*names, [](const std::string& n) { return n.starts_with("security.protection."); });
    std::ranges::sort(base);
    std::ranges::sort(with);
    UnpairedStreams u;
    std::ranges::set_difference(base, with, std::back_inserter(u.only_base));
    std::ranges::set_difference(with, base, std::back_inserter(u.only_with));
    return u;
}

MINERISK_BODY ComparedParties compared_parties(const ComparedTerms& base, const ComparedTerms& with) {
    const auto rates = [](const ComparedTerms& study) {
        std::vector<std::pair<std::string, Rate>> all;
        if (!study.finance) return all;
        all.emplace_back("shareholders", study.valuation.discount_rate);
        const finance::Spec& s = study.finance->spec();
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

}  // namespace minerisk::inline v0::analysis::detail
