#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "minerisk/core/body.hpp"
#include "minerisk/finance/spec.hpp"

namespace minerisk::inline v0::finance {

/// The number of a party by its name; that behind the last where none is called so.
MINERISK_BODY std::size_t party_number(const Spec& spec, std::string_view name);

/// The party that a levy goes to, by its number; that behind the last where none is named.
MINERISK_BODY std::size_t party_of_levy(const Spec& spec, std::string_view levy);

}  // namespace minerisk::inline v0::finance

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/finance/parties.inl"
#endif
