#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/technical.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/correlation.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::technical {

/// How uncertain each item is: the standard deviation of the logarithm of its multiplier; 0 is certain.
struct MultiplierSpec {
    double grade = 0;
    double recovery_odds = 0;
    double mining_cost = 0;
    double processing_cost = 0;
    double freight = 0;
    double treatment = 0;
    double sustaining = 0;
    double closure = 0;
    /// Of the logarithms, between names of `technical_names`; pairs that are not stated are uncorrelated.
    std::vector<random::Correlation::Entry> correlations{};
};

/// Lognormal multipliers on grade, recovery, costs and charges: one draw a path for the whole life of a
/// mine.
///
///   M_i = exp(sd_i (L Z)_i),   L L' = correlation of the logarithms;   median 1, mean exp(sd_i^2 / 2)
///
/// Streams: "technical.<item>", row 0. Changing one sd leaves the draws of all items as they are.
class Multipliers {
public:
    /// Throws InputError with every sd that is negative or not finite, and for correlations that cannot be.
    explicit Multipliers(const MultiplierSpec& spec)
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

    std::vector<std::string> stream_names() const {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < sd_.size(); ++i) names.push_back(stream_name(i));
        return names;
    }
    double sd(Technical item) const { return sd_[static_cast<std::size_t>(item)]; }

    /// The multipliers of paths first_path, first_path + 1, ...: [item][path], overwritten; an item without
    /// uncertainty is exactly 1. Allocates nothing, throws nothing; a path has the same bits in any block.
    void simulate_block(std::uint64_t seed, std::uint64_t first_path, BlockArray& rows) const {
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
    /// Without risk: all 1.
    static void base_block(BlockArray& rows) { rows.fill(1); }

private:
    static std::string stream_name(std::size_t i) { return std::string{"technical."} + technical_names[i]; }

    std::array<double, technical_count> sd_;
    random::Correlation correlation_{{}};
    std::array<random::Stream, technical_count> streams_{};
};

}  // namespace minerisk::inline v0::technical
