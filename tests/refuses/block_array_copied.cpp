// must not compile: a block array is moved, never copied in passing
#include "minerisk/core/block.hpp"

using namespace minerisk;

int main() {
    const BlockArray prices{3, wide_block};
    const BlockArray copy = prices;
    return copy.rows();
}
