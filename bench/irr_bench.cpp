// How long does the IRR of a stream take with its certificate, where there is one and where there is none,
// and how long does a plain Newton with bisection take, which proves nothing?

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "support.hpp"

namespace {

using namespace minerisk;
using valuation::IrrStatus;

constexpr int blocks = 16;

enum class Kind { ordinary, no_return };

/// Flows of mines, block by block: outlays, income that wanders, closure. Those without return swing about a
/// small loss, with a change of sign every few periods.
class Streams {
public:
    Streams(int periods, Kind kind) : periods_{periods} {
        std::mt19937_64 engine{11};
        const auto between = [&](double low, double high) {
            return low + (high - low) * static_cast<double>(engine() >> 11) * 0x1p-53;
        };
        const int build = periods / 12;
        const double income = 4000.0 * build / periods;
        for (int b = 0; b < blocks; ++b) {
            BlockArray& cash = all_.emplace_back(periods, block_width(periods));
            for (int path = 0; path < cash.width(); ++path) {
                double price = income * between(0.8, 1.2);
                for (int i = 0; i < periods; ++i) {
                    price *= 1 + between(-0.1, 0.1) / std::sqrt(periods / 60.0);
                    cash(i, path) =
                        kind == Kind::ordinary ? price * between(0.8, 1.2) : income * between(-1.2, 0.9);
                    if (i < build) cash(i, path) = -1000 * between(0.5, 1.5);
                    if (i >= periods - periods / 20)
                        cash(i, path) = -(kind == Kind::ordinary ? 0.1 : 1.0) * income;
                }
            }
        }
    }
    const BlockArray& operator[](std::size_t block) const { return all_[block % blocks]; }
    int width() const { return all_[0].width(); }
    int periods_a_year() const { return periods_ > 150 ? 12 : 1; }

private:
    int periods_;
    std::vector<BlockArray> all_;
};

/// The rival: the rates from 0 to 100 % a period, Newton, bisection where Newton leaves the bracket. NaN
/// without a change of sign.
double newton(const BlockArray& cash, int path) {
    const auto value = [&](double rate, double& slope) {
        const double q = 1 / (1 + rate);
        double sum = 0, derivative = 0;
        for (int i = cash.rows() - 1; i >= 0; --i) {
            derivative = derivative * q + sum;
            sum = sum * q + cash(i, path);
        }
        slope = -derivative * q * q;
        return sum;
    };
    double low = 0, high = 1, slope = 0;
    if (value(low, slope) * value(high, slope) > 0) return std::numeric_limits<double>::quiet_NaN();
    double rate = cash.rows() > 150 ? 0.01 : 0.1;
    for (int i = 0; i < 100; ++i) {
        const double f = value(rate, slope);
        (f > 0 ? low : high) = rate;
        double next = rate - f / slope;
        if (!(next > low && next < high)) next = 0.5 * (low + high);
        const bool done = std::fabs(next - rate) < 1e-12;
        rate = next;
        if (done) break;
    }
    return rate;
}

template <int periods, Kind kind>
void minerisk_block(benchmark::State& state) {
    const Streams streams{periods, kind};
    BlockArray rates{1, streams.width()};
    std::vector<IrrStatus> status(static_cast<std::size_t>(streams.width()));
    const auto run = [&](std::size_t b) {
        valuation::irr_block(streams[b], streams.periods_a_year(), rates.data(), status.data());
    };
    for (std::size_t b = 0; b < blocks; ++b) {
        run(b);
        for (int path = 0; path < streams.width(); ++path) {
            const double rival = std::pow(1 + newton(streams[b], path), streams.periods_a_year()) - 1;
            const bool right =
                kind == Kind::ordinary
                    ? status[static_cast<std::size_t>(path)] == IrrStatus::one &&
                          std::fabs(rates(0, path) - rival) < 1e-8
                    : status[static_cast<std::size_t>(path)] == IrrStatus::none_loss && !(rival == rival);
            if (!right) return state.SkipWithError("wrong rate or status");
        }
    }
    std::size_t b = 0;
    for (auto _ : state) {
        run(b++);
        benchmark::ClobberMemory();
    }
    bench::report(state, "stream", streams.width());
}

template <int periods, Kind kind>
void newton_with_bisection(benchmark::State& state) {
    const Streams streams{periods, kind};
    std::size_t b = 0;
    for (auto _ : state) {
        for (int path = 0; path < streams.width(); ++path) benchmark::DoNotOptimize(newton(streams[b], path));
        ++b;
    }
    bench::report(state, "stream", streams.width());
}

BENCHMARK(minerisk_block<60, Kind::ordinary>)->Name("minerisk, 60 periods");
BENCHMARK(newton_with_bisection<60, Kind::ordinary>)->Name("Newton, 60 periods");
BENCHMARK(minerisk_block<60, Kind::no_return>)->Name("minerisk, 60 periods, no return");
BENCHMARK(newton_with_bisection<60, Kind::no_return>)->Name("Newton, 60 periods, no return");
BENCHMARK(minerisk_block<720, Kind::ordinary>)->Name("minerisk, 720 periods");
BENCHMARK(newton_with_bisection<720, Kind::ordinary>)->Name("Newton, 720 periods");
BENCHMARK(minerisk_block<720, Kind::no_return>)->Name("minerisk, 720 periods, no return");
BENCHMARK(newton_with_bisection<720, Kind::no_return>)->Name("Newton, 720 periods, no return");

}  // namespace
