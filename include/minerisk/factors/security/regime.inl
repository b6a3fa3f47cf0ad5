#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <Eigen/Core>
#include <Eigen/LU>

#include "minerisk/core/body.hpp"
#include "minerisk/factors/security/regime.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::security {

MINERISK_BODY std::optional<std::vector<double>> Regime::stationary() const {
    if (!forgets_start()) return {};
    const auto n = static_cast<Eigen::Index>(states_.size());
    // Flow into each state balances the flow out of it; one balance follows from the others, and its
    // place takes the sum of 1.
    Eigen::MatrixXd balance = Eigen::MatrixXd::Zero(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const Exits& e = exits_[static_cast<std::size_t>(i)];
        balance(i, i) -= e.rate;
        for (std::size_t j = 0; j < e.to.size(); ++j)
            balance(e.to[j], i) += states_[static_cast<std::size_t>(i)].leaves[j].rate.canonical();
    }
    balance.row(n - 1).setOnes();
    Eigen::VectorXd sums = Eigen::VectorXd::Zero(n);
    sums(n - 1) = 1;
    const Eigen::VectorXd shares = balance.fullPivLu().solve(sums);
    return std::vector<double>(shares.begin(), shares.end());
}

MINERISK_BODY void RegimePaths::clear(int width) {
    stays_.resize(static_cast<std::size_t>(width));
    for (auto& s : stays_) s.clear();
}

MINERISK_BODY void RegimePaths::set_constant(int width, double multiplier, double horizon) {
    clear(width);
    horizon_ = horizon;
    for (auto& s : stays_) s.push_back({0, 0, multiplier, 1 / multiplier, 0, 0});
}

MINERISK_BODY double RegimePaths::time_at(int path, double operational, std::size_t& cursor) const {
    const auto& stays = of(path);
    while (cursor + 1 < stays.size() && stays[cursor + 1].operational <= operational) ++cursor;
    const Stay& s = stays[cursor];
    return s.begin + (operational - s.operational) * s.per_multiplier;
}

MINERISK_BODY double RegimePaths::time_at(int path, double operational, const BaselineIntegral& baseline,
                                          BaselineCursor& c) const {
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

MINERISK_BODY void RegimePaths::alert(const TimeGrid& grid, BlockArray& level) const {
    level.fill(0);
    for (int p = 0; p < level.width(); ++p) {
        const auto& stays = of(p);
        for (std::size_t i = 0; i < stays.size(); ++i) {
            if (stays[i].alert == 0) continue;
            const double end = std::min(i + 1 < stays.size() ? stays[i + 1].begin : horizon_, grid.length());
            double at = stays[i].begin;
            for (int k = grid.period_at(at); at < end; ++k) {
                const double to = std::min(end, grid.end(k));
                level(k, p) += stays[i].alert * ((to - at) / grid.step());
                at = to;
            }
        }
    }
}

MINERISK_BODY Regime::Regime(const TwoStates& p)
    : Regime{(check(p), std::vector<RegimeState>{
                            {"low", p.low, 1 - p.start_high, 0, {{"high", p.to_high}}},
                            {"high", p.high, p.start_high, 1, {{"low", p.to_low}}},
                        })} {}

MINERISK_BODY Regime::Regime(std::vector<RegimeState> states) : states_{std::move(states)} {
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

MINERISK_BODY double Regime::largest_multiplier() const {
    double largest = 0;
    for (const RegimeState& s : states_) largest = std::max(largest, s.multiplier);
    return largest;
}

MINERISK_BODY std::vector<std::string> Regime::stream_names() const {
    std::vector<std::string> names{"security.regime.start", "security.regime.stay"};
    if (branches_) names.push_back("security.regime.next");
    return names;
}

MINERISK_BODY void Regime::simulate_block(std::uint64_t seed, std::uint64_t first_path, int width,
                                          double horizon, RegimePaths& paths) const {
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
            if (stays.size() != static_cast<std::size_t>(first) + 1) continue;  // reached the horizon before
            int r = 0;
            for (; r < rows; ++r) {
                const RegimePaths::Stay s = stays.back();
                const Exits& exits = exits_[static_cast<std::size_t>(s.state)];
                if (exits.to.empty()) break;  // for good
                const double length = draw[r * width + p] / exits.rate;
                if (!(s.begin + length < horizon)) break;
                stays.push_back(stay(s.begin + length, s.operational + length * s.multiplier,
                                     exits.to.size() == 1 ? exits.to[0] : exits.taken(next[r * width + p])));
            }
            open_paths += r == rows;
        }
    }
}

MINERISK_BODY void Regime::positive(Problems& problems, double v, const std::string& field) {
    problems.require(v > 0 && is_finite(v), field, v, "must be finite and positive");
}

MINERISK_BODY void Regime::change(Problems& problems, Rate rate, const std::string& field) {
    positive(problems, rate.canonical(), field);
    problems.require(!(rate.canonical() > 1000), field, rate.canonical(), "must be at most 1000 a year");
}

MINERISK_BODY void Regime::share(Problems& problems, double v, const std::string& field) {
    problems.require(v >= 0 && v <= 1, field, v, "must be in [0, 1]");
}

MINERISK_BODY void Regime::check(const TwoStates& p) {
    Problems problems{"security.regime"};
    positive(problems, p.low, "low");
    positive(problems, p.high, "high");
    change(problems, p.to_high, "to_high");
    change(problems, p.to_low, "to_low");
    share(problems, p.start_high, "start_high");
    problems.throw_if_any();
}

MINERISK_BODY void Regime::check() const {
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
                if (s.leaves[k].to == s.leaves[j].to) problems.add(to, "", "a state may be named only once");
            change(problems, s.leaves[j].rate, to);
        }
        start += s.start;
    }
    if (problems.empty())
        problems.require(start > 1 - 1e-9 && start < 1 + 1e-9, "state", start,
                         "must have start probabilities that add up to 1");
    problems.throw_if_any();
}

MINERISK_BODY int Regime::index_of(const std::string& name) const {
    for (std::size_t i = 0; i < states_.size(); ++i)
        if (states_[i].name == name) return static_cast<int>(i);
    return -1;
}

MINERISK_BODY int Regime::starting(double u) const {
    std::size_t i = states_.size() - 1;
    while (i > 0 && !(u < start_ends_[i])) --i;
    return static_cast<int>(i);
}

MINERISK_BODY auto Regime::stay(double begin, double operational, int state) const -> RegimePaths::Stay {
    const RegimeState& s = states_[static_cast<std::size_t>(state)];
    return {begin, operational, s.multiplier, 1 / s.multiplier, s.alert, state};
}

MINERISK_BODY bool Regime::forgets_start() const {
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

}  // namespace minerisk::inline v0::security
