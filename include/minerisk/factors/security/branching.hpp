#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "minerisk/core/body.hpp"
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
    explicit Branching(const std::vector<StoppageClass>& classes);

    /// [from][to]: mean numbers of direct successors.
    static Eigen::MatrixXd means(const std::vector<StoppageClass>& classes);
    /// The largest eigenvalue of a matrix without negative entries: power iteration on 1 + n, which has no
    /// other eigenvalue of that size.
    static double spectral_radius(const Eigen::MatrixXd& n);
    /// Rate of all immigrants of class k.
    static double immigrants(const std::vector<StoppageClass>& classes, const Eigen::MatrixXd& n,
                             Eigen::Index k);
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
    void add_links(const std::vector<StoppageClass>& classes, std::size_t c);

    std::vector<Class> classes_;
};

}  // namespace minerisk::inline v0::security

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/security/branching.inl"
#endif
