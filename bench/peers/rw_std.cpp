// The reference workload in textbook C++: std::mt19937_64, distributions of <random>, path by path.

#include <random>

#include "rw_scalar.hpp"

namespace {

class StdDraws {
public:
    StdDraws(std::uint64_t seed, std::uint64_t chunk) {
        std::seed_seq words{seed & 0xffffffff, seed >> 32, chunk & 0xffffffff, chunk >> 32};
        engine_.seed(words);
        const auto shapes = rw::pert_shapes();
        for (int a = 0; a < rw::pert_activities; ++a) {
            low_[a] = std::gamma_distribution<>{shapes[a].alpha};
            high_[a] = std::gamma_distribution<>{shapes[a].beta};
        }
    }
    double uniform() { return uniform_(engine_); }
    double normal() { return normal_(engine_); }
    double exponential() { return exponential_(engine_); }
    int poisson(double mean) { return std::poisson_distribution<>{mean}(engine_); }
    double beta(int a) {
        const double low = low_[a](engine_), high = high_[a](engine_);
        return low / (low + high);
    }

private:
    std::mt19937_64 engine_;
    std::uniform_real_distribution<> uniform_;
    std::normal_distribution<> normal_;
    std::exponential_distribution<> exponential_;
    std::array<std::gamma_distribution<>, rw::pert_activities> low_, high_;
};

}  // namespace

int main(int argc, char** argv) {
    return rw::main_of(argc, argv, rw::run<StdDraws>);
}
