// must not compile: money leaves by a named unit, budget.in(MUSD), never by itself
#include "minerisk/core/units.hpp"

using namespace minerisk;
using namespace minerisk::units;

int main() {
    const Money budget = 5.0 * MUSD;
    const double number = budget;
    return number > 0 ? 0 : 1;
}
