#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/engine/block_model.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace testing_support {

/// A model of a user's: z standard normal, e^z, and on which side of zero z lies. One path may throw.
class Bell {
public:
    explicit Bell(std::uint64_t thrower = ~std::uint64_t{0}) : thrower_{thrower} {}

    int block_width() const { return minerisk::wide_block; }
    std::vector<minerisk::Column> columns() const {
        return {{"z", minerisk::Kind::ratio}, {"growth", minerisk::Kind::ratio}};
    }
    std::vector<minerisk::StatusColumn> statuses() const { return {{"side", {"below", "above"}, "z"}}; }

    class Worker {
    public:
        explicit Worker(const Bell& model)
            : model_{&model}, rows_{2, minerisk::wide_block}, side_(minerisk::wide_block) {}
        void simulate(std::uint64_t seed, std::uint64_t first_path, minerisk::Risks risks) {
            if (first_path <= model_->thrower_ && model_->thrower_ < first_path + minerisk::wide_block)
                throw std::runtime_error{"path " + std::to_string(model_->thrower_)};
            rows_.fill(0);
            if (risks.price)
                minerisk::kernels().normals(seed, minerisk::random::stream_of("bell").value, first_path, 0, 1,
                                            minerisk::wide_block, rows_.row(0));
            minerisk::kernels().exp(rows_.row(0), rows_.row(1), minerisk::wide_block);
            for (int p = 0; p < minerisk::wide_block; ++p)
                side_[static_cast<std::size_t>(p)] = rows_(0, p) > 0 ? 1 : 0;
        }
        const double* column(int c) const { return rows_.row(c); }
        const unsigned char* status(int) const { return side_.data(); }

    private:
        const Bell* model_;
        minerisk::BlockArray rows_;
        std::vector<unsigned char> side_;
    };

private:
    std::uint64_t thrower_;
};

}  // namespace testing_support
