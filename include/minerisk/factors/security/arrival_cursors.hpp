#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/factors/security/baseline.hpp"
#include "minerisk/factors/security/regime.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::security {

/// Where the immigrants of one class stand on each path of a block: how far their rate has been integrated,
/// and in which stay of the regime that is.
class ArrivalCursors {
public:
    /// `per_rate` is 1 / the rate at multiplier 1; `count` (by path) counts immigrants before the horizon.
    void start(const RegimePaths& regime, int width, double per_rate, double horizon, std::int64_t* count) {
        width_ = width;
        state_.resize(5 * static_cast<std::size_t>(width));
        stay_.assign(static_cast<std::size_t>(width), 0);
        baseline_.assign(static_cast<std::size_t>(width), {});
        double* const at = state_.data();
        at_ = {per_rate,       horizon,        at,    at + width, at + 2 * width,
               at + 3 * width, at + 4 * width, count, &leaving_};
        for (int p = 0; p < width; ++p) {
            at[p] = 0;
            enter(regime, p, 0);
        }
    }

    /// Dates of the immigrants that the rows of gaps (unit exponentials) lead to, [row][path].
    void run(const RegimePaths& regime, const BlockArray& gaps, double* times) {
        for (int row = 0; row < gaps.rows();) {
            row += kernels().arrivals(at_, gaps.row(row), gaps.rows() - row, width_,
                                      times + static_cast<std::size_t>(row) * width_);
            if (row == gaps.rows()) return;
            for (std::uint64_t paths = leaving_; paths != 0; paths &= paths - 1) {
                const int p = std::countr_zero(paths);
                const double next = at_.reached[p] + gaps(row, p) * at_.per_rate;
                const auto& stays = regime.of(p);
                std::size_t k = stay_[static_cast<std::size_t>(p)];
                while (k + 1 < stays.size() && stays[k + 1].operational <= next) ++k;
                enter(regime, p, k);
            }
        }
    }
    /// The same under a baseline. On a path past the horizon dates are infinite.
    void run(const RegimePaths& regime, const BaselineIntegral& baseline, const BlockArray& gaps,
             double* times) {
        for (int p = 0; p < width_; ++p)
            for (int row = 0; row < gaps.rows(); ++row) {
                double& time = times[row * width_ + p];
                time = std::numeric_limits<double>::infinity();
                if (!is_finite(at_.reached[p])) continue;
                at_.reached[p] += gaps(row, p) * at_.per_rate;
                time = regime.time_at(p, at_.reached[p], baseline, baseline_[static_cast<std::size_t>(p)]);
                if (time < at_.horizon) {
                    ++at_.count[p];
                } else {
                    at_.reached[p] = std::numeric_limits<double>::infinity();
                }
            }
    }

private:
    void enter(const RegimePaths& regime, int p, std::size_t k) {
        const auto& stays = regime.of(p);
        const RegimePaths::Stay& s = stays[k];
        double* const at = state_.data();
        at[width_ + p] = s.begin;
        at[2 * width_ + p] = s.operational;
        at[3 * width_ + p] = s.per_multiplier;
        at[4 * width_ + p] =
            k + 1 < stays.size() ? stays[k + 1].operational : std::numeric_limits<double>::infinity();
        stay_[static_cast<std::size_t>(p)] = k;
    }

    int width_ = 0;
    ArrivalRows at_{};
    std::uint64_t leaving_ = 0;
    std::vector<double> state_;
    std::vector<std::size_t> stay_;
    std::vector<RegimePaths::BaselineCursor> baseline_;
};

}  // namespace minerisk::inline v0::security
