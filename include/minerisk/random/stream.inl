#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::random {

MINERISK_BODY auto StreamRegistry::add(std::string_view name) -> Stream {
    const Stream stream = stream_of(name);
    const auto [place, is_new] = names_.try_emplace(stream, name);
    if (!is_new && place->second != name) {
        Problems problems;
        problems.add("random.stream", std::string{name},
                     "must not share its draws with `" + place->second +
                         "`, whose name has the same hash: rename one of them");
        problems.throw_if_any();
    }
    return stream;
}

}  // namespace minerisk::inline v0::random
