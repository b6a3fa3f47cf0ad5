// must not compile: ore and metal are both masses and still different kinds
#include "minerisk/core/units.hpp"

using namespace minerisk;
using namespace minerisk::units;

int main() {
    const auto sum = 2.0 * Mt_ore + 1.0 * kt;
    return sum.canonical() > 0 ? 0 : 1;
}
