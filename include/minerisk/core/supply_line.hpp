#pragma once

#include <algorithm>
#include <span>

#include "minerisk/core/outages.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0 {

enum class SiteUse { build, operation };

/// The outages of a list that end after time t.
inline OutagesAhead outages_after(std::span<const Outage> list, double t) {
    const auto first = std::ranges::partition_point(list, [t](const Outage& o) { return o.end <= t; });
    return {list.data() + (first - list.begin()), list.data() + list.size()};
}

/// A channel with a store at rest at time t.
inline BridgeAhead bridge_after(std::span<const Outage> list, double t) {
    return {.outages = outages_after(list, t)};
}

/// A path before its walk from t0 to t1. The block must stay as it is until the walk is over.
inline SupplyPath supply_path(const OutageBlock& outages, int path, const Stores& stores, double t0,
                              double t1) {
    SupplyPath made{.site = outages_after(outages.of(path, Channel::site), t0),
                    .halts = outages_after(outages.halts(path), t0),
                    .road = bridge_after(outages.of(path, Channel::road), t0),
                    .from = t0,
                    .t = t0,
                    .until = t1};
    if (stores.ships_product) {
        made.rail = bridge_after(outages.of(path, Channel::rail), t0);
        made.port = outages_after(outages.of(path, Channel::port), t0);
        made.ships_stop = !outages.of(path, Channel::port).empty();
    }
    return made;
}

/// Works through a path's outages: how fast the site can work at each instant.
///
/// The site works at m <= 1 - (loss of the site), and 1 - (what halts the project as a whole). Supplies come
/// by road; while the store holds any the road does not matter, when it is empty m <= catch_up (1 - loss of
/// the road). Product leaves by rail through the site's store to the port's store and by ship from there;
/// when a store is full the flow into it is cut to the flow out of it. Stores start at rest: supplies full,
/// product empty. All flows are piecewise constant, so the stores are piecewise linear and the walk from one
/// bound or outage edge to the next is exact. The kernel `supply_line` does it, for paths of a block.
///
/// `sink(from, to, m)` gets consecutive pieces from t0 on; returning false ends the walk before t1.
/// Promises: allocates nothing; the same arguments give the same bits.
template <class Sink>
void walk_supply_line(SupplyPath& path, SiteUse use, const Stores& stores, Sink&& sink) {
    constexpr int room = 32;
    PacePiece piece[room];
    int pieces = 0;
    const SupplyLineRows rows{stores, use == SiteUse::build, 1, room, &path, piece, &pieces};
    while (path.t < path.until) {
        kernels().supply_line(rows);
        double from = path.from;
        for (int k = 0; k < pieces; ++k) {
            if (!sink(from, piece[k].until, piece[k].pace)) return;
            from = piece[k].until;
        }
    }
}
template <class Sink>
void walk_supply_line(const OutageBlock& outages, int path, SiteUse use, const Stores& stores, double t0,
                      double t1, Sink&& sink) {
    SupplyPath walked = supply_path(outages, path, stores, t0, t1);
    walk_supply_line(walked, use, stores, sink);
}

}  // namespace minerisk::inline v0
