#include <gtest/gtest.h>

#include <cstdio>
#include <regex>
#include <string>
#include <vector>

#include "../io/sound_model.hpp"
#include "child.hpp"

namespace minerisk {
namespace {

/// Instruction sets are chosen once a process, so each run is one. The last of the 5 tasks ends in a block
/// that is not full.
TEST(SameBits, ForEveryInstructionSetOnOneToEightThreads) {
    const test::TempFolder folder;
    folder.write("ore.csv", test::sound_ore);
    const std::string model = folder.write("mine.toml", test::sound_model);
    const auto paths = [&](int threads, const test::Child::Environment& environment) {
        const test::Ended ended =
            test::run_program({"run", model, "--paths", "8500", "--threads", std::to_string(threads),
                               "--quiet", "--out", folder / "out"},
                              environment);
        EXPECT_EQ(ended.status, 0) << ended.err;
        return folder.read("out/paths.csv");
    };
    const std::string usable = test::run_program({"--version"}).out;
    const std::string expected = paths(1, {{"MINERISK_ISA", "plain"}});
    EXPECT_EQ(test::rows_of(expected).size(), 8'501u);
    for (const std::string isa : {"v2", "v3", "v4"}) {
        if (!std::regex_search(usable, std::regex{"usable here:[^(]* " + isa + " "})) {
            std::printf("skipped: this processor or build has no %s\n", isa.c_str());
            continue;
        }
        for (int threads = 1; threads <= 8; ++threads)
            EXPECT_TRUE(paths(threads, {{"MINERISK_ISA", isa}}) == expected)
                << isa << " on " << threads << " threads";
    }
}

}  // namespace
}  // namespace minerisk
