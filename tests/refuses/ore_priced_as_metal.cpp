// must not compile: tonnes of ore are no tonnes of metal, and a metal price on them is no money
#include "minerisk/core/units.hpp"

using namespace minerisk;
using namespace minerisk::units;

int main() {
    const OreMass ore = 2.0 * Mt_ore;
    const Price copper = 9'500 * usd / t;
    const Money worth = ore * copper;
    return worth > Money{} ? 0 : 1;
}
