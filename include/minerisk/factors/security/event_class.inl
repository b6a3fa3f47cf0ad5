#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/security/baseline.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/random/distribution.hpp"

namespace minerisk::inline v0::security {

MINERISK_BODY auto StoppageClass::all_kinds() const -> std::vector<EventKind> {
    if (!kinds.empty()) return kinds;
    return {{{}, exposure, effects, cost, evacuation}};
}

MINERISK_BODY double StoppageClass::exposed() const {
    if (places.empty()) return 1;
    double sum = 0;
    for (const Place& p : places) sum += p.share * p.exposure;
    return sum;
}

MINERISK_BODY double StoppageClass::touching() const {
    double sum = kinds.empty() ? exposure : 0;
    for (const EventKind& k : kinds) sum += k.share;
    return sum * exposed();
}

MINERISK_BODY std::optional<std::size_t> class_index(const std::vector<StoppageClass>& classes,
                                                     const std::string& name) {
    for (std::size_t c = 0; c < classes.size(); ++c)
        if (classes[c].name == name) return c;
    return {};
}

}  // namespace minerisk::inline v0::security
