#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

/// The laws given by lists of numbers: values with probabilities, and samples.
namespace minerisk::inline v0::distribution::detail {

/// The integrals of Q - centre and of its square over a range of u.
struct Moments {
    double first = 0;
    double second = 0;
};

/// The whole part of x, brought into [0, last].
inline std::size_t whole_part(double x, std::size_t last) {
    return !(x > 0) ? 0 : x < static_cast<double>(last) ? static_cast<std::size_t>(x) : last;
}

/// Q(u) is the smallest value whose cumulated probability is u or more: it steps just above each.
/// A guide of as many entries as there are values finds it in a step or two (Chen and Asau, 1974).
class Discrete {
public:
    /// `values` increase, `cumulated` increase to 1.
    Discrete(std::vector<double> values, std::vector<double> cumulated)
        : table_{std::make_shared<const Table>(std::move(values), std::move(cumulated))} {}

    double quantile(double u) const { return at(*table_, u); }
    void quantile(const double* u, double* out, int count) const {
        const Table& table = *table_;
        for (int i = 0; i < count; ++i) out[i] = at(table, u[i]);
    }
    /// P(X <= x) and P(X < x).
    double cdf(double x) const { return cumulated(std::upper_bound(values().begin(), values().end(), x)); }
    double below(double x) const { return cumulated(std::lower_bound(values().begin(), values().end(), x)); }

    double mean() const { return moments(0, 1, 0).first; }
    double variance() const { return moments(0, 1, mean()).second; }
    double base() const { return quantile(0.5); }
    double lower() const { return values().front(); }
    double upper() const { return values().back(); }
    const std::vector<double>& values() const { return table_->values; }
    Moments moments(double from, double to, double centre) const {
        Moments sum;
        double left = 0;
        for (std::size_t i = 0; i < values().size(); ++i) {
            const double right = table_->cumulated[i];
            const double share = std::max(0.0, std::min(right, to) - std::max(left, from));
            const double x = values()[i] - centre;
            sum.first += share * x;
            sum.second += share * x * x;
            left = right;
        }
        return sum;
    }

private:
    struct Table {
        Table(std::vector<double> v, std::vector<double> c) : values{std::move(v)}, cumulated{std::move(c)} {
            const std::size_t n = values.size();
            std::size_t first = 0;
            for (std::size_t j = 0; j < n; ++j) {
                while (cumulated[first] < static_cast<double>(j) / static_cast<double>(n)) ++first;
                guide.push_back(first);
            }
        }
        std::vector<double> values;
        std::vector<double> cumulated;
        std::vector<std::size_t> guide;  ///< by the whole part of n u: a place not after that of u
    };
    static double at(const Table& table, double u) {
        const std::size_t last = table.values.size() - 1;
        const double scaled = u * static_cast<double>(last + 1);
        const std::size_t j = whole_part(scaled, last);
        std::size_t i = table.guide[j];
        // n u may have been rounded up to a whole number.
        while (i > 0 && u <= table.cumulated[i - 1]) --i;
        while (i < last && u > table.cumulated[i]) ++i;
        return table.values[i];
    }
    double cumulated(std::vector<double>::const_iterator place) const {
        const auto i = place - values().begin();
        return i == 0 ? 0 : table_->cumulated[static_cast<std::size_t>(i) - 1];
    }
    std::shared_ptr<const Table> table_;
};

/// Sorted samples x_0 ... x_(n-1), joined by lines: Q(u) = x_i + (h - i)(x_(i+1) - x_i), h = (n - 1) u, i its
/// whole part.
class Empirical {
public:
    /// `sorted` has two different numbers at least.
    explicit Empirical(std::vector<double> sorted)
        : samples_{std::make_shared<const std::vector<double>>(std::move(sorted))} {}

    double quantile(double u) const { return at(x().data(), intervals(), u); }
    void quantile(const double* u, double* out, int count) const {
        const double* samples = x().data();
        const std::size_t n = intervals();
        for (int i = 0; i < count; ++i) out[i] = at(samples, n, u[i]);
    }
    /// The largest u with Q(u) <= x, which is P(X <= x), and the smallest with Q(u) >= x.
    double cdf(double v) const { return share(std::upper_bound(x().begin(), x().end(), v), v); }
    double below(double v) const { return share(std::lower_bound(x().begin(), x().end(), v), v); }

    double mean() const { return x()[0] + moments(0, 1, x()[0]).first; }
    double variance() const { return moments(0, 1, mean()).second; }
    double base() const { return quantile(0.5); }
    double lower() const { return x().front(); }
    double upper() const { return x().back(); }
    /// The samples that occur more than once.
    std::vector<double> levels() const {
        std::vector<double> all;
        for (std::size_t i = 1; i < x().size(); ++i)
            if (x()[i] == x()[i - 1] && (all.empty() || all.back() != x()[i])) all.push_back(x()[i]);
        return all;
    }
    Moments moments(double from, double to, double centre) const {
        Moments sum;
        const auto n = static_cast<double>(intervals());
        for (std::size_t i = 0; i < intervals(); ++i) {
            const double left = std::max(from, static_cast<double>(i) / n);
            const double right = std::min(to, static_cast<double>(i + 1) / n);
            if (!(right > left)) continue;
            const double rise = x()[i + 1] - x()[i];
            const double a = x()[i] - centre + rise * (left * n - static_cast<double>(i));
            const double b = x()[i] - centre + rise * (right * n - static_cast<double>(i));
            sum.first += (right - left) * (a + b) / 2;
            sum.second += (right - left) * (a * a + a * b + b * b) / 3;
        }
        return sum;
    }

private:
    const std::vector<double>& x() const { return *samples_; }
    std::size_t intervals() const { return samples_->size() - 1; }
    static double at(const double* samples, std::size_t n, double u) {
        const double h = u * static_cast<double>(n);
        const std::size_t i = whole_part(h, n - 1);
        const double left = samples[i];
        const double right = samples[i + 1];
        return std::min(right, left + (h - static_cast<double>(i)) * (right - left));
    }
    double share(std::vector<double>::const_iterator next, double v) const {
        if (next == x().begin()) return 0;
        if (next == x().end()) return 1;
        const auto i = static_cast<double>(next - x().begin());
        return (i - 1 + (v - next[-1]) / (*next - next[-1])) / static_cast<double>(intervals());
    }
    std::shared_ptr<const std::vector<double>> samples_;
};

}  // namespace minerisk::inline v0::distribution::detail
