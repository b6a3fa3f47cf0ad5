#include "minerisk/report/npy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "../io/temp_folder.hpp"
#include "support/bell.hpp"

namespace minerisk {
namespace {

using testing_support::Bell;

/// The numbers after the header of a NumPy file of ours.
template <class T>
std::vector<T> npy_values(const std::string& bytes) {
    std::vector<T> values((bytes.size() - 128) / sizeof(T));
    std::memcpy(values.data(), bytes.data() + 128, values.size() * sizeof(T));
    return values;
}

minerisk::Run npy_run(std::uint64_t paths) {
    minerisk::Run run;
    run.paths = paths;
    run.threads = 3;
    run.executor = Executor::threads;
    run.paths_a_task = 128;
    return run;
}

TEST(Npy, TheHeaderIsThatOfNumPy) {
    const std::string one = report::npy_header("<f8", 1000);
    const std::string text = "{'descr': '<f8', 'fortran_order': False, 'shape': (1000,), }";
    EXPECT_EQ(one, std::string("\x93NUMPY\x01\0v\0", 10) + text + std::string(117 - text.size(), ' ') + "\n");
    EXPECT_EQ(report::npy_header("|u1", 18'446'744'073'709'551'615u).size(), 128u);
}

TEST(Npy, FilesHoldTheColumnsAndAppearTogether) {
    const test::TempFolder temp;
    io::OutputFolder folder{temp / "out"};
    report::NpyColumns files{folder};
    minerisk::Run run = npy_run(1001);
    run.rows = files.sink();
    const Outcome o = simulate(Bell{}, run);
    files.finish(o);
    EXPECT_FALSE(std::filesystem::exists(temp / "out/z.npy"));
    folder.commit();
    EXPECT_EQ(temp.read("out/z.npy").substr(0, 128), report::npy_header("<f8", 1001));
    EXPECT_EQ(temp.read("out/side.npy").substr(0, 128), report::npy_header("|u1", 1001));
    EXPECT_TRUE(std::ranges::equal(npy_values<double>(temp.read("out/z.npy")), o["z"]));
    EXPECT_TRUE(std::ranges::equal(npy_values<double>(temp.read("out/growth.npy")), o["growth"]));
    EXPECT_TRUE(
        std::ranges::equal(npy_values<unsigned char>(temp.read("out/side.npy")), o.status("side").values));
}

TEST(Npy, AStoppedRunLeavesThePrefixThatItKeeps) {
    const test::TempFolder temp;
    io::OutputFolder folder{temp / "out"};
    report::NpyColumns files{folder};
    minerisk::Run run = npy_run(100'000);
    run.metrics = {"growth"};
    std::stop_source source;
    run.stop = source.get_token();
    run.rows = files.sink();
    run.progress = [&](std::uint64_t done) {
        if (done > 1000) source.request_stop();
    };
    const Outcome part = simulate(Bell{}, run);
    ASSERT_TRUE(part.interrupted);
    files.finish(part);
    folder.commit();
    const std::string bytes = temp.read("out/growth.npy");
    EXPECT_EQ(bytes.substr(0, 128), report::npy_header("<f8", part.paths));
    EXPECT_EQ(bytes.size(), 128 + 8 * part.paths);
    EXPECT_TRUE(std::ranges::equal(npy_values<double>(bytes), part["growth"]));
    EXPECT_FALSE(std::filesystem::exists(temp / "out/z.npy"));
}

TEST(Npy, RowsBehindThePrefixAreCutOff) {
    const test::TempFolder temp;
    io::OutputFolder folder{temp / "out"};
    report::NpyColumns files{folder};
    Outcome o;
    o.columns = {{"a"}};
    o.columns[0].values.assign(300, 2.5);
    files.write(o, 200, 100);
    files.write(o, 0, 100);
    o.paths = 100;
    o.columns[0].values.resize(100);
    files.finish(o);
    folder.commit();
    EXPECT_EQ(npy_values<double>(temp.read("out/a.npy")), std::vector<double>(100, 2.5));
}

TEST(Npy, WhatIsNotCommittedLeavesNoFile) {
    const test::TempFolder temp;
    {
        io::OutputFolder folder{temp / "out"};
        report::NpyColumns files{folder};
        minerisk::Run run = npy_run(1000);
        run.rows = files.sink();
        run.progress = [](std::uint64_t) { throw std::runtime_error{"no more"}; };
        EXPECT_THROW(simulate(Bell{}, run), std::runtime_error);
    }
    EXPECT_TRUE(std::filesystem::is_empty(temp / "out"));
}

}  // namespace
}  // namespace minerisk
