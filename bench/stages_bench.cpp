// Where does the time of a path go?

#include <memory>
#include <vector>

#include "support.hpp"

namespace {

using namespace minerisk;

constexpr std::uint64_t seed = 2026;

/// Blocks that were run whole: what each stage takes from the stages before it, different from block to
/// block.
class Blocks {
public:
    static constexpr std::size_t count = 32;

    Blocks() {
        for (std::size_t i = 0; i < count; ++i) {
            all_.push_back(
                std::make_unique<PathBlock<>>(bench::reko_diq(), cashflow::Ledger::Keep::what_is_valued));
            all_.back()->simulate(seed, first_path(i), Risks::all());
        }
    }
    static int width() { return block_width(bench::reko_diq().grid().periods()); }
    static std::uint64_t first_path(std::size_t i) {
        return (i % count) * static_cast<std::uint64_t>(width());
    }
    const PathBlock<>& operator[](std::size_t i) const { return *all_[i % count]; }

private:
    std::vector<std::unique_ptr<PathBlock<>>> all_;
};

const Blocks& blocks() {
    static const Blocks all;
    return all;
}

bool same(const BlockArray& a, const BlockArray& b) {
    return std::equal(a.data(), a.data() + a.size(), b.data());
}

/// Times `stage(i)` for block after block, each of which must have given what the whole run gave.
template <class Stage, class Check>
void time(benchmark::State& state, const Stage& stage, const Check& check) {
    for (std::size_t i = 0; i < Blocks::count; ++i) {
        stage(i);
        if (!check(i)) return state.SkipWithError("a stage alone differs from the whole run");
    }
    std::size_t i = 0;
    for (auto _ : state) {
        stage(i++);
        benchmark::ClobberMemory();
    }
    bench::report(state, "path", Blocks::width());
}

void whole_path(benchmark::State& state) {
    PathBlock<> block{bench::reko_diq(), cashflow::Ledger::Keep::what_is_valued};
    time(
        state, [&](std::size_t i) { block.simulate(seed, Blocks::first_path(i), Risks::all()); },
        [&](std::size_t i) { return block.values()(0, 3) == blocks()[i].values()(0, 3); });
}
BENCHMARK(whole_path);

void price(benchmark::State& state) {
    const auto& set = bench::reko_diq().prices();
    auto work = set.workspace();
    std::vector<BlockArray> prices;
    for (std::size_t m = 0; m < set.metals().size(); ++m)
        prices.emplace_back(set.grid().periods(), work.width());
    time(
        state, [&](std::size_t i) { set.simulate_block(seed, Blocks::first_path(i), work, prices); },
        [&](std::size_t i) { return same(prices[0], blocks()[i].prices()[0]); });
}
BENCHMARK(price);

void security(benchmark::State& state) {
    const Study<>& study = bench::reko_diq();
    security::Stoppages::Workspace work{Blocks::width()};
    OutageBlock outages;
    BlockArray alert{study.grid().periods(), Blocks::width()};
    time(
        state,
        [&](std::size_t i) {
            study.security().simulate_block(seed, Blocks::first_path(i), study.grid(), work, outages, alert);
        },
        [&](std::size_t i) {
            return same(alert, blocks()[i].alert()) &&
                   outages.of(5, Channel::road).size() == blocks()[i].outages().of(5, Channel::road).size();
        });
}
BENCHMARK(security);

/// The same classes with every event made, those too that can never touch the project: what pruning saves.
void security_unpruned(benchmark::State& state) {
    const Study<>& study = bench::reko_diq();
    std::vector<security::StoppageClass> classes = study.security().classes();
    for (security::StoppageClass& c : classes) {
        const double elsewhere = 1 - c.touching();
        std::vector<security::EventKind> kinds = c.all_kinds();
        for (security::EventKind& k : kinds) {
            if (k.name.empty()) k.name = "touches";
            k.share *= c.exposed();
        }
        if (elsewhere > 1e-12) kinds.push_back({"elsewhere", elsewhere, {}});
        c.kinds = std::move(kinds);
        c.exposure = 1;
        c.places.clear();
        c.effects.clear();
        c.cost.reset();
        c.evacuation.reset();
    }
    security::Spec spec = study.security().spec();
    spec.classes = classes;
    const security::Stoppages all{spec, study.grid()};
    security::Stoppages::Workspace work{Blocks::width()}, pruned{Blocks::width()};
    OutageBlock outages;
    BlockArray alert{study.grid().periods(), Blocks::width()};
    const auto made = [&](const security::Stoppages::Workspace& w) {
        double sum = 0;
        for (std::size_t c = 0; c < classes.size(); ++c)
            for (int p = 0; p < Blocks::width(); ++p) sum += static_cast<double>(w.events.of(c, p).size());
        return sum / Blocks::width();
    };
    double events = 0, pruned_events = 0;
    time(
        state,
        [&](std::size_t i) {
            all.simulate_block(seed, Blocks::first_path(i), study.grid(), work, outages, alert);
        },
        [&](std::size_t i) {
            study.security().simulate_block(seed, Blocks::first_path(i), study.grid(), pruned, outages,
                                            alert);
            events += made(work) / Blocks::count;
            pruned_events += made(pruned) / Blocks::count;
            return made(work) > made(pruned);
        });
    state.counters["events a path"] = events;
    state.counters["events a path, pruned"] = pruned_events;
}
BENCHMARK(security_unpruned);

void schedule(benchmark::State& state) {
    const Study<>& study = bench::reko_diq();
    auto work = study.schedule().workspace(Blocks::width());
    BuildPaths build{study.schedule().phases(), study.grid().periods(), Blocks::width()};
    time(
        state,
        [&](std::size_t i) {
            study.schedule().simulate_block(seed, Blocks::first_path(i), blocks()[i].outages(), work, build);
        },
        [&](std::size_t i) { return same(build.capital, blocks()[i].build().capital); });
}
BENCHMARK(schedule);

void technical(benchmark::State& state) {
    BlockArray rows{technical_count, Blocks::width()};
    time(
        state,
        [&](std::size_t i) {
            bench::reko_diq().technical().simulate_block(seed, Blocks::first_path(i), rows);
        },
        [&](std::size_t i) { return same(rows, blocks()[i].technical()); });
}
BENCHMARK(technical);

void cash_flow(benchmark::State& state) {
    const Study<>& study = bench::reko_diq();
    const int periods = study.grid().periods();
    cashflow::CashFlow::Workspace work{study.cash_flow(), Blocks::width()};
    cashflow::Ledger ledger{static_cast<int>(study.project().metals.size()),
                            static_cast<int>(study.project().royalties.size()), periods, Blocks::width(),
                            cashflow::Ledger::Keep::what_is_valued};
    time(
        state,
        [&](std::size_t i) {
            const PathBlock<>& b = blocks()[i];
            study.cash_flow().run({b.prices(), b.build(), b.outages(), b.alert(), b.technical(), b.fiscal()},
                                  work, ledger);
        },
        [&](std::size_t i) { return same(ledger.net(), blocks()[i].ledger().net()); });
}
BENCHMARK(cash_flow);

void npv_at_one_rate(benchmark::State& state) {
    BlockArray npv{1, Blocks::width()};
    time(
        state,
        [&](std::size_t i) {
            valuation::npv_block(blocks()[i].ledger().net(), bench::reko_diq().discount(), npv.data());
        },
        [&](std::size_t i) { return npv(0, 3) == blocks()[i].values()(0, 3); });
}
BENCHMARK(npv_at_one_rate);

void irr(benchmark::State& state) {
    BlockArray rates{1, Blocks::width()};
    std::vector<valuation::IrrStatus> status(static_cast<std::size_t>(Blocks::width()));
    time(
        state,
        [&](std::size_t i) {
            valuation::irr_block(blocks()[i].ledger().net(), 1, rates.data(), status.data());
        },
        [&](std::size_t i) { return status[3] == blocks()[i].irr_status(3); });
}
BENCHMARK(irr);

void payback(benchmark::State& state) {
    BlockArray years{1, Blocks::width()};
    time(
        state,
        [&](std::size_t i) { valuation::payback_block(blocks()[i].ledger().net(), 1, {}, years.data()); },
        [&](std::size_t i) { return years(0, 3) == blocks()[i].values()(PathBlock<>::payback, 3); });
}
BENCHMARK(payback);

}  // namespace
