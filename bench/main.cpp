#include <cstdio>
#include <exception>

#include <benchmark/benchmark.h>

#include "minerisk/kernels/active.hpp"

// What a figure cannot be read without: which kernels ran and who compiled them.
int main(int argc, char** argv) {
    try {
        benchmark::AddCustomContext("kernels", minerisk::kernels().name);
        benchmark::AddCustomContext("compiler", MINERISK_COMPILER);
        benchmark::AddCustomContext("build type", MINERISK_BUILD_TYPE);
        benchmark::Initialize(&argc, argv);
        if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
        benchmark::RunSpecifiedBenchmarks();
        benchmark::Shutdown();
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
