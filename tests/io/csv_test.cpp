#include "io/csv.hpp"

#include <gtest/gtest.h>

#include "temp_folder.hpp"

namespace minerisk::io {
namespace {

/// What is refused when `read` reads this table.
template <class Read>
std::string refused_csv(std::string_view text, Read&& read) {
    return test::refusal_of([&] {
        Sources sources;
        const int file = sources.add({"t.csv", std::string{text}, ""});
        ProblemSink sink{sources};
        Csv csv{sink, file};
        read(csv);
        csv.finish();
        sink.throw_if_any();
    });
}

void ore_columns(Csv& csv) {
    csv.required_column<double>("year");
    csv.required_column<OreMass>("ore");
}

TEST(CsvTable, ReadsColumnsInTheUnitsOfTheirHeaders) {
    const auto text =
        "year, ore [Mt] ,grade [g/t],share [%],name\n2029,38,0.5,80,first\n2030,45.5,-1e-1,90,\"a, "
        "\"\"b\"\"\"\n";
    EXPECT_EQ(refused_csv(text,
                          [](Csv& csv) {
                              EXPECT_EQ(csv.rows(), 2);
                              EXPECT_EQ(csv.integer_column("year"), (std::vector{2029, 2030}));
                              EXPECT_DOUBLE_EQ(csv.required_column<OreMass>("ore")[1].canonical(), 45.5e6);
                              EXPECT_DOUBLE_EQ(csv.required_column<Grade>("grade")[1].canonical(), -0.1e-6);
                              EXPECT_DOUBLE_EQ(csv.required_column<double>("share")[0], 0.8);
                              EXPECT_EQ(csv.text_column("name")[1], "a, \"b\"");
                              EXPECT_FALSE(csv.optional_column<Money>("cost"));
                              csv.require_increasing("year");
                          }),
              "");
}

TEST(CsvTable, TakesByteOrderMarksCarriageReturnsAndSemicolons) {
    EXPECT_EQ(refused_csv("\xef\xbb\xbfyear;ore [Mt]\r\n2029;38\r\n2030;45\r\n\r\n\r\n",
                          [](Csv& csv) {
                              EXPECT_EQ(csv.rows(), 2);
                              ore_columns(csv);
                          }),
              "");
    EXPECT_EQ(refused_csv("\"year\",\"ore [Mt]\"\n\"2029\",\"38\"",
                          [](Csv& csv) {
                              EXPECT_EQ(csv.required_column<OreMass>("ore").size(), 1u);
                              ore_columns(csv);
                          }),
              "");
}

TEST(CsvTable, EveryBadNumberHasItsPlaceAndColumn) {
    EXPECT_EQ(refused_csv("year,ore [Mt]\n2029,x\n2030,nan\n2031,1e400\n2032,\n2033,0x3\n2034,3 "
                          "Mt\n2035,\"1,5\"\n2036,1e303\n",
                          ore_columns),
              R"(t.csv:2:6: ore = x: must be a number
t.csv:3:6: ore = nan: must be a finite number
t.csv:4:6: ore = 1e400: must be between 1e-307 and 1e308 in size, or 0
t.csv:5:6: ore: must be a number
t.csv:6:6: ore = 0x3: must be a decimal number; found a hexadecimal one
t.csv:7:6: ore = 3 Mt: must be a number and nothing else
t.csv:8:6: ore = 1,5: must have a point for decimals and no thousands separators; found a comma
t.csv:9:6: ore = 1e303: must be between 1e-307 and 1e308 in size, or 0)");
    EXPECT_EQ(
        refused_csv("year\n2029.5\n", [](Csv& csv) { EXPECT_TRUE(csv.integer_column("year").empty()); }),
        "t.csv:2:1: year = 2029.5: must be a whole number");
}

TEST(CsvTable, RowsThatAreShortLongOrBlankAreRefused) {
    EXPECT_EQ(refused_csv("year,ore [Mt]\n2029\n2030,1,2\n\n2031,4\n",
                          [](Csv& csv) {
                              EXPECT_TRUE(csv.required_column<OreMass>("ore").empty());
                              ore_columns(csv);
                          }),
              "t.csv:2:1: row: must have 2 values; found 1\n"
              "t.csv:3:1: row: must have 2 values; found 3\n"
              "t.csv:4:1: row: must be a row of the table; found a blank line");
}

TEST(CsvTable, EmptyFilesAndHeadersWithoutRowsAreRefused) {
    EXPECT_EQ(refused_csv("", ore_columns), "t.csv:1:1: must have a header row; the file is empty");
    EXPECT_EQ(refused_csv("\xef\xbb\xbf", ore_columns),
              "t.csv:1:1: must have a header row; the file is empty");
    EXPECT_EQ(refused_csv("year,ore [Mt]\n", ore_columns), "t.csv:1:1: must have rows below the header");
}

TEST(CsvTable, HeadersAreCheckedAgainstWhatIsAskedFor) {
    EXPECT_EQ(refused_csv("year,year,ore [Mt]\n1,2,3\n", ore_columns),
              "t.csv:1:6: header = year: must be a name that no other column has");
    EXPECT_EQ(refused_csv("year,[Mt]\n1,2\n", ore_columns),
              "t.csv:1:6: header = [Mt]: must be a name, or a name and a unit in brackets: `ore_to [Mt]`");
    EXPECT_EQ(refused_csv("year,ore [Mt\n1,2\n", ore_columns),
              "t.csv:1:6: header = ore [Mt: must be a name, or a name and a unit in brackets: `ore_to [Mt]`");
    EXPECT_EQ(
        refused_csv("year,ore\n1,2\n", ore_columns),
        "t.csv:1:6: header = ore: must have a unit of ore: t, kt, Mt; state it in the header: `ore [t]`");
    EXPECT_EQ(refused_csv("year,ore [lb]\n1,2\n", ore_columns),
              "t.csv:1:6: header = ore [lb]: must have a unit of ore: t, kt, Mt; state it in the header: "
              "`ore [t]`");
    EXPECT_EQ(refused_csv("yaer,ore [Mt],extra\n1,2,3\n", ore_columns),
              "t.csv:1:1: yaer: unknown column; did you mean `year`?\n"
              "t.csv:1:15: extra: unknown column; known here: `year`, `ore`");
}

TEST(CsvTable, QuotesAndBytesThatMakeNoSenseEndTheReading) {
    EXPECT_EQ(refused_csv("year,ore [Mt]\n1,\"2\n3,4\n", ore_columns),
              "t.csv:2:3: must have a closing quote");
    EXPECT_EQ(refused_csv("year,ore [Mt]\n1,\"2\"x\n", ore_columns),
              "t.csv:2:6: must have nothing between a closing quote and the separator");
    EXPECT_EQ(refused_csv("year,ore [Mt]\n1,2\"\n", ore_columns),
              "t.csv:2:4: must have quotes around the whole value or not at all");
    EXPECT_EQ(refused_csv("year,ore [Mt]\n1,\xfe\n", ore_columns),
              "t.csv:2:3: must be UTF-8 text; found the byte \\xFE");
    EXPECT_EQ(refused_csv(std::string_view{"year,ore [Mt]\n1,\0\n", 18}, ore_columns),
              "t.csv:2:3: must not contain control characters; found \\x00");
    EXPECT_EQ(refused_csv("year,ore [Mt]\r1,2\r", ore_columns),
              "t.csv:1:14: must not contain control characters; found \\x0D");
    EXPECT_EQ(refused_csv("\x89PNG\r\n\x1a\n", ore_columns),
              "t.csv:1:1: must be UTF-8 text; found the byte \\x89");
}

TEST(CsvTable, ADoubledYearIsNamed) {
    const auto read = [](Csv& csv) {
        ore_columns(csv);
        csv.require_increasing("year");
    };
    EXPECT_EQ(refused_csv("year,ore [Mt]\n2029,1\n2030,2\n2030,3\n2031,4\n", read),
              "t.csv:4:1: year = 2030: must be above the value of the row before, 2030");
    EXPECT_EQ(refused_csv("year,ore [Mt]\n2029,1\n2028,2\n", read),
              "t.csv:3:1: year = 2028: must be above the value of the row before, 2029");
}

TEST(CsvTable, ACallerMayRefuseAValue) {
    EXPECT_EQ(refused_csv("year,ore [Mt]\n2029,-1\n",
                          [](Csv& csv) {
                              ore_columns(csv);
                              csv.fail("ore", 0, "must not be negative");
                          }),
              "t.csv:2:6: ore = -1: must not be negative");
}

TEST(CsvTable, HostileFilesEndEarlyAndBriefly) {
    std::string text = "a,b\n";
    for (int i = 0; i < 100'000; ++i) text += "1\n";
    const std::string rows = refused_csv(text, [](Csv&) {});
    EXPECT_LT(rows.size(), 3'000u);
    EXPECT_EQ(refused_csv(std::string(200'000, ','), [](Csv&) {}),
              "t.csv:1:1001: must have at most 1000 values in a row");
}

}  // namespace
}  // namespace minerisk::io
