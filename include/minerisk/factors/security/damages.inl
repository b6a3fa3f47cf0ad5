#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/factors/security/damages.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_effects.hpp"
#include "minerisk/factors/security/event_types.hpp"
#include "minerisk/factors/security/flat_events.hpp"
#include "minerisk/factors/security/lognormal.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

MINERISK_BODY Damages::Damages(const std::vector<StoppageClass>& classes, const EventTypes& types,
                               EventEffects& effects) {
    for (std::size_t c = 0; c < classes.size(); ++c) {
        const std::string name = "security." + classes[c].name + ".cost";
        stream_names_.emplace_back();
        const std::vector<EventKind> kinds = classes[c].all_kinds();
        for (std::size_t k = 0; k < kinds.size(); ++k) {
            const auto& cost = kinds[k].cost;
            if (!cost) continue;
            stream_names_.back() = name;
            effects.add(static_cast<std::uint16_t>(types.first(c) + k), event_damages, laws_.size());
            laws_.push_back({.log_median = 0,
                             .sigma = lognormal_sigma(cost->median.canonical(), cost->p90.canonical()),
                             .chance = 1,
                             .stream = random::stream_of(name).value,
                             .chance_stream = 0});
            medians_.push_back(cost->median.canonical());
            sources_.push_back(static_cast<std::int32_t>(c));
        }
    }
}

MINERISK_BODY void Damages::add_stream_names(std::size_t c, std::vector<std::string>& names) const {
    if (!stream_names_[c].empty()) names.push_back(stream_names_[c]);
}

MINERISK_BODY void Damages::draw(std::uint64_t seed, std::uint64_t first_path, FlatEvents& list,
                                 Workspace& w) const {
    list.draw(seed, first_path, laws_, w.factors_);
}

MINERISK_BODY void Damages::write(const FlatEvents& list, const LeftOutEvents& left_out, int paths,
                                  const Workspace& w, OutageBlock& outages) const {
    const auto out = outages.damage_lists().write(static_cast<std::size_t>(paths), list.size());
    kernels().list_damages({.time = list.time.data(),
                            .factor = w.factors_.data(),
                            .address = list.address.data(),
                            .offset = list.offset.data(),
                            .median = medians_.data(),
                            .source = sources_.data(),
                            .left_out = left_out,
                            .out = out.items,
                            .out_offset = out.offsets},
                           paths);
}

}  // namespace minerisk::inline v0::security
