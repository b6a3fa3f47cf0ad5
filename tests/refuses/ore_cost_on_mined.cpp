// must not compile: a cost per tonne of ore on tonnes mined is no money
#include "minerisk/core/units.hpp"

using namespace minerisk;
using namespace minerisk::units;

int main() {
    const MoneyPerOre processing = 5.85 * usd / t_ore;
    const MinedMass moved = 3.0 * Mt_mined;
    const Money cost = processing * moved;
    return cost > Money{} ? 0 : 1;
}
