#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "minerisk/factors/security/stoppages.hpp"

namespace testing_support {

/// A security model with all that is needed to draw a block.
struct SecurityBench {
    SecurityBench(std::vector<minerisk::security::StoppageClass> classes,
                  std::optional<minerisk::security::Regime> regime, const minerisk::TimeGrid& time,
                  int width = minerisk::wide_block)
        : SecurityBench{{std::move(classes), std::move(regime), {}, {}, 0}, time, width} {}
    SecurityBench(minerisk::security::Spec spec, const minerisk::TimeGrid& time,
                  int width = minerisk::wide_block)
        : grid{time}, model{std::move(spec), time}, work{width}, alert{time.periods(), width} {}

    int simulate(std::uint64_t seed, std::uint64_t first_path) {
        return model.simulate_block(seed, first_path, grid, work, outages, alert);
    }

    minerisk::TimeGrid grid;
    minerisk::security::Stoppages model;
    minerisk::security::Stoppages::Workspace work;
    minerisk::OutageBlock outages;
    minerisk::BlockArray alert;
};

}  // namespace testing_support
