#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <vector>

#include "minerisk/core/outages.hpp"

namespace minerisk::inline v0 {

/// What stands between a channel and the work, in years of full flow, and how fast a channel can catch up.
struct Stores {
    double supplies = 0;       ///< inputs on site (fuel, reagents; construction inputs), fed by road
    double site_product = 0;   ///< room for concentrate on site, emptied by rail
    double port_product = 0;   ///< room for concentrate at the port, emptied by ship
    double catch_up = 1;       ///< an open channel carries up to this multiple of full flow, >= 1
    bool ships_product = true; ///< false while building: rail and port do not matter
};

/// Works through a path's outages: how fast the site can work at each instant.
///
/// The site works at m <= 1 - (loss of the site). Supplies come by road; while the store holds any the road
/// does not matter, when it is empty m <= catch_up (1 - loss of the road). Product leaves by rail through the
/// site's store to the port's store and by ship from there; when a store is full the flow into it is cut to the
/// flow out of it. Stores start at rest: supplies full, product empty. All flows are piecewise constant, so the
/// stores are piecewise linear and the walk from one bound or outage edge to the next is exact.
///
/// `sink(from, to, m)` gets consecutive pieces from t0 on; returning false ends the walk before t1.
/// Promises: allocates nothing once its lists have grown; the same arguments give the same bits.
class SupplyLine {
public:
    enum class Use { build, operation };

    template <class Sink>
    void walk(const OutageBlock& outages, int path, Use use, const Stores& stores, double t0, double t1,
              Sink&& sink) {
        collect(outages, path, use, stores, t0, t1);
        std::array<std::size_t, channel_count> at{};
        double supplies = stores.supplies, site = 0, port = 0;
        double t = t0;
        while (t < t1) {
            std::array<double, channel_count> open;
            double next = t1;
            for (int c = 0; c < channel_count; ++c) {
                const auto& list = lists_[c];
                while (at[c] < list.size() && list[at[c]].end <= t) ++at[c];
                open[c] = 1;
                if (at[c] == list.size()) continue;
                const Stretch& s = list[at[c]];
                if (s.begin <= t) {
                    open[c] = 1 - s.loss;
                    next = std::min(next, s.end);
                } else {
                    next = std::min(next, s.begin);
                }
            }
            const double road = stores.catch_up * open[1], rail = stores.catch_up * open[2],
                         ship = stores.catch_up * open[3];
            double m = open[0];
            if (supplies <= 0) m = std::min(m, road);
            double out_max = rail;
            if (port >= stores.port_product) out_max = std::min(out_max, ship);
            if (stores.ships_product && site >= stores.site_product) m = std::min(m, out_max);
            const double d_supplies = (supplies < stores.supplies ? road : std::min(m, road)) - m;
            double d_site = 0, d_port = 0;
            if (stores.ships_product) {
                const double out = site > 0 ? out_max : std::min(m, out_max);
                d_site = m - out;
                d_port = out - (port > 0 ? ship : std::min(out, ship));
            }
            double dt = next - t;
            const int hit = first_bound(dt, {supplies, site, port}, {d_supplies, d_site, d_port},
                                        {stores.supplies, stores.site_product, stores.port_product});
            const double until = hit < 0 ? next : std::min(next, t + dt);
            if (until > t && !sink(t, until, m)) return;
            supplies = advance(supplies, d_supplies, dt, stores.supplies, hit == 0);
            site = advance(site, d_site, dt, stores.site_product, hit == 1);
            port = advance(port, d_port, dt, stores.port_product, hit == 2);
            t = until;
        }
    }

private:
    struct Stretch {
        double begin, end, loss;
    };

    void collect(const OutageBlock& outages, int path, Use use, const Stores& stores, double t0, double t1) {
        for (int c = 0; c < channel_count; ++c) {
            auto& list = lists_[c];
            list.clear();
            if (!stores.ships_product && c >= static_cast<int>(Channel::rail)) continue;
            for (const Outage& o : outages.of(path, static_cast<Channel>(c))) {
                const double loss = use == Use::build ? o.build_loss : o.operation_loss;
                if (o.end > t0 && o.begin < t1 && loss > 0)
                    list.push_back({std::max(o.begin, t0), std::min(o.end, t1), loss});
            }
        }
        drop_harmless(lists_[1], stores.supplies, stores.catch_up);
        if (lists_[3].empty()) drop_harmless(lists_[2], stores.site_product, stores.catch_up);
    }

    /// Drops the outages that cannot empty (or fill) the one store of their channel, even with the site at full
    /// flow throughout: from rest, the store loses 1 - catch_up (1 - loss) in an outage and regains catch_up - 1
    /// after it. A busy spell that ends at rest without reaching the bound never touches the site, because
    /// m <= 1 keeps the true store on the safe side of this one.
    static void drop_harmless(std::vector<Stretch>& list, double store, double catch_up) {
        if (!(store > 0)) return;
        std::size_t kept = 0, spell = 0;
        double used = 0, from = 0;
        bool harmful = false;
        const auto close_spell = [&](std::size_t end) {
            if (harmful)
                for (std::size_t i = spell; i < end; ++i) list[kept++] = list[i];
        };
        for (std::size_t i = 0; i < list.size(); ++i) {
            used -= (list[i].begin - from) * (catch_up - 1);
            if (used <= 0) {
                close_spell(i);
                spell = i;
                used = 0;
                harmful = false;
            }
            used += (list[i].end - list[i].begin) * (1 - catch_up * (1 - list[i].loss));
            used = std::max(used, 0.0);
            harmful = harmful || used >= store;
            from = list[i].end;
        }
        close_spell(list.size());
        list.resize(kept);
    }

    /// The store that reaches a bound first within dt, which is cut to that time; -1 if none does.
    static int first_bound(double& dt, std::array<double, 3> level, std::array<double, 3> flow,
                           std::array<double, 3> room) {
        int hit = -1;
        for (int i = 0; i < 3; ++i) {
            double time = std::numeric_limits<double>::infinity();
            if (flow[i] < 0 && level[i] > 0) time = level[i] / -flow[i];
            if (flow[i] > 0 && level[i] < room[i]) time = (room[i] - level[i]) / flow[i];
            if (time < dt) {
                dt = time;
                hit = i;
            }
        }
        return hit;
    }
    static double advance(double level, double flow, double dt, double room, bool at_bound) {
        if (at_bound) return flow < 0 ? 0 : room;
        return std::clamp(level + flow * dt, 0.0, room);
    }

    std::array<std::vector<Stretch>, channel_count> lists_;
};

}  // namespace minerisk::inline v0
