#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace minerisk::inline v0::security {

/// Sorts dates that are spread over a horizon: each goes near its place by its share of the horizon, and
/// neighbours change places until all are in order. Keeps its memory.
class TimeOrder {
public:
    struct Entry {
        double time;
        std::uint32_t row;
    };

    /// Dates in [0, horizon); equal ones stand in the order of their rows.
    void sort(std::vector<Entry>& entries, double horizon) {
        const std::size_t n = entries.size();
        sorted_.resize(n);
        bucket_.resize(n);
        begin_.assign(n + 1, 0);
        const double per_time = static_cast<double>(n) / horizon;
        for (std::size_t i = 0; i < n; ++i) {
            const auto b = static_cast<std::uint32_t>(entries[i].time * per_time);
            bucket_[i] = std::min(b, static_cast<std::uint32_t>(n - 1));
            ++begin_[bucket_[i]];
        }
        std::uint32_t sum = 0;
        for (std::size_t b = 0; b < n; ++b) {
            const std::uint32_t count = begin_[b];
            begin_[b] = sum;
            sum += count;
        }
        for (std::size_t i = 0; i < n; ++i) sorted_[begin_[bucket_[i]]++] = entries[i];
        for (std::size_t i = 1; i < n; ++i) {
            const Entry moved = sorted_[i];
            std::size_t k = i;
            for (; k > 0 && is_later(sorted_[k - 1], moved); --k) sorted_[k] = sorted_[k - 1];
            sorted_[k] = moved;
        }
        entries.swap(sorted_);
    }

private:
    static bool is_later(const Entry& a, const Entry& b) {
        return a.time != b.time ? a.time > b.time : a.row > b.row;
    }

    std::vector<Entry> sorted_;
    std::vector<std::uint32_t> bucket_, begin_;
};

}  // namespace minerisk::inline v0::security
