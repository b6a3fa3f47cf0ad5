#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "minerisk/kernels/scalar.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::random {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// Philox 4x32-10: four random words as a pure function of a counter and a key.
/// Source: Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3; SC11.
inline PhiloxCounter philox(const PhiloxCounter& counter, const PhiloxKey& key) {
    namespace plain = kernel_builds::plain;
    const std::uint64_t path = counter[0] | std::uint64_t{counter[1]} << 32;
    const auto of_path = plain::philox_path(path, counter[2], key[0], key[1]);
    plain::Words<std::uint64_t> x[1];
    plain::philox_words(&of_path, counter[2], counter[3], key[0], key[1], x);
    return {static_cast<std::uint32_t>(x[0].a), static_cast<std::uint32_t>(x[0].b),
            static_cast<std::uint32_t>(x[0].c), static_cast<std::uint32_t>(x[0].d)};
}

/// The words of one (seed, stream, path) in order, as a standard engine: for a Boost.Random distribution in a
/// user's own model. Counter = (path low, path high, stream, index), key = seed; index runs 0, 1, 2, ... and
/// gives four words each.
///
/// Row r of the block draws is made of the words 2r and 2r + 1 of this engine: a model that takes rows and an
/// engine from one stream sees the same numbers twice. Give the engine a stream of its own name.
/// `std::` distributions differ between libraries; Boost's are the same everywhere but use the C library's
/// log.
class PathEngine {
public:
    using result_type = std::uint32_t;

    /// The default engine is that of seed 0, stream 0, path 0.
    PathEngine() : PathEngine{0, Stream{}, 0} {}
    PathEngine(std::uint64_t seed, Stream stream, std::uint64_t path)
        : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
          path_{path},
          stream_{stream} {}
    /// The engine of stream 0 and path 0 under a seed, as generic code makes it.
    explicit PathEngine(std::uint64_t seed) : PathEngine{seed, Stream{}, 0} {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    result_type operator()() {
        const auto place = static_cast<std::size_t>(position_ % 4);
        if (place == 0 || !is_filled_) fill();
        ++position_;
        return words_[place];
    }
    /// Skips n words at once. After 2^34 words the sequence starts anew.
    void discard(std::uint64_t n) {
        position_ += n;
        is_filled_ = false;
    }
    friend bool operator==(const PathEngine& a, const PathEngine& b) {
        return a.key_ == b.key_ && a.path_ == b.path_ && a.stream_ == b.stream_ &&
               a.position_ % period == b.position_ % period;
    }

private:
    static constexpr std::uint64_t period = std::uint64_t{1} << 34;
    void fill() {
        words_ = philox({static_cast<std::uint32_t>(path_), static_cast<std::uint32_t>(path_ >> 32),
                         stream_.value, static_cast<std::uint32_t>(position_ / 4)},
                        key_);
        is_filled_ = true;
    }
    PhiloxKey key_;
    std::uint64_t path_;
    Stream stream_;
    std::uint64_t position_ = 0;
    PhiloxCounter words_{};
    bool is_filled_ = false;
};

}  // namespace minerisk::inline v0::random
