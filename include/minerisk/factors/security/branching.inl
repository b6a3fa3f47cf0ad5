#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "minerisk/core/body.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/factors/security/branching.hpp"

namespace minerisk::inline v0::security {

MINERISK_BODY Branching::Branching(const std::vector<StoppageClass>& classes) {
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

MINERISK_BODY Eigen::MatrixXd Branching::means(const std::vector<StoppageClass>& classes) {
    const auto count = static_cast<Eigen::Index>(classes.size());
    Eigen::MatrixXd n = Eigen::MatrixXd::Zero(count, count);
    for (std::size_t c = 0; c < classes.size(); ++c)
        for (const Excitation& e : classes[c].excites)
            if (const int k = excited(classes, c, e); k >= 0)
                n(static_cast<Eigen::Index>(c), k) += e.branching;
    return n;
}

MINERISK_BODY double Branching::spectral_radius(const Eigen::MatrixXd& n) {
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

MINERISK_BODY double Branching::immigrants(const std::vector<StoppageClass>& classes,
                                           const Eigen::MatrixXd& n, Eigen::Index k) {
    double rate = classes[static_cast<std::size_t>(k)].rate.canonical();
    for (Eigen::Index c = 0; c < n.rows(); ++c)
        rate -= n(c, k) * classes[static_cast<std::size_t>(c)].rate.canonical();
    return rate;
}

MINERISK_BODY void Branching::add_links(const std::vector<StoppageClass>& classes, std::size_t c) {
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

}  // namespace minerisk::inline v0::security
