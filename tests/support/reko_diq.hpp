#pragma once

#include <string>

#include "minerisk/engine/stock.hpp"
#include "minerisk/io/model_file.hpp"

/// The Reko Diq models of the examples, and what a study is worth without risk.
namespace test {

inline std::string example(const std::string& file) {
    return std::string{MINERISK_EXAMPLES} + "/reko_diq/" + file;
}

inline minerisk::io::Model load(const std::string& file) {
    minerisk::io::Sources sources;
    return minerisk::io::load_model(example(file), sources);
}

inline minerisk::PathBlock<> without_risk(const minerisk::Study<>& study) {
    return minerisk::replay(study, 0, 1, minerisk::Risks::none());
}

struct Worth {
    double npv_musd;
    double irr_percent;
};

inline Worth worth(const minerisk::StudySpec<>& spec) {
    using Block = minerisk::PathBlock<>;
    const minerisk::Study<> study{spec};
    const Block block = without_risk(study);
    return {block.values()(Block::npv, 0) / 1e6, 100 * block.values()(Block::irr, 0)};
}

}  // namespace test
