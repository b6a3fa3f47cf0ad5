#include "io/document.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "temp_folder.hpp"

namespace minerisk::io {
namespace {

using test::refusal_of;

class DocumentTest : public testing::Test {
protected:
    /// What is refused when `read` reads a model of this text.
    template <class Read>
    std::string refused(std::string_view text, Read&& read) {
        const std::string path = folder.write("m.toml", text);
        return refusal_of(
            [&] {
                Sources sources;
                Document document = Document::load(path, sources);
                read(document.root());
                document.finish();
            },
            folder.path());
    }
    std::string refused(std::string_view text) {
        return refused(text, [](const Table&) {});
    }
    test::TempFolder folder;
};

enum class When { start, middle, end };

TEST_F(DocumentTest, ReadsEveryType) {
    const auto text = R"(
name = "Réko"
capital = "5800 MUSD"
recovery = 0.9
share = "12 %"
life = 37
on = true
from = 2027-01-01
to = "2064-12-31"
base = "2024-12"
when = "middle"
grades = ["0.5 %", "0.3 g/t"]
weights = [1, 2.5]
curve = [["1 yr", "1000 MUSD"], ["2 yr", "2700 MUSD"]]
price.copper.spot = "4.6 USD/lb"
price.gold.spot = "3000 USD/oz"
[[phase]]
build = "4 yr"
[[phase]]
build = "2 yr"
[losses]
road = 0.5
rail = "20 %"
)";
    EXPECT_EQ(refused(text,
                      [](const Table& t) {
                          EXPECT_EQ(t.required<std::string>("name"), "Réko");
                          EXPECT_DOUBLE_EQ(t.required<Money>("capital").canonical(), 5.8e9);
                          EXPECT_DOUBLE_EQ(t.required<double>("recovery"), 0.9);
                          EXPECT_DOUBLE_EQ(t.required<double>("share"), 0.12);
                          EXPECT_EQ(t.required<int>("life"), 37);
                          EXPECT_TRUE(t.required<bool>("on"));
                          EXPECT_EQ(t.required<Date>("from"), (Date{2027, 1, 1}));
                          EXPECT_EQ(t.required<Date>("to"), (Date{2064, 12, 31}));
                          EXPECT_EQ(t.required<Month>("base").first, (Date{2024, 12, 1}));
                          EXPECT_EQ(
                              t.choice<When>("when", {{"start", When::start}, {"middle", When::middle}}),
                              When::middle);
                          EXPECT_EQ(t.list<Grade>("grades").size(), 2u);
                          EXPECT_EQ(t.list<double>("weights"), (std::vector{1.0, 2.5}));
                          const auto curve = t.pairs<Years, Money>("curve");
                          ASSERT_EQ(curve.size(), 2u);
                          EXPECT_DOUBLE_EQ(curve[1].second.canonical(), 2.7e9);
                          for (const char* metal : {"copper", "gold"})
                              t.table("price").table(metal).required<Price>("spot");
                          EXPECT_EQ(t.table("price").table("gold").path(), "price.gold");
                          const auto phases = t.tables("phase");
                          ASSERT_EQ(phases.size(), 2u);
                          EXPECT_DOUBLE_EQ(phases[1].required<Years>("build").canonical(), 2);
                          EXPECT_DOUBLE_EQ(phases[0].required<Years>("build").canonical(), 4);
                          const auto losses = t.table("losses").named_values<double>();
                          ASSERT_EQ(losses.size(), 2u);
                          EXPECT_EQ(losses[1], (std::pair<std::string, double>{"rail", 0.2}));
                          EXPECT_FALSE(t.optional<Money>("nothing"));
                          EXPECT_FALSE(t.optional_table("nothing"));
                          EXPECT_TRUE(t.optional_tables("nothing").empty());
                          EXPECT_FALSE(t.optional_list<double>("nothing"));
                          EXPECT_TRUE(t.ok());
                      }),
              "");
}

TEST_F(DocumentTest, EveryProblemIsFoundAtItsPlaceInTheOrderOfTheFile) {
    const auto text = R"(discount_rat = "8 %/yr"
capital = 5800
life = 3.5
[tax]
rate = "30"
holiday = "10 MUSD"
[[phase]]
build = "4 yr"
[[phase]]
biuld = "2 yr"
)";
    EXPECT_EQ(refused(text,
                      [](const Table& t) {
                          for (const Table& phase : t.tables("phase")) phase.required<Years>("build");
                          t.required<Rate>("discount_rate");
                          t.required<Money>("capital");
                          t.required<int>("life");
                          t.table("tax").required<double>("rate");
                          t.table("tax").required<Years>("holiday");
                          t.table("price").required<Price>("spot");
                      }),
              R"(m.toml: price: is required
m.toml:1:1: discount_rat: unknown key; did you mean `discount_rate`?
m.toml:2:11: capital = 5800: must be text with a unit, such as "5800 MUSD"; found a number
m.toml:3:8: life = 3.5: must be a whole number
m.toml:5:8: tax.rate = "30": must be a number without quotes, or end in %
m.toml:6:11: tax.holiday = "10 MUSD": must have a unit of time: yr, months, weeks, d, year, years, month, week, day, days
m.toml:10:1: phase[2].biuld: unknown key; did you mean `build`?)");
}

TEST_F(DocumentTest, WrongTypesSayWhatWasFound) {
    const auto rule = [&](const std::string& value, auto read) {
        const std::string all = refused("x = " + value, read);
        return all.substr(all.find(": ", all.find(" = ")) + 2);
    };
    const auto rate = [](const Table& t) { t.required<Rate>("x"); };
    const auto real = [](const Table& t) { t.required<double>("x"); };
    const auto whole = [](const Table& t) { t.required<int>("x"); };
    const auto yes = [](const Table& t) { t.required<bool>("x"); };
    const auto text = [](const Table& t) { t.required<std::string>("x"); };
    const auto date = [](const Table& t) { t.required<Date>("x"); };
    const auto month = [](const Table& t) { t.required<Month>("x"); };
    const std::string rate_rule = "must be text with a unit, such as \"8 %/yr\"; found ";
    EXPECT_EQ(rule("0.08", rate), rate_rule + "a number");
    EXPECT_EQ(rule("true", rate), rate_rule + "a boolean");
    EXPECT_EQ(rule("2027-01-01", rate), rate_rule + "a date");
    EXPECT_EQ(rule("2027-01-01T10:00:00Z", rate), rate_rule + "a time");
    EXPECT_EQ(rule("inf", real), "must be a finite number");
    EXPECT_EQ(rule("-nan", real), "must be a finite number");
    EXPECT_EQ(rule("1e-400", real), "must be between 1e-307 and 1e308 in size, or 0");
    EXPECT_EQ(rule("0x10", real), "must be a decimal number; found a hexadecimal one");
    EXPECT_EQ(rule("\"0.5\"", real), "must be a number without quotes, or end in %");
    EXPECT_EQ(rule("\"half\"", real), "must be a number with a unit, such as \"8 %\"");
    EXPECT_EQ(rule("false", real), "must be a number, or a share such as \"8 %\"; found a boolean");
    EXPECT_EQ(rule("\"5\"", whole), "must be a whole number; found text");
    EXPECT_EQ(rule("0b11", whole), "must be a whole number in decimal digits");
    EXPECT_EQ(rule("5000000000", whole), "must be at most 2000000000 in size");
    EXPECT_EQ(rule("1", yes), "must be true or false; found a number");
    EXPECT_EQ(rule("1", text), "must be text; found a number");
    EXPECT_EQ(rule("\"a\\u001Bb\"", text), "must not contain control characters");
    EXPECT_EQ(rule("\"2027-02-30\"", date), "must be a date, such as 2027-01-01");
    EXPECT_EQ(rule("2027", date), "must be a date, such as 2027-01-01; found a number");
    EXPECT_EQ(rule("\"2024-13\"", month), "must be a month, such as \"2024-12\"");
}

TEST_F(DocumentTest, ArraysAndTablesAreCheckedItemByItem) {
    EXPECT_EQ(refused("x = [\"1 MUSD\", 2,\n \"3 t\"]", [](const Table& t) { t.list<Money>("x"); }),
              "m.toml:1:16: x[2] = 2: must be text with a unit, such as \"5800 MUSD\"; found a number\n"
              "m.toml:2:2: x[3] = \"3 t\": must have a unit of money: USD, kUSD, MUSD, BUSD");
    EXPECT_EQ(refused("x = 5", [](const Table& t) { t.list<Money>("x"); }),
              "m.toml:1:5: x = 5: must be an array; found a number");
    EXPECT_EQ(refused("x = [[1, 2], [3], [4, true]]", [](const Table& t) { t.pairs<double, double>("x"); }),
              "m.toml:1:14: x[2]: must have 2 items; found 1\n"
              "m.toml:1:23: x[3][2] = true: must be a number, or a share such as \"8 %\"; found a boolean");
    EXPECT_EQ(refused("x = 5\ny = [1]\nz = {a = 1}",
                      [](const Table& t) {
                          t.table("x");
                          t.tables("y");
                          t.tables("z");
                      }),
              "m.toml:1:5: x = 5: must be a table; found a number\n"
              "m.toml:2:6: y[1] = 1: must be a table; found a number\n"
              "m.toml:3:5: z: must be an array; found a table");
    EXPECT_EQ(
        refused(
            "x = \"late\"",
            [](const Table& t) {
                t.choice<When>("x", {{"start", When::start}, {"middle", When::middle}, {"end", When::end}});
            }),
        "m.toml:1:5: x = \"late\": must be one of: \"start\", \"middle\", \"end\"");
}

TEST_F(DocumentTest, UnknownKeysAndTablesNameWhatIsKnown) {
    EXPECT_EQ(refused("zzz = 1\n[wholly.other]\na = 1\n[sub]\n\"odd key\" = 1\n",
                      [](const Table& t) {
                          t.optional<double>("alpha");
                          t.optional<double>("beta");
                          t.optional_table("sub");
                      }),
              "m.toml:1:1: zzz: unknown key; known here: `alpha`, `beta`, `sub`\n"
              "m.toml:2:2: wholly: unknown table; known here: `alpha`, `beta`, `sub`\n"
              "m.toml:5:1: sub.\"odd key\": unknown key");
    EXPECT_EQ(refused("x = 1", [](const Table& t) { EXPECT_TRUE(t.has("x")); }),
              "m.toml:1:1: x: has no meaning here");
}

TEST_F(DocumentTest, ATableThatIsRefusedAsAWholeStillNamesItsUnknownKeys) {
    EXPECT_EQ(refused("[c]\nd = 1\n", [](const Table& t) { t.table("c").fail("must have more"); }),
              "m.toml:1:1: c: must have more\nm.toml:2:1: c.d: unknown key");
}

TEST_F(DocumentTest, CallersReportOnceAndAtTheKey) {
    EXPECT_EQ(refused("a = -1\nb = \"x\"\n[c]\nd = 1",
                      [](const Table& t) {
                          t.require(t.required<double>("a") > 0, "a", "must be positive");
                          t.fail("a", "must be odd");
                          t.require(t.required<double>("b") > 0, "b", "must be positive");  // an echo
                          t.table("c").required<double>("d");
                          t.table("c").fail("e", "is needed with d");
                          t.table("c").fail("must have more");
                      }),
              "m.toml:1:5: a = -1: must be positive\n"
              "m.toml:2:5: b = \"x\": must be a number with a unit, such as \"8 %\"\n"
              "m.toml:3:1: c.e: is needed with d\n"
              "m.toml:3:1: c: must have more");
}

TEST_F(DocumentTest, LongAndHostileTextIsCutAndEscaped) {
    EXPECT_EQ(
        refused("x = \"" + std::string(200, 'y') + "\"", [](const Table& t) { t.required<Money>("x"); }),
        "m.toml:1:5: x = \"" + std::string(56, 'y') +
            "...: must be a number with a unit, such as \"5800 MUSD\"");
    EXPECT_EQ(refused("x = \"\xe2\x80\xae\"", [](const Table& t) { t.required<Money>("x"); }),
              "m.toml:1:5: x = \"\\u{202E}\": must be a number with a unit, such as \"5800 MUSD\"");
    std::string many;
    for (int i = 0; i < 5000; ++i) many += "key" + std::to_string(i) + " = 1\n";
    const std::string all = refused(many);
    EXPECT_EQ(std::ranges::count(all, '\n'), 100);
    EXPECT_TRUE(all.ends_with("\nmore problems were found; they are not listed"));
}

TEST_F(DocumentTest, BrokenTomlIsOneProblemWithItsPlace) {
    EXPECT_EQ(refused("a = 1\na = 2\n"),
              "m.toml:2:5: not valid TOML (key-value pair): cannot redefine existing integer 'a'");
    EXPECT_EQ(refused("k = 5800 MUSD\n"),
              "m.toml:1:10: not valid TOML (key-value pair): expected a comment or whitespace, saw 'M'");
    EXPECT_EQ(refused("x = 1e400\n"),
              "m.toml:1:5: must be between 1e-307 and 1e308 in size, or 0; found 1e400");
    EXPECT_EQ(refused("x = \"abc"), "m.toml:1:5: must have a closing quote");
    EXPECT_EQ(refused("a = 1\nb = \"\xff\"\n"), "m.toml:2:6: must be UTF-8 text; found the byte \\xFF");
    EXPECT_EQ(refused(std::string_view{"a = 1\0", 6}),
              "m.toml:1:6: must not contain control characters; found \\x00");
    EXPECT_EQ(refused("a = 1\rb = 2\n"), "m.toml:1:6: must not contain control characters; found \\x0D");
    EXPECT_EQ(refused("# \x1b[2J\n"), "m.toml:1:3: must not contain control characters; found \\x1B");
    EXPECT_EQ(refused("caf\xc3\xa9 = 1\n"), "m.toml:1:4: must be in quotes or in a comment; found \xc3\xa9");
    EXPECT_EQ(refused("\x7f"
                      "ELF\x02\x01"),
              "m.toml:1:1: must not contain control characters; found \\x7F");
    EXPECT_EQ(refused("x = \"\"\"a\\\n  \xc3\xa9\"\"\"\n"),
              "m.toml:2:3: must not follow a backslash; found \xc3\xa9");
    EXPECT_EQ(refused("x = 5[\"\xc3\xa9\"]\n"),
              "m.toml:1:7: must have a blank before a text with characters outside ASCII");
    EXPECT_EQ(refused("x = [\"\xc3\xa9\",\"\xc3\xa9\"]\n", [](const Table& t) { t.list<std::string>("x"); }),
              "");
    EXPECT_EQ(refused("x = 5\"\xc3\xa9\"\n"), "m.toml:1:6: must not have a quote after another value");
    EXPECT_EQ(refused("\xef\xbb\xbf# caf\xc3\xa9\r\nx = '''\xc3\xa9'''\r\n",
                      [](const Table& t) { t.required<std::string>("x"); }),
              "");
    EXPECT_EQ(refused("", [](const Table& t) { t.required<Money>("capital"); }),
              "m.toml: capital: is required");
}

TEST_F(DocumentTest, DeepNestingIsRefusedBeforeItReachesTheParser) {
    std::string dotted = "a";
    for (int i = 0; i < 100'000; ++i) dotted += ".a";
    EXPECT_EQ(refused("[" + dotted + "]\n"), "m.toml:1:35: must have at most 16 dots in a name");
    EXPECT_EQ(refused("\"x\" . 'y' " + std::string(40, '.') + "= 1"),
              "m.toml:1:26: must have at most 16 dots in a name");
    std::string quoted = "'a'";
    for (int i = 0; i < 100'000; ++i) quoted += ".\"a\"";
    EXPECT_EQ(refused(quoted + " = 1\n"), "m.toml:1:68: must have at most 16 dots in a name");
    EXPECT_EQ(refused("x = " + std::string(100'000, '[')),
              "m.toml:1:21: must have at most 16 brackets in one another");
    EXPECT_EQ(
        refused(
            "x = [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5]\n"
            "y = \"................. [[[[[[[[[[[[[[[[[[[\" # ................. [[[[[[[[[[[[[[[[[[[[[[\n",
            [](const Table& t) {
                t.list<double>("x");
                t.required<std::string>("y");
            }),
        "");
}

TEST_F(DocumentTest, AModelThatExtendsAnotherKeepsThePlacesOfBoth) {
    folder.write("base/b.toml",
                 "name = \"base\"\n[price.copper]\nspot = \"4 USD/lb\"\nspeed = 7\nlist = [1, 2, 3]\n");
    const auto read = [](const Table& t) {
        EXPECT_EQ(t.required<std::string>("name"), "base");
        const Table copper = t.table("price").table("copper");
        EXPECT_DOUBLE_EQ(copper.required<Price>("spot").in(units::usd / units::lb), 5);
        copper.required<Rate>("speed");
        EXPECT_EQ(copper.list<double>("list"), std::vector{9.0});
    };
    EXPECT_EQ(
        refused("extends = \"base/b.toml\"\n[price.copper]\nspot = \"5 USD/lb\"\nlist = [9]\nsped = 1\n",
                read),
        "m.toml:5:1: price.copper.sped: unknown key; did you mean `speed`?\n"
        "base/b.toml:4:9: price.copper.speed = 7: must be text with a unit, such as \"8 %/yr\"; found a "
        "number");
}

TEST_F(DocumentTest, ATableMayReplaceThatOfTheBaseAsAWhole) {
    folder.write("b.toml", "[metal]\nmodel = \"gbm\"\ndrift = 1\n[other]\nx = 1\n");
    const auto read = [](const Table& t) {
        EXPECT_EQ(t.table("metal").required<int>("level"), 5);
        EXPECT_FALSE(t.table("metal").has("drift"));
        EXPECT_EQ(t.table("other").required<int>("x"), 1);
    };
    EXPECT_EQ(refused("extends = \"b.toml\"\n[metal]\nreplace = true\nlevel = 5\n", read), "");
    EXPECT_EQ(refused("[metal]\nreplace = true\n", [](const Table& t) { t.table("metal"); }),
              "m.toml:2:1: metal.replace: unknown key");
}

TEST_F(DocumentTest, ExtendsFollowsTheRulesOfFiles) {
    EXPECT_EQ(refused("extends = \"../b.toml\"\n"),
              "m.toml:1:11: extends = \"../b.toml\": must be a path below the folder of the model file, "
              "without \"..\"");
    EXPECT_EQ(refused("extends = \"b.toml\"\n"), "m.toml:1:11: extends = \"b.toml\": does not exist");
    EXPECT_EQ(refused("extends = 5\n"), "m.toml:1:11: extends = 5: must be text; found a number");
    EXPECT_EQ(refused("extends = \"m.toml\"\n"),
              "m.toml:1:11: extends = \"m.toml\": must not lead back to a file that extends this one");
    folder.write("b.toml", "x = 1\nextends = \"./m.toml\"\n");
    EXPECT_EQ(refused("extends = \"b.toml\"\n"),
              "b.toml:2:11: extends = \"./m.toml\": must not lead back to a file that extends this one");
    folder.write("b.toml", "x = \n");
    EXPECT_EQ(refused("extends = \"b.toml\"\n"),
              "b.toml:1:5: not valid TOML (key-value pair): expected value, saw '\\n'");
    for (int i = 1; i <= 9; ++i) {
        folder.write("c" + std::to_string(i) + ".toml",
                     "extends = \"c" + std::to_string(i + 1) + ".toml\"\n");
    }
    EXPECT_EQ(refused("extends = \"c1.toml\"\n"),
              "c7.toml:1:11: extends = \"c8.toml\": must be a chain of at most 8 files");
    folder.write("sub/d.toml", "extends = \"e.toml\"\n");
    folder.write("sub/e.toml", "x = 4\n");
    EXPECT_EQ(
        refused("extends = \"sub/d.toml\"\n", [](const Table& t) { EXPECT_EQ(t.required<int>("x"), 4); }),
        "");
}

TEST_F(DocumentTest, TheModelFileMustBeReadable) {
    const auto load = [&](const std::string& path) {
        return refusal_of(
            [&] {
                Sources sources;
                Document::load(path, sources);
            },
            folder.path());
    };
    EXPECT_EQ(load(folder / "none.toml"), "none.toml: does not exist");
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(load(folder / "pipe"), "pipe: must be a regular file; found a FIFO");
    const std::string large = folder.write("large.toml", "");
    ASSERT_EQ(::truncate(large.c_str(), 4'000'001), 0);
    EXPECT_EQ(load(large), "large.toml: must be at most 4 MB");
}

TEST_F(DocumentTest, TablesOfNumbersAreReadBesideTheFileThatNamesThem) {
    folder.write("base/ore.csv", "year,ore [Mt],grad [%]\n2029,38,0.6\n2030,x,0.5\n");
    folder.write("base/b.toml", "table = \"ore.csv\"\n");
    const auto read = [](const Table& t) {
        Csv csv = t.csv("table");
        csv.integer_column("year");
        csv.required_column<OreMass>("ore");
        csv.required_column<Grade>("grade");
        csv.finish();
    };
    EXPECT_EQ(refused("extends = \"base/b.toml\"\n", read),
              "base/ore.csv:1:15: grad: unknown column; did you mean `grade`?\n"
              "base/ore.csv:3:6: ore = x: must be a number");
    EXPECT_EQ(refused("table = \"no.csv\"\n", read), "m.toml:1:9: table = \"no.csv\": does not exist");
    ASSERT_EQ(::symlink("base/ore.csv", (folder / "link.csv").c_str()), 0);
    EXPECT_EQ(refused("table = \"link.csv\"\n", read),
              "m.toml:1:9: table = \"link.csv\": must not be or pass through a link");
    EXPECT_EQ(refused("table = 7\n", read), "m.toml:1:9: table = 7: must be text; found a number");
    EXPECT_EQ(refused("\n", read), "m.toml: table: is required");
}

TEST_F(DocumentTest, EveryFileReadIsInTheManifest) {
    folder.write("ore.csv", "a\n1\n");
    folder.write("b.toml", "x = 1\n");
    const std::string path = folder.write("m.toml", "extends = \"b.toml\"\ntable = \"ore.csv\"\n");
    Sources sources;
    Document document = Document::load(path, sources);
    document.root().csv("table");
    document.root().csv("table");
    ASSERT_EQ(sources.files().size(), 3u);
    EXPECT_EQ(sources[0].name, path);
    EXPECT_EQ(sources[1].name, folder / "b.toml");
    EXPECT_EQ(sources[2].name, folder / "ore.csv");
    EXPECT_EQ(sources[2].sha256, sha256_hex("a\n1\n"));
}

}  // namespace
}  // namespace minerisk::io
