#pragma once

#include <cstdint>

#include "minerisk/core/build.hpp"
#include "minerisk/engine/build_block.hpp"
#include "minerisk/factors/schedule/network/calendar_clock.hpp"
#include "minerisk/factors/schedule/network/network.hpp"

namespace minerisk::inline v0::detail {

/// A network by itself, as a source of paths (see schedule_source.hpp).
class NetworkAlone {
public:
    explicit NetworkAlone(const schedule::Network& network) : network_{&network} {}

    const schedule::Network& network() const { return *network_; }
    double end() const { return schedule::CalendarClock::years; }
    const schedule::NetworkWorkspace& base() const { return network_->base(); }
    static constexpr bool in_study() { return false; }
    static constexpr bool decides() { return false; }

    class Worker {
    public:
        explicit Worker(const NetworkAlone& source)
            : network_{source.network_}, work_{network_->workspace(network_->width())} {}
        int width() const { return work_.width; }
        const schedule::NetworkWorkspace& run(std::uint64_t seed, std::uint64_t first_path,
                                              const schedule::Without& without, bool floats) {
            network_->simulate_block(seed, first_path, without, work_, floats);
            refuse_overflow(work_, first_path);
            return work_;
        }
        Decision decision(int) const { return Decision::none; }

    private:
        const schedule::Network* network_;
        schedule::NetworkWorkspace work_;
    };

private:
    const schedule::Network* network_;
};

}  // namespace minerisk::inline v0::detail
