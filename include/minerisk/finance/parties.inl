#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "minerisk/core/body.hpp"
#include "minerisk/finance/parties.hpp"
#include "minerisk/finance/spec.hpp"

namespace minerisk::inline v0::finance {

MINERISK_BODY std::size_t party_number(const Spec& spec, std::string_view name) {
    const auto at = std::ranges::find(spec.parties, name, &Party::name);
    return static_cast<std::size_t>(at - spec.parties.begin());
}

MINERISK_BODY std::size_t party_of_levy(const Spec& spec, std::string_view levy) {
    const auto at = std::ranges::find(spec.levies, levy, &LevyTo::levy);
    return at == spec.levies.end() ? spec.parties.size() : party_number(spec, at->party);
}

}  // namespace minerisk::inline v0::finance
