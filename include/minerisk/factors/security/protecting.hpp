#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/protection.hpp"
#include "minerisk/random/draw_rows.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

/// What measures keep off the project, event by event: the events stay where they were, and what a measure
/// does to one says nothing of the others.
///
/// A measure reaches the event of row i of a class where row i of the uniforms of
/// "security.protection.<measure>.<class>" is below its share for the event's kind and place: the first of
/// its avoidances that fits. An event that one measure keeps off is none for those after it.
class Protecting {
public:
    Protecting() = default;
    /// `classes` and `protections` must have been checked.
    Protecting(const std::vector<StoppageClass>& classes, const std::vector<Protection>& protections);

    void add_stream_names(std::vector<std::string>& names) const;

    /// What keeps its memory from block to block.
    struct Workspace {
        random::DrawRows reached, places;
    };
    /// On the last block of the draws.
    void apply(std::uint64_t seed, std::uint64_t first_path, int width, const EventDraws& draws,
               EventDraws::Workspace& events, Workspace& w) const;

private:
    struct Reach {
        std::int16_t kind, place, into;  // -1: any, any, kept off
        double share;
    };
    struct Guard {
        std::size_t source;
        std::int16_t protection;
        double from;
        std::string stream_name;
        std::uint32_t stream;
        std::vector<Reach> reaches;
    };

    void prepare(const StoppageClass& of, std::size_t c, const Protection& p, std::size_t i);

    std::vector<Guard> guards_;
};

}  // namespace minerisk::inline v0::security

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/security/protecting.inl"
#endif
