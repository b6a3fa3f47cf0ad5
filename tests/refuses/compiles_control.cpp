// must compile: the lawful twin of every line that the other files of this folder try
#include <utility>

#include "minerisk/core/block.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/random/draws.hpp"

using namespace minerisk;
using namespace minerisk::units;

int main() {
    const OreMass ore = 2.0 * Mt_ore;
    const Grade grade = 0.5 * percent * t / t_ore;
    const Price copper = 9'500 * usd / t;
    const Money worth = ore * grade * copper;

    const MetalMass metal = ore * grade + 1.0 * kt;
    const MinedMass moved = ore * (2.5 * t_mined / t_ore);
    const bool is_more = moved > 3.0 * Mt_mined;
    const Price dearer = copper + 500 * usd / t;
    const Rate rates = 8 * percent / year + 1 / (2.0 * year);

    const Money budget = 5.0 * MUSD + 1.0 * usd;
    const double number = budget.in(MUSD);
    const Money mining = (2.05 * usd / t_mined) * moved;
    const Money processing = (5.85 * usd / t_ore) * ore;
    const Volatility volatility = 0.24 * per_sqrt_year;
    const MoneyPerConcentrate charge = 90.0 * usd / t_concentrate;

    BlockArray prices{3, wide_block};
    const BlockArray moved_on = std::move(prices);
    const random::DrawAddress at{.seed = 1, .stream = random::stream_of("price.copper"), .first_path = 0};

    const bool all = worth > Money{} && metal > MetalMass{} && is_more && dearer > copper && rates > Rate{} &&
                     number > 0 && mining + processing > Money{} && volatility > Volatility{} &&
                     charge > MoneyPerConcentrate{} && moved_on.rows() == 3 && at.seed == 1;
    return all ? 0 : 1;
}
