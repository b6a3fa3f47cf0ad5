#include "minerisk/io/atomic_file.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "temp_folder.hpp"

namespace minerisk::io {
namespace {

std::string error_of(auto&& run) {
    try {
        run();
    } catch (const OutputError& error) {
        return error.what();
    }
    return {};
}

int entries(const std::string& folder) {
    int count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator{folder}) ++count;
    return count;
}

TEST(AtomicFile, AppearsOnlyWhenItIsCommitted) {
    const test::TempFolder folder;
    folder.write("a.txt", "old");
    AtomicFile file{folder / "a.txt"};
    file.write("new ");
    file.write(std::string(1'000'000, 'x'));
    EXPECT_EQ(folder.read("a.txt"), "old");
    file.commit();
    EXPECT_EQ(folder.read("a.txt"), "new " + std::string(1'000'000, 'x'));
    EXPECT_EQ(entries(folder.path()), 1);
}

TEST(AtomicFile, WhatIsNotCommittedLeavesNoTrace) {
    const test::TempFolder folder;
    folder.write("a.txt", "old");
    {
        AtomicFile file{folder / "a.txt"};
        file.write(std::string(1'000'000, 'x'));
        EXPECT_EQ(entries(folder.path()), 2);
    }
    EXPECT_EQ(folder.read("a.txt"), "old");
    EXPECT_EQ(entries(folder.path()), 1);
}

TEST(AtomicFile, IsWrittenAtAnyPlaceAndCut) {
    const test::TempFolder folder;
    AtomicFile file{folder / "a"};
    file.write_at(6, "world, and more");
    file.write_at(0, "hello ");
    file.cut(11);
    file.commit();
    EXPECT_EQ(folder.read("a"), "hello world");
}

TEST(AtomicFile, KeepsToTheUmask) {
    const test::TempFolder folder;
    const mode_t before = ::umask(027);
    write_whole_file(folder / "a.txt", "x");
    ::umask(before);
    struct stat info {};
    ASSERT_EQ(::stat((folder / "a.txt").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777u, 0640u);
}

TEST(AtomicFile, ReplacesALinkAndNotWhatItLeadsTo) {
    const test::TempFolder folder;
    folder.write("precious", "precious");
    ASSERT_EQ(::symlink("precious", (folder / "a.txt").c_str()), 0);
    write_whole_file(folder / "a.txt", "x");
    EXPECT_EQ(folder.read("precious"), "precious");
    EXPECT_EQ(folder.read("a.txt"), "x");
}

TEST(AtomicFile, SaysWhyItCannotWrite) {
    const test::TempFolder folder;
    std::filesystem::create_directory(folder / "dir");
    EXPECT_EQ(error_of([&] { write_whole_file(folder / "dir", "x"); }),
              "cannot write " + (folder / "dir") + ": Is a directory");
    EXPECT_EQ(error_of([&] { write_whole_file(folder / "no/a", "x"); }),
              "cannot write " + (folder / "no/a") + ": No such file or directory");
    EXPECT_EQ(error_of([&] { write_whole_file("", "x"); }), "cannot write : Is a directory");
}

TEST(AtomicFile, AFullDiskLeavesTheOldFileAndNothingElse) {
    const test::TempFolder folder;
    folder.write("a.txt", "old");
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{100'000, limit.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const std::string error =
        error_of([&] { write_whole_file(folder / "a.txt", std::string(1'000'000, 'x')); });
    ::setrlimit(RLIMIT_FSIZE, &limit);
    ::signal(SIGXFSZ, handler);
    EXPECT_EQ(error, "cannot write " + (folder / "a.txt") + ": File too large");
    EXPECT_EQ(folder.read("a.txt"), "old");
    EXPECT_EQ(entries(folder.path()), 1);
}

TEST(OutputFolder, IsMadeAndFilledAllTogether) {
    const test::TempFolder folder;
    OutputFolder out{folder / "deep/out"};
    AtomicFile& a = out.file("a.txt");
    AtomicFile& b = out.file("b.txt");
    b.write("b");
    a.write("a");
    EXPECT_FALSE(std::filesystem::exists(folder / "deep/out/a.txt"));
    out.commit();
    EXPECT_EQ(folder.read("deep/out/a.txt"), "a");
    EXPECT_EQ(folder.read("deep/out/b.txt"), "b");
    EXPECT_EQ(entries(folder / "deep/out"), 2);
}

TEST(OutputFolder, RefusesAFileInItsPlaceAndNamesThatLeaveIt) {
    const test::TempFolder folder;
    folder.write("out", "x");
    EXPECT_EQ(error_of([&] { OutputFolder{folder / "out"}; }),
              "cannot write to " + (folder / "out") + ": it is there and is not a folder");
    EXPECT_EQ(error_of([&] { OutputFolder{folder / "new"}.file("../a"); }),
              "cannot write " + (folder / "new") + "/../a: Invalid argument");
    EXPECT_EQ(error_of([&] { OutputFolder{folder / "new"}.file(".."); }),
              "cannot write " + (folder / "new") + "/..: Is a directory");
}

}  // namespace
}  // namespace minerisk::io
