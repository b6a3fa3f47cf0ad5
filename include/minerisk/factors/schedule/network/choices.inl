#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/factors/schedule/network/choices.hpp"
#include "minerisk/factors/schedule/network/logic.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/factors/schedule/network/workspace.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY Choices::Choices(const Plan& plan, const Logic& logic) {
    std::map<std::string, int> risk, choice;
    for (const Driver& d : plan.drivers) risk.emplace(d.id, static_cast<int>(risk.size()));
    for (const RiskEvent& e : plan.events) risk.emplace(e.id, static_cast<int>(risk.size()));
    for (const Choice& c : plan.choices) choice.emplace(c.id, static_cast<int>(choice.size()));
    for (const Choice& c : plan.choices) {
        Rule r;
        r.stream = random::stream_of("network.choice." + c.id).value;
        double reached = 0;
        for (const Choice::Option& o : c.options) r.reached.push_back(reached += o.probability);
        if (c.by_chance()) r.base = option_of(c, c.base);
        if (c.late_if) r.late = logic.find(c.late_if->activity);
        if (c.late_if) r.date = c.late_if->date.canonical();
        if (!c.if_risk.empty()) r.risk = risk.at(c.if_risk);
        if (c.if_taken) {
            r.other = choice.at(c.if_taken->choice);
            r.option = option_of(plan.choices[static_cast<std::size_t>(r.other)], c.if_taken->option);
        }
        rules_.push_back(std::move(r));
    }
}

MINERISK_BODY void Choices::simulate_block(std::uint64_t seed, std::uint64_t first_path,
                                           NetworkWorkspace& w) const {
    alignas(64) double u[wide_block];
    for (std::size_t c = 0; c < rules_.size(); ++c) {
        const Rule& r = rules_[c];
        double* const chosen = w.chosen.row(static_cast<int>(c));
        if (r.risk >= 0) std::copy_n(w.present.row(r.risk), w.width, chosen);
        if (!r.by_chance()) continue;
        kernels().uniforms(seed, r.stream, first_path, 0, 1, w.width, u);
        for (int p = 0; p < w.width; ++p) {
            std::size_t o = 0;
            while (o + 1 < r.reached.size() && !(u[p] < r.reached[o])) ++o;
            chosen[p] = static_cast<double>(o);
        }
    }
}

MINERISK_BODY void Choices::base_block(NetworkWorkspace& w) const {
    for (std::size_t c = 0; c < rules_.size(); ++c)
        std::fill_n(w.chosen.row(static_cast<int>(c)), w.width, rules_[c].base);
}

MINERISK_BODY void Choices::settle(int c, NetworkWorkspace& w) const {
    const Rule& r = rules_[static_cast<std::size_t>(c)];
    double* const chosen = w.chosen.row(c);
    if (r.late >= 0) {
        const double* const finish = w.dates.row(2 * r.late + 1);
        for (int p = 0; p < w.width; ++p) chosen[p] = finish[p] > r.date ? 1 : 0;
    } else if (r.other >= 0) {
        settle(r.other, w);
        const double* const taken = w.chosen.row(r.other);
        for (int p = 0; p < w.width; ++p) chosen[p] = taken[p] == r.option ? 1 : 0;
    }
}

MINERISK_BODY double Choices::option_of(const Choice& c, const std::string& name) {
    const auto found = std::ranges::find(c.options, name, &Choice::Option::name);
    return static_cast<double>(found - c.options.begin());
}

}  // namespace minerisk::inline v0::schedule
