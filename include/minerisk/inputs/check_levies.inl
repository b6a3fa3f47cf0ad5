#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/inputs/check.hpp"
#include "minerisk/inputs/project.hpp"

namespace minerisk::inline v0::detail {

MINERISK_BODY void ProjectCheck::levies() {
    for (std::size_t i = 0; i < p_.royalties.size(); ++i) royalty(p_.royalties[i], i);
    income_tax();
}

MINERISK_BODY void ProjectCheck::income_tax() {
    const IncomeTax& tax = p_.tax;
    const auto rate = [&](const char* field, double v) {
        problems_.require(v >= 0 && v < 1, field, v, "must be in [0, 1)");
    };
    rate("tax.rate", tax.rate);
    not_nan("tax.from", tax.from.canonical());
    not_negative("tax.holiday", tax.holiday.canonical());
    if (tax.rate_on_change) rate("tax.rate_on_change", *tax.rate_on_change);
    depreciation("tax.growth_capital", tax.growth_capital);
    depreciation("tax.sustaining_capital", tax.sustaining_capital);
    if (tax.loss_expiry) positive("tax.loss_expiry", tax.loss_expiry->canonical());
    rate("tax.minimum_rate", tax.minimum_rate);
    rate("tax.final_rate", tax.final_rate);
    not_negative("tax.final_for", tax.final_for.canonical());
    problems_.require(!(tax.final_rate > 0) || tax.final_for > Years{}, "tax.final_for",
                      tax.final_for.canonical(), "must be positive: there is a final tax");
    problems_.require(tax.final_rate > 0 || !(tax.final_for > Years{}), "tax.final_for",
                      tax.final_for.canonical(), "has no meaning without a final tax");
}

MINERISK_BODY void ProjectCheck::depreciation(const std::string& field, const Depreciation& d) {
    const bool line = d.method == DepreciationMethod::straight_line;
    const bool balance = d.method == DepreciationMethod::declining;
    if (line) {
        positive(field + ".over", d.over.canonical());
    } else {
        problems_.require(d.over == Years{}, field + ".over", d.over.canonical(),
                          "has a meaning for a straight line alone");
    }
    if (balance) {
        problems_.require(d.rate.canonical() > 0 && d.rate.canonical() < 1, field + ".rate",
                          d.rate.canonical(), "must be in (0, 1) a year");
    } else {
        problems_.require(d.rate == Rate{}, field + ".rate", d.rate.canonical(),
                          "has a meaning for a declining balance alone");
    }
    if (line || balance) {
        share(field + ".initial_allowance", d.initial_allowance);
    } else {
        problems_.require(d.initial_allowance == 0, field + ".initial_allowance", d.initial_allowance,
                          "has no meaning for capital that is deducted when spent");
    }
}

MINERISK_BODY void ProjectCheck::royalty(const Royalty& r, std::size_t i) {
    share(indexed("royalty", i, "rate"), r.rate);
    not_nan(indexed("royalty", i, "from"), r.from.canonical());
    if (r.scale) {
        problems_.require(!(r.rate > 0), indexed("royalty", i, "rate"), r.rate,
                          "has no meaning beside a scale");
        scale(*r.scale, i);
    }
    if (r.advance) advance(*r.advance, i);
}

MINERISK_BODY void ProjectCheck::scale(const RoyaltyScale& s, std::size_t i) {
    if (!s.metal.empty() && !std::ranges::count(p_.metals, s.metal, &Metal::name))
        problems_.add(indexed("royalty", i, "scale_of"), s.metal,
                      "must be \"margin\" or the name of one of the metals");
    if (s.steps.empty()) problems_.add(indexed("royalty", i, "scale"), "", "must have at least one step");
    for (std::size_t k = 0; k < s.steps.size(); ++k) {
        const double from = s.steps[k].from;
        problems_.require(
            is_finite(from) && (k == 0 || from > s.steps[k - 1].from) && (s.metal.empty() || from >= 0),
            indexed("royalty", i, "scale"), from,
            "steps must begin at finite numbers that increase, prices from 0");
        problems_.require(s.steps[k].rate >= 0 && s.steps[k].rate <= 1, indexed("royalty", i, "scale"),
                          s.steps[k].rate, "rates must be in [0, 1]");
    }
}

MINERISK_BODY void ProjectCheck::advance(const AdvanceRoyalty& a, std::size_t i) {
    problems_.require(is_finite(a.from.canonical()), indexed("royalty", i, "advance.from"),
                      a.from.canonical(), "must be finite");
    if (a.by_year.empty())
        problems_.add(indexed("royalty", i, "advance.by_year"), "", "must have at least one amount");
    for (const Money amount : a.by_year)
        not_negative(indexed("royalty", i, "advance.by_year"), amount.canonical());
    positive(indexed("royalty", i, "advance.cap"), a.cap.canonical());
}

}  // namespace minerisk::inline v0::detail
