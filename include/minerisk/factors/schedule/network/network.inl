#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/factors/schedule/network/checks.hpp"
#include "minerisk/factors/schedule/network/choices.hpp"
#include "minerisk/factors/schedule/network/costs.hpp"
#include "minerisk/factors/schedule/network/logic.hpp"
#include "minerisk/factors/schedule/network/network.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/factors/schedule/network/risk_draws.hpp"
#include "minerisk/factors/schedule/network/stoppage_draws.hpp"
#include "minerisk/factors/schedule/network/workspace.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY Network::Network(Plan plan)
    : plan_{checked(std::move(plan))},
      logic_{plan_},
      risks_{plan_, logic_},
      choices_{plan_, logic_},
      costs_{plan_, logic_} {
    if (plan_.stoppages) stoppages_.emplace(plan_, logic_);
    for (int j = 0; j < activities(); ++j)
        streams_.push_back(random::stream_of("network.activity." + activity(j).id).value);
    if (plan_.feedback) {
        feels_delay_.assign(static_cast<std::size_t>(activities()), false);
        for (const std::string& id : plan_.feedback->activities)
            feels_delay_[static_cast<std::size_t>(index(id))] = logic_.is_to_come(index(id));
        likely_start_.assign(static_cast<std::size_t>(activities()), Logic::infinity);
    }
    NetworkWorkspace base = workspace(narrow_block);
    solve_base(base);
    for (std::size_t j = 0; j < likely_start_.size(); ++j)  // of the pass above, without feedback
        likely_start_[j] = base.dates(2 * static_cast<int>(j), 0);
    costs_.set_likely_lengths(base);
    check_base(base);
    costs_.base_block(logic_, base);
    base_ = std::make_shared<const NetworkWorkspace>(std::move(base));
}

MINERISK_BODY auto Network::activity(int j) const -> const Activity& {
    return plan_.activities[static_cast<std::size_t>(logic_.stated(j))];
}

MINERISK_BODY auto Network::workspace(int width) const -> NetworkWorkspace {
    return {{.activities = activities(),
             .under_way = logic_.under_way(),
             .exposed = logic_.exposed(),
             .stoppable = stoppages_ ? activities() : 0,
             .drivers = static_cast<int>(plan_.drivers.size()),
             .events = static_cast<int>(plan_.events.size()),
             .choices = static_cast<int>(plan_.choices.size())},
            width};
}

MINERISK_BODY std::vector<std::string> Network::stream_names() const {
    std::vector<std::string> names{"network.systemic", "network.market"};
    if (stoppages_) names.insert(names.end(), {"network.stoppages.begin", "network.stoppages.length"});
    for (const Activity& a : plan_.activities) names.push_back("network.activity." + a.id);
    for (const Driver& d : plan_.drivers) names.push_back("network.driver." + d.id);
    for (const RiskEvent& e : plan_.events) names.push_back("network.event." + e.id);
    for (const Choice& c : plan_.choices) names.push_back("network.choice." + c.id);
    for (const Rework& r : plan_.reworks) names.push_back("network.rework." + r.id);
    return names;
}

MINERISK_BODY void Network::simulate_block(std::uint64_t seed, std::uint64_t first_path,
                                           const Without& without, NetworkWorkspace& w, bool floats) const {
    alignas(64) double until[wide_block];
    risks_.simulate_block(seed, first_path, without, w);
    choices_.simulate_block(seed, first_path, w);
    draw_waits(seed, first_path, w);
    w.stoppages.rows = 0;
    w.stoppages.overflow = false;
    pass(w, false, without.feedback);
    std::ranges::fill(w.stopped, 0);
    if (stoppages_ && !without.stoppages) {
        stoppages_->last_finish(w, until);
        stoppages_->extend(seed, first_path, until, w);
        stop(w, without.feedback);
        stoppages_->extend(seed, first_path, w.dates.row(2 * logic_.target() + 1), w);
        count_stoppages(w);
    }
    if (floats) logic_.backward(w);
    take_elapsed(w);
    costs_.simulate_block(seed, first_path, logic_, w);
}

MINERISK_BODY void Network::base_block(NetworkWorkspace& w) const {
    solve_base(w);
    take_elapsed(w);
    costs_.base_block(logic_, w);
}

MINERISK_BODY void Network::stop(NetworkWorkspace& w, bool without_feedback) const {
    w.added.fill(0);
    for (int p = 0; p < w.width; ++p)
        stoppages_->hit(logic_, w, p, [&](int j, double time) { w.added(j, p) = time; });
    pass(w, true, without_feedback);
}

MINERISK_BODY void Network::count_stoppages(NetworkWorkspace& w) const {
    for (int p = 0; p < w.width; ++p) {
        const double finish = w.dates(2 * logic_.target() + 1, p);
        int n = 0;
        while (n < w.stoppages.rows && w.stoppages.begin_of(n, p, w.width) < finish) ++n;
        w.stopped[static_cast<std::size_t>(p)] = n;
    }
}

MINERISK_BODY auto Network::checked(Plan plan) -> Plan {
    Problems problems;
    for (const Finding& f : examine(plan))
        if (f.error) problems.add(f.field, f.value, f.rule);
    problems.throw_if_any();
    return plan;
}

MINERISK_BODY void Network::solve_base(NetworkWorkspace& w) const {
    risks_.base_block(w);
    choices_.base_block(w);
    for (int j = 0; j < activities(); ++j)
        if (const auto& on = activity(j).finish_on)
            std::fill_n(w.undisturbed.row(j), w.width, on->second.base());
    pass(w, false, false);
    logic_.backward(w);
}

MINERISK_BODY void Network::take_elapsed(NetworkWorkspace& w) const {
    if (!w.has_outages) return;
    for (int j = 0; j < activities(); ++j)
        if (const int row = logic_.exposed_row(j); row >= 0 && !logic_.is_done(j))
            for (int p = 0; p < w.width; ++p)
                if (w.span(row, p) < Logic::infinity) {
                    const double finish = w.dates(2 * j + 1, p), span = w.span(row, p);
                    w.duration(j, p) = span - w.outages.suspended(p, finish - span, finish);
                }
}

MINERISK_BODY void Network::check_base(const NetworkWorkspace& base) const {
    Problems problems;
    for (std::size_t i = 0; i < plan_.hammocks.size(); ++i)
        if (!costs_.has_length(i))
            problems.add("hammock[" + std::to_string(i + 1) + "].likely", "",
                         "must be stated: without risk the hammock has no length that its cost could be for");
    if (stoppages_ && stoppages_->rate() * base.dates(2 * logic_.target() + 1, 0) > StoppageDraws::most / 4.0)
        problems.add("stoppages.rate", text_of(stoppages_->rate()),
                     "must be lower: more than 5000 stoppages are expected before the finish");
    problems.throw_if_any();
}

MINERISK_BODY void Network::draw_waits(std::uint64_t seed, std::uint64_t first_path,
                                       NetworkWorkspace& w) const {
    alignas(64) double u[wide_block];
    for (int j = 0; j < activities(); ++j) {
        if (!activity(j).finish_on) continue;
        kernels().uniforms(seed, streams_[static_cast<std::size_t>(j)], first_path, 2, 1, w.width, u);
        activity(j).finish_on->second.quantile(u, w.undisturbed.row(j), w.width);
    }
}

MINERISK_BODY void Network::pass(NetworkWorkspace& w, bool stopped, bool without_feedback) const {
    logic_.forward(w, [&](int j, const auto& early) {
        double* const duration = w.duration.row(j);
        std::copy_n(w.undisturbed.row(j), w.width, duration);
        const double* const start = w.dates.row(2 * j);
        if (const auto& on = activity(j).finish_on) {
            for (int p = 0; p < w.width; ++p) {
                const double wait = w.undisturbed(j, p) + (j == w.waiting ? w.wait(0, p) : 0.0);
                duration[p] = std::max(0.0, logic_.length_between(j, start[p], on->first.canonical() + wait));
            }
        }
        if (!likely_start_.empty() && feels_delay_[static_cast<std::size_t>(j)] && !without_feedback) {
            alignas(64) double begin[wide_block];
            early(begin);
            for (int p = 0; p < w.width; ++p) duration[p] *= feedback(j, begin[p]);
        }
        if (stopped)
            for (int p = 0; p < w.width; ++p) duration[p] += w.added(j, p);
        if (logic_.choice_of(j) >= 0) leave_out(j, w);
    });
}

MINERISK_BODY double Network::feedback(int j, double start) const {
    const double late = std::max(0.0, start - likely_start_[static_cast<std::size_t>(j)]);
    return std::min(1 + plan_.feedback->strength.canonical() * late, plan_.feedback->most);
}

MINERISK_BODY void Network::leave_out(int j, NetworkWorkspace& w) const {
    choices_.settle(logic_.choice_of(j), w);
    for (int p = 0; p < w.width; ++p)
        if (logic_.is_absent(w, j, p)) w.duration(j, p) = 0;
}

}  // namespace minerisk::inline v0::schedule
