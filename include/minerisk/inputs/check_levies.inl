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
    problems_.require(p_.tax.rate >= 0 && p_.tax.rate < 1, "tax.rate", p_.tax.rate, "must be in [0, 1)");
    not_nan("tax.from", p_.tax.from.canonical());
    not_negative("tax.holiday", p_.tax.holiday.canonical());
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
