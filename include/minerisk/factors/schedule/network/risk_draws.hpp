#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/math.hpp"
#include "minerisk/factors/schedule/network/logic.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/factors/schedule/network/workspace.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::schedule {

/// What is left out of a run, to see what it is worth: drivers, events and rework by their places in the
/// plan, the stoppages, the systemic factors, the feedback of delay, and the security events of the study
/// that the network is built in. All other draws stay as they are.
struct Without {
    std::vector<int> drivers{};
    std::vector<int> events{};
    std::vector<int> reworks{};
    bool stoppages = false;
    bool systemic = false;
    bool feedback = false;
    bool security = false;

    bool has_driver(std::size_t d) const;
    bool has_event(std::size_t e) const;
    bool has_rework(std::size_t r) const;
    friend Without operator+(Without a, const Without& b);
};

/// Durations before dates are known: own uncertainty, drivers, the systemic factor, events, rework.
///
///   D = Q(u) x product over groups of max over the group's drivers that hit it of (1 + w (f - 1))
///            x exp(sigma_d z_d)  + sum of w delay  + rework
///
/// A driver has one occurrence and one factor a path, used on all that it hits; both are drawn whether or not
/// it is left out. Sources: D. Hulett (2009), Practical schedule risk analysis; AACE RP 57R-09.
class RiskDraws {
public:
    RiskDraws(const Plan& plan, const Logic& logic);

    /// Fills what occurs, factors, delays, the market and the durations before dates are known.
    void simulate_block(std::uint64_t seed, std::uint64_t first_path, const Without& without,
                        NetworkWorkspace& w) const;

    /// Likely durations; no driver, event or rework.
    void base_block(NetworkWorkspace& w) const;

private:
    struct DriverHit {
        int group, driver;
        double weight;
    };
    struct Prepared {
        Distribution duration{};
        std::uint32_t stream = 0;
        std::vector<DriverHit> drivers{};  // of one group side by side
        std::vector<std::pair<int, double>> events{};
        bool systemic = false;
    };
    struct Chance {
        double probability;
        Distribution size;
        std::uint32_t stream;
    };
    struct PreparedRework {
        std::size_t activity;
        double probability;
        Distribution share;
        std::vector<std::size_t> repeats;
        int rounds;
        std::uint32_t stream;
    };

    void systemic_factors(std::uint64_t seed, std::uint64_t first_path, bool left_out, NetworkWorkspace& w,
                          double* field) const;

    static void multiply(const Prepared& a, const NetworkWorkspace& w, double* duration);

    static void add_delays(const Prepared& a, const NetworkWorkspace& w, double* duration);

    static void rework(const PreparedRework& r, std::uint64_t seed, std::uint64_t first_path,
                       NetworkWorkspace& w);

    std::vector<Prepared> activities_;
    std::vector<Chance> drivers_, events_;
    std::vector<PreparedRework> reworks_;
    Systemic systemic_;
    double market_mu_ = 0, market_sigma_ = 0;
    std::uint32_t market_stream_ = random::stream_of("network.market").value;
    std::uint32_t systemic_stream_ = random::stream_of("network.systemic").value;
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/network/risk_draws.inl"
#endif
