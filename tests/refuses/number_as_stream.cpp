// must not compile: draws are named by their stream, not by a number that could be any
#include "minerisk/random/draws.hpp"

using namespace minerisk;

int main() {
    const random::DrawAddress at{.seed = 1, .stream = 7u, .first_path = 0};
    return static_cast<int>(at.seed);
}
