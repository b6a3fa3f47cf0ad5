#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "minerisk/core/math.hpp"
#include "minerisk/factors/security/event_class.hpp"

namespace minerisk::inline v0::security {

/// A Poisson count by inversion of one uniform: the number of k with u >= P(N <= k).
class PoissonCount {
public:
    PoissonCount() = default;
    explicit PoissonCount(double mean) : none_{math::exp(-mean)} {
        double term = none_, sum = none_;
        cumulative_.push_back(sum);
        for (int k = 1; sum < 1 && k < 1000; ++k) {
            if (k > 1) cumulative_.push_back(sum);
            term *= mean / k;
            if (sum + term == sum && k > mean) break;
            sum += term;
        }
    }
    double none() const { return none_; }  ///< P(N = 0)
    /// P(N = 0), P(N <= 1), ...: at least one, and up to what doubles can tell from 1.
    std::span<const double> cumulative() const { return cumulative_; }
    int operator()(double u) const {
        int n = 0;
        for (const double c : cumulative_) {
            if (u < c) break;
            ++n;
        }
        return n;
    }

private:
    double none_ = 1;
    std::vector<double> cumulative_;
};

/// The branching law of classes that excite one another, and what is left of it when events that cannot touch
/// the project are not simulated.
///
/// Event i of class c brings about Poisson(n_ck) events of class k. With r the long-run rates of all events,
/// immigrants have the rates r_k - sum_c n_ck r_c. Stable if the spectral radius of n is below 1.
///
/// Pruning. An event is *live* if it or any of its successors touches the project. It is not with probability
///     q_c = (1 - p_c) exp(-sum_k n_ck (1 - q_k)),   p_c the share of class c that touches it,
/// the smallest solution of which is found by iteration from 0; x_c = 1 - q_c. Poisson processes thinned by
/// independent marks stay Poisson, so that, exactly in law: live immigrants have x_c times the rate; a live
/// event touches the project with probability p_c / x_c and then has Poisson(n_ck x_k) live successors; if it
/// does not, it has them on the condition that there is at least one.
class Branching {
public:
    struct Link {
        int to;
        double mean_delay;    ///< 1 / decay, years
        PoissonCount count;   ///< live successors
        double none_if_some;  ///< P(none here | at least one here or later)
        double mean;          ///< of live successors: n x
    };
    struct Class {
        double immigrants = 0;  ///< live ones, 1/years at multiplier 1
        double live = 1;        ///< x
        double touches = 1;     ///< p / x
        std::vector<Link> links;
    };

    Branching() = default;
    /// `classes` must have passed check_classes.
    explicit Branching(const std::vector<StoppageClass>& classes) {
        const auto n = means(classes);
        const auto count = static_cast<Eigen::Index>(classes.size());
        std::vector<double> dead(classes.size());
        for (int round = 0; round < 1'000'000; ++round) {
            double change = 0;
            for (Eigen::Index c = 0; c < count; ++c) {
                double live = 0;
                for (Eigen::Index k = 0; k < count; ++k)
                    live += n(c, k) * (1 - dead[static_cast<std::size_t>(k)]);
                const StoppageClass& of = classes[static_cast<std::size_t>(c)];
                const double q = (1 - of.touching()) * math::exp(-live);
                change = std::max(change, std::abs(q - dead[static_cast<std::size_t>(c)]));
                dead[static_cast<std::size_t>(c)] = q;
            }
            if (change < 1e-15) break;
        }
        for (std::size_t c = 0; c < classes.size(); ++c) {
            const bool alone = n.row(static_cast<Eigen::Index>(c)).isZero(0);
            const double p = classes[c].touching();
            Class made;
            made.live = alone ? p : 1 - dead[c] > 1e-14 ? 1 - dead[c] : 0;  // below: rounding
            made.touches = alone || made.live <= 0 ? 1 : std::min(1.0, p / made.live);
            made.immigrants = immigrants(classes, n, static_cast<Eigen::Index>(c)) * made.live;
            classes_.push_back(std::move(made));
        }
        for (std::size_t c = 0; c < classes.size(); ++c) add_links(classes, c);
    }

    /// [from][to]: mean numbers of direct successors.
    static Eigen::MatrixXd means(const std::vector<StoppageClass>& classes) {
        const auto count = static_cast<Eigen::Index>(classes.size());
        Eigen::MatrixXd n = Eigen::MatrixXd::Zero(count, count);
        for (std::size_t c = 0; c < classes.size(); ++c)
            for (const Excitation& e : classes[c].excites)
                if (const int k = excited(classes, c, e); k >= 0)
                    n(static_cast<Eigen::Index>(c), k) += e.branching;
        return n;
    }
    /// The largest eigenvalue of a matrix without negative entries: power iteration on 1 + n, which has no
    /// other eigenvalue of that size.
    static double spectral_radius(const Eigen::MatrixXd& n) {
        Eigen::VectorXd v = Eigen::VectorXd::Ones(n.rows());
        double radius = 0;
        for (int round = 0; round < 100'000 && n.rows() > 0; ++round) {
            v += n * v;
            const double grown = v.maxCoeff();
            v /= grown;
            if (std::abs(grown - 1 - radius) < 1e-14 * grown) break;
            radius = grown - 1;
        }
        return radius;
    }
    /// Rate of all immigrants of class k.
    static double immigrants(const std::vector<StoppageClass>& classes, const Eigen::MatrixXd& n,
                             Eigen::Index k) {
        double rate = classes[static_cast<std::size_t>(k)].rate.canonical();
        for (Eigen::Index c = 0; c < n.rows(); ++c)
            rate -= n(c, k) * classes[static_cast<std::size_t>(c)].rate.canonical();
        return rate;
    }
    /// The class that an excitation of class c points to; -1 if there is none of that name.
    static int excited(const std::vector<StoppageClass>& classes, std::size_t c, const Excitation& e) {
        if (e.excited.empty()) return static_cast<int>(c);
        for (std::size_t k = 0; k < classes.size(); ++k)
            if (classes[k].name == e.excited) return static_cast<int>(k);
        return -1;
    }

    const Class& of(std::size_t c) const { return classes_[c]; }
    std::size_t size() const { return classes_.size(); }

private:
    void add_links(const std::vector<StoppageClass>& classes, std::size_t c) {
        std::vector<Link>& links = classes_[c].links;
        for (const Excitation& e : classes[c].excites) {
            const int k = excited(classes, c, e);
            const double mean = e.branching * classes_[static_cast<std::size_t>(k)].live;
            if (mean > 0) links.push_back({k, 1 / e.decay.canonical(), PoissonCount{mean}, 0, mean});
        }
        double after = 0;
        for (auto link = links.rbegin(); link != links.rend(); ++link) {
            const double some_after = 1 - math::exp(-after), some = 1 - math::exp(-(after + link->mean));
            link->none_if_some = link->count.none() * some_after / some;
            after += link->mean;
        }
    }

    std::vector<Class> classes_;
};

}  // namespace minerisk::inline v0::security
