#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <Eigen/Core>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/factors/price/exact_step.hpp"
#include "minerisk/factors/price/model.hpp"
#include "minerisk/factors/price/workspace.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/correlation.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::price::detail {

template <class M>
std::vector<FactorCorrelation> own_correlations(const M& model) {
    if constexpr (requires { model.correlations(); }) {
        return {std::begin(model.correlations()), std::end(model.correlations())};
    } else {
        return {};
    }
}

/// The factors of all metals of a PriceSet as one vector, with their streams and part of the path code.
class JointFactors {
public:
    /// Takes over the factors of the next metal; what is wrong with them is added to `problems`.
    void add(const std::string& metal, std::span<const GaussianFactor> factors,
             const std::vector<FactorCorrelation>& correlations, Problems& problems);

    /// Ends the list of metals: joins their own correlations with the stated ones between metals. Adds to
    /// `problems` unknown names, pairs stated twice, and the entries involved if the whole is not positive
    /// definite.
    void correlate(const std::vector<FactorCorrelation>& stated, Problems& problems);

    const std::vector<GaussianFactor>& factors() const { return factors_; }
    const std::vector<std::string>& names() const { return names_; }
    /// The exact step of all factors over `years`.
    ExactStep step_of(double years) const;
    std::size_t first_factor(std::size_t metal) const { return first_factor_[metal]; }

    std::vector<std::string> stream_names() const;

    /// Path code: the factors at age 0 and the drifts of each path.
    void start(std::uint64_t seed, std::uint64_t first_path, Workspace& w) const;

    /// Path code: the normals of the steps first_step to first_step + steps - 1.
    void draw(std::uint64_t seed, std::uint64_t first_path, int first_step, int steps, Workspace& w) const;

    /// Path code: one step of all factors, with the normals of step `in_batch` of the batch.
    void step(const ExactStep& step, int in_batch, Workspace& w) const;

private:
    /// One draw a path, shared by the factors of a metal.
    struct MetalStream {
        random::Stream stream;
        bool used;
    };

    /// out = centre + loading Z, with Z row 0 of the stream; draws nothing where the loading is 0.
    static void spread(std::uint64_t seed, std::uint64_t first_path, random::Stream stream, double centre,
                       double loading, int width, double* draw, double* out);

    std::vector<std::string> metals_;
    std::vector<std::size_t> first_factor_;  // [metal]
    std::vector<MetalStream> start_streams_;
    std::vector<MetalStream> drift_streams_;
    std::vector<GaussianFactor> factors_;
    std::vector<std::string> names_;
    std::vector<std::size_t> metal_of_;  // [factor]
    std::vector<random::Stream> streams_;
    std::vector<FactorCorrelation> entries_;
    Eigen::MatrixXd correlation_;
};

}  // namespace minerisk::inline v0::price::detail

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/price/detail/joint_factors.inl"
#endif
