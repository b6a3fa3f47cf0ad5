#pragma once

#include <algorithm>
#include <limits>
#include <span>

#include "minerisk/core/outages.hpp"

namespace minerisk::inline v0 {

/// What stands between a channel and the work, in years of full flow, and how fast a channel can catch up.
struct Stores {
    double supplies = 0;        ///< inputs on site (fuel, reagents; construction inputs), fed by road
    double site_product = 0;    ///< room for concentrate on site, emptied by rail
    double port_product = 0;    ///< room for concentrate at the port, emptied by ship
    double catch_up = 1;        ///< an open channel carries up to this multiple of full flow, >= 1
    bool ships_product = true;  ///< false while building: rail and port do not matter
};

/// A channel's outages as a walk through time meets them: how open it is now, and when that changes next.
/// Outages that cannot matter are left out, see `find_spell`.
class ChannelCursor {
public:
    ChannelCursor() = default;
    /// `store` years of full flow bridge the channel; none: every outage is felt.
    ChannelCursor(std::span<const Outage> outages, double Outage::*loss, double store, double catch_up,
                  double t0, double t1)
        : at_{outages.data()},
          end_{outages.data() + outages.size()},
          spell_end_{outages.data()},
          loss_{loss},
          store_{store},
          catch_up_{catch_up},
          t0_{t0},
          t1_{t1} {
        settle(t0);
    }
    bool empty() const { return at_ == end_; }
    double open() const { return open_; }
    double edge() const { return edge_; }

    /// Moves on to time t.
    void settle(double t) {
        while (true) {
            while (at_ != end_ && (at_->end <= t || !(at_->*loss_ > 0))) ++at_;
            if (at_ == end_ || at_->begin >= t1_) {
                at_ = end_;
                open_ = 1;
                edge_ = std::numeric_limits<double>::infinity();
                return;
            }
            if (!(store_ > 0) || at_ < spell_end_ || find_spell()) break;
            at_ = spell_end_;
        }
        const bool now = at_->begin <= t;
        open_ = now ? 1 - at_->*loss_ : 1;
        edge_ = now ? at_->end : at_->begin;
    }

private:
    /// Finds the spell of outages that starts here: until the store would be at rest again with the site at
    /// full flow throughout. In an outage the store loses 1 - catch_up (1 - loss), after it it regains
    /// catch_up - 1. True if the spell reaches the store's bound. If not, it never touches the site: m <= 1
    /// keeps the true store on the safe side of this one, so the whole spell may be left out.
    bool find_spell() {
        double used = 0, from = t0_;
        bool harmful = false;
        for (const Outage* i = at_; i != end_ && i->begin < t1_; ++i) {
            const double loss = i->*loss_;
            if (!(loss > 0)) continue;
            const double begin = std::max(i->begin, t0_);
            used -= (begin - from) * (catch_up_ - 1);
            if (i != at_ && used <= 0) {
                spell_end_ = i;
                return harmful;
            }
            from = std::min(i->end, t1_);
            used = std::max(0.0, used) + (from - begin) * (1 - catch_up_ * (1 - loss));
            used = std::max(0.0, used);
            harmful = harmful || used >= store_;
        }
        spell_end_ = end_;
        return harmful;
    }

    const Outage* at_ = nullptr;
    const Outage* end_ = nullptr;
    const Outage* spell_end_ = nullptr;
    double Outage::*loss_ = nullptr;
    double store_ = 0, catch_up_ = 1, t0_ = 0, t1_ = 0;
    double open_ = 1;
    double edge_ = std::numeric_limits<double>::infinity();
};

enum class SiteUse { build, operation };

/// Works through a path's outages: how fast the site can work at each instant.
///
/// The site works at m <= 1 - (loss of the site). Supplies come by road; while the store holds any the road
/// does not matter, when it is empty m <= catch_up (1 - loss of the road). Product leaves by rail through the
/// site's store to the port's store and by ship from there; when a store is full the flow into it is cut to
/// the flow out of it. Stores start at rest: supplies full, product empty. All flows are piecewise constant,
/// so the stores are piecewise linear and the walk from one bound or outage edge to the next is exact.
///
/// `sink(from, to, m)` gets consecutive pieces from t0 on; returning false ends the walk before t1.
/// Promises: allocates nothing; the same arguments give the same bits.
template <class Sink>
void walk_supply_line(const OutageBlock& outages, int path, SiteUse use, const Stores& stores, double t0,
                      double t1, Sink&& sink) {
    if (!(t0 < t1)) return;
    double Outage::*const loss = use == SiteUse::build ? &Outage::build_loss : &Outage::operation_loss;
    const auto cursor = [&](Channel c, double store) {
        return ChannelCursor{outages.of(path, c), loss, store, stores.catch_up, t0, t1};
    };
    ChannelCursor site = cursor(Channel::site, 0);
    ChannelCursor road = cursor(Channel::road, stores.supplies);
    ChannelCursor rail, ship;
    if (stores.ships_product) {
        ship = cursor(Channel::port, 0);
        // What the port's store passes on may fill the site's: then no outage of the rail can be judged
        // alone.
        rail = cursor(Channel::rail, ship.empty() ? stores.site_product : 0);
    }

    double supplies = stores.supplies, site_product = 0, port_product = 0;
    double t = t0;
    while (t < t1) {
        double next =
            std::min(std::min(std::min(site.edge(), road.edge()), std::min(rail.edge(), ship.edge())), t1);
        double m = site.open();
        const bool at_rest = supplies >= stores.supplies && site_product <= 0 && port_product <= 0;
        if (!at_rest || road.open() < 1 || rail.open() < 1 || ship.open() < 1) {
            const double in = stores.catch_up * road.open(), by_rail = stores.catch_up * rail.open(),
                         by_ship = stores.catch_up * ship.open();
            if (supplies <= 0) m = std::min(m, in);
            const double out_most =
                port_product >= stores.port_product ? std::min(by_rail, by_ship) : by_rail;
            if (stores.ships_product && site_product >= stores.site_product) m = std::min(m, out_most);
            const double d_supplies = (supplies < stores.supplies ? in : std::min(m, in)) - m;
            double d_site = 0, d_port = 0;
            if (stores.ships_product) {
                const double out = site_product > 0 ? out_most : std::min(m, out_most);
                d_site = m - out;
                d_port = out - (port_product > 0 ? by_ship : std::min(out, by_ship));
            }
            double dt = next - t;
            int hit = -1;
            const auto bound = [&](int store, double level, double flow, double room) {
                if (flow < 0 && level > 0 && level < -flow * dt) {
                    dt = level / -flow;
                    hit = store;
                } else if (flow > 0 && level < room && room - level < flow * dt) {
                    dt = (room - level) / flow;
                    hit = store;
                }
            };
            bound(0, supplies, d_supplies, stores.supplies);
            bound(1, site_product, d_site, stores.site_product);
            bound(2, port_product, d_port, stores.port_product);
            const auto moved = [&](int store, double level, double flow, double room) {
                if (hit == store) return flow < 0 ? 0.0 : room;
                return std::clamp(level + flow * dt, 0.0, room);
            };
            supplies = moved(0, supplies, d_supplies, stores.supplies);
            site_product = moved(1, site_product, d_site, stores.site_product);
            port_product = moved(2, port_product, d_port, stores.port_product);
            if (hit >= 0) next = std::min(next, t + dt);
        }
        if (next > t && !sink(t, next, m)) return;
        t = next;
        if (site.edge() <= t) site.settle(t);
        if (road.edge() <= t) road.settle(t);
        if (rail.edge() <= t) rail.settle(t);
        if (ship.edge() <= t) ship.settle(t);
    }
}

}  // namespace minerisk::inline v0
