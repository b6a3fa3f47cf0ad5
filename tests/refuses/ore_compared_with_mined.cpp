// must not compile: milled ore and mined material are not compared
#include "minerisk/core/units.hpp"

using namespace minerisk;
using namespace minerisk::units;

int main() {
    return 2.0 * Mt_ore < 3.0 * Mt_mined ? 0 : 1;
}
