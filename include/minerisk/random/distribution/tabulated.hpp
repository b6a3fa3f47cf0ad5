#pragma once

#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "minerisk/random/distribution/incomplete.hpp"
#include "minerisk/random/distribution/quantile_table.hpp"

/// The laws whose quantile function comes from a table.
namespace minerisk::inline v0::distribution::detail {

/// The lower end of beta(a, b); the upper end is that of beta(b, a).
struct BetaEnd {
    double a;
    double b;
    double log_b;

    double first(double log_v) const { return (log_v + math::log(a) + log_b) / a; }
    EndPoint at(double y) const {
        const double x = math::exp(y);
        const double rest = -math::expm1(y);
        const double log_rest = math::log(rest);
        const double log_v = log_beta_cdf(a, b, log_b, x, rest, y, log_rest);
        const double odds = x / rest;
        return {x, log_v, math::exp(log_v - (a * y + (b - 1) * log_rest - log_b)), (a - 1) - (b - 1) * odds,
                -(a - 1) - (b - 1) * odds * odds};
    }
};

/// Both ends of the gamma law of scale 1.
struct GammaLowerEnd {
    double shape;
    double log_g;

    double first(double log_v) const { return (log_v + math::log(shape) + log_g) / shape; }
    EndPoint at(double y) const {
        const double x = math::exp(y);
        const double log_v = log_gamma_cdf(shape, log_g, x, y);
        return {x, log_v, math::exp(log_v - (shape * y - x - log_g)), (shape - 1) - x, 1 - shape};
    }
};
struct GammaUpperEnd {
    double shape;
    double log_g;

    double first(double log_v) const {
        double x = shape + 40;
        while (log_gamma_survival(shape, log_g, x, math::log(x)) > log_v) x *= 1.25;
        return math::log(x);
    }
    EndPoint at(double y) const {
        const double x = math::exp(y);
        const double log_v = log_gamma_survival(shape, log_g, x, y);
        return {x, log_v, -math::exp(log_v - (shape * y - x - log_g)), (shape - 1) - x, 1 - shape};
    }
};

/// The table of beta(a, b), one for all distributions of that shape that are alive at a time: plans ask for
/// the same few shapes thousands of times. The shape is rounded to 2^-40 in any case, which moves a quantile
/// by less than 1e-11, so that ranges of equal proportions share it in spite of their last places.
inline std::shared_ptr<const QuantileTable> beta_table(double a, double b) {
    const auto rounded = [](double x) { return std::round(x * 0x1p40) * 0x1p-40; };
    a = rounded(a);
    b = rounded(b);
    static std::mutex mutex;
    static std::map<std::pair<double, double>, std::weak_ptr<const QuantileTable>> tables;
    static std::size_t tidy_at = 64;
    {
        const std::lock_guard lock{mutex};
        if (const auto known = tables.find({a, b}); known != tables.end())
            if (auto table = known->second.lock()) return table;
    }
    const double log_b = log_beta(a, b);
    auto table = std::make_shared<const QuantileTable>(BetaEnd{a, b, log_b}, BetaEnd{b, a, log_b}, 0.0, 0.0);
    const std::lock_guard lock{mutex};
    if (tables.size() >= tidy_at) {
        std::erase_if(tables, [](const auto& t) { return t.second.expired(); });
        tidy_at = 2 * tables.size() + 64;
    }
    tables[{a, b}] = table;
    return table;
}

/// PERT: low + (high - low) X, X beta(a, b) with a = 1 + lambda (likely - low) / (high - low) and
/// b = 1 + lambda (high - likely) / (high - low). The quantile is 1e-9 (high - low) off at most for lambda
/// up to 10,000.
class Pert {
public:
    Pert(double low, double likely, double high, double lambda)
        : from_{low, high},
          factor_{high - low, -(high - low)},
          likely_{likely},
          a_{1 + lambda * ((likely - low) / (high - low))},
          b_{1 + lambda * ((high - likely) / (high - low))},
          log_b_{log_beta(a_, b_)},
          table_{beta_table(a_, b_)} {}

    double quantile(double u) const { return at(*table_, u); }
    void quantile(const double* u, double* out, int count) const {
        const QuantileTable& table = *table_;
        for (int i = 0; i < count; ++i) out[i] = at(table, u[i]);
    }
    double cdf(double x) const {
        return beta_cdf(a_, b_, log_b_, (x - from_[0]) / factor_[0], (from_[1] - x) / factor_[0]);
    }
    double above(double x) const {
        return beta_cdf(b_, a_, log_b_, (from_[1] - x) / factor_[0], (x - from_[0]) / factor_[0]);
    }
    double mean() const { return from_[0] + factor_[0] * (a_ / (a_ + b_)); }
    double variance() const {
        const double sum = a_ + b_;
        return factor_[0] * factor_[0] * ((a_ / sum) * (b_ / sum) / (sum + 1));
    }
    double base() const { return likely_; }
    double lower() const { return from_[0]; }
    double upper() const { return from_[1]; }

private:
    double at(const QuantileTable& table, double u) const {
        const int end = u < 0.5 ? 0 : 1;
        return from_[end] + factor_[end] * table(u);
    }
    double from_[2];
    double factor_[2];
    double likely_;
    double a_, b_, log_b_;
    std::shared_ptr<const QuantileTable> table_;
};

/// Gamma, by shape and scale. The quantile is 1e-8 standard deviations off at most (2e-8 for shapes below
/// 0.1), and 1e-8 of itself for shapes of 0.5 and more.
class Gamma {
public:
    Gamma(double shape, double scale)
        : shape_{shape},
          scale_{scale},
          log_g_{log_gamma(shape)},
          table_{std::make_shared<const QuantileTable>(GammaLowerEnd{shape, log_g_},
                                                       GammaUpperEnd{shape, log_g_}, 0.0, upper())} {}

    double quantile(double u) const { return scale_ * (*table_)(u); }
    void quantile(const double* u, double* out, int count) const {
        const QuantileTable& table = *table_;
        for (int i = 0; i < count; ++i) out[i] = scale_ * table(u[i]);
    }
    double cdf(double x) const {
        const double y = x / scale_;
        if (!(y > 0)) return 0;
        if (!(y < std::numeric_limits<double>::max())) return 1;
        return math::exp(log_gamma_cdf(shape_, log_g_, y, math::log(y)));
    }
    double above(double x) const {
        const double y = x / scale_;
        if (!(y > 0)) return 1;
        if (!(y < std::numeric_limits<double>::max())) return 0;
        return math::exp(log_gamma_survival(shape_, log_g_, y, math::log(y)));
    }
    double mean() const { return shape_ * scale_; }
    double variance() const { return shape_ * scale_ * scale_; }
    double base() const { return quantile(0.5); }
    double lower() const { return 0; }
    double upper() const { return std::numeric_limits<double>::infinity(); }

private:
    double shape_;
    double scale_;
    double log_g_;
    std::shared_ptr<const QuantileTable> table_;
};

}  // namespace minerisk::inline v0::distribution::detail
