#include "io/text_escape.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>

namespace minerisk::io {
namespace {

TEST(TextEscape, ControlCharactersAndBrokenBytesAreShownNotSent) {
    EXPECT_EQ(escape_text("a\x1b[31m\n\x7f"), "a\\x1B[31m\\x0A\\x7F");
    EXPECT_EQ(escape_text("caf\xc3\xa9 \xff"), "caf\xc3\xa9 \\xFF");
    EXPECT_EQ(escape_text("\xc2\x9b"), "\\x9B");                // a C1 control in UTF-8
    EXPECT_EQ(escape_text("\xe2\x80\xae"), "\\u{202E}");        // turns the text around
    EXPECT_EQ(escape_text("\xc0\xaf"), "\\xC0\\xAF");           // overlong
    EXPECT_EQ(escape_text("\xed\xa0\x80"), "\\xED\\xA0\\x80");  // a surrogate
    EXPECT_EQ(escape_text(std::string_view{"\0", 1}), "\\x00");
    EXPECT_EQ(escape_text(escape_text("\x1b\xff")), escape_text("\x1b\xff"));
}

TEST(TextEscape, LongTextIsCutAtWholeCharacters) {
    EXPECT_EQ(shown(std::string(60, 'a')), std::string(60, 'a'));
    EXPECT_EQ(shown(std::string(61, 'a')), std::string(57, 'a').append("..."));
    EXPECT_EQ(shown("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 4), "\xc3\xa9...");
    EXPECT_EQ(shown("ab\x01zzz", 5), "ab...");
}

TEST(TextEscape, NumbersReadBackExactly) {
    EXPECT_EQ(number_text(0.1), "0.1");
    EXPECT_EQ(number_text(-0.0), "-0");
    EXPECT_EQ(number_text(1e300), "1e+300");
    EXPECT_EQ(number_text(std::nan("")), "nan");
    EXPECT_EQ(number_text(-std::numeric_limits<double>::infinity()), "-inf");
    std::mt19937_64 bits{5};
    for (int i = 0; i < 20'000; ++i) {
        const std::uint64_t u = bits();
        double x;
        std::memcpy(&x, &u, sizeof x);
        if (!std::isfinite(x)) continue;
        EXPECT_EQ(std::strtod(number_text(x).c_str(), nullptr), x);
    }
}

TEST(TextEscape, CsvTextIsQuotedAndNeverAFormula) {
    EXPECT_EQ(csv_field("plain text"), "plain text");
    EXPECT_EQ(csv_field(""), "");
    EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_field("say \"x\""), "\"say \"\"x\"\"\"");
    EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(csv_field("=1+1"), "\"'=1+1\"");
    EXPECT_EQ(csv_field("+1"), "\"'+1\"");
    EXPECT_EQ(csv_field("-1"), "\"'-1\"");
    EXPECT_EQ(csv_field("@sum"), "\"'@sum\"");
    EXPECT_EQ(csv_field("\t=1"), "\"'\t=1\"");
    EXPECT_EQ(csv_field("\r=1"), "\"'\r=1\"");
}

}  // namespace
}  // namespace minerisk::io
