// must not compile: a bare number has no unit: 5 * MUSD says what it is
#include "minerisk/core/units.hpp"

using namespace minerisk;
using namespace minerisk::units;

int main() {
    const Money budget = 5.0;
    return budget > Money{} ? 0 : 1;
}
