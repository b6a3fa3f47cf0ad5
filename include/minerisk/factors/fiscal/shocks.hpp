#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/fiscal.hpp"
#include "minerisk/factors/fiscal/spec.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::fiscal {

/// Dates of what a state does to a project: exponential from the stated date, independent of all else.
///
///   T = from + E / -ln(1 - h),   E exponential of mean 1,   P(T <= from + 1 year) = h
///
/// Streams: "fiscal.change", "fiscal.expropriation", row 0; of what is stated alone.
class Shocks {
public:
    /// Throws InputError naming each value outside its range.
    explicit Shocks(const Spec& spec);

    bool stated(FiscalEvent event) const { return at(event).stated; }
    bool any() const { return stated(FiscalEvent::change) || stated(FiscalEvent::expropriation); }
    std::vector<std::string> stream_names() const;

    /// The dates on paths first_path, first_path + 1, ...: [event][path], overwritten. Allocates nothing,
    /// throws nothing; a path has the same bits in any block.
    void simulate_block(std::uint64_t seed, std::uint64_t first_path, BlockArray& dates) const;
    /// Without risk: none comes.
    static void base_block(BlockArray& dates);

private:
    struct Hazard {
        bool stated = false;
        double mean = 0;  // years
        random::Stream stream{};
    };
    const Hazard& at(FiscalEvent event) const { return hazards_[static_cast<std::size_t>(event)]; }

    double from_;
    std::array<Hazard, fiscal_event_count> hazards_;
};

}  // namespace minerisk::inline v0::fiscal

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/fiscal/shocks.inl"
#endif
