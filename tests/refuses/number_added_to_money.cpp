// must not compile: a bare number has no unit to be added to money
#include "minerisk/core/units.hpp"

using namespace minerisk;
using namespace minerisk::units;

int main() {
    const Money budget = 5.0 * MUSD + 1.0;
    return budget > Money{} ? 0 : 1;
}
