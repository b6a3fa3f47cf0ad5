#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>

#include "minerisk/core/block.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/distribution/incomplete.hpp"

/// The laws whose quantile function is made of exponentials, logarithms and normal quantiles: blocks run
/// through the kernels in chunks, and the scalar forms give the same bits.
namespace minerisk::inline v0::distribution::detail {

/// Chunks of u go through work(x, n) in place and then to `out`. x is aligned and n a multiple of 16, as
/// kernels want it; what fills it up is 1/2.
template <class Work>
void in_chunks(const double* u, double* out, int count, Work work) {
    alignas(64) double x[wide_block];
    for (int at = 0; at < count; at += wide_block) {
        const int n = std::min(wide_block, count - at);
        const int padded = (n + 15) / 16 * 16;
        for (int i = 0; i < n; ++i) x[i] = u[at + i];
        for (int i = n; i < padded; ++i) x[i] = 0.5;
        work(x, static_cast<std::size_t>(padded));
        for (int i = 0; i < n; ++i) out[at + i] = x[i];
    }
}

/// The normal quantile as the kernels give it: 1e-10 off at most.
inline double kernel_inverse_normal(double u) {
    using namespace kernel_builds::plain;
    return in_quantile_body(u) ? quantile_body(u, quantile_argument(u)) : inverse_normal1(u);
}

struct Normal {
    double mu;
    double sd;

    double quantile(double u) const { return mu + sd * kernel_inverse_normal(u); }
    void quantile(const double* u, double* out, int count) const {
        in_chunks(u, out, count, [&](double* x, std::size_t n) {
            kernels().inverse_normal(x, x, n);
            for (std::size_t i = 0; i < n; ++i) x[i] = mu + sd * x[i];
        });
    }
    double cdf(double x) const { return math::normal_cdf((x - mu) / sd); }
    double above(double x) const { return math::normal_cdf((mu - x) / sd); }
    double mean() const { return mu; }
    double variance() const { return sd * sd; }
    double base() const { return mu; }
    double lower() const { return -std::numeric_limits<double>::infinity(); }
    double upper() const { return std::numeric_limits<double>::infinity(); }
};

/// e^(mu + sigma z).
struct Lognormal {
    double mu;
    double sigma;

    double quantile(double u) const { return math::exp(mu + sigma * kernel_inverse_normal(u)); }
    void quantile(const double* u, double* out, int count) const {
        in_chunks(u, out, count, [&](double* x, std::size_t n) {
            kernels().inverse_normal(x, x, n);
            for (std::size_t i = 0; i < n; ++i) x[i] = mu + sigma * x[i];
            kernels().exp(x, x, n);
        });
    }
    double cdf(double x) const { return x > 0 ? math::normal_cdf((math::log(x) - mu) / sigma) : 0; }
    double above(double x) const { return x > 0 ? math::normal_cdf((mu - math::log(x)) / sigma) : 1; }
    double mean() const { return math::exp(mu + sigma * sigma / 2); }
    double variance() const { return math::exp(2 * mu + sigma * sigma) * math::expm1(sigma * sigma); }
    double base() const { return math::exp(mu); }
    double lower() const { return 0; }
    double upper() const { return std::numeric_limits<double>::infinity(); }
};

/// scale (-ln(1 - u))^(1 / shape).
struct Weibull {
    double shape;
    double scale;

    double quantile(double u) const {
        return scale * math::exp(math::log(-math::log(1.0 - u)) * (1.0 / shape));
    }
    void quantile(const double* u, double* out, int count) const {
        in_chunks(u, out, count, [&](double* x, std::size_t n) {
            const double power = 1.0 / shape;
            for (std::size_t i = 0; i < n; ++i) x[i] = 1.0 - x[i];
            kernels().log(x, x, n);
            for (std::size_t i = 0; i < n; ++i) x[i] = -x[i];
            kernels().log(x, x, n);
            for (std::size_t i = 0; i < n; ++i) x[i] = x[i] * power;
            kernels().exp(x, x, n);
            for (std::size_t i = 0; i < n; ++i) x[i] = scale * x[i];
        });
    }
    double cdf(double x) const { return x > 0 ? -math::expm1(-math::pow(x / scale, shape)) : 0; }
    double above(double x) const { return x > 0 ? math::exp(-math::pow(x / scale, shape)) : 1; }
    double mean() const { return scale * math::exp(log_gamma(1 + 1 / shape)); }
    double variance() const {
        // The difference of the logarithms keeps the digits that two near moments would lose.
        const double first = log_gamma(1 + 1 / shape);
        return scale * scale * math::exp(2 * first) * math::expm1(log_gamma(1 + 2 / shape) - 2 * first);
    }
    double base() const { return quantile(0.5); }
    double lower() const { return 0; }
    double upper() const { return std::numeric_limits<double>::infinity(); }
};

}  // namespace minerisk::inline v0::distribution::detail
