// must not compile: a charge per tonne of concentrate is no charge per tonne of metal
#include "minerisk/core/units.hpp"

using namespace minerisk;
using namespace minerisk::units;

int main() {
    const MoneyPerConcentrate charge = 90.0 * usd / t;
    return charge > MoneyPerConcentrate{} ? 0 : 1;
}
