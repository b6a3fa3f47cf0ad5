#include <cstdio>
#include <exception>

#include "program/commands.hpp"

#include "minerisk/core/errors.hpp"
#include "minerisk/engine/path_block.hpp"

int main(int argc, char** argv) {
    try {
        return minerisk::program::run_program(argc, argv);
    } catch (const minerisk::InputError& e) {
        std::fprintf(stderr, "minerisk: %s\n", e.what());
        return 2;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "minerisk: %s\n", e.what());
        return 1;
    }
}
