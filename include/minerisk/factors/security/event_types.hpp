#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "minerisk/core/errors.hpp"
#include "minerisk/factors/security/event_class.hpp"

namespace minerisk::inline v0::security {

/// Numbers for the kinds of all classes: kind k of class c is of type first(c) + k. The last type of a class
/// is that of events which are kept off and do nothing.
class EventTypes {
public:
    EventTypes() = default;
    /// Throws InputError if there are more than 16 bits can tell apart.
    explicit EventTypes(const std::vector<StoppageClass>& classes) {
        for (std::size_t c = 0; c < classes.size(); ++c) {
            source_.insert(source_.end(), classes[c].all_kinds().size() + 1, c);
            first_.push_back(source_.size());
        }
        require_short(source_.size(), "kinds of events");
    }
    std::size_t count() const { return source_.size(); }
    std::uint16_t first(std::size_t c) const { return static_cast<std::uint16_t>(first_[c]); }
    std::uint16_t none(std::size_t c) const { return static_cast<std::uint16_t>(first_[c + 1] - 1); }
    std::size_t source(std::uint16_t type) const { return source_[type]; }
    std::int16_t kind(std::uint16_t type) const {
        return static_cast<std::int16_t>(type - first(source(type)));
    }

    /// A table that an EventAddress points into.
    static void require_short(std::size_t size, const char* of_what) {
        constexpr std::size_t most = std::numeric_limits<std::uint16_t>::max();
        if (size > most)
            throw InputError{{{.field = "security",
                               .value = std::to_string(size) + " " + of_what,
                               .rule = "must be no more than " + std::to_string(most)}}};
    }

private:
    std::vector<std::size_t> source_, first_{0};
};

}  // namespace minerisk::inline v0::security
