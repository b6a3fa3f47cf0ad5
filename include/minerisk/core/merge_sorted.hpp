#pragma once

#include <cstddef>
#include <vector>

namespace minerisk::inline v0 {

/// What is left of one of the lists that `merge_sorted` takes.
template <class T>
struct MergeHead {
    const T* next;
    const T* end;
    int list;       ///< by which `each` knows it
    int place = 0;  ///< among the heads as they came: `merge_sorted` finds it
};

/// Calls `each(item, list)` for the items of lists that are sorted by `key`, in order of it; equal ones in
/// the order of the heads, of which none may be empty. Uses the heads up. One long list beside some short
/// ones costs little more than a walk along it.
template <class T, class Key, class Each>
void merge_sorted(std::vector<MergeHead<T>>& heads, Key&& key, Each&& each) {
    using Head = MergeHead<T>;
    const auto before = [&](const Head& a, const Head& b) {
        const auto x = key(*a.next), y = key(*b.next);
        return x < y || (x == y && a.place < b.place);
    };
    const std::size_t count = heads.size();
    for (std::size_t i = 0; i < count; ++i) {
        Head head = heads[i];
        head.place = static_cast<int>(i);
        std::size_t k = i;
        for (; k > 0 && before(head, heads[k - 1]); --k) heads[k] = heads[k - 1];
        heads[k] = head;
    }
    std::size_t first = 0;  // from here on the heads stand in order
    while (first + 1 < count) {
        Head head = heads[first];
        const Head& second = heads[first + 1];
        const auto until = key(*second.next);
        const bool goes_first = head.place < second.place;
        do each(*head.next++, head.list);
        while (head.next != head.end &&
               (key(*head.next) < until || (goes_first && key(*head.next) == until)));
        if (head.next == head.end) {
            ++first;
            continue;
        }
        std::size_t k = first;
        for (; k + 1 < count && before(heads[k + 1], head); ++k) heads[k] = heads[k + 1];
        heads[k] = head;
    }
    if (first < count)
        for (Head& h = heads[first]; h.next != h.end;) each(*h.next++, h.list);
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
