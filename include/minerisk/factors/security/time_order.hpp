#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace minerisk::inline v0::security {

/// Sorts dates that are spread over a horizon: each goes near its place by its share of the horizon, and
/// neighbours change places until all are in order. Keeps its memory.
class TimeOrder {
public:
    /// Writes what has a `time` in [0, horizon) and a `row` to `sorted`; equal dates stand in the order of
    /// their rows.
    template <class T>
    void sort(std::span<const T> entries, double horizon, std::vector<T>& sorted) {
        const std::size_t n = entries.size();
        sorted.resize(n);
        bucket_.resize(n);
        begin_.assign(n + 1, 0);
        const double per_time = static_cast<double>(n) / horizon;
        for (std::size_t i = 0; i < n; ++i) {
            const auto b = static_cast<std::int32_t>(entries[i].time * per_time);
            bucket_[i] = std::min(static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(n - 1));
            ++begin_[bucket_[i]];
        }
        std::uint32_t sum = 0;
        for (std::size_t b = 0; b < n; ++b) {
            const std::uint32_t count = begin_[b];
            begin_[b] = sum;
            sum += count;
        }
        for (std::size_t i = 0; i < n; ++i) sorted[begin_[bucket_[i]]++] = entries[i];
        for (std::size_t i = 1; i < n; ++i) {
            if (!is_later(sorted[i - 1], sorted[i])) continue;
            const T moved = sorted[i];
            std::size_t k = i;
            for (; k > 0 && is_later(sorted[k - 1], moved); --k) sorted[k] = sorted[k - 1];
            sorted[k] = moved;
        }
    }

private:
    template <class T>
    static bool is_later(const T& a, const T& b) {
        return a.time > b.time || (a.time == b.time && a.row > b.row);
    }

    std::vector<std::uint32_t> bucket_, begin_;
};

}  // namespace minerisk::inline v0::security
