#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/plain_name.hpp"
#include "minerisk/factors/price/detail/joint_factors.hpp"
#include "minerisk/factors/price/exact_step.hpp"
#include "minerisk/factors/price/model.hpp"
#include "minerisk/factors/price/workspace.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/correlation.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::price::detail {

MINERISK_BODY void JointFactors::add(const std::string& metal, std::span<const GaussianFactor> factors,
                                     const std::vector<FactorCorrelation>& correlations, Problems& problems) {
    if (!is_plain_name(metal)) problems.add("metals", metal, plain_name_rule);
    if (std::ranges::find(metals_, metal) != metals_.end()) problems.add("metals", metal, "is there twice");
    bool with_start = false;
    bool with_drift = false;
    const std::size_t first = factors_.size();
    for (const GaussianFactor& factor : factors) {
        const std::string name = metal + "." + factor.name;
        if (!is_plain_name(factor.name)) problems.add(name, factor.name, plain_name_rule);
        if (factor.name == "start" || factor.name == "drift") {
            problems.add(name, factor.name, "is kept for the stream of the starting or drift draw");
        }
        const auto require = [&](bool holds, const char* field, double value, const char* rule) {
            problems.require(holds && is_finite(value), name + "." + field, value, rule);
        };
        require(factor.reversion >= 0, "reversion", factor.reversion, "must be at least 0");
        require(factor.volatility >= 0, "volatility", factor.volatility, "must be at least 0");
        require(true, "start", factor.start, "must be finite");
        require(true, "start_loading", factor.start_loading, "must be finite");
        require(true, "drift", factor.drift, "must be finite");
        require(true, "drift_sd", factor.drift_sd, "must be finite");
        with_start = with_start || factor.start_loading != 0;
        with_drift = with_drift || factor.drift_sd != 0;
        factors_.push_back(factor);
        names_.push_back(name);
        metal_of_.push_back(metals_.size());
        streams_.push_back(random::stream_of("price." + name));
    }
    for (const FactorCorrelation& c : correlations) {
        entries_.push_back({metal + "." + c.a, metal + "." + c.b, c.rho});
    }
    metals_.push_back(metal);
    first_factor_.push_back(first);
    start_streams_.push_back({random::stream_of("price." + metal + ".start"), with_start});
    drift_streams_.push_back({random::stream_of("price." + metal + ".drift"), with_drift});
}

MINERISK_BODY void JointFactors::correlate(const std::vector<FactorCorrelation>& stated, Problems& problems) {
    entries_.insert(entries_.end(), stated.begin(), stated.end());
    try {
        correlation_ = random::Correlation(names_, entries_).matrix();
    } catch (const InputError& error) {
        problems.add_all(error.problems());
    }
}

MINERISK_BODY ExactStep JointFactors::step_of(double years) const {
    return exact_step(factors_, correlation_, names_, years);
}

MINERISK_BODY std::vector<std::string> JointFactors::stream_names() const {
    std::vector<std::string> result;
    for (const std::string& name : names_) result.push_back("price." + name);
    for (std::size_t m = 0; m < metals_.size(); ++m) {
        if (start_streams_[m].used) result.push_back("price." + metals_[m] + ".start");
        if (drift_streams_[m].used) result.push_back("price." + metals_[m] + ".drift");
    }
    return result;
}

MINERISK_BODY void JointFactors::start(std::uint64_t seed, std::uint64_t first_path, Workspace& w) const {
    double* const draw = w.step_normals().data();
    for (std::size_t f = 0; f < factors_.size(); ++f) {
        const GaussianFactor& factor = factors_[f];
        const int row = static_cast<int>(f);
        spread(seed, first_path, start_streams_[metal_of_[f]].stream, factor.start, factor.start_loading,
               w.width(), draw, w.state().row(row));
        spread(seed, first_path, drift_streams_[metal_of_[f]].stream, factor.drift, factor.drift_sd,
               w.width(), draw, w.drift().row(row));
    }
}

MINERISK_BODY void JointFactors::draw(std::uint64_t seed, std::uint64_t first_path, int first_step, int steps,
                                      Workspace& w) const {
    for (std::size_t f = 0; f < factors_.size(); ++f) {
        kernels().normals(seed, streams_[f].value, first_path, static_cast<std::uint32_t>(first_step), steps,
                          w.width(), w.normals(static_cast<int>(f), 0));
    }
}

MINERISK_BODY void JointFactors::step(const ExactStep& step, int in_batch, Workspace& w) const {
    if (factors_.empty()) return;
    const int factors = static_cast<int>(factors_.size());
    const std::size_t bytes = static_cast<std::size_t>(w.width()) * sizeof(double);
    for (int f = 0; f < factors; ++f) {
        std::memcpy(w.step_normals().row(f), w.normals(f, in_batch), bytes);
    }
    kernels().factor_step(factors, w.width(), step.decay.data(), step.drift_weight.data(),
                          step.cholesky.data(), w.drift().data(), w.step_normals().data(), w.state().data());
}

MINERISK_BODY void JointFactors::spread(std::uint64_t seed, std::uint64_t first_path, random::Stream stream,
                                        double centre, double loading, int width, double* draw, double* out) {
    if (loading == 0) {
        std::fill_n(out, width, centre);
        return;
    }
    kernels().normals(seed, stream.value, first_path, 0, 1, width, draw);
    for (int p = 0; p < width; ++p) out[p] = centre + loading * draw[p];
}

}  // namespace minerisk::inline v0::price::detail
