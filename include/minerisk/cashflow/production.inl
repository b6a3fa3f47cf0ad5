#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>

#include "minerisk/cashflow/production.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::cashflow {

MINERISK_BODY Production::Production(const Project& project) : metals_{project.metals.size()} {
    for (const Phase& f : project.phases) {
        Capacity& c = phases_.emplace_back(Capacity{f.capacity.canonical(), {}});
        for (const RampStep& s : f.ramp) {
            if (!c.steps.empty()) c.steps.back().until = s.age.canonical();
            c.steps.push_back({s.age.canonical(), std::numeric_limits<double>::infinity(), s.share});
        }
    }
    for (const OreBin& b : project.ore)
        bins_.push_back({b.ore.canonical(), b.mined.canonical(), b.mining_expensed, b.sustaining});
    bins_.emplace_back();
    for (std::size_t m = 0; m < metals_; ++m) {
        for (const OreBin& b : project.ore)
            grades_.push_back({b.grade[m].canonical(), project.metals[m].recovery * b.recovery_factor});
        grades_.emplace_back();
    }
}

MINERISK_BODY void Production::open(Workspace& w) const {
    const int width = w.rows_.width();
    std::ranges::fill(w.bin_, 0);
    std::fill_n(w.rows_.row(Workspace::so_far), width, 0.0);
    std::fill_n(w.rows_.row(Workspace::left_in_bin), width, bins_.front().ore);
}

MINERISK_BODY void Production::plan(const BuildPaths& build, double from, const double* until,
                                    double* planned) const {
    const int width = build.milestone.width();
    std::fill_n(planned, width, 0.0);
    for (std::size_t k = 0; k < phases_.size(); ++k)
        kernels().planned_ore({.capacity = phases_[k].full,
                               .steps = static_cast<int>(phases_[k].steps.size()),
                               .step = phases_[k].steps.data(),
                               .milestone = build.milestone.row(static_cast<int>(k)),
                               .ramp_up = build.ramp_up.row(static_cast<int>(k)),
                               .from = from,
                               .until = until,
                               .planned = planned},
                              width);
}

MINERISK_BODY void Production::mill(const double* tonnes, const double* grade, const double* odds,
                                    Workspace& w, const Yield& y) const {
    kernels().mill({.bins = static_cast<int>(bins_.size()) - 1,
                    .metals = static_cast<int>(metals_),
                    .bin = bins_.data(),
                    .metal = grades_.data(),
                    .tonnes = tonnes,
                    .grade = grade,
                    .odds = odds,
                    .at = w.bin_.data(),
                    .left = w.rows_.row(Workspace::left_in_bin),
                    .milled = w.rows_.row(Workspace::so_far),
                    .ore = y.ore,
                    .mined = y.mined,
                    .expensed = y.expensed,
                    .sustained_mined = y.sustained_mined,
                    .sustained_ore = y.sustained_ore,
                    .contained = y.contained.data(),
                    .recovered = y.recovered.data()},
                   w.rows_.width());
}

}  // namespace minerisk::inline v0::cashflow
