#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/core/merge_sorted.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/lognormal.hpp"
#include "minerisk/factors/security/lognormal_batch.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

/// What the events of a block cost: median exp(sigma z), z row i of the normals of "security.<class>.cost"
/// for the event of row i.
class Damages {
public:
    Damages() = default;
    /// `classes` must have been checked.
    explicit Damages(const std::vector<StoppageClass>& classes);

    void add_stream_names(std::size_t c, std::vector<std::string>& names) const;

    class Workspace {
        friend class Damages;
        struct Part {
            std::vector<Damage> damages;  // of one payer: path by path, by time
            std::vector<std::size_t> ends;
        };
        LognormalBatch factors_;   // of the damages of one payer, of median 1
        std::vector<Part> parts_;  // [payer]
    };

    void draw(std::uint64_t seed, std::uint64_t first_path, int width, const EventDraws::Workspace& events,
              Workspace& w) const;

    /// Calls `each` for the damages of a path of the last block, by time. `heads` keeps its memory.
    template <class Each>
    void of(int path, const Workspace& w, std::vector<MergeHead<Damage>>& heads, Each&& each) const {
        const auto p = static_cast<std::size_t>(path);
        for (const Workspace::Part& part : w.parts_) {
            const Damage* const all = part.damages.data();
            const Damage* const begin = all + (p > 0 ? part.ends[p - 1] : 0);
            if (begin != all + part.ends[p]) heads.push_back({begin, all + part.ends[p], 0});
        }
        merge_sorted(
            heads, [](const Damage& d) { return d.time; }, [&](const Damage& d, int) { each(d); });
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

    void draw(const Payer& payer, std::uint64_t seed, std::uint64_t first_path, int width,
              const EventDraws::Workspace& events, Workspace& w, Workspace::Part& part) const;

    std::vector<Payer> payers_;
};

}  // namespace minerisk::inline v0::security

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/security/damages.inl"
#endif
