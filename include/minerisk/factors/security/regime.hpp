#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/security/baseline.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

/// The regime of each path of a block: stays, each with the multiplier of the event rates.
/// Holds the integral of the multiplier ("operational time") so that arrivals can be found exactly.
class RegimePaths {
public:
    struct Stay {
        double begin;        ///< years
        double operational;  ///< integral of the multiplier up to `begin`
        double multiplier;
        double per_multiplier;  ///< 1 / multiplier
        double alert;           ///< in [0, 1], see RegimeState
        int state;
    };
    /// Where time_at with a baseline stands on a path.
    struct BaselineCursor {
        std::size_t stay = 0, month = 0;
        double operational = 0;  ///< integral of multiplier times baseline up to the stay
        double from = 0;         ///< B at the begin of the stay
        double to = -1;          ///< and at its end; negative: not known yet
    };

    void clear(int width);
    void set_constant(int width, double multiplier, double horizon);
    std::vector<Stay>& of(int path) { return stays_[static_cast<std::size_t>(path)]; }
    const std::vector<Stay>& of(int path) const { return stays_[static_cast<std::size_t>(path)]; }
    void set_horizon(double horizon) { horizon_ = horizon; }

    /// The time at which the integral of the multiplier reaches `operational`. `cursor` remembers the stay
    /// between calls with rising arguments and starts at 0.
    double time_at(int path, double operational, std::size_t& cursor) const;

    /// The same for the integral of multiplier times baseline: the sum over the stays of multiplier times
    /// the growth of B, which has the horizon of the paths. Infinite if not reached before the horizon.
    double time_at(int path, double operational, const BaselineIntegral& baseline, BaselineCursor& c) const;

    /// Mean alert of each period, [period][path]: of a two-state regime, the share of time in the high one.
    void alert(const TimeGrid& grid, BlockArray& level) const;

private:
    std::vector<std::vector<Stay>> stays_;
    double horizon_ = 0;
};

/// A state of the regime and the ways out of it.
struct RegimeState {
    struct Leave {
        std::string to;  ///< name of another state
        Rate rate;       ///< in (0, 1000] a year
    };
    std::string name{};
    double multiplier = 1;  ///< of the rates of all classes, > 0
    double start = 0;       ///< probability of starting here
    /// Where the security costs of the project stand: 0 at those of the low regime, 1 at those of the high.
    double alert = 0;
    std::vector<Leave> leaves{};  ///< none: the state is never left
};

/// An intensity regime that scales the rates of all classes at once: a Markov chain in continuous time.
///
/// Stays are exponential at the sum of the rates out of the state; the next state is drawn by their shares.
/// Streams: "security.regime.start" (row 0, a uniform u: the last state if u is below its start probability,
/// the one before if u is below the sum of the two, ...), "security.regime.stay" (row k is the k-th stay in
/// units of its mean) and, only where a state has more than one way out, "security.regime.next" (row k, a
/// uniform, is what follows the k-th stay).
class Regime {
public:
    /// The form with two states, "low" (alert 0) and "high" (alert 1).
    struct TwoStates {
        double low = 1;         ///< multiplier of the rates, > 0
        double high = 1;        ///< > 0
        Rate to_high{};         ///< out of the low state, > 0
        Rate to_low{};          ///< out of the high state, > 0
        double start_high = 0;  ///< probability of starting high, in [0, 1]
    };

    /// Throws InputError naming each parameter outside its range.
    explicit Regime(const TwoStates& p);
    /// Throws InputError naming each value outside its range.
    explicit Regime(std::vector<RegimeState> states);

    const std::vector<RegimeState>& states() const { return states_; }
    double largest_multiplier() const;
    std::vector<std::string> stream_names() const;

    /// Share of the time in each state in the long run. None where it depends on the start: where no state
    /// can be reached from all others.
    std::optional<std::vector<double>> stationary() const;

    void simulate_block(std::uint64_t seed, std::uint64_t first_path, int width, double horizon,
                        RegimePaths& paths) const;

private:
    struct Exits {
        double rate = 0;  // out of the state, 1/years
        std::vector<int> to;
        std::vector<double> ends;  // cumulative rates
        int taken(double u) const {
            std::size_t i = 0;
            while (i + 1 < to.size() && !(u * rate < ends[i])) ++i;
            return to[i];
        }
    };

    static void positive(Problems& problems, double v, const std::string& field);
    static void change(Problems& problems, Rate rate, const std::string& field);
    static void share(Problems& problems, double v, const std::string& field);
    static void check(const TwoStates& p);
    void check() const;
    int index_of(const std::string& name) const;

    int starting(double u) const;
    RegimePaths::Stay stay(double begin, double operational, int state) const;
    /// Whether some state can be reached from all others: then there is one set of states that is not left.
    bool forgets_start() const;

    std::vector<RegimeState> states_;
    std::vector<double> start_ends_;  // of a uniform, from the last state on
    std::vector<Exits> exits_;
    bool branches_ = false;
    random::Stream start_ = random::stream_of("security.regime.start");
    random::Stream stay_ = random::stream_of("security.regime.stay");
    random::Stream next_ = random::stream_of("security.regime.next");
};

}  // namespace minerisk::inline v0::security

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/security/regime.inl"
#endif
