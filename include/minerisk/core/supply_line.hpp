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

constexpr double positive(double x) {
    return x > 0 ? x : 0;
}

/// A channel's outages as a walk through time meets them: how open it is now, and when that changes next.
class ChannelCursor {
public:
    ChannelCursor(std::span<const Outage> outages, double Outage::*loss, double t0)
        : at_{outages.data()}, end_{outages.data() + outages.size()}, loss_{loss} {
        settle(t0);
    }
    double open() const { return open_; }
    double edge() const { return edge_; }

    /// Moves on to time t.
    void settle(double t) {
        while (at_ != end_ && (at_->end <= t || !(at_->*loss_ > 0))) ++at_;
        const bool outage = at_ != end_ && at_->begin <= t;
        open_ = outage ? 1 - at_->*loss_ : 1;
        edge_ = outage ? at_->end : at_ != end_ ? at_->begin : std::numeric_limits<double>::infinity();
    }

private:
    const Outage* at_;
    const Outage* end_;
    double Outage::*loss_;
    double open_ = 1;
    double edge_ = 0;
};

/// One channel with its store, which starts at rest. What is used of the store grows by the pace less what
/// the channel carries, and falls back to nothing while the channel carries more.
class BridgedChannel {
public:
    BridgedChannel(std::span<const Outage> outages, double Outage::*loss, double store, double catch_up,
                   double t0)
        : at_{outages.data()},
          end_{outages.data() + outages.size()},
          loss_{loss},
          store_{store},
          catch_up_{catch_up} {
        while (at_ != end_ && at_->end <= t0) ++at_;
    }

    /// The pace that the channel allows at time t, where the last run ended; without bound while the store
    /// bridges it.
    double limit(double t) const {
        return used_ >= store_ && at_ != end_ && at_->begin <= t ? carries()
                                                                 : std::numeric_limits<double>::infinity();
    }
    /// Moves on from t to `until` at a pace of at most the limit. Returns earlier where the limit changes
    /// while it sets the pace, or falls below the pace.
    double run(double t, double until, double pace) {
        if (limit(t) <= pace) until = std::min(until, at_->end);
        const double regained = catch_up_ - pace;
        double used = used_;
        const Outage* at = at_;
        while (at != end_ && at->begin < until) {
            if (at->begin > t) {
                used = positive(used - regained * (at->begin - t));
                t = at->begin;
            }
            const double stop = std::min(at->end, until), lost = pace - catch_up_ * (1 - at->*loss_);
            const double next = positive(used + lost * (stop - t));
            if (next >= store_ && lost > 0) {
                const double full = t + (store_ - used) / lost;
                if (full < stop) {
                    used_ = store_;
                    at_ = at;
                    return full;
                }
            }
            used = std::min(next, store_);
            t = stop;
            if (stop < at->end) break;
            ++at;
        }
        used_ = positive(used - regained * (until - t));
        at_ = at;
        return until;
    }

private:
    double carries() const { return catch_up_ * (1 - at_->*loss_); }

    const Outage* at_;  ///< the first that ends later than the last run
    const Outage* end_;
    double Outage::*loss_;
    double store_, catch_up_;
    double used_ = 0;
};

/// Rail and port with their stores, where ships too have outages: a full store at the port holds up the
/// rail. As BridgedChannel towards the site.
class ProductChain {
public:
    ProductChain(std::span<const Outage> rail, std::span<const Outage> port, double Outage::*loss,
                 const Stores& stores, double t0)
        : rail_{rail, loss, t0}, ship_{port, loss, t0}, stores_{stores} {}

    double limit(double) const {
        return at_site_ >= stores_.site_product ? out_most() : std::numeric_limits<double>::infinity();
    }
    double run(double t, double until, double pace) {
        const bool sets_pace = limit(t) <= pace;
        while (t < until && !(limit(t) < pace)) {
            t = step(t, std::min(until, std::min(rail_.edge(), ship_.edge())), pace);
            rail_.settle(t);
            ship_.settle(t);
            if (sets_pace) break;
        }
        return t;
    }

private:
    double by_rail() const { return stores_.catch_up * rail_.open(); }
    double by_ship() const { return stores_.catch_up * ship_.open(); }
    double out_most() const {
        return at_port_ >= stores_.port_product ? std::min(by_rail(), by_ship()) : by_rail();
    }

    /// Moves on from t to `until`, or to where a store is first full or empty.
    double step(double t, double until, double pace) {
        const double out = at_site_ > 0 ? out_most() : std::min(pace, out_most());
        const double to_site = pace - out;
        const double to_port = out - (at_port_ > 0 ? by_ship() : std::min(out, by_ship()));
        const auto time_to_bound = [](double level, double flow, double room) {
            if (flow < 0 && level > 0) return level / -flow;
            if (flow > 0 && level < room) return (room - level) / flow;
            return std::numeric_limits<double>::infinity();
        };
        const double site_dt = time_to_bound(at_site_, to_site, stores_.site_product);
        const double port_dt = time_to_bound(at_port_, to_port, stores_.port_product);
        const double dt = std::min(until - t, std::min(site_dt, port_dt));
        const auto moved = [dt](double level, double flow, double room, double bound_dt) {
            if (bound_dt <= dt) return flow < 0 ? 0.0 : room;
            return std::clamp(level + flow * dt, 0.0, room);
        };
        at_site_ = moved(at_site_, to_site, stores_.site_product, site_dt);
        at_port_ = moved(at_port_, to_port, stores_.port_product, port_dt);
        return dt < until - t ? std::min(t + dt, until) : until;
    }

    ChannelCursor rail_, ship_;
    Stores stores_;
    double at_site_ = 0, at_port_ = 0;
};

enum class SiteUse { build, operation };

/// Works through a path's outages: how fast the site can work at each instant.
///
/// The site works at m <= 1 - (loss of the site), and 1 - (what halts the project as a whole). Supplies come
/// by road; while the store holds any the road does not matter, when it is empty m <= catch_up (1 - loss of
/// the road). Product leaves by rail through the site's store to the port's store and by ship from there;
/// when a store is full the flow into it is cut to the flow out of it. Stores start at rest: supplies full,
/// product empty. All flows are piecewise constant, so the stores are piecewise linear and the walk from one
/// bound or outage edge to the next is exact.
///
/// While the pace stays the same, every channel is taken through its own outages by itself.
///
/// `sink(from, to, m)` gets consecutive pieces from t0 on; returning false ends the walk before t1.
/// Promises: allocates nothing; the same arguments give the same bits.
template <class Sink>
void walk_supply_line(const OutageBlock& outages, int path, SiteUse use, const Stores& stores, double t0,
                      double t1, Sink&& sink) {
    if (!(t0 < t1)) return;
    double Outage::*const loss = use == SiteUse::build ? &Outage::build_loss : &Outage::operation_loss;
    const auto walk = [&](auto product) {
        ChannelCursor site{outages.of(path, Channel::site), loss, t0};
        ChannelCursor whole{outages.halts(path), loss, t0};
        BridgedChannel road{outages.of(path, Channel::road), loss, stores.supplies, stores.catch_up, t0};
        for (double t = t0; t < t1;) {
            const double open = std::min(site.open(), whole.open());
            const double m = std::min(open, std::min(road.limit(t), product.limit(t)));
            const BridgedChannel road_at_t = road;
            double next = road.run(t, std::min(std::min(site.edge(), whole.edge()), t1), m);
            const double product_next = product.run(t, next, m);
            if (product_next < next) {
                next = product_next;
                road = road_at_t;
                road.run(t, next, m);
            }
            if (next > t && !sink(t, next, m)) return;
            t = next;
            if (site.edge() <= t) site.settle(t);
            if (whole.edge() <= t) whole.settle(t);
        }
    };
    using Outages = std::span<const Outage>;
    const auto list = [&](Channel c) { return stores.ships_product ? outages.of(path, c) : Outages{}; };
    const Outages rail = list(Channel::rail), port = list(Channel::port);
    if (port.empty()) {
        walk(BridgedChannel{rail, loss, stores.site_product, stores.catch_up, t0});
    } else {
        walk(ProductChain{rail, port, loss, stores, t0});
    }
}

}  // namespace minerisk::inline v0
