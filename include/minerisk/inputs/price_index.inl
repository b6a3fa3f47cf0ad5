#pragma once

#include <map>
#include <string>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/inputs/price_index.hpp"

namespace minerisk::inline v0 {

MINERISK_BODY PriceIndex::PriceIndex(std::map<std::string, double> levels) : levels_{std::move(levels)} {
    Problems problems{"index"};
    for (const auto& [month, level] : levels_) {
        if (!is_month(month)) problems.add(month, "", "must be a month written YYYY-MM");
        problems.require(is_finite(level) && level > 0, month, level, "must be positive");
    }
    problems.throw_if_any();
}

MINERISK_BODY bool PriceIndex::is_month(const std::string& m) {
    if (m.size() != 7 || m[4] != '-') return false;
    for (int i : {0, 1, 2, 3, 5, 6})
        if (m[static_cast<std::size_t>(i)] < '0' || m[static_cast<std::size_t>(i)] > '9') return false;
    const int month = (m[5] - '0') * 10 + (m[6] - '0');
    return month >= 1 && month <= 12;
}

MINERISK_BODY double PriceIndex::factor(const std::string& from, const std::string& to) const {
    if (from == to) return 1;
    MINERISK_EXPECTS(knows(from) && knows(to));
    return levels_.at(to) / levels_.at(from);
}

}  // namespace minerisk::inline v0
