#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include "rules.hpp"
#include "stages.hpp"

namespace reference_workload {

/// The price part alone: exact yearly steps of four Gaussian factors, two prices a year.
class Prices {
public:
    Prices() : step_{price::exact_step(price_factors(), price_correlation(), names(), 1)} {}

    struct Workspace {
        BlockArray normals{4 * years, wide_block}, factors{4, wide_block}, drift{4, wide_block};
        BlockArray copper{years, wide_block}, gold{years, wide_block};
    };

    void simulate_block(std::uint64_t seed, std::uint64_t first_path, Workspace& w) const {
        random::normal_rows({seed, random::stream_of("prices"), first_path}, w.normals);
        step(w);
    }
    /// All normals zero: the medians.
    void base_block(Workspace& w) const {
        w.normals.fill(0);
        step(w);
    }

private:
    static std::vector<std::string> names() {
        std::vector<std::string> all;
        for (const price::GaussianFactor& f : price_factors()) all.push_back(f.name);
        return all;
    }
    void step(Workspace& w) const {
        for (int f = 0; f < 4; ++f) {
            std::fill_n(w.factors.row(f), wide_block, price_factors()[static_cast<std::size_t>(f)].start);
            std::fill_n(w.drift.row(f), wide_block, price_factors()[static_cast<std::size_t>(f)].drift);
        }
        const double* const copper[] = {w.factors.row(0), w.factors.row(1)};
        const double* const gold[] = {w.factors.row(2), w.factors.row(3)};
        for (int t = 0; t < years; ++t) {
            kernels().factor_step(4, wide_block, step_.decay.data(), step_.drift_weight.data(),
                                  step_.cholesky.data(), w.drift.data(), w.normals.row(4 * t),
                                  w.factors.data());
            kernels().exp_of_sum(2, wide_block, copper, 0, w.copper.row(t));
            kernels().exp_of_sum(2, wide_block, gold, 0, w.gold.row(t));
        }
    }

    price::ExactStep step_;
};

/// The whole workload, a model that `simulate` runs: columns "npv" (MUSD) and "irr". Its rules look for a
/// rate between 8 % and 100 % where the NPV is above zero, else between -10 % and 8 %, and know of none where
/// the NPV has one sign at both ends: such a rate is NaN here. The others are certified as everywhere in the
/// library, but for the 1.3 % of the paths with several rates.
class Model {
public:
    Model()
        : network_{build_plan()},
          events_{event_classes(), TimeGrid::yearly(years), most_events},
          discount_{factors(discount_rate)},
          lowest_{factors(-0.10)},
          highest_{factors(1)} {}

    int block_width() const { return wide_block; }
    std::vector<Column> columns() const {
        return {{.name = "npv", .kind = Kind::money},
                {.name = "irr", .kind = Kind::rate, .below = "no return", .above = "no outlay"}};
    }

    class Worker {
    public:
        explicit Worker(const Model& model)
            : model_{&model}, network_{model.network_.workspace(wide_block)}, events_{wide_block} {
            regime_.set_constant(wide_block, 1, years);
        }

        void simulate(std::uint64_t seed, std::uint64_t first_path, Risks risks) {
            if (risks.price)
                model_->prices_.simulate_block(seed, first_path, prices_);
            else
                model_->prices_.base_block(prices_);
            if (risks.schedule)
                model_->network_.simulate_block(seed, first_path, {}, network_, false);
            else
                start_as_planned();
            if (risks.security)
                add_outages(seed, first_path);
            else
                days_.fill(0);
            value();
        }
        const double* column(int c) const { return values_.row(c); }

    private:
        void start_as_planned() {
            std::fill_n(network_.dates.row(2 * model_->network_.logic().target() + 1), wide_block,
                        planned_start);
        }
        void add_outages(std::uint64_t seed, std::uint64_t first_path) {
            if (model_->events_.simulate_block(seed, first_path, regime_, events_) >= 0)
                throw RunError{"too many events on a path"};
            lane_days_.fill(0);
            // Lanes by their number of events, some at a time: those of few do not wait for those of many.
            const auto count = events_.counts(0);
            std::iota(lanes_.begin(), lanes_.end(), 0);
            std::ranges::sort(lanes_, {}, [&](int p) { return count[static_cast<std::size_t>(p)]; });
            random::DrawAddress at{seed, random::stream_of("outage"), first_path};
            const auto most = [&](std::size_t from) {
                return static_cast<int>(count[static_cast<std::size_t>(lanes_[from + narrow_block - 1])]);
            };
            for (int row = 0; row < most(wide_block - narrow_block); row += sizes_.rows()) {
                at.first_row = static_cast<std::uint32_t>(row);
                for (std::size_t from = 0; from < wide_block; from += narrow_block) {
                    const int rows = std::min(sizes_.rows(), most(from) - row);
                    if (rows <= 0) continue;
                    const std::span<const int> lane{&lanes_[from], narrow_block};
                    random::normal_rows(at, lane, rows, sizes_.data());
                    kernels().exp(sizes_.data(), sizes_.data(),
                                  static_cast<std::size_t>(rows) * narrow_block);
                    stages().add_outages(lane.data(), events_.times(0).row(row), sizes_.data(), count.data(),
                                         row, rows,
                                         lane_days_.row(static_cast<int>(from) / narrow_block * years));
                }
            }
            for (int i = 0; i < wide_block; ++i) {
                const double* from = lane_days_.row(i / narrow_block * years) + i % narrow_block;
                double* to = days_.data() + lanes_[static_cast<std::size_t>(i)];
                for (int year = 0; year < years; ++year) to[year * wide_block] = from[year * narrow_block];
            }
        }
        void value() {
            stages().cash_flow(model_->plan_, network_.dates.row(2 * model_->network_.logic().target() + 1),
                               days_.data(), prices_.copper.data(), prices_.gold.data(), cash_.data());
            valuation::npv_block(cash_, model_->discount_, values_.row(0));
            valuation::irr_block(cash_, 1, values_.row(1), status_.data());
            valuation::npv_block(cash_, model_->lowest_, ends_.row(0));
            valuation::npv_block(cash_, model_->highest_, ends_.row(1));
            for (int p = 0; p < wide_block; ++p) {
                const bool is_asked_for = values_(0, p) > 0 ? ends_(1, p) <= 0 : ends_(0, p) >= 0;
                if (!is_asked_for)
                    values_(1, p) = std::numeric_limits<double>::quiet_NaN();
                else if (status_[static_cast<std::size_t>(p)] == valuation::IrrStatus::several)
                    values_(1, p) = rate_in_bracket(p);
            }
        }
        /// Of several rates the library gives the lowest; the rules want that to which Newton's steps lead
        /// inside their bracket.
        double rate_in_bracket(int p) const {
            double low = -0.10, high = discount_rate, rate = 0.04;
            if (values_(0, p) > 0) low = discount_rate, high = 1, rate = 0.12;
            for (int i = 0; i < 100; ++i) {
                const double q = 1 / (1 + rate);
                double value = 0, slope = 0;  // by q
                for (int t = years - 1; t >= 0; --t) {
                    slope = slope * q + value;
                    value = value * q + cash_(t, p);
                }
                slope = value + slope * q;
                value *= q;
                (value > 0 ? low : high) = rate;
                double next = rate + value / (slope * q * q);
                if (!(next > low && next < high)) next = (low + high) / 2;
                const double step = next - rate;
                rate = next;
                if (std::abs(step) < 1e-9) break;
            }
            return rate;
        }

        const Model* model_;
        Prices::Workspace prices_;
        schedule::NetworkWorkspace network_;
        security::RegimePaths regime_;
        security::EventDraws::Workspace events_;
        std::array<int, wide_block> lanes_{};
        BlockArray sizes_{16, narrow_block}, lane_days_{wide_block / narrow_block * years, narrow_block};
        BlockArray days_{years, wide_block}, cash_{years, wide_block};
        BlockArray values_{2, wide_block}, ends_{2, wide_block};
        std::vector<valuation::IrrStatus> status_{wide_block};
    };

private:
    static constexpr int most_events = 40'000;

    static std::vector<double> factors(double rate) {
        return valuation::discount_factors(years, 1, rate / units::year, valuation::Convention::end);
    }

    Prices prices_;
    schedule::Network network_;
    security::EventDraws events_;
    Plan plan_;
    std::vector<double> discount_, lowest_, highest_;
};

}  // namespace reference_workload
