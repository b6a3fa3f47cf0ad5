#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "minerisk/core/block.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/security/baseline.hpp"
#include "minerisk/kernels/active.hpp"
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

    void clear(int width) {
        stays_.resize(static_cast<std::size_t>(width));
        for (auto& s : stays_) s.clear();
    }
    void set_constant(int width, double multiplier, double horizon) {
        clear(width);
        horizon_ = horizon;
        for (auto& s : stays_) s.push_back({0, 0, multiplier, 1 / multiplier, 0, 0});
    }
    std::vector<Stay>& of(int path) { return stays_[static_cast<std::size_t>(path)]; }
    const std::vector<Stay>& of(int path) const { return stays_[static_cast<std::size_t>(path)]; }
    void set_horizon(double horizon) { horizon_ = horizon; }

    /// The time at which the integral of the multiplier reaches `operational`. `cursor` remembers the stay
    /// between calls with rising arguments and starts at 0.
    double time_at(int path, double operational, std::size_t& cursor) const {
        const auto& stays = of(path);
        while (cursor + 1 < stays.size() && stays[cursor + 1].operational <= operational) ++cursor;
        const Stay& s = stays[cursor];
        return s.begin + (operational - s.operational) * s.per_multiplier;
    }

    /// The same for the integral of multiplier times baseline: the sum over the stays of multiplier times
    /// the growth of B, which has the horizon of the paths. Infinite if not reached before the horizon.
    double time_at(int path, double operational, const BaselineIntegral& baseline, BaselineCursor& c) const {
        const auto& stays = of(path);
        for (;;) {
            const Stay& s = stays[c.stay];
            const bool last = c.stay + 1 == stays.size();
            if (c.to < 0) c.to = last ? baseline.total() : baseline.at(stays[c.stay + 1].begin);
            const double end = c.operational + s.multiplier * (c.to - c.from);
            if (last || operational < end)
                return baseline.time_of(c.from + (operational - c.operational) * s.per_multiplier, c.month);
            c = {c.stay + 1, c.month, end, c.to, -1};
        }
    }

    /// Mean alert of each period, [period][path]: of a two-state regime, the share of time in the high one.
    void alert(const TimeGrid& grid, BlockArray& level) const {
        level.fill(0);
        for (int p = 0; p < level.width(); ++p) {
            const auto& stays = of(p);
            for (std::size_t i = 0; i < stays.size(); ++i) {
                if (stays[i].alert == 0) continue;
                const double end =
                    std::min(i + 1 < stays.size() ? stays[i + 1].begin : horizon_, grid.length());
                double at = stays[i].begin;
                for (int k = grid.period_at(at); at < end; ++k) {
                    const double to = std::min(end, grid.end(k));
                    level(k, p) += stays[i].alert * ((to - at) / grid.step());
                    at = to;
                }
            }
        }
    }

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
    explicit Regime(const TwoStates& p)
        : Regime{(check(p), std::vector<RegimeState>{
                                {"low", p.low, 1 - p.start_high, 0, {{"high", p.to_high}}},
                                {"high", p.high, p.start_high, 1, {{"low", p.to_low}}},
                            })} {}
    /// Throws InputError naming each value outside its range.
    explicit Regime(std::vector<RegimeState> states) : states_{std::move(states)} {
        check();
        double below = 0;
        for (std::size_t i = states_.size(); i-- > 0;)
            start_ends_.insert(start_ends_.begin(), below += states_[i].start);
        for (const RegimeState& s : states_) {
            Exits& e = exits_.emplace_back();
            for (const RegimeState::Leave& leave : s.leaves) {
                e.to.push_back(index_of(leave.to));
                e.ends.push_back(e.rate += leave.rate.canonical());
            }
            branches_ = branches_ || e.to.size() > 1;
        }
    }

    const std::vector<RegimeState>& states() const { return states_; }
    double largest_multiplier() const {
        double largest = 0;
        for (const RegimeState& s : states_) largest = std::max(largest, s.multiplier);
        return largest;
    }
    std::vector<std::string> stream_names() const {
        std::vector<std::string> names{"security.regime.start", "security.regime.stay"};
        if (branches_) names.push_back("security.regime.next");
        return names;
    }

    /// Share of the time in each state in the long run. None where it depends on the start: where no state
    /// can be reached from all others.
    std::optional<Eigen::VectorXd> stationary() const;

    void simulate_block(std::uint64_t seed, std::uint64_t first_path, int width, double horizon,
                        RegimePaths& paths) const {
        paths.clear(width);
        paths.set_horizon(horizon);
        constexpr int rows = 16;
        alignas(64) double draw[rows * wide_block], next[rows * wide_block];
        kernels().uniforms(seed, start_.value, first_path, 0, 1, width, draw);
        for (int p = 0; p < width; ++p) paths.of(p).push_back(stay(0, 0, starting(draw[p])));
        int open_paths = width;
        for (int first = 0; open_paths > 0; first += rows) {
            const auto row = static_cast<std::uint32_t>(first);
            kernels().exponentials(seed, stay_.value, first_path, row, rows, width, draw);
            if (branches_) kernels().uniforms(seed, next_.value, first_path, row, rows, width, next);
            open_paths = 0;
            for (int p = 0; p < width; ++p) {
                auto& stays = paths.of(p);
                if (stays.size() != static_cast<std::size_t>(first) + 1)
                    continue;  // reached the horizon before
                int r = 0;
                for (; r < rows; ++r) {
                    const RegimePaths::Stay s = stays.back();
                    const Exits& exits = exits_[static_cast<std::size_t>(s.state)];
                    if (exits.to.empty()) break;  // for good
                    const double length = draw[r * width + p] / exits.rate;
                    if (!(s.begin + length < horizon)) break;
                    stays.push_back(
                        stay(s.begin + length, s.operational + length * s.multiplier,
                             exits.to.size() == 1 ? exits.to[0] : exits.taken(next[r * width + p])));
                }
                open_paths += r == rows;
            }
        }
    }

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

    static void positive(Problems& problems, double v, const std::string& field) {
        problems.require(v > 0 && is_finite(v), field, v, "must be finite and positive");
    }
    static void change(Problems& problems, Rate rate, const std::string& field) {
        positive(problems, rate.canonical(), field);
        problems.require(!(rate.canonical() > 1000), field, rate.canonical(), "must be at most 1000 a year");
    }
    static void share(Problems& problems, double v, const std::string& field) {
        problems.require(v >= 0 && v <= 1, field, v, "must be in [0, 1]");
    }
    static void check(const TwoStates& p) {
        Problems problems{"security.regime"};
        positive(problems, p.low, "low");
        positive(problems, p.high, "high");
        change(problems, p.to_high, "to_high");
        change(problems, p.to_low, "to_low");
        share(problems, p.start_high, "start_high");
        problems.throw_if_any();
    }
    void check() const {
        Problems problems{"security.regime"};
        if (states_.empty()) problems.add("state", "", "must have at least one state");
        double start = 0;
        for (std::size_t i = 0; i < states_.size(); ++i) {
            const RegimeState& s = states_[i];
            const std::string at = "state[" + std::to_string(i + 1) + "].";
            if (s.name.empty())
                problems.add(at + "name", "", "must not be empty");
            else if (index_of(s.name) != static_cast<int>(i))
                problems.add(at + "name", s.name, "must differ from the other states' names");
            positive(problems, s.multiplier, at + "multiplier");
            share(problems, s.start, at + "start");
            share(problems, s.alert, at + "alert");
            for (std::size_t j = 0; j < s.leaves.size(); ++j) {
                const std::string to = at + "to." + s.leaves[j].to;
                const int target = index_of(s.leaves[j].to);
                if (target < 0 || target == static_cast<int>(i))
                    problems.add(to, "", "must be the name of another state");
                for (std::size_t k = 0; k < j; ++k)
                    if (s.leaves[k].to == s.leaves[j].to)
                        problems.add(to, "", "a state may be named only once");
                change(problems, s.leaves[j].rate, to);
            }
            start += s.start;
        }
        if (problems.empty())
            problems.require(start > 1 - 1e-9 && start < 1 + 1e-9, "state", start,
                             "must have start probabilities that add up to 1");
        problems.throw_if_any();
    }
    int index_of(const std::string& name) const {
        for (std::size_t i = 0; i < states_.size(); ++i)
            if (states_[i].name == name) return static_cast<int>(i);
        return -1;
    }

    int starting(double u) const {
        std::size_t i = states_.size() - 1;
        while (i > 0 && !(u < start_ends_[i])) --i;
        return static_cast<int>(i);
    }
    RegimePaths::Stay stay(double begin, double operational, int state) const {
        const RegimeState& s = states_[static_cast<std::size_t>(state)];
        return {begin, operational, s.multiplier, 1 / s.multiplier, s.alert, state};
    }
    /// Whether some state can be reached from all others: then there is one set of states that is not left.
    bool forgets_start() const {
        std::vector<std::size_t> reaching(states_.size());
        for (std::size_t from = 0; from < states_.size(); ++from) {
            std::vector<bool> seen(states_.size());
            std::vector<int> open{static_cast<int>(from)};
            while (!open.empty()) {
                const auto i = static_cast<std::size_t>(open.back());
                open.pop_back();
                if (seen[i]) continue;
                seen[i] = true;
                ++reaching[i];
                open.insert(open.end(), exits_[i].to.begin(), exits_[i].to.end());
            }
        }
        return std::ranges::find(reaching, states_.size()) != reaching.end();
    }

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
