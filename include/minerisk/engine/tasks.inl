#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/engine/executor.hpp"
#include "minerisk/engine/run.hpp"
#include "minerisk/engine/tasks.hpp"

namespace minerisk::inline v0::detail {

MINERISK_BODY Tasks::Tasks(std::uint64_t all_rows, int block_width, std::uint64_t rows_a_task)
    : rows{all_rows},
      width{static_cast<std::uint64_t>(block_width)},
      size{std::max<std::uint64_t>(1, (rows_a_task + width - 1) / width) * width},
      count{(rows + size - 1) / size} {
    MINERISK_EXPECTS(block_width > 0);
}

}  // namespace minerisk::inline v0::detail
