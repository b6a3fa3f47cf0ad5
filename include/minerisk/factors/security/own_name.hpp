#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0::security::detail {

/// Adds a problem to field `at` + "name" if item i of the list has no name, or that of an item before it;
/// `others` says whose: "kinds'".
template <class T>
void require_own_name(Problems& problems, const std::vector<T>& list, std::size_t i, const std::string& at,
                      const std::string& others) {
    if (list[i].name.empty()) problems.add(at + "name", "", "must not be empty");
    for (std::size_t j = 0; j < i; ++j)
        if (list[j].name == list[i].name)
            problems.add(at + "name", list[i].name, "must differ from the other " + others + " names");
}

}  // namespace minerisk::inline v0::security::detail
