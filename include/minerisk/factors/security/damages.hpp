#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/core/outages.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_effects.hpp"
#include "minerisk/factors/security/event_types.hpp"
#include "minerisk/factors/security/flat_events.hpp"
#include "minerisk/factors/security/lognormal.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

/// What the events of a block cost: median exp(sigma z), z row i of the normals of "security.<class>.cost"
/// for the event of row i.
class Damages {
public:
    Damages() = default;
    /// `classes` must have been checked. Adds the costs to the effects of their events.
    Damages(const std::vector<StoppageClass>& classes, const EventTypes& types, EventEffects& effects);

    void add_stream_names(std::size_t c, std::vector<std::string>& names) const;

    class Workspace {
        friend class Damages;
        std::vector<double> factors_;  // of the events on the list of damages, of median 1
    };

    void draw(std::uint64_t seed, std::uint64_t first_path, FlatEvents& list, Workspace& w) const;

    /// USD, of entry i of the list.
    double cost(std::size_t i, const FlatEvents& list, const Workspace& w) const {
        return medians_[list.address[i].term()] * w.factors_[i];
    }
    /// The class that each term belongs to.
    const std::vector<std::int32_t>& sources() const { return sources_; }

    /// Writes the damages of the first `paths` paths.
    void write(const FlatEvents& list, const LeftOutEvents& left_out, int paths, const Workspace& w,
               OutageBlock& outages) const;

private:
    std::vector<std::string> stream_names_;  // by class; empty: it costs nothing
    std::vector<LognormalLaw> laws_;         // by term, as what follows
    std::vector<double> medians_;
    std::vector<std::int32_t> sources_;
};

}  // namespace minerisk::inline v0::security

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/security/damages.inl"
#endif
