// The pace at which a site works through its outages: see core/supply_line.hpp. Included inside a namespace
// named by instruction set; see all.inl.

/// A channel's outages as a walk through time meets them: how open it is now, and when that changes next.
struct ChannelCursor {
    OutagesAhead outages;
    double Outage::*loss;
    double open = 1, edge = 0;

    /// Moves on to time t.
    void settle(double t) {
        const Outage* at = outages.next;
        const Outage* const end = outages.end;
        while (at != end && (at->end <= t || !(at->*loss > 0))) ++at;
        const bool outage = at != end && at->begin <= t;
        open = outage ? 1 - at->*loss : 1;
        edge = outage ? at->end : at != end ? at->begin : infinity;
        outages.next = at;
    }
};

/// One channel with its store, which starts at rest. What is used of the store grows by the pace less what
/// the channel carries, and falls back to nothing while the channel carries more.
struct BridgedChannel {
    BridgeAhead ahead;  ///< `outages.next`: the first that ends later than the last run
    double Outage::*loss;
    double store, catch_up;

    /// Whether nothing is used and nothing more will be before `until`.
    bool rests(double until) const {
        return ahead.used == 0 &&
               (ahead.outages.next == ahead.outages.end || ahead.outages.next->begin >= until);
    }

    /// The pace that the channel allows at time t, where the last run ended; without bound while the store
    /// bridges it.
    double limit(double t) const {
        const Outage* const at = ahead.outages.next;
        return ahead.used >= store && at != ahead.outages.end && at->begin <= t ? carries(at) : infinity;
    }

    /// Moves on from t to `until` at a pace of at most the limit. Returns earlier where the limit changes
    /// while it sets the pace, or falls below the pace.
    double run(double t, double until, double pace) {
        if (limit(t) <= pace) until = smaller(until, ahead.outages.next->end);
        const double regained = catch_up - pace;
        while (ahead.outages.next != ahead.outages.end && ahead.outages.next->begin < until) {
            const Outage* const at = ahead.outages.next;
            const double begin = larger(at->begin, t);
            ahead.used = positive(ahead.used - regained * (begin - t));
            t = begin;
            const double stop = smaller(at->end, until), lost = pace - carries(at);
            const double next = positive(ahead.used + lost * (stop - t));
            if (next >= store && lost > 0) {
                const double full = t + (store - ahead.used) / lost;
                if (full < stop) {
                    ahead.used = store;
                    return full;
                }
            }
            ahead.used = smaller(next, store);
            t = stop;
            if (stop < at->end) break;
            ++ahead.outages.next;
            if (ahead.outages.next == ahead.outages.end) {
                ahead.used = 0;
                if (ahead.stretch != ahead.stretches_end) ahead.outages = *ahead.stretch++;
            }
        }
        ahead.used = positive(ahead.used - regained * (until - t));
        return until;
    }

    void write(SupplyPath& path) const { path.rail = ahead; }

private:
    double carries(const Outage* at) const { return catch_up * (1 - at->*loss); }
};

/// Rail and port with their stores, where ships too have outages: a full store at the port holds up the
/// rail. As BridgedChannel towards the site.
struct ProductChain {
    ChannelCursor rail, ship;
    Stores stores;
    double at_site, at_port;

    bool rests(double) const { return false; }
    double limit(double) const { return at_site >= stores.site_product ? out_most() : infinity; }
    double run(double t, double until, double pace) {
        const bool sets_pace = limit(t) <= pace;
        while (t < until && !(limit(t) < pace)) {
            t = step(t, smaller(until, smaller(rail.edge, ship.edge)), pace);
            rail.settle(t);
            ship.settle(t);
            if (sets_pace) break;
        }
        return t;
    }
    void write(SupplyPath& path) const {
        path.rail.outages = rail.outages;
        path.rail.used = at_site;
        path.port = ship.outages;
        path.at_port = at_port;
    }

private:
    double by_rail() const { return stores.catch_up * rail.open; }
    double by_ship() const { return stores.catch_up * ship.open; }
    double out_most() const {
        return at_port >= stores.port_product ? smaller(by_rail(), by_ship()) : by_rail();
    }
    static double time_to_bound(double level, double flow, double room) {
        if (flow < 0 && level > 0) return level / -flow;
        if (flow > 0 && level < room) return (room - level) / flow;
        return infinity;
    }
    static double moved(double level, double flow, double room, double bound_dt, double dt) {
        if (bound_dt <= dt) return flow < 0 ? 0.0 : room;
        const double now = level + flow * dt;
        return now < 0 ? 0 : room < now ? room : now;
    }

    /// Moves on from t to `until`, or to where a store is first full or empty.
    double step(double t, double until, double pace) {
        const double out = at_site > 0 ? out_most() : smaller(pace, out_most());
        const double to_site = pace - out;
        const double to_port = out - (at_port > 0 ? by_ship() : smaller(out, by_ship()));
        const double site_dt = time_to_bound(at_site, to_site, stores.site_product);
        const double port_dt = time_to_bound(at_port, to_port, stores.port_product);
        const double dt = smaller(until - t, smaller(site_dt, port_dt));
        at_site = moved(at_site, to_site, stores.site_product, site_dt, dt);
        at_port = moved(at_port, to_port, stores.port_product, port_dt, dt);
        return dt < until - t ? smaller(t + dt, until) : until;
    }
};

/// The stretches of up to as many lists as a vector has lanes.
///
/// At full pace most is used of a store: it grows by at most 1 - what the channel carries, and falls by at
/// least catch_up - 1. Since that bound last was nothing no outage limits the pace until it reaches the
/// store, and none does after it reached it last before it is nothing again. It is taken a little too large,
/// so that rounding cannot make it too small.
inline void find_stretches(const StretchRows& r, int first, int lists) {
    constexpr double margin = 1e-9;  // years an outage
    constexpr int lanes = philox_lanes;
    static constexpr Outage none{infinity, infinity, 0, 0};
    typedef std::int64_t Places __attribute__((vector_size(8 * lanes)));
    const Outage *list[lanes], *stop[lanes];
    OutagesAhead* out[lanes];
    int found[lanes] = {};
    std::int64_t longest = 0, count[lanes];
    DoubleVector open_from{}, most{};
    for (int l = 0; l < lanes; ++l) {
        const bool there = l < lists;
        list[l] = there ? r.list[first + l]->outages.next : nullptr;
        stop[l] = there ? r.list[first + l]->outages.end : nullptr;
        out[l] = r.stretch + static_cast<std::ptrdiff_t>(first + l) * r.room;
        open_from[l] = there ? r.from[first + l] : 0;
        count[l] = stop[l] - list[l];
        longest = count[l] > longest ? count[l] : longest;
    }
    Places since{}, full = since - 1;  // when the bound last was nothing, and where it reached the store
    for (std::int64_t k = 0; k <= longest; ++k) {
        DoubleVector begin, end, loss;
#pragma GCC unroll 8
        for (int l = 0; l < lanes; ++l) {
            const Outage* const o = k < count[l] ? list[l] + k : &none;
            begin[l] = o->begin;
            end[l] = o->end;
            loss[l] = o->*r.loss;
        }
        begin = begin > open_from ? begin : open_from;
        const DoubleVector left = most - (r.catch_up - 1) * (begin - open_from);
        const Places rests = ~(left > 0);
        const Places over = rests & (full >= 0);
        std::int64_t any = 0;
#pragma GCC unroll 8
        for (int l = 0; l < lanes; ++l) any |= over[l];
        if (any != 0) {
            for (int l = 0; l < lanes; ++l) {
                if (!over[l]) continue;
                if (found[l] < r.room) {
                    out[l][found[l]++] = {list[l] + since[l], list[l] + full[l] + 1};
                } else {
                    out[l][r.room - 1].end = stop[l];
                }
            }
        }
        const DoubleVector lost = 1 - r.catch_up * (1 - loss);
        most =
            (rests ? DoubleVector{} : left) + ((lost > 0 ? lost : DoubleVector{}) * (end - begin) + margin);
        const Places now = Places{} + k;
        since = rests ? now : since;
        full = most >= r.store ? now : rests ? Places{} - 1 : full;
        most = most < r.store + margin ? most : DoubleVector{} + (r.store + margin);
        open_from = end;
    }
    for (int l = 0; l < lists; ++l) {
        BridgeAhead& ahead = *r.list[first + l];
        ahead.stretch = out[l];
        ahead.stretches_end = out[l] + found[l];
        ahead.outages = found[l] > 0 ? *ahead.stretch++ : OutagesAhead{stop[l], stop[l]};
    }
}

inline void stretches(const StretchRows& r) {
    for (int first = 0; first < r.lists; first += philox_lanes)
        find_stretches(r, first, r.lists - first < philox_lanes ? r.lists - first : philox_lanes);
}

template <class Product>
inline int walk(SupplyPath& path, double Outage::*loss, const Stores& stores, Product product,
                PacePiece* piece, int room) {
    ChannelCursor site{path.site, loss}, halts{path.halts, loss};
    BridgedChannel road{path.road, loss, stores.supplies, stores.catch_up};
    const double until = path.until;
    double t = path.t;
    site.settle(t);
    halts.settle(t);
    int pieces = 0;
    while (t < until && pieces < room) {
        double next = smaller(smaller(site.edge, halts.edge), until);
        double pace = smaller(site.open, halts.open);
        const bool road_rests = road.rests(next), product_rests = product.rests(next);
        if (!road_rests && !product_rests) {
            pace = smaller(pace, smaller(road.limit(t), product.limit(t)));
            const BridgedChannel road_at_t = road;
            next = road.run(t, next, pace);
            const double product_next = product.run(t, next, pace);
            if (product_next < next) {
                next = product_next;
                road = road_at_t;
                road.run(t, next, pace);
            }
        } else if (!road_rests) {
            pace = smaller(pace, road.limit(t));
            next = road.run(t, next, pace);
        } else if (!product_rests) {
            pace = smaller(pace, product.limit(t));
            next = product.run(t, next, pace);
        }
        if (next > t) piece[pieces++] = {next, pace};
        t = next;
        if (site.edge <= t) site.settle(t);
        if (halts.edge <= t) halts.settle(t);
    }
    path.site = site.outages;
    path.halts = halts.outages;
    path.road = road.ahead;
    product.write(path);
    path.t = t;
    return pieces;
}

inline void supply_line(const SupplyLineRows& r) {
    double Outage::*const loss = r.builds ? &Outage::build_loss : &Outage::operation_loss;
    for (int p = 0; p < r.paths; ++p) {
        SupplyPath& path = r.path[p];
        PacePiece* const piece = r.piece + static_cast<std::ptrdiff_t>(p) * r.room;
        path.from = path.t;
        if (!path.ships_stop) {
            const BridgedChannel rail{path.rail, loss, r.stores.site_product, r.stores.catch_up};
            r.pieces[p] = walk(path, loss, r.stores, rail, piece, r.room);
        } else {
            ProductChain chain{
                {path.rail.outages, loss}, {path.port, loss}, r.stores, path.rail.used, path.at_port};
            chain.rail.settle(path.t);
            chain.ship.settle(path.t);
            r.pieces[p] = walk(path, loss, r.stores, chain, piece, r.room);
        }
    }
}

inline void availability(const AvailabilityRows& r) {
    for (int p = 0; p < r.paths; ++p) {
        if (r.pieces[p] == 0) continue;
        const double first = r.first[p], last = r.until[p];
        int i = r.period[p];
        double end, operating, share;
        double* at;
        const auto open_period = [&] {
            end = (i + 1) / r.periods_per_year;
            operating = smaller(end, last) - larger(i / r.periods_per_year, first);
            at = r.available + static_cast<std::ptrdiff_t>(i) * r.width + p;
            share = *at;
        };
        open_period();
        double from = r.path[p].from;
        const PacePiece* piece = r.piece + static_cast<std::ptrdiff_t>(p) * r.room;
        for (int k = 0; k < r.pieces[p]; ++k) {
            const double until = piece[k].until, lost = 1 - piece[k].pace;
            double a = from;
            from = until;
            if (!(lost > 0)) continue;
            while (a < until) {
                if (end <= a) {
                    *at = positive(share);  // rounding of a sum that is exactly zero
                    while ((i + 1) / r.periods_per_year <= a) ++i;
                    open_period();
                }
                const double to = smaller(until, end);
                share -= lost * ((to - a) / operating);
                a = to;
            }
        }
        const bool is_done = !(r.path[p].t < r.path[p].until);
        *at = is_done ? positive(share) : share;
        r.period[p] = i;
    }
}
