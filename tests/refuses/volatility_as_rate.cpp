// must not compile: a volatility is per square root of a year, a rate per year
#include "minerisk/core/units.hpp"

using namespace minerisk;
using namespace minerisk::units;

int main() {
    const Rate rate = 0.24 * per_sqrt_year;
    return rate > Rate{} ? 0 : 1;
}
