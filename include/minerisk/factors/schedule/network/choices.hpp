#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "minerisk/factors/schedule/network/logic.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/factors/schedule/network/workspace.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::schedule {

/// Which way each choice of a plan falls. Chance and risks are known before dates are; a choice that waits
/// for a date, or for such a choice, is settled in the forward pass once its dates are known.
class Choices {
public:
    /// The plan must be free of the errors that `examine` finds.
    Choices(const Plan& plan, const Logic& logic);

    /// What chance and risks decide; `w.present` must be filled.
    void simulate_block(std::uint64_t seed, std::uint64_t first_path, NetworkWorkspace& w) const;
    /// The base of each choice by chance; no risk occurs.
    void base_block(NetworkWorkspace& w) const;
    /// Settles choice c, if dates decide it or what it depends on: those must stand in `w.dates`.
    void settle(int c, NetworkWorkspace& w) const;

private:
    struct Rule {
        std::vector<double> reached{};  // cumulated probabilities
        double base = 0;
        int late = -1;  // the activity whose finish decides,
        double date = 0;
        int risk = -1;   // or the row of `present`,
        int other = -1;  // or another choice
        double option = 0;
        std::uint32_t stream = 0;
        bool by_chance() const { return late < 0 && risk < 0 && other < 0; }
    };
    static double option_of(const Choice& c, const std::string& name);

    std::vector<Rule> rules_;
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/network/choices.inl"
#endif
