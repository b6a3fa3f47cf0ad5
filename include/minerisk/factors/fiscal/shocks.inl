#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/factors/fiscal/shocks.hpp"
#include "minerisk/random/draws.hpp"

namespace minerisk::inline v0::fiscal {

MINERISK_BODY Shocks::Shocks(const Spec& spec) : from_{spec.from.canonical()} {
    Problems problems{"fiscal"};
    problems.require(from_ >= 0 && is_finite(from_), "from", from_, "must not be before the valuation date");
    const std::array stated{spec.change, spec.expropriation};
    for (std::size_t k = 0; k < stated.size(); ++k) {
        if (!stated[k]) continue;
        const double h = stated[k]->canonical();
        const std::string name = fiscal_event_names[k];
        problems.require(h >= 0 && h < 1, name + ".probability", h, "must be in [0, 1) a year");
        hazards_[k] = {true, -1 / math::log1p(-h), random::stream_of("fiscal." + name)};
    }
    problems.throw_if_any();
}

MINERISK_BODY std::vector<std::string> Shocks::stream_names() const {
    std::vector<std::string> names;
    for (std::size_t k = 0; k < hazards_.size(); ++k)
        if (hazards_[k].stated) names.push_back(std::string{"fiscal."} + fiscal_event_names[k]);
    return names;
}

MINERISK_BODY void Shocks::simulate_block(std::uint64_t seed, std::uint64_t first_path,
                                          BlockArray& dates) const {
    MINERISK_EXPECTS(dates.rows() == fiscal_event_count);
    base_block(dates);
    for (std::size_t k = 0; k < hazards_.size(); ++k) {
        const Hazard& hazard = hazards_[k];
        if (!hazard.stated) continue;
        double* const row = dates.row(static_cast<int>(k));
        random::exponential_rows({seed, hazard.stream, first_path, 0}, 1, dates.width(), row);
        for (int p = 0; p < dates.width(); ++p) row[p] = from_ + hazard.mean * row[p];
    }
}

MINERISK_BODY void Shocks::base_block(BlockArray& dates) {
    dates.fill(std::numeric_limits<double>::infinity());
}

}  // namespace minerisk::inline v0::fiscal
