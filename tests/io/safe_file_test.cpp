#include "io/safe_file.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "temp_folder.hpp"

namespace minerisk::io {
namespace {

class SafeFile : public testing::Test {
protected:
    std::string rule(std::string_view name, std::size_t limit = csv_limit) const {
        return ModelFolder{folder / "model/m.toml"}.read("", name, limit).rule;
    }
    void SetUp() override {
        folder.write("model/m.toml", "");
        folder.write("model/data/ore.csv", "abc");
        folder.write("secret.csv", "secret");
    }
    test::TempFolder folder;
};

TEST_F(SafeFile, HashesByThePublishedVectors) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(SafeFile, ReadsAFileBelowTheFolderWithItsNameAndSum) {
    const auto file = ModelFolder{folder / "model/m.toml"}.read("", "data/ore.csv", csv_limit);
    ASSERT_EQ(file.rule, "");
    EXPECT_EQ(file.value.text, "abc");
    EXPECT_EQ(file.value.name, folder / "model/data/ore.csv");
    EXPECT_EQ(file.value.sha256, sha256_hex("abc"));
    EXPECT_EQ(rule("./data//./ore.csv"), "");
    EXPECT_EQ(ModelFolder{folder / "model/m.toml"}.read("data/", "ore.csv", csv_limit).value.text, "abc");
}

TEST_F(SafeFile, RefusesAWayOutOfTheFolder) {
    const std::string above = "must be a path below the folder of the model file, without \"..\"";
    EXPECT_EQ(rule("../secret.csv"), above);
    EXPECT_EQ(rule("data/../../secret.csv"), above);
    EXPECT_EQ(rule("data/../data/ore.csv"), above);
    EXPECT_EQ(rule(".."), above);
    EXPECT_EQ(rule("/etc/passwd"),
              "must be a path below the folder of the model file; found an absolute path");
    EXPECT_EQ(rule(folder / "secret.csv"),
              "must be a path below the folder of the model file; found an absolute path");
}

TEST_F(SafeFile, RefusesLinksInAnyPlace) {
    const std::string link = "must not be or pass through a link";
    ASSERT_EQ(::symlink("../secret.csv", (folder / "model/out.csv").c_str()), 0);
    ASSERT_EQ(::symlink("..", (folder / "model/up").c_str()), 0);
    ASSERT_EQ(::symlink("data", (folder / "model/inside").c_str()), 0);
    ASSERT_EQ(::symlink("nowhere", (folder / "model/dangling").c_str()), 0);
    EXPECT_EQ(rule("out.csv"), link);
    EXPECT_EQ(rule("up/secret.csv"), link);
    EXPECT_EQ(rule("inside/ore.csv"), link);
    EXPECT_EQ(rule("dangling"), link);
}

TEST_F(SafeFile, RefusesWhatIsNotARegularFileWithoutWaiting) {
    ASSERT_EQ(::mkfifo((folder / "model/pipe").c_str(), 0600), 0);
    EXPECT_EQ(rule("pipe"), "must be a regular file; found a FIFO");
    EXPECT_EQ(rule("data"), "must be a regular file; found a folder");
    EXPECT_EQ(rule("data/"), "must be a regular file; found a folder");
    EXPECT_EQ(rule("."), "must be a regular file; found a folder");
    EXPECT_EQ(rule(""), "must name a file");
    EXPECT_EQ(rule("missing.csv"), "does not exist");
    EXPECT_EQ(rule("missing/ore.csv"), "does not exist");
    EXPECT_EQ(rule("m.toml/ore.csv"), "passes through something that is not a folder");
    EXPECT_EQ(rule(std::string_view{"data/ore.csv\0x", 14}), "must not contain a NUL");
    EXPECT_EQ(rule(std::string(300, 'a')), "has a name that is too long");
    EXPECT_EQ(rule(std::string(5000, 'a')), "has a name that is too long");
    EXPECT_EQ(ModelFolder{"/dev/null"}.read("", "null", csv_limit).rule,
              "must be a regular file; found a device");

    const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, (folder / "model/socket").c_str(), sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(server, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(rule("socket"), "must be a regular file; found a special file");
    ::close(server);
}

TEST_F(SafeFile, RefusesWhatIsTooLarge) {
    folder.write("model/four.csv", "1234");
    EXPECT_EQ(rule("four.csv", 4), "");
    EXPECT_EQ(ModelFolder{folder / "model/m.toml"}.read("", "four.csv", 3).rule, "must be at most 0 MB");
    const std::string sparse = folder.write("model/large.csv", "");
    ASSERT_EQ(::truncate(sparse.c_str(), 64'000'001), 0);
    EXPECT_EQ(rule("large.csv"), "must be at most 64 MB");
    ASSERT_EQ(::truncate(sparse.c_str(), 4'000'001), 0);
    EXPECT_EQ(rule("large.csv", toml_limit), "must be at most 4 MB");
}

TEST_F(SafeFile, TheModelFileItselfMayBeReachedByALinkButIsARegularFile) {
    ASSERT_EQ(::symlink("secret.csv", (folder / "link.toml").c_str()), 0);
    EXPECT_EQ(read_file(folder / "link.toml", toml_limit).value.text, "secret");
    EXPECT_EQ(read_file(folder / "missing", toml_limit).rule, "does not exist");
    EXPECT_EQ(read_file(folder.path(), toml_limit).rule, "must be a regular file; found a folder");
    EXPECT_EQ(read_file("/dev/zero", toml_limit).rule, "must be a regular file; found a device");
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(read_file(folder / "pipe", toml_limit).rule, "must be a regular file; found a FIFO");
    EXPECT_EQ(read_file("", toml_limit).rule, "does not exist");
    ASSERT_EQ(::symlink("loop", (folder / "loop").c_str()), 0);
    EXPECT_EQ(read_file(folder / "loop", toml_limit).rule, "must not be or pass through a link");
}

}  // namespace
}  // namespace minerisk::io
