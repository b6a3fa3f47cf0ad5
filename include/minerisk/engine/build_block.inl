#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <variant>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/build_block.hpp"
#include "minerisk/engine/run.hpp"
#include "minerisk/engine/study_parts.hpp"

namespace minerisk::inline v0 {

MINERISK_BODY void refuse_overflow(const schedule::NetworkWorkspace& w, std::uint64_t first_path) {
    if (w.stoppages.overflow)
        throw RunError{"network.stoppages: a path of the block that starts at path " +
                       std::to_string(first_path) + " has more than " +
                       std::to_string(schedule::StoppageDraws::most) + " stoppages"};
}

}  // namespace minerisk::inline v0
