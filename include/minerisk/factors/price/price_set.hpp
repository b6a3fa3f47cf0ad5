#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <Eigen/Core>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/price/detail/joint_factors.hpp"
#include "minerisk/factors/price/exact_step.hpp"
#include "minerisk/factors/price/metal.hpp"
#include "minerisk/factors/price/model.hpp"
#include "minerisk/factors/price/sampling.hpp"
#include "minerisk/factors/price/workspace.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::price {

namespace detail {

/// What is wrong with a set of so many metals, and room for more.
MINERISK_BODY Problems problems_of_set(Years age, std::size_t metals);

/// What no path changes in the prices of each metal.
struct PriceTables {
    std::vector<std::vector<double>> constants;  ///< [metal][point], see PriceModel
    std::vector<std::vector<double>> base;       ///< [metal][period], averaged over the period

    /// Those of the next metal.
    void add(const Sampling& sampling, int periods, const std::function<double(TimePoint)>& constant_at,
             const std::function<double(TimePoint)>& base_at);
};

/// Whether there is an array [period][width] for each metal.
MINERISK_BODY bool shapes_fit(std::span<const BlockArray> prices, std::size_t metals, int periods, int width);

/// Runs blocks of `width` paths and puts them together: [path x period] for each metal.
MINERISK_BODY std::vector<Eigen::ArrayXXd> path_by_path(
    std::size_t metals, int periods, int width, int paths,
    const std::function<void(std::uint64_t first_path, std::span<BlockArray> prices)>& block);

}  // namespace detail

/// The prices of all metals, simulated together: the factors of all models form one Gaussian vector with
/// one exact transition a step; each model then makes its prices of its own factors.
///
/// Result:  the average price of each period (see Sampling), USD/t, [period][path].
/// Streams: "price.<metal>.<factor>" holds the normals of the steps, row s for step s; "price.<metal>.start"
///          and "price.<metal>.drift" one normal a path.
///
/// Metals are correlated in the order in which they are listed, each on those before it: one more metal at
/// the end leaves the prices of the others as they are, bit by bit.
template <PriceModelOrVariant Model = Stock>
class PriceSet {
public:
    /// `correlations` name factors as "<metal>.<factor>"; pairs that are not stated are uncorrelated.
    /// `age`: from the observation that prices start from to the start of the grid, >= 0.
    /// Throws InputError with all that is wrong: names, factors, correlations (also not positive definite),
    /// age.
    PriceSet(std::vector<Metal<Model>> metals, const std::vector<FactorCorrelation>& correlations,
             const TimeGrid& grid, Years age = {})
        : metals_{std::move(metals)}, grid_{grid}, sampling_{grid, age.canonical()} {
        Problems problems = detail::problems_of_set(age, metals_.size());
        for (const Metal<Model>& metal : metals_) {
            detail::with_model(metal.model, [&](const auto& model) {
                joint_.add(metal.name, model.factors(), detail::own_correlations(model), problems);
            });
        }
        joint_.correlate(correlations, problems);
        problems.throw_if_any();
        first_ = joint_.step_of(sampling_.first_step());
        regular_ = joint_.step_of(sampling_.step());
        for (const Metal<Model>& metal : metals_) {
            detail::with_model(metal.model, [&](const auto& model) { tabulate(model); });
        }
    }

    const std::vector<Metal<Model>>& metals() const { return metals_; }
    const TimeGrid& grid() const { return grid_; }
    const Sampling& sampling() const { return sampling_; }
    /// "<metal>.<factor>" of all factors, in the order of the joint vector.
    const std::vector<std::string>& factor_names() const { return joint_.names(); }
    /// The names of all random streams that the set draws from.
    std::vector<std::string> stream_names() const { return joint_.stream_names(); }

    /// Scratch for one worker; the only allocation.
    Workspace workspace(int width) const {
        return {static_cast<int>(joint_.factors().size()), static_cast<int>(metals_.size()),
                sampling_.a_period(), width};
    }
    Workspace workspace() const { return workspace(block_width(grid_.periods())); }

    /// The prices of paths first_path, first_path + 1, ...: one array [period][workspace.width()] a metal,
    /// overwritten. Allocates nothing, throws nothing; a path has the same bits in any block.
    void simulate_block(std::uint64_t seed, std::uint64_t first_path, Workspace& w,
                        std::span<BlockArray> prices) const {
        MINERISK_EXPECTS(shapes_fit(w.width(), prices));
        joint_.start(seed, first_path, w);
        const int batch = w.steps_a_batch();
        for (int first = 0; first < sampling_.count(); first += batch) {
            const int steps = std::min(batch, sampling_.count() - first);
            joint_.draw(seed, first_path, first, steps, w);
            for (int i = 0; i < steps; ++i) {
                const int point = first + i;
                joint_.step(point == 0 ? first_ : regular_, i, w);
                sample(point, w, prices);
            }
        }
    }

    /// The prices without risk on all paths of the block: each model's `base`, averaged over the period.
    void base_block(std::span<BlockArray> prices) const {
        for (std::size_t m = 0; m < metals_.size(); ++m) {
            MINERISK_EXPECTS(prices.size() == metals_.size() && prices[m].rows() == grid_.periods());
            for (int period = 0; period < grid_.periods(); ++period) {
                std::fill_n(prices[m].row(period), prices[m].width(),
                            tables_.base[m][static_cast<std::size_t>(period)]);
            }
        }
    }
    /// The same for one metal, [period].
    const std::vector<double>& base(std::size_t metal) const { return tables_.base[metal]; }

    /// Paths 0 to paths - 1 in one go, for tests and small studies: [path x period] for each metal, USD/t.
    std::vector<Eigen::ArrayXXd> simulate(std::uint64_t seed, int paths) const {
        MINERISK_EXPECTS(paths >= 0);
        Workspace w = workspace();
        return detail::path_by_path(
            metals_.size(), grid_.periods(), w.width(), paths,
            [&](std::uint64_t first, std::span<BlockArray> block) { simulate_block(seed, first, w, block); });
    }

private:
    template <class M>
    void tabulate(const M& model) {
        tables_.add(
            sampling_, grid_.periods(), [&](TimePoint at) { return model.constant(at); },
            [&](TimePoint at) { return model.base(at); });
    }

    /// Asks each model for its prices at a sampling point; the last point of a period gives the average.
    void sample(int point, Workspace& w, std::span<BlockArray> prices) const {
        const int in_period = point % sampling_.a_period();
        const int period = point / sampling_.a_period();
        for (std::size_t m = 0; m < metals_.size(); ++m) {
            double* average = prices[m].row(period);
            double* out = sampling_.a_period() == 1 ? average : w.sample(m, in_period);
            detail::with_model(metals_[m].model, [&](const auto& model) {
                model.prices(sampling_.at(point), tables_.constants[m][static_cast<std::size_t>(point)],
                             w.width(), w.factors(joint_.first_factor(m)), out);
            });
            if (sampling_.a_period() > 1 && in_period == sampling_.a_period() - 1) w.average(m, average);
        }
    }

    bool shapes_fit(int width, std::span<const BlockArray> prices) const {
        return detail::shapes_fit(prices, metals_.size(), grid_.periods(), width);
    }

    std::vector<Metal<Model>> metals_;
    TimeGrid grid_;
    Sampling sampling_;
    detail::JointFactors joint_;
    ExactStep first_;
    ExactStep regular_;
    detail::PriceTables tables_;
};

}  // namespace minerisk::inline v0::price

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/price/price_set.inl"
#endif
