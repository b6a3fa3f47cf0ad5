#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

/// The regime of each path of a block: alternating stays, each with the multiplier of the event rates.
/// Holds the integral of the multiplier ("operational time") so that arrivals can be found exactly.
class RegimePaths {
public:
    struct Stay {
        double begin;        ///< years
        double operational;  ///< integral of the multiplier up to `begin`
        double multiplier;
        double per_multiplier;  ///< 1 / multiplier
        bool high;
    };

    void clear(int width) {
        stays_.resize(static_cast<std::size_t>(width));
        for (auto& s : stays_) s.clear();
    }
    void set_constant(int width, double multiplier, double horizon) {
        clear(width);
        horizon_ = horizon;
        for (auto& s : stays_) s.push_back({0, 0, multiplier, 1 / multiplier, false});
    }
    std::vector<Stay>& of(int path) { return stays_[static_cast<std::size_t>(path)]; }
    const std::vector<Stay>& of(int path) const { return stays_[static_cast<std::size_t>(path)]; }
    void set_horizon(double horizon) { horizon_ = horizon; }

    /// The time at which the integral of the multiplier reaches `operational`. `cursor` remembers the stay
    /// between calls with rising arguments and starts at 0.
    double time_at(int path, double operational, std::size_t& cursor) const {
        const auto& stays = of(path);
        while (cursor + 1 < stays.size() && stays[cursor + 1].operational <= operational) ++cursor;
        const Stay& s = stays[cursor];
        return s.begin + (operational - s.operational) * s.per_multiplier;
    }

    /// Share of each period in the high regime, [period][path].
    void high_share(const TimeGrid& grid, BlockArray& share) const {
        share.fill(0);
        for (int p = 0; p < share.width(); ++p) {
            const auto& stays = of(p);
            for (std::size_t i = 0; i < stays.size(); ++i) {
                if (!stays[i].high) continue;
                const double end =
                    std::min(i + 1 < stays.size() ? stays[i + 1].begin : horizon_, grid.length());
                double at = stays[i].begin;
                for (int k = grid.period_at(at); at < end; ++k) {
                    const double to = std::min(end, grid.end(k));
                    share(k, p) += (to - at) / grid.step();
                    at = to;
                }
            }
        }
    }

private:
    std::vector<std::vector<Stay>> stays_;
    double horizon_ = 0;
};

/// A two-state intensity regime in continuous time that scales the rates of all classes at once.
///
/// Stays are exponential. Streams: "security.regime.start" (row 0, a uniform: high if below start_high) and
/// "security.regime.stay" (row k is the k-th stay in units of its mean).
class Regime {
public:
    struct Parameters {
        double low = 1;         ///< multiplier of the rates, > 0
        double high = 1;        ///< > 0
        Rate to_high{};         ///< out of the low state, > 0
        Rate to_low{};          ///< out of the high state, > 0
        double start_high = 0;  ///< probability of starting high, in [0, 1]
    };

    /// Throws InputError naming each parameter outside its range.
    explicit Regime(const Parameters& p) : p_{p} {
        Problems problems{"security.regime"};
        const auto positive = [&](double v, const char* field) {
            problems.require(v > 0 && is_finite(v), field, v, "must be finite and positive");
        };
        positive(p.low, "low");
        positive(p.high, "high");
        for (const auto& [rate, field] : {std::pair{p.to_high, "to_high"}, std::pair{p.to_low, "to_low"}}) {
            positive(rate.canonical(), field);
            problems.require(!(rate.canonical() > 1000), field, rate.canonical(),
                             "must be at most 1000 a year");
        }
        problems.require(p.start_high >= 0 && p.start_high <= 1, "start_high", p.start_high,
                         "must be in [0, 1]");
        problems.throw_if_any();
    }
    const Parameters& parameters() const { return p_; }
    std::vector<std::string> stream_names() const {
        return {"security.regime.start", "security.regime.stay"};
    }

    void simulate_block(std::uint64_t seed, std::uint64_t first_path, int width, double horizon,
                        RegimePaths& paths) const {
        paths.clear(width);
        paths.set_horizon(horizon);
        constexpr int rows = 16;
        alignas(64) double draw[rows * wide_block];
        kernels().uniforms(seed, start_.value, first_path, 0, 1, width, draw);
        for (int p = 0; p < width; ++p) {
            const bool high = draw[p] < p_.start_high;
            paths.of(p).push_back(stay(0, 0, high));
        }
        int open_paths = width;
        for (int first = 0; open_paths > 0; first += rows) {
            kernels().exponentials(seed, stay_.value, first_path, static_cast<std::uint32_t>(first), rows,
                                   width, draw);
            open_paths = 0;
            for (int p = 0; p < width; ++p) {
                auto& stays = paths.of(p);
                if (stays.size() != static_cast<std::size_t>(first) + 1)
                    continue;  // reached the horizon before
                int r = 0;
                for (; r < rows; ++r) {
                    const RegimePaths::Stay s = stays.back();
                    const double length = draw[r * width + p] / (s.high ? p_.to_low : p_.to_high).canonical();
                    if (!(s.begin + length < horizon)) break;
                    stays.push_back(stay(s.begin + length, s.operational + length * s.multiplier, !s.high));
                }
                open_paths += r == rows;
            }
        }
    }

private:
    RegimePaths::Stay stay(double begin, double operational, bool high) const {
        const double multiplier = high ? p_.high : p_.low;
        return {begin, operational, multiplier, 1 / multiplier, high};
    }
    Parameters p_;
    random::Stream start_ = random::stream_of("security.regime.start");
    random::Stream stay_ = random::stream_of("security.regime.stay");
};

}  // namespace minerisk::inline v0::security
