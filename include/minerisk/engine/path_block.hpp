#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "minerisk/engine/build_block.hpp"
#include "minerisk/engine/run.hpp"
#include "minerisk/engine/study_parts.hpp"
#include "minerisk/valuation/irr.hpp"
#include "minerisk/valuation/payback.hpp"
#include "minerisk/valuation/profitability_index.hpp"

namespace minerisk::inline v0 {

/// One block of paths from the draws to the value: a worker's workspace and the results of its last block.
/// Allocates when it is made; its ragged lists grow to the largest block and stay.
template <class PriceModel = price::Stock>
class PathBlock {
public:
    /// Keeps at least what the study's finance takes.
    PathBlock(const Study<PriceModel>& study, cashflow::Ledger::Keep keep)
        : PathBlock{study, keep, block_width(study.grid().periods())} {}
    PathBlock(const Study<PriceModel>& study, cashflow::Ledger::Keep keep, int width)
        : study_{study},
          width_{width},
          price_work_{study.prices().workspace(width_)},
          ground_{study, width_},
          cash_work_{study.cash_flow(), width_},
          technical_{technical_count, width_},
          fiscal_{fiscal_event_count, width_},
          ledger_{static_cast<int>(study.project().metals.size()),
                  static_cast<int>(study.project().royalties.size()), study.grid().periods(), width_,
                  study.finance() ? std::max(keep, cashflow::Ledger::Keep::what_finance_takes) : keep},
          values_{value_rows, width_},
          irr_status_(static_cast<std::size_t>(width_)),
          payback_status_(static_cast<std::size_t>(width_)) {
        const bool tells_all = keep == cashflow::Ledger::Keep::everything;
        if (auto* work = ground_.network()) work->floats = tells_all;
        if (study.finance()) finance_work_ = finance::Finance::Workspace{*study.finance(), width_, tells_all};
        if (study.base_rate()) base_rate_ = BlockArray{study.grid().periods(), width_};
        if (looks_at_prices()) price_index_ = BlockArray{study.grid().periods(), width_};
        for (std::size_t m = 0; m < study.project().metals.size(); ++m)
            prices_.emplace_back(study.grid().periods(), width_);
    }

    /// Values the paths first_path, first_path + 1, ... Risks that are off stand at their base.
    void simulate(std::uint64_t seed, std::uint64_t first_path, Risks risks) {
        run_project(seed, first_path, risks);
        value();
        if (study_.finance()) run_finance();
    }

    /// The same paths up to the cash flow and its NPV at the discount rate; the other values stay as they
    /// were.
    void simulate_project(std::uint64_t seed, std::uint64_t first_path, Risks risks) {
        run_project(seed, first_path, risks);
        valuation::npv_block(ledger_.net(), study_.discount(), values_.row(npv));
    }

    /// The last block once more, of the same draws, with something of its security left out: build, cash flow
    /// and NPV at the discount rate; the other values stay as they were.
    void leave_out(const security::LeftOut& without) {
        ground_.leave_out(without, seed_, first_path_, risks_);
        run_cash_flow();
        valuation::npv_block(ledger_.net(), study_.discount(), values_.row(npv));
    }

    enum Value { npv, npv_at_hurdle, irr, payback, profitability_index, value_rows };
    int width() const { return width_; }
    std::uint64_t first_path() const { return first_path_; }
    const Study<PriceModel>& study() const { return study_; }
    const BlockArray& values() const { return values_; }
    valuation::IrrStatus irr_status(int path) const { return irr_status_[static_cast<std::size_t>(path)]; }
    valuation::PaybackStatus payback_status(int path) const {
        return payback_status_[static_cast<std::size_t>(path)];
    }
    const std::vector<BlockArray>& prices() const { return prices_; }
    const OutageBlock& outages() const { return ground_.outages(); }
    std::vector<security::DiaryEntry> diary(int path) const { return ground_.diary(path); }
    BuildBlock<PriceModel>& ground() { return ground_; }
    const BlockArray& alert() const { return ground_.alert(); }
    const BlockArray& technical() const { return technical_; }
    /// What the state does, [FiscalEvent][path].
    const BlockArray& fiscal() const { return fiscal_; }
    const BuildPaths& build() const { return ground_.build(); }
    /// The paths through the network; null for the top-down form.
    const schedule::NetworkWorkspace* network() const {
        return ground_.network() ? &ground_.network()->network : nullptr;
    }
    const cashflow::Ledger& ledger() const { return ledger_; }
    /// What debt and parties are left with; empty without finance.
    const finance::Finance::Workspace& finance() const { return finance_work_; }
    const cashflow::CashFlow::Mine& mine(int path) const {
        return cash_work_.mines[static_cast<std::size_t>(path)];
    }

private:
    void run_project(std::uint64_t seed, std::uint64_t first_path, Risks risks) {
        seed_ = seed;
        first_path_ = first_path;
        risks_ = risks;
        if (risks.price) {
            study_.prices().simulate_block(seed, first_path, price_work_, prices_);
        } else {
            study_.prices().base_block(prices_);
        }
        ground_.simulate(seed, first_path, risks);
        if (risks.technical) {
            study_.technical().simulate_block(seed, first_path, technical_);
        } else {
            study_.technical().base_block(technical_);
        }
        if (risks.fiscal) {
            study_.fiscal().simulate_block(seed, first_path, fiscal_);
        } else {
            study_.fiscal().base_block(fiscal_);
        }
        run_cash_flow();
    }
    void run_cash_flow() {
        study_.cash_flow().run({prices_, build(), outages(), alert(), technical_, fiscal_}, cash_work_,
                               ledger_);
    }
    bool looks_at_prices() const {
        const auto& finance = study_.finance();
        return finance && finance->debt() && !finance->debt()->forecast().empty();
    }
    void run_finance() {
        if (const auto& rate = study_.base_rate()) {
            if (risks_.price) {
                rate->simulate_block(seed_, first_path_, base_rate_);
            } else {
                rate->base_block(base_rate_);
            }
        }
        if (looks_at_prices()) {
            const auto& scale = study_.finance()->debt()->forecast().of().price_scale;
            price_index_.fill(0);
            for (std::size_t m = 0; m < prices_.size(); ++m)
                for (std::size_t x = 0; x < price_index_.size(); ++x)
                    price_index_.data()[x] += scale[m] * prices_[m].data()[x];
        }
        study_.finance()->run(
            {ledger_, build(), cash_work_.mines, price_index_.rows() > 0 ? &price_index_ : nullptr,
             base_rate_.rows() > 0 ? &base_rate_ : nullptr},
            finance_work_);
        const int row = study_.finance()->party_rows()[0].first;
        for (int p = 0; p < width_; ++p)
            if (!is_finite(finance_work_.values()(row, p)))
                throw RunError{
                    "path " + std::to_string(first_path_ + static_cast<std::uint64_t>(p)) +
                    " has no finite NPV of its shareholders: its base rate leaves the range of rates"};
    }
    void value() {
        const BlockArray& net = ledger_.net();
        const int ppy = study_.grid().periods_per_year();
        valuation::npv_block(net, study_.discount(), values_.row(npv));
        valuation::npv_block(net, study_.discount_at_hurdle(), values_.row(npv_at_hurdle));
        for (int p = 0; p < width_; ++p)
            if (!is_finite(values_(npv, p)) || !is_finite(values_(npv_at_hurdle, p)))
                throw RunError{"path " + std::to_string(first_path_ + static_cast<std::uint64_t>(p)) +
                               " has no finite NPV: its prices or costs leave the range of numbers"};
        valuation::irr_block(net, ppy, values_.row(irr), irr_status_.data());
        valuation::payback_block(net, ppy, {}, values_.row(payback), payback_status_.data());
        double* const index = values_.row(profitability_index);
        valuation::npv_block(ledger_.line(cashflow::Line::growth_capital), study_.discount(), index);
        for (int p = 0; p < width_; ++p) index[p] = valuation::profitability_index(values_(npv, p), index[p]);
    }

    Study<PriceModel> study_;
    int width_;
    std::uint64_t seed_ = 0, first_path_ = 0;
    Risks risks_;
    price::Workspace price_work_;
    BuildBlock<PriceModel> ground_;
    cashflow::CashFlow::Workspace cash_work_;
    std::vector<BlockArray> prices_;
    BlockArray technical_, fiscal_, price_index_, base_rate_;
    cashflow::Ledger ledger_;
    finance::Finance::Workspace finance_work_;
    BlockArray values_;
    std::vector<valuation::IrrStatus> irr_status_;
    std::vector<valuation::PaybackStatus> payback_status_;
};

}  // namespace minerisk::inline v0
