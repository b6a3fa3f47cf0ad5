// must not compile: a price and a rate have nothing in common
#include "minerisk/core/units.hpp"

using namespace minerisk;
using namespace minerisk::units;

int main() {
    const auto sum = 9'500 * usd / t + 8 * percent / year;
    return sum.canonical() > 0 ? 0 : 1;
}
