#pragma once

#include <algorithm>

#include "minerisk/core/supply_line.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/inputs/project.hpp"

namespace minerisk::inline v0::cashflow {

inline Stores operation_stores(const Buffers& b) {
    return {b.supplies.canonical(), b.site_concentrate.canonical(), b.port_concentrate.canonical(),
            b.catch_up, true};
}
inline Stores construction_stores(const Buffers& b) {
    return {b.construction.canonical(), 0, 0, b.catch_up, false};
}

/// A stretch of time in which the mine loses a share of its production.
struct ProductionLoss {
    double begin = 0, end = 0;  ///< years
    double share = 0;
};

/// Share of each period's operating time that the mill can run, given the path's outages and its stores
/// (column `path` of `availability`). The mill operates from `first_ore` to `last`, at most the end of the
/// grid; periods without operation get 1. The stretches below full pace go into the open list of `losses`.
inline void milling_availability(const OutageBlock& outages, int path, const Stores& stores, double first_ore,
                                 double last, const TimeGrid& grid, BlockArray& availability,
                                 RaggedLists<ProductionLoss>* losses = nullptr) {
    for (int i = 0; i < grid.periods(); ++i) availability(i, path) = 1;
    const double from = std::max(first_ore, 0.0), until = std::min(last, grid.length());
    if (!(from < until)) return;
    int i = grid.period_at(from);
    double begin = grid.begin(i), end = grid.end(i);
    walk_supply_line(outages, path, SiteUse::operation, stores, from, until,
                     [&](double a, double b, double pace) {
                         if (pace >= 1) return true;
                         if (losses) losses->add({a, b, 1 - pace});
                         while (a < b) {
                             while (end <= a) {
                                 begin = end;
                                 end = grid.end(++i);
                             }
                             const double to = std::min(b, end);
                             const double operating = std::min(end, until) - std::max(begin, from);
                             availability(i, path) -= (1 - pace) * ((to - a) / operating);
                             a = to;
                         }
                         return true;
                     });
    for (int k = 0; k < grid.periods(); ++k)  // rounding of a sum that is exactly zero
        if (availability(k, path) < 0) availability(k, path) = 0;
}

/// Adds to the open list of `losses` what the mine itself loses over the same time by outages of the site and
/// by what halts the project as a whole, whatever happens on the roads: at each instant the larger loss.
inline void add_site_losses(const OutageBlock& outages, int path, double first_ore, double last,
                            const TimeGrid& grid, RaggedLists<ProductionLoss>& losses) {
    const double from = std::max(first_ore, 0.0), until = std::min(last, grid.length());
    ChannelCursor site{outages.of(path, Channel::site), &Outage::operation_loss, from};
    ChannelCursor whole{outages.halts(path), &Outage::operation_loss, from};
    for (double t = from; t < until;) {
        const double next = std::min(std::min(site.edge(), whole.edge()), until);
        const double open = std::min(site.open(), whole.open());
        if (open < 1) losses.add({t, next, 1 - open});
        t = next;
        site.settle(t);
        whole.settle(t);
    }
}

}  // namespace minerisk::inline v0::cashflow
