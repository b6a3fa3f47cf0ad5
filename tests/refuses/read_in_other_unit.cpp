// must not compile: a value is read in units of its own kind
#include "minerisk/core/units.hpp"

using namespace minerisk;
using namespace minerisk::units;

int main() {
    const Money budget = 5.0 * MUSD;
    return budget.in(year) > 0 ? 0 : 1;
}
