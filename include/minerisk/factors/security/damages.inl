#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/merge_sorted.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/factors/security/damages.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/lognormal.hpp"
#include "minerisk/factors/security/lognormal_batch.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

MINERISK_BODY Damages::Damages(const std::vector<StoppageClass>& classes) {
    for (std::size_t c = 0; c < classes.size(); ++c) {
        Payer payer{c, "security." + classes[c].name + ".cost", 0, {}};
        bool pays = false;
        for (const EventKind& k : classes[c].all_kinds()) {
            payer.kinds.emplace_back();
            if (!k.cost) continue;
            pays = true;
            payer.kinds.back() = {k.cost->median.canonical(),
                                  lognormal_sigma(k.cost->median.canonical(), k.cost->p90.canonical())};
        }
        if (!pays) continue;
        payer.stream = random::stream_of(payer.stream_name).value;
        payers_.push_back(std::move(payer));
    }
}

MINERISK_BODY void Damages::add_stream_names(std::size_t c, std::vector<std::string>& names) const {
    for (const Payer& p : payers_)
        if (p.source == c) names.push_back(p.stream_name);
}

MINERISK_BODY void Damages::draw(std::uint64_t seed, std::uint64_t first_path, int width,
                                 const EventDraws::Workspace& events, Workspace& w) const {
    w.parts_.resize(payers_.size());
    for (std::size_t i = 0; i < payers_.size(); ++i)
        draw(payers_[i], seed, first_path, width, events, w, w.parts_[i]);
}

MINERISK_BODY void Damages::draw(const Payer& payer, std::uint64_t seed, std::uint64_t first_path, int width,
                                 const EventDraws::Workspace& events, Workspace& w,
                                 Workspace::Part& part) const {
    std::size_t most = 0;
    for (int p = 0; p < width; ++p) most += events.of(payer.source, p).size();
    w.factors_.start(most);
    part.damages.clear();
    part.ends.clear();
    for (int p = 0; p < width; ++p) {
        for (const Event& e : events.of(payer.source, p)) {
            if (!e.touches()) continue;
            const auto [median, sigma] = payer.kinds[static_cast<std::size_t>(e.kind)];
            if (!(median > 0)) continue;
            w.factors_.add(p, e.row, 0, sigma);
            part.damages.push_back({e.time, median, static_cast<int>(payer.source)});
        }
        part.ends.push_back(part.damages.size());
    }
    const double* factor = w.factors_.run(seed, payer.stream, first_path);
    for (Damage& d : part.damages) d.cost *= *factor++;
}

}  // namespace minerisk::inline v0::security
