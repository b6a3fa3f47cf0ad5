#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace minerisk::inline v0 {

/// What is left of one of the lists that `merge_sorted` takes.
template <class T>
struct MergeHead {
    const T* next;
    const T* end;
    int list;  ///< by which `each` knows it
};

/// Calls `each(item, list)` for the items of lists that are sorted by `key`, in order of it; equal ones in
/// the order of the heads, of which none may be empty. Uses the heads up. One long list beside some short
/// ones costs little more than a walk along it.
template <class T, class Key, class Each>
void merge_sorted(std::vector<MergeHead<T>>& heads, Key&& key, Each&& each) {
    while (heads.size() > 1) {
        std::size_t first = 0, second = 1;
        if (key(*heads[1].next) < key(*heads[0].next)) std::swap(first, second);
        for (std::size_t i = 2; i < heads.size(); ++i) {
            if (key(*heads[i].next) < key(*heads[first].next)) {
                second = first;
                first = i;
            } else if (key(*heads[i].next) < key(*heads[second].next)) {
                second = i;
            }
        }
        MergeHead<T>& h = heads[first];
        const auto until = key(*heads[second].next);
        do each(*h.next++, h.list);
        while (h.next != h.end && (key(*h.next) < until || (first < second && key(*h.next) == until)));
        if (h.next == h.end) heads.erase(heads.begin() + static_cast<std::ptrdiff_t>(first));
    }
    for (MergeHead<T>& h : heads)
        while (h.next != h.end) each(*h.next++, h.list);
    heads.clear();
}

/// Sorts items of which few stand far from their places by `key`; equal ones stay in their order. Allocates
/// nothing.
template <class T, class Key>
void sort_nearly_sorted(std::vector<T>& items, Key&& key) {
    for (std::size_t i = 1; i < items.size(); ++i) {
        if (!(key(items[i]) < key(items[i - 1]))) continue;
        const T moved = items[i];
        std::size_t k = i;
        for (; k > 0 && key(moved) < key(items[k - 1]); --k) items[k] = items[k - 1];
        items[k] = moved;
    }
}

}  // namespace minerisk::inline v0
