#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/build.hpp"
#include "minerisk/core/supply_line.hpp"
#include "minerisk/core/suspensions.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/schedule/branch.hpp"
#include "minerisk/factors/schedule/network/network.hpp"
#include "minerisk/factors/schedule/network_build.hpp"
#include "minerisk/factors/schedule/spend.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY NetworkBuild::NetworkBuild(std::vector<std::string> names, Parameters parameters,
                                         std::optional<Branch> branch, Stores stores, Money sunk,
                                         const TimeGrid& grid, std::vector<std::string> event_classes)
    : names_{std::move(names)},
      network_{std::move(parameters.plan)},
      p_{{}, std::move(parameters.phases), std::move(parameters.restart), parameters.recovery},
      branch_{std::move(branch)},
      stores_{stores},
      sunk_{sunk.canonical()},
      grid_{grid},
      event_classes_{std::move(event_classes)},
      shift_{years_between(network_.plan().start, grid.start())} {
    check();
    for (const PhaseActivities& f : p_.phases)
        phases_.push_back({network_.index(f.milestone), f.ramp.empty() ? -1 : network_.index(f.ramp)});
    restart_ = p_.restart.empty() ? -1 : network_.index(p_.restart);
    find_phases();
    find_base();
}

MINERISK_BODY std::vector<std::string> NetworkBuild::stream_names() const {
    std::vector<std::string> all = network_.stream_names();
    if (branch_) all.push_back("schedule.branch");
    return all;
}

MINERISK_BODY auto NetworkBuild::workspace(int width) const -> Workspace {
    Workspace w{network_.workspace(width)};
    w.network.outages = OutageClocks{network_.logic().profiles(), stores_, p_.recovery.canonical(),
                                     event_classes_, network_.logic().clocks()};
    return w;
}

MINERISK_BODY auto NetworkBuild::by_class() const -> std::array<bool, channel_count> {
    std::array<bool, channel_count> needed{};
    for (const OutageProfile& p : network_.logic().profiles())
        for (std::size_t c = 0; c < channel_count; ++c)
            needed[c] = needed[c] || (!p.exposure.class_loss.empty() && p.exposure.channel[c] > 0);
    return needed;
}

MINERISK_BODY void NetworkBuild::simulate_block(std::uint64_t seed, std::uint64_t first_path,
                                                const OutageBlock& outages, Workspace& work,
                                                BuildPaths& out) const {
    NetworkWorkspace& w = work.network;
    Branch::Result decided[wide_block];
    if (branch_) branch_->simulate_block(seed, first_path, grid_.length(), w.width, decided);
    take_outages(outages, w);
    wait(decided, w);
    network_.simulate_block(seed, first_path, work.without, w, work.floats);
    write(decided, outages, w, out);
}

MINERISK_BODY void NetworkBuild::base_block(const OutageBlock& outages, Workspace& work,
                                            BuildPaths& out) const {
    NetworkWorkspace& w = work.network;
    Branch::Result decided[wide_block];
    if (branch_) std::fill_n(decided, w.width, branch_->base());
    take_outages(outages, w);
    wait(decided, w);
    network_.base_block(w);
    write(decided, outages, w, out);
}

MINERISK_BODY void NetworkBuild::check() const {
    Problems problems;
    if (p_.phases.size() != names_.size())
        problems.add("schedule.phase", std::to_string(p_.phases.size()),
                     "must have one entry for each phase of the project");
    for (std::size_t k = 0; k < p_.phases.size(); ++k) {
        const std::string at = "schedule.phase[" + std::to_string(k + 1) + "].";
        const auto known = [&](const char* field, const std::string& id) {
            if (network_.index(id) < 0)
                problems.add(at + field, id, "must be the id of an activity of the network");
        };
        known("milestone", p_.phases[k].milestone);
        if (!p_.phases[k].ramp.empty()) known("ramp", p_.phases[k].ramp);
    }
    if (branch_ && network_.index(p_.restart) < 0)
        problems.add("schedule.restart", p_.restart,
                     "must be the activity of the network that the branch moves");
    if (!branch_ && !p_.restart.empty())
        problems.add("schedule.restart", p_.restart, "has no meaning without a branch");
    if (branch_ && network_.index(p_.restart) >= 0) {
        const auto& on = network_.activity(network_.index(p_.restart)).finish_on;
        const double decision = branch_->parameters().decided.canonical() + shift_;
        if (!on || std::abs(on->first.canonical() - decision) > 1e-6)
            problems.add("schedule.restart", p_.restart,
                         "must have a finish_on date that is the date of the decision");
    }
    problems.require(p_.recovery >= Years{} && is_finite(p_.recovery.canonical()), "schedule.recovery",
                     p_.recovery.canonical(), "must be finite and not negative");
    if (!network_.logic().profiles().empty()) refuse_twice(problems);
    for (const Activity& a : network_.plan().activities)
        for (const auto& [name, loss] : a.exposure.class_loss)
            if (std::ranges::count(event_classes_, name) == 0)
                problems.add("network.activity." + a.id + ".exposure.build_loss." + name, "",
                             "must be the name of a class of security events");
    problems.throw_if_any();
}

MINERISK_BODY void NetworkBuild::refuse_twice(Problems& problems) const {
    constexpr const char* rule =
        "counts security twice: the security events of the study act on the exposed activities";
    if (network_.plan().stoppages) problems.add("network.stoppages", "", rule);
    for (const Driver& d : network_.plan().drivers)
        if (d.security) problems.add("network.driver." + d.id, "", rule);
    for (const RiskEvent& e : network_.plan().events)
        if (e.security) problems.add("network.event." + e.id, "", rule);
}

MINERISK_BODY void NetworkBuild::find_phases() {
    phase_of_.assign(static_cast<std::size_t>(network_.activities()), phases() - 1);
    for (int k = phases() - 1; k >= 0; --k) {
        const PhaseRows rows = phases_[static_cast<std::size_t>(k)];
        for (const int end : {rows.milestone, rows.ramp})
            if (end >= 0)
                for (const int j : network_.logic().needed_by(end))
                    phase_of_[static_cast<std::size_t>(j)] = k;
    }
}

MINERISK_BODY void NetworkBuild::find_base() {
    Workspace work = workspace(narrow_block);
    NetworkWorkspace& w = work.network;
    OutageBlock none;
    none.reset_empty(w.width);
    Branch::Result decided[wide_block];
    if (branch_) std::fill_n(decided, w.width, branch_->base());
    take_outages(none, w);
    wait(decided, w);
    if (branch_ && branch_->base().decision != Decision::go) w.wait.fill(0);
    network_.base_block(w);
    Problems problems;
    for (std::size_t k = 0; k < phases_.size(); ++k)
        if (!(w.dates(2 * phases_[k].milestone + 1, 0) > shift_))
            problems.add("schedule.phase[" + std::to_string(k + 1) + "].milestone", p_.phases[k].milestone,
                         "must come after the valuation date without risk");
    problems.throw_if_any();
    base_ = std::make_shared<const NetworkWorkspace>(std::move(w));
}

MINERISK_BODY void NetworkBuild::take_outages(const OutageBlock& outages, NetworkWorkspace& w) const {
    w.horizon = grid_.length() + shift_;
    w.has_outages = !network_.logic().profiles().empty();
    if (w.has_outages) w.outages.set(outages, w.width, shift_, grid_.length() + shift_);
}

MINERISK_BODY void NetworkBuild::wait(const Branch::Result* decided, NetworkWorkspace& w) const {
    std::fill_n(w.wait.row(0), w.width, 0.0);
    w.waiting = restart_;
    if (!branch_) return;
    for (int p = 0; p < w.width; ++p)
        w.wait(0, p) = decided[p].decision == Decision::go
                           ? decided[p].pause_end - branch_->parameters().decided.canonical()
                           : never;
}

MINERISK_BODY void NetworkBuild::write(const Branch::Result* decided, const OutageBlock& outages,
                                       NetworkWorkspace& w, BuildPaths& out) const {
    out.capital.fill(0);
    out.standing.fill(0);
    out.commitments.clear();
    for (int p = 0; p < w.width; ++p) {
        const auto at = static_cast<std::size_t>(p);
        out.decision[at] = Decision::none;
        out.draws[at] = 0;
        out.pause_end(0, p) = 0;
        if (branch_) {
            out.decision[at] = decided[p].decision;
            out.draws[at] = decided[p].draws;
            out.pause_end(0, p) = decided[p].pause_end;
            branch_->pay_for_pause(decided[p], sunk_, grid_, p, out.standing);
        }
        write_phases(w, p, out);
        const bool goes = !branch_ || decided[p].decision == Decision::go;
        const double until = goes ? grid_.length() : std::min(grid_.length(), decided[p].pause_end);
        pay(outages.suspensions(p), until, goes, w, p, out);
        out.commitments.end_list();
    }
}

MINERISK_BODY void NetworkBuild::pay(std::span<const Suspension> suspensions, double until, bool goes,
                                     NetworkWorkspace& w, int p, BuildPaths& out) const {
    const Logic& logic = network_.logic();
    const double last_start = goes ? std::min(grid_.length(), halted_for_good(suspensions)) : -never;
    const auto bind = [&](double begin, double money) {
        if (begin < last_start) out.commitments.add({std::max(0.0, begin), money});
    };
    Spend spend{grid_, suspensions, until, p, out.capital};
    const auto activity = [&](int j, double from, double to, double money) {
        spend.on_work(from - shift_, to - shift_, money, [&](double a, double b) {
            const double work = w.duration(j, p);
            return work > 0 ? logic.work_between(w, j, p, a + shift_, b + shift_) / work : 1;
        });
        bind(logic.is_to_come(j) ? from - shift_ : 0, money);
    };
    network_.costs().for_activities(logic, w, p, activity);
    network_.costs().for_hammocks(w, p, [&](double from, double to, double money, double likely) {
        const double spent = spend.on_time(from - shift_, to - shift_, money);
        bind(from - shift_, to < w.horizon ? spent : std::min(money, likely));
    });
    network_.costs().for_moments(logic, w, p,
                                 [&](double time, double money) { spend.once(time - shift_, money); });
}

MINERISK_BODY void NetworkBuild::write_phases(const NetworkWorkspace& w, int p, BuildPaths& out) const {
    const NetworkWorkspace& base = *base_;
    for (int k = 0; k < phases(); ++k) {
        const PhaseRows rows = phases_[static_cast<std::size_t>(k)];
        const double first_ore = w.dates(2 * rows.milestone + 1, p) - shift_;
        double first_start = never, cost = 0, likely_cost = 0;
        for (int j = 0; j < network_.activities(); ++j) {
            if (phase_of_[static_cast<std::size_t>(j)] != k || network_.logic().is_done(j)) continue;
            first_start = std::min(first_start, w.dates(2 * j, p));
            cost += w.activity_cost(j, p);
            likely_cost += base.activity_cost(j, 0);
        }
        out.start(k, p) = std::max(0.0, first_start - shift_);
        out.milestone(k, p) = first_ore;
        out.ramp_up(k, p) =
            rows.ramp < 0 || !(first_ore < never)
                ? 0
                : std::max(0.0,
                           std::min(w.dates(2 * rows.ramp + 1, p) - shift_, grid_.length() * 2) - first_ore);
        out.slip(k, p) = first_ore / (base.dates(2 * rows.milestone + 1, 0) - shift_);
        out.capital_ratio(k, p) = likely_cost > 0 ? cost / likely_cost : 1;
    }
}

}  // namespace minerisk::inline v0::schedule
