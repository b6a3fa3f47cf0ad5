#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "minerisk/factors/security/event_types.hpp"
#include "minerisk/factors/security/flat_events.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/kernels/event_rows.hpp"

namespace minerisk::inline v0::security {

/// What events of each type do, as entries on lists: outages by channel, damages, and marks of what may set
/// off a suspension. Made once of all parts of security; lists the effects of a block's events.
class EventEffects {
public:
    using Lists = std::array<FlatEvents, event_lists>;

    EventEffects() = default;
    explicit EventEffects(const EventTypes& types) : of_type_(types.count()) {}

    /// In the order in which effects of one event are to stand; one damage at most. On lists of outages
    /// `term` is the first of as many as there are times between the dates.
    void add(std::uint16_t type, EventList list, std::size_t term) {
        of_type_[type].push_back({static_cast<std::uint16_t>(list), static_cast<std::uint16_t>(term)});
        const auto same =
            std::ranges::count(of_type_[type], static_cast<std::uint16_t>(list), &EventEffect::list);
        most_[list] = std::max(most_[list], static_cast<std::size_t>(same));
    }
    /// After the last effect; dates rise.
    void finish(std::vector<double> dates) {
        dates_ = std::move(dates);
        for (const std::vector<EventEffect>& effects : of_type_) {
            EffectsOfType type{{event_lists, 0}, 0, 0, static_cast<std::uint32_t>(more_.size()), 0};
            for (const EventEffect& e : effects) {
                if (e.list == event_damages) {
                    type.damages = 1;
                    type.damage_term = e.term;
                } else if (e.list < event_damages && type.first.list == event_lists) {
                    type.first = e;
                } else {
                    more_.push_back(e);
                }
            }
            type.end = static_cast<std::uint32_t>(more_.size());
            types_.push_back(type);
        }
    }

    void list(const FlatEvents& events, Lists& lists) const {
        const int paths = static_cast<int>(events.offset.size()) - 1;
        EventEffectRows rows{.time = events.time.data(),
                             .address = events.address.data(),
                             .offset = events.offset.data(),
                             .type = types_.data(),
                             .more = more_.data(),
                             .dates = static_cast<int>(dates_.size()),
                             .date = dates_.data(),
                             .times = {},
                             .addresses = {},
                             .offsets = {}};
        double no_time[1];
        EventAddress no_address[1];
        for (std::size_t l = 0; l < event_lists; ++l) {
            lists[l].start(paths, events.size() * most_[l] + 1);
            rows.times[l] = lists[l].time.data();
            rows.addresses[l] = lists[l].address.data();
            rows.offsets[l] = lists[l].offset.data();
        }
        rows.times[event_lists] = no_time;
        rows.addresses[event_lists] = no_address;
        kernels().list_effects(rows, paths);
    }

private:
    std::vector<std::vector<EventEffect>> of_type_;
    std::array<std::size_t, event_lists> most_{};  // by list: an event has no more entries there
    std::vector<EffectsOfType> types_;
    std::vector<EventEffect> more_;
    std::vector<double> dates_;
};

}  // namespace minerisk::inline v0::security
