#pragma once

#include <vector>

#include "minerisk/engine/study_parts.hpp"
#include "minerisk/finance/forecast.hpp"

namespace minerisk::inline v0 {

template <class PriceModel>
class BuildBlock;  // whose header includes that of the study's parts, which ends with this one

/// The path without risk of a study at the lenders' prices (of its metals, in their order; real and level).
template <class PriceModel>
finance::LenderCase lender_case(const Study<PriceModel>& study, const std::vector<Price>& deck) {
    using cashflow::Line;
    const TimeGrid& grid = study.grid();
    const int width = narrow_block, metals = static_cast<int>(deck.size());
    std::vector<BlockArray> prices;
    for (const Price price : deck) {
        prices.emplace_back(grid.periods(), width);
        prices.back().fill(price.canonical());
    }
    BuildBlock<PriceModel> ground{study, width};
    ground.simulate(0, 0, Risks::none());
    BlockArray technical{technical_count, width}, fiscal{fiscal_event_count, width};
    technical::Multipliers::base_block(technical);
    fiscal::Shocks::base_block(fiscal);
    cashflow::CashFlow::Workspace work{study.cash_flow(), width};
    cashflow::Ledger ledger{metals, static_cast<int>(study.project().royalties.size()), grid.periods(), width,
                            cashflow::Ledger::Keep::everything};
    study.cash_flow().run({prices, ground.build(), ground.outages(), ground.alert(), technical, fiscal}, work,
                          ledger);

    finance::LenderCase lenders;
    lenders.decided = ground.build().goes_on(0);
    lenders.first_ore = work.mines[0].first_ore;
    std::vector<double> sales(deck.size(), 0.0);
    double all = 0;
    for (int i = 0; i < grid.periods(); ++i) {
        const auto line = [&](Line l) { return ledger.row(l, i)[0]; };
        const double nsr = line(Line::nsr);
        lenders.periods.push_back({.net = line(Line::net),
                                   .growth = line(Line::growth_capital),
                                   .sales = line(Line::gross),
                                   .kept = nsr > 0 ? 1 - line(Line::royalty) / nsr : 1,
                                   .ore = line(Line::ore)});
        for (int m = 0; m < metals; ++m) {
            const double of_metal = ledger.row(cashflow::MetalLine::payable, m, i)[0] *
                                    deck[static_cast<std::size_t>(m)].canonical();
            sales[static_cast<std::size_t>(m)] += of_metal;
            all += of_metal;
        }
    }
    for (std::size_t m = 0; m < deck.size(); ++m)
        lenders.price_scale.push_back(all > 0 ? sales[m] / all / deck[m].canonical() : 0);
    return lenders;
}

}  // namespace minerisk::inline v0

#include "minerisk/engine/build_block.hpp"
