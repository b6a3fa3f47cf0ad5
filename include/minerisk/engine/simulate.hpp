#pragma once

#include <cstdint>

#include "minerisk/engine/block_model.hpp"
#include "minerisk/engine/path_block.hpp"
#include "minerisk/engine/study_model.hpp"

namespace minerisk::inline v0 {

template <class PriceModel>
Outcome simulate(const Study<PriceModel>& study, const Run& run) {
    return simulate(detail::StudyModel<PriceModel>{study}, run);
}

/// The whole story of one path: everything that made it, period by period. Path `path` stands in column 0.
template <class PriceModel>
PathBlock<PriceModel> replay(const Study<PriceModel>& study, std::uint64_t path, std::uint64_t seed,
                             Risks risks) {
    PathBlock<PriceModel> block{study, cashflow::Ledger::Keep::everything};
    block.simulate(seed, path, risks);
    return block;
}

}  // namespace minerisk::inline v0
