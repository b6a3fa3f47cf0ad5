#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/protecting.hpp"
#include "minerisk/factors/security/protection.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

MINERISK_BODY Protecting::Protecting(const std::vector<StoppageClass>& classes,
                                     const std::vector<Protection>& protections) {
    for (std::size_t i = 0; i < protections.size(); ++i)
        for (std::size_t c = 0; c < classes.size(); ++c) prepare(classes[c], c, protections[i], i);
}

MINERISK_BODY void Protecting::add_stream_names(std::vector<std::string>& names) const {
    for (const Guard& g : guards_) names.push_back(g.stream_name);
}

MINERISK_BODY void Protecting::apply(std::uint64_t seed, std::uint64_t first_path, int width,
                                     const EventDraws& draws, EventDraws::Workspace& events,
                                     Workspace& w) const {
    const EventTypes& types = draws.types();
    for (const Guard& g : guards_) {
        w.reached.start(random::DrawRows::Law::uniform, seed, g.stream, first_path, width);
        const EventDraws::Places places{draws, g.source, events, w.places};
        const std::uint16_t first = types.first(g.source), none = types.none(g.source);
        const FlatEvents& all = events.all();
        for (int p = 0; p < width; ++p)
            for (std::size_t i = all.begin(p); i < all.end(p); ++i) {
                const std::uint16_t type = all.address[i].term();
                if (type < first || type >= none || all.time[i] < g.from) continue;
                const Event event = events.event(i);
                for (const Reach& r : g.reaches) {
                    if (r.kind >= 0 && r.kind != event.kind) continue;
                    if (r.place >= 0 && r.place != places(event, p)) continue;
                    if (w.reached(event.row, p) < r.share) {
                        if (r.into < 0) {
                            events.keep_off(i, g.protection);
                        } else {
                            events.turn(i, r.into, g.protection);
                        }
                    }
                    break;
                }
            }
    }
}

MINERISK_BODY void Protecting::prepare(const StoppageClass& of, std::size_t c, const Protection& p,
                                       std::size_t i) {
    Guard g{c,
            static_cast<std::int16_t>(i),
            p.from.canonical(),
            "security.protection." + p.name + "." + of.name,
            0,
            {}};
    for (const Avoidance& a : p.avoids) {
        if (a.event_class != of.name) continue;
        const auto kind = [&](const std::string& name) {
            std::int16_t at = -1;
            for (std::size_t k = 0; k < of.kinds.size() && !name.empty(); ++k)
                if (of.kinds[k].name == name) at = static_cast<std::int16_t>(k);
            return at;
        };
        Reach r{kind(a.kind), -1, kind(a.into), a.share};
        for (std::size_t k = 0; k < of.places.size() && !a.place.empty(); ++k)
            if (of.places[k].name == a.place) r.place = static_cast<std::int16_t>(k);
        g.reaches.push_back(r);
    }
    if (g.reaches.empty()) return;
    g.stream = random::stream_of(g.stream_name).value;
    guards_.push_back(std::move(g));
}

}  // namespace minerisk::inline v0::security
