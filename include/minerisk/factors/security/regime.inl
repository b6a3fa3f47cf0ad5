#pragma once

#include <cstddef>
#include <optional>

#include <Eigen/Core>
#include <Eigen/LU>

#include "minerisk/core/body.hpp"
#include "minerisk/factors/security/regime.hpp"

namespace minerisk::inline v0::security {

MINERISK_BODY std::optional<Eigen::VectorXd> Regime::stationary() const {
    if (!forgets_start()) return {};
    const auto n = static_cast<Eigen::Index>(states_.size());
    // Flow into each state balances the flow out of it; one balance follows from the others, and its
    // place takes the sum of 1.
    Eigen::MatrixXd balance = Eigen::MatrixXd::Zero(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const Exits& e = exits_[static_cast<std::size_t>(i)];
        balance(i, i) -= e.rate;
        for (std::size_t j = 0; j < e.to.size(); ++j)
            balance(e.to[j], i) += states_[static_cast<std::size_t>(i)].leaves[j].rate.canonical();
    }
    balance.row(n - 1).setOnes();
    Eigen::VectorXd sums = Eigen::VectorXd::Zero(n);
    sums(n - 1) = 1;
    return Eigen::VectorXd{balance.fullPivLu().solve(sums)};
}

}  // namespace minerisk::inline v0::security
