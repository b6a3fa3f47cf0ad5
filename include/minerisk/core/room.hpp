#pragma once

#include <cstddef>
#include <vector>

namespace minerisk::inline v0 {

/// An array with room for so many, where what a worker needs is not made anew: it never becomes shorter, and
/// what lies beyond the elements that its owner counts is of no account.
template <class T>
T* with_room(std::vector<T>& array, std::size_t count) {
    if (array.size() < count) array.resize(count + count / 2);
    return array.data();
}

}  // namespace minerisk::inline v0
