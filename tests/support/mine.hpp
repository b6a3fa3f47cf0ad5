#pragma once

#include <array>
#include <limits>
#include <utility>
#include <vector>

#include "minerisk/cashflow/cash_flow.hpp"
#include "support/outages.hpp"

namespace testing_support {

/// 10 Mt of ore with 1 % copper, all of it recovered and paid, no costs: at 5,000 USD/t a year at the full
/// 1 Mt earns 50 MUSD. For sums that are done by hand.
inline minerisk::Project plain_mine() {
    using namespace minerisk::units;
    minerisk::Project p;
    p.name = "plain";
    p.metals = {{.name = "copper", .recovery = 1}};
    p.ore = {{.ore = 10 * Mt_ore, .grade = {1 * percent * t / t_ore}, .mined = 1 * t_mined / t_ore}};
    p.concentrate = {.carrier = "copper", .grade = 0.25 * t / t_concentrate};
    p.phases = {{.name = "mine",
                 .capacity = 1 * Mt_ore / year,
                 .build = {.length = 2 * year, .capital_milestone = 2 * year}}};
    return p;
}

/// 20 Mt in three bins, two metals, every cost, two royalties and a tax; 2 Mt a year and 1 Mt more with the
/// second phase.
inline minerisk::Project full_mine() {
    using namespace minerisk::units;
    minerisk::Project p;
    p.name = "full";
    p.metals = {{.name = "copper", .recovery = 0.9, .payable = 0.96, .refining_charge = 180 * usd / t},
                {.name = "gold", .recovery = 0.7, .payable = 0.95, .refining_charge = 5 * usd / oz}};
    const auto bin = [](double Mt, double copper, double gold, double factor, double strip, double share) {
        return minerisk::OreBin{.ore = Mt * Mt_ore,
                                .grade = {copper * percent * t / t_ore, gold * g / t_ore},
                                .recovery_factor = factor,
                                .mined = strip * t_mined / t_ore,
                                .mining_expensed = share,
                                .sustaining = share};
    };
    p.ore = {bin(4, 1.0, 0.5, 0.8, 3.0, 0), bin(10, 0.8, 0.4, 0.95, 2.5, 1), bin(6, 0.6, 0.3, 1, 1.5, 1)};
    p.concentrate = {.carrier = "copper",
                     .grade = 0.3 * t / t_concentrate,
                     .moisture = 0.08,
                     .treatment_charge = 90 * usd / t_concentrate,
                     .freight = 60 * usd / t_concentrate};
    p.phases = {
        {.name = "mine",
         .capacity = 2 * Mt_ore / year,
         .build = {.length = 2 * year, .capital_milestone = 2 * year}},
        {.name = "expansion",
         .capacity = 1 * Mt_ore / year,
         .build = {.after = 0, .start = 1 * year, .length = 1 * year, .capital_milestone = 1 * year}}};
    p.costs = {.mining = 2 * usd / t_mined,
               .processing = 6 * usd / t_ore,
               .general = 1.5 * usd / t_ore,
               .fixed = 5 * MUSD / year,
               .fixed_from = 0.25 * year,
               .security_low = 1 * MUSD / year,
               .security_high = 3 * MUSD / year,
               .sustaining_per_mined = 0.5 * usd / t_mined,
               .sustaining_per_ore = 1 * usd / t_ore};
    p.closure = {.progressive = 10 * MUSD,
                 .from = 18 * Mt_ore,
                 .to = 20 * Mt_ore,
                 .at_end = 20 * MUSD,
                 .year_after = 15 * MUSD};
    p.royalties = {{.name = "province", .rate = 0.05},
                   {.name = "surcharge", .rate = 0.01, .base = minerisk::RoyaltyBase::gross}};
    p.tax = {.rate = 0.3};
    return p;
}

/// A project's cash flow and what the factors would give it: all phases at stated milestones, full capacity
/// at once, no outage, constant prices, multipliers 1. Change what the test is about, then `run`.
class CashBench {
public:
    using Line = minerisk::cashflow::Line;
    using MetalLine = minerisk::cashflow::MetalLine;
    static constexpr int width = minerisk::narrow_block;

    CashBench(minerisk::Project project, std::vector<double> milestones, int years = 20,
              int periods_per_year = 1)
        : grid{{2027, 1, 1}, years, periods_per_year},
          flow{std::move(project), grid},
          build{static_cast<int>(milestones.size()), grid.periods(), width},
          alert{grid.periods(), width},
          technical{minerisk::technical_count, width},
          fiscal{minerisk::fiscal_event_count, width},
          ledger{static_cast<int>(flow.project().metals.size()),
                 static_cast<int>(flow.project().royalties.size()), grid.periods(), width,
                 minerisk::cashflow::Ledger::Keep::everything},
          work{flow, width} {
        constexpr std::array usual{5000.0, 60e6};
        for (std::size_t m = 0; m < flow.project().metals.size(); ++m) {
            prices.emplace_back(grid.periods(), width);
            prices.back().fill(usual[m]);
        }
        for (std::size_t k = 0; k < milestones.size(); ++k)
            for (int p = 0; p < width; ++p) build.milestone(static_cast<int>(k), p) = milestones[k];
        technical.fill(1);
        fiscal.fill(std::numeric_limits<double>::infinity());
        outages.reset_empty(width);
    }
    CashBench& run() {
        flow.run({prices, build, outages, alert, technical, fiscal}, work, ledger);
        return *this;
    }
    void close(const Lists& lists) { outages = block_of(lists, width); }

    double at(Line line, int period, int path = 0) const { return ledger.line(line)(period, path); }
    double at(MetalLine line, int metal, int period, int path = 0) const {
        return ledger.line(line, metal)(period, path);
    }
    double total(Line line, int path = 0) const {
        double sum = 0;
        for (int i = 0; i < grid.periods(); ++i) sum += at(line, i, path);
        return sum;
    }
    double total(MetalLine line, int metal, int path = 0) const {
        double sum = 0;
        for (int i = 0; i < grid.periods(); ++i) sum += at(line, metal, i, path);
        return sum;
    }
    double in_year(Line line, int year, int path = 0) const {
        double sum = 0;
        for (int i = 0; i < grid.periods(); ++i)
            if (grid.year_of(i) == year) sum += at(line, i, path);
        return sum;
    }
    const minerisk::cashflow::CashFlow::Mine& mine(int path = 0) const {
        return work.mines[static_cast<std::size_t>(path)];
    }

    minerisk::TimeGrid grid;
    minerisk::cashflow::CashFlow flow;
    std::vector<minerisk::BlockArray> prices;
    minerisk::BuildPaths build;
    minerisk::OutageBlock outages;
    minerisk::BlockArray alert, technical, fiscal;
    minerisk::cashflow::Ledger ledger;
    minerisk::cashflow::CashFlow::Workspace work;
};

}  // namespace testing_support
