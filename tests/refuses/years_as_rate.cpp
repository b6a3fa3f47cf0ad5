// must not compile: a time is no rate
#include "minerisk/core/units.hpp"

using namespace minerisk;
using namespace minerisk::units;

int main() {
    const Rate rate = 2.0 * year;
    return rate > Rate{} ? 0 : 1;
}
