#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/factors/schedule/network/costs.hpp"
#include "minerisk/factors/schedule/network/logic.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/factors/schedule/network/workspace.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY Costs::Costs(const Plan& plan, const Logic& logic)
    : item_mu_{plan.cost.item_mu}, item_sigma_{plan.cost.item_sigma} {
    for (int j = 0; j < logic.activities(); ++j) {
        const Activity& a = plan.activities[static_cast<std::size_t>(logic.stated(j))];
        const double likely = a.duration.base();
        const bool by_time = likely > 0 && !a.finish_on;
        const double to_pay = a.progress == Progress::done ? 0 : a.cost.canonical();
        items_.push_back({to_pay, by_time ? a.time_dependent : 0.0, by_time ? likely : 1.0,
                          random::stream_of("network.activity." + a.id).value});
    }
    data_date_ = std::max(0.0, plan.data_date.canonical());
    for (const Hammock& h : plan.hammocks) {
        const int to = logic.find(h.to);
        hammocks_.push_back({2 * logic.find(h.from) + (h.from_start ? 0 : 1), 2 * to + 1,
                             logic.is_done(to) ? 0 : h.cost.canonical(), h.likely.canonical()});
    }
    for (const RiskEvent& e : plan.events) events_.push_back({places(logic, e.hits), e.cost.canonical()});
    first_event_ = static_cast<int>(plan.drivers.size());
    if (plan.stoppages) stoppage_cost_ = plan.stoppages->cost.canonical();
}

MINERISK_BODY void Costs::set_likely_lengths(const NetworkWorkspace& w) {
    for (HammockItem& h : hammocks_) {
        if (h.likely > 0) continue;
        const auto [from, to] = stretch(h, w, 0);
        h.likely = to - from;
    }
}

MINERISK_BODY void Costs::simulate_block(std::uint64_t seed, std::uint64_t first_path, const Logic& logic,
                                         NetworkWorkspace& w) const {
    block(logic, w, [&](const Item& a, double* factor) {
        kernels().normals(seed, a.stream, first_path, 1, 1, w.width, factor);
        for (int p = 0; p < w.width; ++p) factor[p] = item_mu_ + item_sigma_ * factor[p];
        kernels().exp(factor, factor, static_cast<std::size_t>(w.width));
    });
}

MINERISK_BODY void Costs::base_block(const Logic& logic, NetworkWorkspace& w) const {
    block(logic, w, [&](const Item&, double* factor) { std::fill_n(factor, w.width, 1.0); });
}

MINERISK_BODY std::vector<int> Costs::places(const Logic& logic, const std::vector<Hit>& hits) {
    std::vector<int> all;
    for (const Hit& h : hits) all.push_back(logic.find(h.activity));
    return all;
}

MINERISK_BODY int Costs::paid_at(std::size_t e, const Logic& logic, const NetworkWorkspace& w, int p) const {
    if (events_[e].cost == 0 || !(w.present(first_event_ + static_cast<int>(e), p) > 0)) return -1;
    for (const int j : events_[e].hits)
        if (!logic.is_done(j) && !logic.is_absent(w, j, p)) return w.dates(2 * j + 1, p) < w.horizon ? j : -1;
    return -1;
}

MINERISK_BODY auto Costs::stretch(const HammockItem& h, const NetworkWorkspace& w, int p) const
    -> std::pair<double, double> {
    const double from = std::min(std::max(data_date_, w.dates(h.from, p)), w.horizon);
    return {from, std::max(from, std::min(w.dates(h.to, p), w.horizon))};
}

}  // namespace minerisk::inline v0::schedule
