// The library that most link: a study with a price at risk, on one thread and on two.

#include <cstdio>
#include <cstring>

#include <minerisk/minerisk.hpp>

int main() {
    using namespace minerisk;
    using namespace minerisk::units;
    const Study study{StudySpec<>{
        .project =
            {.metals = {{.name = "copper", .recovery = 0.9, .payable = 0.96}},
             .ore = {{.ore = 100 * Mt_ore, .grade = {0.006 * t / t_ore}, .mined = 2 * t_mined / t_ore}},
             .concentrate = Concentrate{.carrier = "copper", .grade = 0.3 * t / t_concentrate},
             .phases = {{.name = "mill",
                         .capacity = 10 * Mt_ore / year,
                         .build = even_build(2 * year, 700 * MUSD)}},
             .costs = {.mining = 2 * usd / t_mined, .processing = 9 * usd / t_ore}},
        .grid = TimeGrid::yearly(20),
        .prices = {{"copper", price::defaults::copper()}},
        .valuation = {.discount_rate = 0.08 / year},
    }};
    const Outcome one = simulate(study, {.paths = 5'000, .seed = 1, .threads = 1});
    const Outcome two = simulate(study, {.paths = 5'000, .seed = 1, .threads = 2});
    const bool same = std::memcmp(one.npv().data(), two.npv().data(), one.npv().size_bytes()) == 0;
    const auto npv = statistics::mean(one.npv());
    std::printf("minerisk: mean NPV %.0f MUSD, the same bits on two threads: %s, kernels %s\n",
                npv.value / 1e6, same ? "yes" : "no", one.isa.c_str());
    return same && npv.count == 5'000 && npv.value > 0 ? 0 : 1;
}
