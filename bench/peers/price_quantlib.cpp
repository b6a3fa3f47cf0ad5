// The price part of the reference workload with QuantLib's MultiPathGenerator.
//
// The four factors are one process of our own whose step is exact (QuantLib's StochasticProcessArray of
// Ornstein-Uhlenbeck processes draws the same law with the correlations of a step, and takes longer). Normals
// are QuantLib's default: Mersenne twister and inverse cumulative normal.

#include <chrono>
#include <stdexcept>
#include <utility>

#include <ql/math/array.hpp>
#include <ql/math/matrix.hpp>
#include <ql/math/randomnumbers/rngtraits.hpp>
#include <ql/methods/montecarlo/multipathgenerator.hpp>
#include <ql/stochasticprocess.hpp>
#include <ql/timegrid.hpp>

#include "rw_prices.hpp"

namespace {

namespace ql = QuantLib;

/// Steps of one year. Drift and diffusion at an instant are stated because the interface asks for them; the
/// generator calls `evolve`.
class LogPrices : public ql::StochasticProcess {
public:
    ql::Size size() const override { return rw::factors; }
    ql::Array initialValues() const override { return {start_.begin(), start_.end()}; }
    ql::Array drift(ql::Time, const ql::Array& x) const override {
        ql::Array d(rw::factors);
        for (ql::Size i = 0; i < rw::factors; ++i) d[i] = rw::drift[i] - rw::reversion[i] * x[i];
        return d;
    }
    ql::Matrix diffusion(ql::Time, const ql::Array&) const override {
        ql::Matrix m(rw::factors, rw::factors);
        const rw::Matrix root = rw::cholesky(rw::correlation);
        for (ql::Size i = 0; i < rw::factors; ++i)
            for (ql::Size j = 0; j < rw::factors; ++j) m[i][j] = rw::volatility[i] * root[i][j];
        return m;
    }
    ql::Array evolve(ql::Time, const ql::Array& x, ql::Time, const ql::Array& z) const override {
        ql::Array next(rw::factors);
        for (ql::Size i = 0; i < rw::factors; ++i) {
            double sum = keeps_[i] * x[i] + rw::drift[i];
            for (ql::Size j = 0; j <= i; ++j) sum += root_[i][j] * z[j];
            next[i] = sum;
        }
        return next;
    }

private:
    std::array<double, rw::factors> start_ = rw::start();
    std::array<double, rw::factors> keeps_{std::exp(-rw::reversion[0]), 1, std::exp(-rw::reversion[2]), 1};
    rw::Matrix root_ = rw::cholesky(rw::step_covariance());
};

void run(const rw::Command& command) {
    if (!command.price_part || command.threads != 1 || command.no_risk)
        throw std::invalid_argument{"does --part price on 1 thread, nothing else"};
    const auto began = std::chrono::steady_clock::now();
    const ql::MultiPathGenerator<ql::PseudoRandom::rsg_type> generator{
        ql::ext::make_shared<LogPrices>(), ql::TimeGrid(ql::Time(rw::years), rw::years),
        ql::PseudoRandom::make_sequence_generator(rw::factors * rw::years, command.seed)};
    rw::PriceSums sums;
    rw::Years copper, gold;
    for (std::uint64_t i = 0; i < command.paths; ++i) {
        const ql::MultiPath& x = generator.next().value;
        for (ql::Size t = 0; t < rw::years; ++t) {
            copper[t] = std::exp(x[0][t + 1] + x[1][t + 1]);
            gold[t] = std::exp(x[2][t + 1] + x[3][t + 1]);
        }
        sums.add(copper, gold);
    }
    sums.print(1, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
}

}  // namespace

int main(int argc, char** argv) {
    return rw::main_of(argc, argv, run);
}
