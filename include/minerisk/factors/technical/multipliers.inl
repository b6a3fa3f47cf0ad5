#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/technical.hpp"
#include "minerisk/factors/technical/multipliers.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/correlation.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::technical {

MINERISK_BODY Multipliers::Multipliers(const MultiplierSpec& spec)
    : sd_{spec.grade,   spec.recovery_odds, spec.mining_cost, spec.processing_cost,
          spec.freight, spec.treatment,     spec.sustaining,  spec.closure} {
    Problems problems{"technical"};
    for (std::size_t i = 0; i < sd_.size(); ++i) {
        problems.require(sd_[i] >= 0 && is_finite(sd_[i]), technical_names[i], sd_[i],
                         "must be a standard deviation of the logarithm, at least 0");
    }
    try {
        correlation_ =
            random::Correlation{{technical_names.begin(), technical_names.end()}, spec.correlations};
    } catch (const InputError& error) {
        problems.add_all(error.problems());
    }
    problems.throw_if_any();
    for (std::size_t i = 0; i < sd_.size(); ++i) streams_[i] = random::stream_of(stream_name(i));
}

MINERISK_BODY std::vector<std::string> Multipliers::stream_names() const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < sd_.size(); ++i) names.push_back(stream_name(i));
    return names;
}

MINERISK_BODY void Multipliers::simulate_block(std::uint64_t seed, std::uint64_t first_path,
                                               BlockArray& rows) const {
    MINERISK_EXPECTS(rows.rows() == technical_count);
    const int width = rows.width();
    for (int i = 0; i < technical_count; ++i) {
        kernels().normals(seed, streams_[static_cast<std::size_t>(i)].value, first_path, 0, 1, width,
                          rows.row(i));
    }
    correlation_.apply(width, rows.data());
    for (int i = 0; i < technical_count; ++i) {
        double* const row = rows.row(i);
        const double sd = sd_[static_cast<std::size_t>(i)];
        for (int p = 0; p < width; ++p) row[p] *= sd;
    }
    kernels().exp(rows.data(), rows.data(), rows.size());
}

}  // namespace minerisk::inline v0::technical
