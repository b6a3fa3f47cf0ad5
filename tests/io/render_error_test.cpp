#include <gtest/gtest.h>

#include "minerisk/io/render.hpp"

namespace minerisk::io {
namespace {

Problem at(int line, int column, std::string field, std::string value, std::string rule) {
    return {.field = std::move(field),
            .value = std::move(value),
            .rule = std::move(rule),
            .file = "m.toml",
            .line = line,
            .column = column};
}

TEST(RenderError, ShowsTheLineAndTheTokenAndCounts) {
    Sources sources;
    sources.add({"m.toml",
                 "\xef\xbb\xbf# caf\xc3\xa9\r\nrate = 0.08 # yearly\r\nn = \"\xc3\xa9 x\" \r\ny = [1, [2]]",
                 ""});
    const InputError error{{at(2, 8, "rate", "0.08", "must be text"),
                            at(3, 5, "n", "\"\xc3\xa9 x\"", "is odd"), at(4, 5, "y", "", "is an array"),
                            at(2, 1, "rate", "", "unknown key")}};
    EXPECT_EQ(render_error(error, sources),
              "m.toml:2:8: error: rate = 0.08: must be text\n"
              "    2 | rate = 0.08 # yearly\n"
              "      |        ^^^^\n"
              "m.toml:3:5: error: n = \"\xc3\xa9 x\": is odd\n"
              "    3 | n = \"\xc3\xa9 x\" \n"
              "      |     ^^^^^\n"
              "m.toml:4:5: error: y: is an array\n"
              "    4 | y = [1, [2]]\n"
              "      |     ^^^^^^^^\n"
              "m.toml:2:1: error: rate: unknown key\n"
              "    2 | rate = 0.08 # yearly\n"
              "      | ^^^^\n"
              "4 problems; nothing was run\n");
}

TEST(RenderError, WithoutTheTextOrThePlaceItSaysWhatItKnows) {
    EXPECT_EQ(render_error(InputError{{at(2, 8, "rate", "0.08", "must be text")}}),
              "m.toml:2:8: error: rate = 0.08: must be text\n1 problem; nothing was run\n");
    EXPECT_EQ(render_error(InputError{{{.field = "", .value = "", .rule = "does not exist", .file = "x"}}}),
              "x: error: does not exist\n1 problem; nothing was run\n");
    EXPECT_EQ(render_error(
                  InputError{{{.field = "run.paths", .value = "0", .rule = "must be positive", .file = ""}}}),
              "error: run.paths = 0: must be positive\n1 problem; nothing was run\n");
}

TEST(RenderError, NothingInAFileReachesTheTerminalAsAControl) {
    Sources sources;
    sources.add({"m.toml", "x\t= \x1b[2J\xff\xe2\x80\xae\n", ""});
    EXPECT_EQ(render_error(InputError{{at(1, 5, "x\x1b", "\x07", "\n")}}, sources),
              "m.toml:1:5: error: x\\x1B = \\x07: \\x0A\n"
              "    1 | x = ?[2J??\n"
              "      |     ^^^^^^\n"
              "1 problem; nothing was run\n");
}

TEST(RenderError, LongLinesAreShownAroundTheToken) {
    Sources sources;
    sources.add({"m.toml", std::string(500, 'a') + " bbb " + std::string(500, 'c'), ""});
    const std::string text = render_error(InputError{{at(1, 502, "k", "", "r")}}, sources);
    EXPECT_EQ(text, "m.toml:1:502: error: k: r\n    1 | " + std::string(49, 'a') + " bbb " +
                        std::string(46, 'c') + "\n      | " + std::string(50, ' ') +
                        "^^^\n1 problem; nothing was run\n");
    // Places beyond the text, as a broken file may give, show no line.
    EXPECT_EQ(render_error(InputError{{at(9, 1, "k", "", "r")}}, sources),
              "m.toml:9:1: error: k: r\n1 problem; nothing was run\n");
    EXPECT_EQ(render_error(InputError{{at(1, 5000, "k", "", "r")}}, sources),
              "m.toml:1:5000: error: k: r\n1 problem; nothing was run\n");
}

}  // namespace
}  // namespace minerisk::io
