#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/build.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/schedule/branch.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY Branch::Branch(Parameters p) : p_{std::move(p)} {
    Problems problems{"schedule.branch"};
    double sum = 0;
    bool ends = false, base_known = false;
    for (std::size_t i = 0; i < p_.options.size(); ++i) {
        const BranchOption& o = p_.options[i];
        const std::string at = "option[" + std::to_string(i + 1) + "].";
        problems.require(o.weight >= 0 && is_finite(o.weight), at + "weight", o.weight,
                         "must be finite and not negative");
        problems.require(o.delay >= Years{} && is_finite(o.delay.canonical()), at + "delay",
                         o.delay.canonical(), "must be finite and not negative");
        problems.require(o.then != BranchOption::Then::decide_again || o.delay > Years{}, at + "delay",
                         o.delay.canonical(), "must be positive where the decision is drawn again");
        sum += o.weight;
        ends = ends || (o.weight > 0 && o.then != BranchOption::Then::decide_again);
        if (o.name == p_.base) {
            base_known = true;
            if (o.then == BranchOption::Then::decide_again)
                problems.add("base", p_.base, "must be an option that ends the decision");
        }
        for (std::size_t j = 0; j < i; ++j)
            if (p_.options[j].name == o.name)
                problems.add(at + "name", o.name, "must differ from the other options' names");
    }
    if (!(sum > 1 - 1e-9 && sum < 1 + 1e-9))
        problems.add("option", "", "must have weights that add up to 1; they add up to " + text_of(sum));
    if (!ends) problems.add("option", "", "at least one option with a weight must end the decision");
    if (!base_known) problems.add("base", p_.base, "must be the name of an option");
    problems.require(p_.decided >= Years{} && is_finite(p_.decided.canonical()), "decided",
                     p_.decided.canonical(), "must not be before the valuation date");
    problems.require(p_.standing_cost >= 0 && p_.standing_cost <= 1, "standing_cost", p_.standing_cost,
                     "must be in [0, 1]");
    problems.require(p_.exit_cost >= 0 && is_finite(p_.exit_cost), "exit_cost", p_.exit_cost,
                     "must not be negative");
    problems.throw_if_any();
}

MINERISK_BODY void Branch::simulate_block(std::uint64_t seed, std::uint64_t first_path, double horizon,
                                          int width, Result* results) const {
    alignas(64) double u[wide_block];
    for (int p = 0; p < width; ++p) results[p] = {Decision::undecided, p_.decided.canonical(), 0};
    int open_paths = width;
    for (std::uint32_t row = 0; open_paths > 0; ++row) {
        kernels().uniforms(seed, stream_.value, first_path, row, 1, width, u);
        open_paths = 0;
        for (int p = 0; p < width; ++p) {
            Result& r = results[p];
            if (r.decision != Decision::undecided || !(r.pause_end < horizon)) continue;
            take(option_at(u[p]), r);
            open_paths += r.decision == Decision::undecided && r.pause_end < horizon;
        }
    }
}

MINERISK_BODY auto Branch::base() const -> Result {
    Result r{Decision::undecided, p_.decided.canonical(), 0};
    for (const BranchOption& o : p_.options)
        if (o.name == p_.base) take(o, r);
    return r;
}

MINERISK_BODY void Branch::pay_for_pause(const Result& d, double sunk, const TimeGrid& grid, int path,
                                         BlockArray& standing) const {
    const double end = std::min(d.pause_end, grid.length());
    for (int i = 0; i < grid.periods() && grid.begin(i) < end; ++i)
        standing(i, path) += p_.standing_cost * sunk * (std::min(end, grid.end(i)) - grid.begin(i));
    if (d.decision == Decision::stopped && d.pause_end < grid.length())
        standing(grid.period_at(d.pause_end), path) += p_.exit_cost * sunk;
}

MINERISK_BODY auto Branch::option_at(double u) const -> const BranchOption& {
    double reached = 0;
    const BranchOption* last = nullptr;
    for (const BranchOption& o : p_.options) {
        if (o.weight > 0) last = &o;
        reached += o.weight;
        if (u < reached) return o;
    }
    return *last;
}

MINERISK_BODY void Branch::take(const BranchOption& o, Result& r) {
    ++r.draws;
    if (o.then == BranchOption::Then::stop) {
        r.decision = Decision::stopped;
        return;
    }
    r.pause_end += o.delay.canonical();
    if (o.then == BranchOption::Then::go) r.decision = Decision::go;
}

MINERISK_BODY Branch::Branch(const Branch&) = default;
MINERISK_BODY Branch::Branch(Branch&&) noexcept = default;
MINERISK_BODY Branch& Branch::operator=(const Branch&) = default;
MINERISK_BODY Branch& Branch::operator=(Branch&&) noexcept = default;
MINERISK_BODY Branch::~Branch() = default;

}  // namespace minerisk::inline v0::schedule
