#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/core/math.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/lognormal.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

/// What the events of a block cost: median exp(sigma z), z row i of the normals of "security.<class>.cost"
/// for the event of row i.
class Damages {
public:
    Damages() = default;
    /// `classes` must have been checked.
    explicit Damages(const std::vector<StoppageClass>& classes) {
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

    bool any() const { return !payers_.empty(); }
    void add_stream_names(std::size_t c, std::vector<std::string>& names) const {
        for (const Payer& p : payers_)
            if (p.source == c) names.push_back(p.stream_name);
    }

    class Workspace {
    public:
        /// By time.
        const std::vector<Damage>& of(int path) const { return damages_[static_cast<std::size_t>(path)]; }

    private:
        friend class Damages;
        random::DrawRows normals_;
        std::vector<std::vector<Damage>> damages_;  // [path]
    };

    void draw(std::uint64_t seed, std::uint64_t first_path, int width, const EventDraws::Workspace& events,
              Workspace& w) const {
        w.damages_.resize(static_cast<std::size_t>(width));
        for (auto& list : w.damages_) list.clear();
        for (const Payer& payer : payers_) {
            w.normals_.start(random::DrawRows::Law::normal, seed, payer.stream, first_path, width);
            for (int p = 0; p < width; ++p)
                for (const Event& e : events.of(payer.source, p)) {
                    if (!e.touches()) continue;
                    const auto [median, sigma] = payer.kinds[static_cast<std::size_t>(e.kind)];
                    if (!(median > 0)) continue;
                    w.damages_[static_cast<std::size_t>(p)].push_back(
                        {e.time, median * math::exp(sigma * w.normals_(e.row, p)),
                         static_cast<int>(payer.source)});
                }
        }
        if (payers_.size() > 1)
            for (auto& list : w.damages_) std::ranges::stable_sort(list, {}, &Damage::time);
    }

private:
    struct Cost {
        double median = 0, sigma = 0;
    };
    struct Payer {
        std::size_t source;
        std::string stream_name;
        std::uint32_t stream;
        std::vector<Cost> kinds;
    };
    std::vector<Payer> payers_;
};

}  // namespace minerisk::inline v0::security
