#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/path_block.hpp"
#include "minerisk/engine/tasks.hpp"

namespace minerisk::inline v0 {

/// The cash of every period on the first paths of a run: for fans of quantiles by year.
struct CashFan {
    struct Series {
        std::string name;                          ///< "net_usd", "shareholders_usd", "debt_usd" or a party
        bool nominal = false;                      ///< else real
        std::vector<std::vector<double>> periods;  ///< by period, one number a path
    };
    std::uint64_t paths = 0;
    std::vector<Series> series;
};

namespace detail {

/// All series, without numbers.
MINERISK_BODY CashFan empty_fan(const std::optional<finance::Finance>& finance, int periods,
                                std::uint64_t paths);

/// One worker of the fan.
template <class PriceModel>
class FanTaker {
public:
    FanTaker(const Study<PriceModel>& study, CashFan& fan)
        : fan_{&fan},
          block_{study, study.finance() ? cashflow::Ledger::Keep::everything
                                        : cashflow::Ledger::Keep::what_is_valued} {}
    void take(std::uint64_t seed, std::uint64_t first_path, Risks risks, std::uint64_t row, int count) {
        block_.simulate(seed, first_path, risks);
        std::size_t s = 0;
        const auto put = [&](const BlockArray& flows) {
            CashFan::Series& to = fan_->series[s++];
            for (int i = 0; i < flows.rows(); ++i)
                std::copy_n(flows.row(i), count, to.periods[static_cast<std::size_t>(i)].data() + row);
        };
        put(block_.ledger().net());
        const auto& finance = block_.study().finance();
        if (!finance) return;
        put(block_.finance().shareholders());
        for (std::size_t k = 0; k < finance->parties(); ++k) put(block_.finance().flow(k));
        if (finance->debt()) put(block_.finance().debt().line(finance::DebtLine::balance));
    }

private:
    CashFan* fan_;
    PathBlock<PriceModel> block_;
};

}  // namespace detail

/// Net cash flow, flows of the shareholders and of each party, and the debt at the end of each period, on the
/// first `paths` paths of a run; the same for any number of threads. Empty where a stop was asked for.
template <class PriceModel>
CashFan cash_fan(const Study<PriceModel>& study, const Run& run, std::uint64_t paths) {
    CashFan fan = detail::empty_fan(study.finance(), study.grid().periods(), paths);
    using Taker = detail::FanTaker<PriceModel>;
    Run silent = run;
    silent.progress = {};
    detail::run_tasks(
        silent, detail::Tasks{paths, block_width(study.grid().periods()), 64},
        [&] { return std::make_unique<Taker>(study, fan); },
        [&](Taker& taker, std::uint64_t row, int count) {
            taker.take(run.seed, run.first_path + row, run.risks, row, count);
        },
        [](Taker&, std::uint64_t, std::uint64_t) {});
    if (run.stop.stop_requested()) return {};
    fan.paths = paths;
    return fan;
}

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/cash_fan.inl"
#endif
