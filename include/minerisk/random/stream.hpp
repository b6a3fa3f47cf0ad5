#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0::random {

/// A named sequence of draws: what a factor, an activity or a class of events takes its numbers from. The
/// name alone decides it, never a position in a file, so that adding or removing one risk leaves the draws of
/// the others as they were.
struct Stream {
    std::uint32_t value = 0;
    friend constexpr auto operator<=>(Stream, Stream) = default;
};

/// The stream of a name: its 32-bit FNV-1a hash (Fowler, Noll, Vo).
constexpr Stream stream_of(std::string_view name) {
    std::uint32_t hash = 2166136261u;
    for (const char c : name) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 16777619u;
    }
    return Stream{hash};
}

/// The names that a study draws from. Two names can have one hash (with 1,000 names: one chance in 8,600);
/// their draws would be the same numbers, so that is refused and the user renames one.
class StreamRegistry {
public:
    /// The stream of `name`; the same one when the name is added again. Throws InputError naming both names
    /// if another name has its hash.
    Stream add(std::string_view name);
    std::size_t size() const { return names_.size(); }

private:
    std::map<Stream, std::string> names_;
};

}  // namespace minerisk::inline v0::random

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/random/stream.inl"
#endif
