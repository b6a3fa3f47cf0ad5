#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <utility>

#include "minerisk/io/model_file.hpp"

namespace minerisk_test {

/// The plan of one of the cases in the schedule folder of Reko Diq.
inline minerisk::schedule::Plan case_plan(const std::string& name) {
    minerisk::io::Sources sources;
    return minerisk::io::load_schedule(
               std::string{MINERISK_EXAMPLES} + "/reko_diq/schedule/" + name + ".toml", sources)
        .plan;
}

}  // namespace minerisk_test
