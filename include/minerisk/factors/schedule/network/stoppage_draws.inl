#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/factors/schedule/network/logic.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/factors/schedule/network/stoppage_draws.hpp"
#include "minerisk/factors/schedule/network/workspace.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY StoppageDraws::StoppageDraws(const Plan& plan, const Logic& logic)
    : rate_{plan.stoppages->rate.canonical()},
      length_{plan.stoppages->length},
      from_{std::max(0.0, plan.data_date.canonical())} {
    for (const Hit& h : plan.stoppages->hits) hits_.emplace_back(logic.find(h.activity), h.weight);
    std::ranges::sort(hits_);
}

MINERISK_BODY void StoppageDraws::extend(std::uint64_t seed, std::uint64_t first_path, const double* until,
                                         NetworkWorkspace& w) const {
    StoppagePaths& s = w.stoppages;
    const auto n = static_cast<std::size_t>(w.width);
    alignas(64) double gap[wide_block];
    alignas(64) double size[wide_block];
    const auto covered = [&] {
        if (s.rows == 0) return false;
        for (int p = 0; p < w.width; ++p)
            if (!(s.begin_of(s.rows - 1, p, w.width) > std::min(until[p], w.horizon))) return false;
        return true;
    };
    while (rate_ > 0 && !covered()) {
        if (s.rows >= most) {
            s.overflow = true;
            return;
        }
        const auto row = static_cast<std::uint32_t>(s.rows);
        kernels().exponentials(seed, begin_stream_, first_path, row, 1, w.width, gap);
        kernels().uniforms(seed, length_stream_, first_path, row, 1, w.width, size);
        length_.quantile(size, size, w.width);
        const std::size_t at = static_cast<std::size_t>(s.rows) * n;
        s.begin.resize(at + n);
        s.length.resize(at + n);
        for (std::size_t p = 0; p < n; ++p) {
            s.begin[at + p] = (s.rows == 0 ? from_ : s.begin[at - n + p]) + gap[p] / rate_;
            s.length[at + p] = size[p];
        }
        ++s.rows;
    }
}

MINERISK_BODY void StoppageDraws::last_finish(const NetworkWorkspace& w, double* last) const {
    std::fill_n(last, w.width, 0.0);
    for (const auto& [j, weight] : hits_)
        for (int p = 0; p < w.width; ++p) last[p] = std::max(last[p], w.dates(2 * j + 1, p));
}

}  // namespace minerisk::inline v0::schedule
