// The reference workload in C++ with Boost.Random: mt19937_64, normals and exponentials by ziggurat, path by
// path. Where the profile shows the library's own to be slow, what is usual stands in its place: the shift
// for uniforms, Marsaglia and Tsang (2000) for the gammas of a beta.

#include <array>
#include <cmath>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <boost/random/seed_seq.hpp>

#include "rw_scalar.hpp"

namespace {

/// Gamma with shape >= 1 by Marsaglia and Tsang (2000).
class Gamma {
public:
    Gamma() = default;
    explicit Gamma(double shape) : d_{shape - 1.0 / 3}, c_{1 / std::sqrt(9 * d_)} {}
    template <class Draws>
    double operator()(Draws& draws) const {
        for (;;) {
            const double x = draws.normal(), root = 1 + c_ * x;
            if (root <= 0) continue;
            const double v = root * root * root, u = draws.uniform();
            if (u < 1 - .0331 * (x * x) * (x * x) || std::log(u) < .5 * x * x + d_ * (1 - v + std::log(v)))
                return d_ * v;
        }
    }

private:
    double d_ = 0, c_ = 0;
};

class BoostDraws {
public:
    BoostDraws(std::uint64_t seed, std::uint64_t chunk) {
        boost::random::seed_seq words{seed & 0xffffffff, seed >> 32, chunk & 0xffffffff, chunk >> 32};
        engine_.seed(words);
        const auto shapes = rw::pert_shapes();
        for (int a = 0; a < rw::pert_activities; ++a) {
            low_[a] = Gamma{shapes[a].alpha};
            high_[a] = Gamma{shapes[a].beta};
        }
    }
    double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
    double normal() { return normal_(engine_); }
    double exponential() { return exponential_(engine_); }
    int poisson(double mean) { return boost::random::poisson_distribution<>{mean}(engine_); }
    double beta(int a) {
        const double low = low_[a](*this), high = high_[a](*this);
        return low / (low + high);
    }

private:
    boost::random::mt19937_64 engine_;
    boost::random::normal_distribution<> normal_;
    boost::random::exponential_distribution<> exponential_;
    std::array<Gamma, rw::pert_activities> low_, high_;
};

}  // namespace

int main(int argc, char** argv) {
    return rw::main_of(argc, argv, rw::run<BoostDraws>);
}
