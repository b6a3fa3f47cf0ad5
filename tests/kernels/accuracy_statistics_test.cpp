// How far exp, log and the normal quantile of every kernel table are from the truth, over all their
// arguments: each in 113 bits, and the worst case printed.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <vector>

#include <quadmath.h>

#include "minerisk/core/block.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/kernels/builds.hpp"
#include "minerisk/random/philox.hpp"
#include "support/numbers.hpp"

namespace {

using minerisk::KernelTable;
using testing_support::infinity;
using Exact = __float128;
using Flat = void (*)(const double*, double*, std::size_t);

/// Numbers that look random, the same in every run.
class Scatter {
public:
    std::uint64_t bits() {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return std::rotr(state_, 29) * 0x9e3779b97f4a7c15u;
    }
    /// In (0, 1), a number that the kernels draw: (2 k + 1) / 2^53.
    double centred() { return static_cast<double>((bits() >> 12) * 2 + 1) * 0x1p-53; }
    /// In [1, 2).
    double mantissa() { return std::bit_cast<double>((bits() >> 12) | 0x3ff0000000000000u); }

private:
    std::uint64_t state_ = 2026;
};

/// x and its neighbours, `count` to each side.
void add_around(std::vector<double>& all, double x, int count = 3) {
    double below = x, above = x;
    all.push_back(x);
    for (int i = 0; i < count; ++i) {
        all.push_back(below = std::nextafter(below, -infinity));
        all.push_back(above = std::nextafter(above, infinity));
    }
}

/// What a table (or the scalar form, which has no name of a table) answers to the arguments.
struct Form {
    const char* name;
    std::vector<double> answers;
};
std::vector<Form> answers_of_all(const std::vector<double>& arguments, Flat KernelTable::*entry,
                                 double (*scalar)(double)) {
    const std::size_t padded = (arguments.size() + 15) / 16 * 16;
    minerisk::BlockArray in{static_cast<int>(padded / 16), 16}, out{static_cast<int>(padded / 16), 16};
    in.fill(0.5);
    std::copy(arguments.begin(), arguments.end(), in.data());
    std::vector<Form> all;
    for (const KernelTable* kernel : minerisk::usable_kernels()) {
        (kernel->*entry)(in.data(), out.data(), padded);
        all.push_back({kernel->name, {out.data(), out.data() + arguments.size()}});
    }
    all.push_back({"scalar", {}});
    for (const double x : arguments) all.back().answers.push_back(scalar(x));
    return all;
}

/// The largest error so far and where it was.
struct Worst {
    double error = 0;
    double argument = 0;
    std::size_t points = 0;

    void meet(double size, double x) {
        ++points;
        if (!(size <= error)) error = size, argument = x;  // NaN is the worst
    }
    void print(const char* function, const char* where, const Form& form, const char* unit) const {
        std::printf("%-14s %-16s %-6s  worst %-10.4g %s at %-24.17g (%a), of %zu points\n", function, where,
                    form.name, error, unit, argument, argument, points);
    }
};

double distance(double answer, Exact truth) {
    const Exact gap = static_cast<Exact>(answer) - truth;
    return static_cast<double>(gap < 0 ? -gap : gap);
}
/// The unit in the last place of a double near the truth, at least the smallest subnormal number.
double last_place(Exact truth) {
    return std::ldexp(1.0, std::max(ilogbq(truth) - 52, -1074));
}

TEST(Accuracy, ExpOverItsWholeRange) {
    Scatter scatter;
    std::vector<double> x{0.0, -0.0, 710.0, 1e300, infinity, -746.0, -1e300, -infinity};
    for (const double edge :
         {708.0, -708.0, 0x1.62e42fefa39efp+9, -0x1.6232bdd7abcd2p+9, -0x1.74910d52d3051p+9})
        add_around(x, edge, 50);
    for (int e = -1074; e <= 9; ++e)
        for (int i = 0; i < 8; ++i)
            x.push_back(std::ldexp(i % 2 ? scatter.mantissa() : -scatter.mantissa(), e));
    for (int k = -1076; k <= 1024; ++k) add_around(x, (k + 0.5) * 0.6931471805599453);  // where k changes
    for (int i = 0; i < 300'000; ++i) x.push_back(-746 + 1456 * scatter.centred());
    for (int i = 0; i < 20'000; ++i) x.push_back(-746 + 38 * scatter.centred());  // subnormal results
    for (int i = 0; i < 200'000; ++i) x.push_back(2 * scatter.centred() - 1);
    std::vector<Exact> truth;
    for (const double v : x) truth.push_back(expq(v));

    for (const Form& form : answers_of_all(x, &KernelTable::exp, minerisk::math::exp)) {
        Worst normal, subnormal;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double y = form.answers[i];
            if (truth[i] >= static_cast<Exact>(0x1.fffffffffffffp1023) + 0x1p970) {
                EXPECT_EQ(y, infinity) << form.name << " " << x[i];
            } else if (truth[i] < static_cast<Exact>(0x1p-1022)) {
                subnormal.meet(distance(y, truth[i]) / 0x1p-1074, x[i]);
            } else {
                normal.meet(distance(y, truth[i]) / last_place(truth[i]), x[i]);
            }
        }
        normal.print("exp", "normal result", form, "ulp");
        subnormal.print("exp", "subnormal result", form, "ulp");
        EXPECT_LE(normal.error, 1.1) << form.name;
        EXPECT_LE(subnormal.error, 1.0) << form.name;
        EXPECT_GT(subnormal.points, 10'000u);
    }
}

TEST(Accuracy, LogOverItsWholeRange) {
    Scatter scatter;
    std::vector<double> x{0x1p-1074, 0x1.fffffffffffffp1023};
    add_around(x, 0x1p-1022, 50);  // below: subnormal numbers
    add_around(x, 1, 3'000);
    for (int e = -1074; e <= 1023; ++e) {
        for (int i = 0; i < 50; ++i) x.push_back(std::ldexp(scatter.mantissa(), e));
        if (e > -1074) add_around(x, std::ldexp(1.0, e));
        if (e > -1022) add_around(x, std::ldexp(0x1.6a09e667f3bcdp0, e));  // where the exponent part changes
    }
    for (int e = 1; e <= 52; ++e)
        for (int i = 0; i < 500; ++i)
            x.push_back(1 + (i % 2 ? 1 : -0.5) * std::ldexp(scatter.mantissa(), -e));
    for (int i = 0; i < 300'000; ++i) x.push_back(0.5 + 1.5 * scatter.centred());
    std::erase_if(x, [](double v) { return !(v > 0 && v < infinity); });
    std::vector<Exact> truth;
    for (const double v : x) truth.push_back(logq(v));

    for (const Form& form : answers_of_all(x, &KernelTable::log, minerisk::math::log)) {
        Worst normal, subnormal;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double error = x[i] == 1 ? (form.answers[i] == 0 ? 0 : infinity)
                                           : distance(form.answers[i], truth[i]) / last_place(truth[i]);
            (x[i] < 0x1p-1022 ? subnormal : normal).meet(error, x[i]);
        }
        normal.print("log", "normal number", form, "ulp");
        subnormal.print("log", "subnormal number", form, "ulp");
        EXPECT_LE(normal.error, 1.0) << form.name;
        EXPECT_LE(subnormal.error, 1.0) << form.name;
        EXPECT_GT(subnormal.points, 1'000u);
    }
}

/// The quantile by Newton's method from one that is right to 1e-15: each step squares what is left.
Exact exact_quantile(double u) {
    const Exact root_2 = sqrtq(2), density_0 = 1 / sqrtq(2 * acosq(-1));
    const Exact v = static_cast<Exact>(u) - 0.5,
                tail = u < 0.5 ? static_cast<Exact>(u) : 1 - static_cast<Exact>(u);
    Exact z = minerisk::math::inverse_normal(u);
    for (int step = 0; step < 2; ++step) {
        const Exact density = density_0 * expq(-z * z / 2);
        if (u > 0.25 && u < 0.75) {
            z -= (erfq(z / root_2) / 2 - v) / density;
        } else {
            const Exact gap = erfcq(fabsq(z) / root_2) / 2 - tail;
            z += (u < 0.5 ? -gap : gap) / density;
        }
    }
    return z;
}

TEST(Accuracy, InverseNormalOverItsWholeRange) {
    namespace kernel = minerisk::kernel_builds::plain;
    Scatter scatter;
    std::vector<double> u;
    const auto add_both = [&](double x, int count) {  // and its mirror
        add_around(u, x, count);
        add_around(u, 1 - x, count);
    };
    add_both(0.5 - 0.4996239988248719, 300);  // from body to tail
    add_both(0.075, 50);                      // inside the scalar form: two further seams
    add_both(1.3887943864964021e-11, 50);     // e^-25
    add_around(u, 0.5, 300);
    for (int k = 2; k < 13; ++k)  // where the logarithm in the body changes its exponent part
        add_both(0.5 - std::sqrt(0.25 - std::ldexp(0x1.6a09e667f3bcdp0, -k)), 5);
    for (int e = 1; e <= 1074; ++e)
        for (int i = 0; i < 10; ++i) u.push_back(std::ldexp(scatter.mantissa(), -e) / 2);
    for (int e = 1; e <= 53; ++e)
        for (int i = 0; i < 100; ++i) {
            u.push_back(1 - std::ldexp(scatter.mantissa(), -e) / 2);
            u.push_back(0.5 + (i % 2 ? 1 : -1) * std::ldexp(scatter.mantissa(), -e - 2));
        }
    for (int i = 0; i < 200'000; ++i) u.push_back(scatter.centred());
    for (int i = 0; i < 5'000; ++i) add_both(0.0008 * scatter.centred(), 0);
    std::erase_if(u, [](double v) { return !(v > 0 && v < 1); });
    std::vector<Exact> truth;
    for (const double v : u) truth.push_back(exact_quantile(v));

    for (const Form& form : answers_of_all(u, &KernelTable::inverse_normal, minerisk::math::inverse_normal)) {
        const bool is_scalar = form.name == std::string{"scalar"};
        Worst body, tail;
        for (std::size_t i = 0; i < u.size(); ++i) {
            const double error = distance(form.answers[i], truth[i]);
            const double size = std::abs(static_cast<double>(truth[i]));
            if (is_scalar ? size < 0.1 : kernel::in_quantile_body(u[i])) {
                body.meet(error, u[i]);
            } else {
                tail.meet(error / size, u[i]);
            }
        }
        body.print("inverse normal", is_scalar ? "near 0" : "body", form, "absolute");
        tail.print("inverse normal", is_scalar ? "elsewhere" : "tail", form, "relative");
        EXPECT_LE(body.error, is_scalar ? 1e-15 : 3e-11) << form.name;
        EXPECT_LE(tail.error, 2e-15) << form.name;
        EXPECT_GT(std::min(body.points, tail.points), 5'000u);
    }
}

}  // namespace
