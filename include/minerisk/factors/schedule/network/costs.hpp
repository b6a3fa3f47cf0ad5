#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/factors/schedule/network/logic.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/factors/schedule/network/workspace.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::schedule {

/// The cost of a network: time-independent and time-dependent parts, without escalation.
///
///   cost_j = C_j M I_j ((1 - TD_j) + TD_j D_j / D_likely),   hammock: C M length / likely length,
///   + the cost of each event that happens, + a fixed cost for each stoppage before the target's finish.
///
/// Work that is done has been paid and costs nothing more; of work under way the cost is that of what is
/// left. Work that never begins costs nothing, work that begins and never ends all of it. M is the market and
/// the systemic factor, I_j the item: lognormal by the mean and sd of the logarithm.
class Costs {
public:
    Costs(const Plan& plan, const Logic& logic);

    /// Takes the lengths on the path `w` as the likely ones of hammocks that state none.
    void set_likely_lengths(const NetworkWorkspace& w);
    /// Whether hammock i has a length that its cost can be for.
    bool has_length(std::size_t i) const { return hammocks_[i].cost == 0 || hammocks_[i].likely > 0; }
    /// Every payment of path p as `each(from, to, money)`, spread evenly over that time: activities,
    /// hammocks, events at the finish of the first activity that they hit, stoppages at their beginning.
    template <class Each>
    void for_each(const Logic& logic, const NetworkWorkspace& w, int p, Each&& each) const {
        for_activities(logic, w, p,
                       [&](int, double from, double to, double money) { each(from, to, money); });
        for_hammocks(w, p, [&](double from, double to, double money, double) { each(from, to, money); });
        for_moments(logic, w, p, [&](double time, double money) { each(time, time, money); });
    }
    /// Of each activity that costs something: `each(j, from, to, money)`.
    template <class Each>
    void for_activities(const Logic& logic, const NetworkWorkspace& w, int p, Each&& each) const {
        for (int j = 0; j < logic.activities(); ++j)
            if (w.activity_cost(j, p) != 0)
                each(j, logic.resumed(w, j, p), w.dates(2 * j + 1, p), w.activity_cost(j, p));
    }
    /// Of each hammock, as far as the horizon: `each(from, to, money, likely)`, the last at its likely
    /// length.
    template <class Each>
    void for_hammocks(const NetworkWorkspace& w, int p, Each&& each) const {
        for (const HammockItem& h : hammocks_) {
            if (h.cost == 0) continue;
            const auto [from, to] = stretch(h, w, p);
            if (!(to > from)) continue;
            const double likely = h.cost * w.market(0, p);
            each(from, to, likely * (to - from) / h.likely, likely);
        }
    }
    /// Of events and stoppages: `each(time, money)`.
    template <class Each>
    void for_moments(const Logic& logic, const NetworkWorkspace& w, int p, Each&& each) const {
        for (std::size_t e = 0; e < events_.size(); ++e)
            if (const int at = paid_at(e, logic, w, p); at >= 0)
                each(w.dates(2 * at + 1, p), events_[e].cost);
        if (stoppage_cost_ != 0)
            for (int k = 0; k < w.stopped[static_cast<std::size_t>(p)]; ++k)
                each(w.stoppages.begin_of(k, p, w.width), stoppage_cost_);
    }

    /// Adds up the cost of each path from `w.duration`, `w.market`, `w.present` and `w.stopped`.
    void simulate_block(std::uint64_t seed, std::uint64_t first_path, const Logic& logic,
                        NetworkWorkspace& w) const;
    void base_block(const Logic& logic, NetworkWorkspace& w) const;

private:
    struct Item {
        double cost, time_dependent, likely;
        std::uint32_t stream;
    };
    struct HammockItem {
        int from, to;  // rows of dates
        double cost, likely;
    };
    struct EventItem {
        std::vector<int> hits;
        double cost;
    };

    static std::vector<int> places(const Logic& logic, const std::vector<Hit>& hits);
    /// The activity at whose finish event e of path p is paid; -1 if it is not.
    int paid_at(std::size_t e, const Logic& logic, const NetworkWorkspace& w, int p) const;
    /// Begin and end of a hammock on path p, as far as the horizon.
    std::pair<double, double> stretch(const HammockItem& h, const NetworkWorkspace& w, int p) const;

    template <class ItemFactor>
    void block(const Logic& logic, NetworkWorkspace& w, ItemFactor&& item_factor) const {
        alignas(64) double factor[wide_block];
        const double* const market = w.market.row(0);
        double* const total = w.cost.row(0);
        std::fill_n(total, w.width, 0.0);
        for (std::size_t j = 0; j < items_.size(); ++j) {
            const Item& a = items_[j];
            double* const cost = w.activity_cost.row(static_cast<int>(j));
            if (a.cost == 0) {
                std::fill_n(cost, w.width, 0.0);
                continue;
            }
            item_factor(a, factor);
            const double* const duration = w.duration.row(static_cast<int>(j));
            for (int p = 0; p < w.width; ++p) {
                const double growth = a.time_dependent > 0
                                          ? 1 - a.time_dependent + a.time_dependent * (duration[p] / a.likely)
                                          : 1;
                const int at = static_cast<int>(j);
                const bool begins = w.dates(2 * at, p) < w.horizon;
                cost[p] = begins && !logic.is_absent(w, at, p) ? a.cost * market[p] * factor[p] * growth : 0;
                total[p] += cost[p];
            }
        }
        for (int p = 0; p < w.width; ++p)
            for_hammocks(w, p, [&](double, double, double cost, double) { total[p] += cost; });
        for (std::size_t e = 0; e < events_.size(); ++e)
            for (int p = 0; p < w.width; ++p)
                if (paid_at(e, logic, w, p) >= 0) total[p] += events_[e].cost;
        for (int p = 0; p < w.width; ++p) total[p] += stoppage_cost_ * w.stopped[static_cast<std::size_t>(p)];
    }

    std::vector<Item> items_;
    std::vector<HammockItem> hammocks_;
    std::vector<EventItem> events_;
    int first_event_ = 0;  // the row of the first event in `present`
    double item_mu_, item_sigma_;
    double stoppage_cost_ = 0;
    double data_date_ = 0;
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/network/costs.inl"
#endif
