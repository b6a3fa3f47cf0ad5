#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "minerisk/io/model_file.hpp"
#include "minerisk/io/render.hpp"
#include "sound_model.hpp"
#include "temp_folder.hpp"

namespace minerisk::io {
namespace {

using test::sound_model;
using test::sound_ore;

/// One thing broken in a sound text, and all that is said of it: file, line, column, field, value, rule.
struct Case {
    std::string_view name;
    std::vector<std::pair<std::string_view, std::string_view>> edits;
    std::string_view message;
};
void PrintTo(const Case& broken, std::ostream* out) {
    *out << broken.name;
}

std::string edited(std::string_view text, const Case& broken) {
    std::string changed{text};
    for (const auto& [from, to] : broken.edits) changed = test::with(changed, from, to);
    return changed;
}

/// A folder with the two files and with things that a model must not name.
class BrokenInput : public testing::TestWithParam<Case> {
protected:
    BrokenInput() {
        folder.write("real/ore.csv", sound_ore);
        folder.write("cycle.toml", "extends = \"mine.toml\"\n");
        std::filesystem::create_directory(folder / "folder");
        std::filesystem::create_symlink("real/ore.csv", folder / "link.csv");
        std::filesystem::create_directory_symlink("real", folder / "linked");
        EXPECT_EQ(::mkfifo((folder / "fifo.csv").c_str(), 0600), 0);
        folder.write("large.csv", "");
        std::filesystem::resize_file(folder / "large.csv", 64'000'001);
    }
    std::string refused(std::string_view model, std::string_view ore) {
        folder.write("ore.csv", ore);
        const std::string path = folder.write("mine.toml", model);
        return test::refusal_of(
            [&] {
                Sources sources;
                load_model(path, sources);
            },
            folder.path());
    }
    test::TempFolder folder;
};
class BrokenModel : public BrokenInput {};
class BrokenSecurity : public BrokenInput {};
class BrokenTable : public BrokenInput {};

TEST_F(BrokenInput, TheSoundModelIsSound) {
    EXPECT_EQ(refused(sound_model, sound_ore), "");
}

TEST_P(BrokenModel, IsRefusedWithPlaceFieldValueAndRule) {
    EXPECT_EQ(refused(edited(sound_model, GetParam()), sound_ore), GetParam().message);
}

TEST_F(BrokenInput, TheSoundSecurityIsSound) {
    EXPECT_EQ(refused(test::secured_model(), sound_ore), "");
}

TEST_P(BrokenSecurity, IsRefusedWithPlaceFieldValueAndRule) {
    EXPECT_EQ(refused(edited(test::secured_model(), GetParam()), sound_ore), GetParam().message);
}

TEST_P(BrokenTable, IsRefusedWithPlaceFieldValueAndRule) {
    EXPECT_EQ(refused(sound_model, edited(sound_ore, GetParam())), GetParam().message);
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
    return std::string{info.param.name};
}

// clang-format off
const std::vector<Case> models = {
    {"WrongType",
     {{"years = 30", R"(years = "30 yr")"}},
     R"(mine.toml:9:9: valuation.years = "30 yr": must be a whole number; found text)"},
    {"TableWherePlainValueIsDue",
     {{R"(name = "small mine")", R"(name = { first = "small mine" })"}},
     "mine.toml:1:8: name: must be text; found a table"},
    {"WrongUnit",
     {{R"(capacity = "20 Mt/yr")", R"(capacity = "20 Mt")"}},
     R"(mine.toml:65:12: phase[1].capacity = "20 Mt": must have a unit of ore per time: t/yr, kt/yr, Mt/yr, t/d, kt/d)"},
    {"BareNumberWhereAUnitIsDue",
     {{R"(discount_rate = "8 %/yr")", "discount_rate = 0.08"}},
     R"(mine.toml:10:17: valuation.discount_rate = 0.08: must be text with a unit, such as "8 %/yr"; found a number)"},
    {"QuotedNumberWhereAPlainOneIsDue",
     {{"level_sd = 0.22", R"(level_sd = "0.22")"}},
     R"(mine.toml:26:12: price.copper.level_sd = "0.22": must be a number without quotes, or end in %)"},
    {"UnknownKey",
     {{R"(hurdle_rate = "15 %/yr")", R"(hurdle_rat = "15 %/yr")"}},
     "mine.toml:13:1: valuation.hurdle_rat: unknown key; did you mean `hurdle_rate`?"},
    {"UnknownTable",
     {{"[technical]\n", "[techincal]\n"}},
     "mine.toml:156:2: techincal: unknown table; did you mean `technical`?"},
    {"UnknownMetalOfPrice",
     {{"[technical]\n", "[price.silver]\nmodel = \"deck\"\n[technical]\n"}},
     "mine.toml:156:8: price.silver: unknown table; known here: `observed`, `correlation`, `copper`, `gold`"},
    {"MissingTable",
     {{"[concentrate]\nmoney = \"2024-12\"\ncarrier = \"copper\"\ngrade = \"30 %\"\nmoisture = \"8 %\"\ntreatment_charge = \"90 USD/t\"\nfreight = \"230 USD/t\"\n", ""}},
     "mine.toml: concentrate: is required"},
    {"NegativeStandardDeviation",
     {{"freight = 0.20", "freight = -0.20"}},
     "mine.toml:161:11: technical.freight = -0.20: must be a standard deviation of the logarithm, at least 0"},
    {"NegativeVolatility",
     {{R"-(short_volatility = "23 %/sqrt(yr)")-", R"-(short_volatility = "-23 %/sqrt(yr)")-"}},
     R"-(mine.toml:28:20: price.copper.short_volatility = "-23 %/sqrt(yr)": must be from 0 to 5 (per square root of a year))-"},
    {"CorrelationOfPricesCannotBe",
     {{"level_sd = 0.22\n", "level_sd = 0.22\ncorrelation = 0.9\n"}, {R"(["copper.short", "gold.log_price", 0.15])", R"(["copper.short", "gold.log_price", -0.8])"}},
     "mine.toml:18:15: price.correlation = copper.short, copper.long_run: 0.9; copper.short, gold.log_price: -0.8; copper.long_run, gold.log_price: 0.4: these cannot hold together: the matrix must be positive definite (pivot of gold.log_price is -6.2421052631578977)"},
    {"CorrelationOfAMetalWithItself",
     {{R"(["copper.short", "gold.log_price", 0.15])", R"(["copper.short", "copper.long_run", 0.15])"}},
     "mine.toml:18:15: price.correlation: must be between two metals; that of copper.short and copper.long_run is price.copper.correlation"},
    {"CorrelationOfMultipliersCannotBe",
     {{R"([["mining_cost", "processing_cost", 0.5]])", R"([["mining_cost", "processing_cost", 0.9], ["mining_cost", "freight", 0.9], ["processing_cost", "freight", -0.9]])"}},
     "mine.toml:165:15: technical.correlation = mining_cost, processing_cost: 0.9; mining_cost, freight: 0.9; processing_cost, freight: -0.9: these cannot hold together: the matrix must be positive definite (pivot of freight is -15.200000000000005)"},
    {"CorrelationOfASchedulePhaseCannotBe",
     {{"correlation = { slip_capital = 0.5 }", "correlation = { slip_capital = 1.5 }"}},
     "mine.toml:130:15: schedule.phase[2].correlation = slip, capital: 1.5: must be in [-1, 1]"},
    {"CorrelationWithAnUnknownName",
     {{R"(["copper.long_run", "gold.log_price", 0.4])", R"(["copper.long_run", "gold.long_run", 0.4])"}},
     "mine.toml:18:15: price.correlation = gold.long_run: is not a name that can be correlated here"},
    {"NotANumber",
     {{"level_sd = 0.22", "level_sd = nan"}},
     "mine.toml:26:12: price.copper.level_sd = nan: must be a finite number"},
    {"Infinity",
     {{R"(drift = "1 %/yr")", R"(drift = "inf %/yr")"}},
     R"(mine.toml:37:9: price.gold.drift = "inf %/yr": must be a finite number)"},
    {"TooLargeForADouble",
     {{"exposure = 0.5", "exposure = 1e400"}},
     "mine.toml:153:12: must be between 1e-307 and 1e308 in size, or 0; found 1e400"},
    {"TooLargeWithItsUnit",
     {{R"(total = "2400 MUSD")", R"(total = "1e307 MUSD")"}},
     R"(mine.toml:71:9: phase[1].capital.total = "1e307 MUSD": must be between 1e-307 and 1e308 in size, or 0)"},
    {"HexadecimalNumber",
     {{"level_sd = 0.22", "level_sd = 0x16"}},
     "mine.toml:26:12: price.copper.level_sd = 0x16: must be a decimal number; found a hexadecimal one"},
    {"CommaForDecimals",
     {{R"(mining = "2.05 USD/t")", R"(mining = "2,05 USD/t")"}},
     R"(mine.toml:92:10: costs.mining = "2,05 USD/t": must have a point for decimals and no thousands separators; found a comma)"},
    {"DoubledKey",
     {{R"(moisture = "8 %")", "moisture = \"8 %\"\nmoisture = \"9 %\""}},
     "mine.toml:57:12: not valid TOML (key-value pair): cannot redefine existing string 'moisture'"},
    {"ADateThatDoesNotExist",
     {{"start = 2027-07-01", "start = 2027-02-30"}},
     "mine.toml:66:9: not valid TOML (date): expected day between 1 and 28 (inclusive), saw 30"},
    {"ADateThatDoesNotExistInQuotes",
     {{"start = 2027-07-01", R"(start = "2027-02-30")"}},
     R"(mine.toml:66:9: phase[1].start = "2027-02-30": must be a date, such as 2027-01-01)"},
    {"AValuationDateThatIsMissingBlamesNothingElse",
     {{"date = 2027-01-01\n", ""}},
     "mine.toml:7:1: valuation.date: is required"},
    {"ObservedAfterTheValuationDate",
     {{"observed = 2026-06-16", "observed = 2027-06-16"}},
     "mine.toml:17:12: price.observed = 2027-06-16: must not be after the valuation date"},
    {"BuildBeforeTheValuationDate",
     {{"start = 2027-07-01", "start = 2026-07-01"}},
     "mine.toml:66:9: phase[1].start = 2026-07-01: must not be before the valuation date"},
    {"MoneyWithoutAMonth",
     {{R"(refining_charge = "5 USD/oz @2024-12")", R"(refining_charge = "5 USD/oz")"}},
     R"(mine.toml:50:19: metal[2].refining_charge = "5 USD/oz": must state the month of its money: "... @2025-12" here, or money = "2025-12" in its table)"},
    {"MonthUnknownToTheIndex",
     {{R"(refining_charge = "5 USD/oz @2024-12")", R"(refining_charge = "5 USD/oz @2023-12")"}},
     R"(mine.toml:50:19: metal[2].refining_charge = "5 USD/oz @2023-12": must be money of a month that money.index holds: 2024-12, 2025-12)"},
    {"MonthOfATableUnknownToTheIndex",
     {{"[closure]\nmoney = \"2024-12\"", "[closure]\nmoney = \"2023-12\""}},
     R"(mine.toml:100:9: closure.money = "2023-12": must be money of a month that money.index holds: 2024-12, 2025-12)"},
    {"MonthThatIsNone",
     {{R"(amount = "300 MUSD @2025-12")", R"(amount = "300 MUSD @2025")"}},
     R"(mine.toml:116:10: sunk[1].amount = "300 MUSD @2025": must state the month of its money after @ as YYYY-MM)"},
    {"BaseMonthUnknownToTheIndex",
     {{R"(base = "2025-12")", R"(base = "2026-12")"}},
     R"(mine.toml:4:8: money.base = "2026-12": must be a month that money.index holds)"},
    {"IndexMonthThatIsNone",
     {{R"({ "2024-12" = 315.605,)", R"({ "2024-13" = 300, "2024-12" = 315.605,)"}},
     "mine.toml:5:23: money.index.2024-13 = 300: must be a month written YYYY-MM"},
    {"WeightsThatDoNotAddUp",
     {{"weight = 0.7", "weight = 0.6"}},
     "mine.toml:137:10: schedule.branch.option: must have weights that add up to 1; they add up to 0.9"},
    {"DelayThatIsMissing",
     {{R"(then = "decide again", delay = "12 months")", R"(then = "decide again")"}},
     "mine.toml:139:5: schedule.branch.option[2].delay = 0: must be positive where the decision is drawn again"},
    {"BaseOptionThatIsNone",
     {{"base = \"go\"\n", "base = \"restart\"\n"}},
     R"(mine.toml:134:8: schedule.branch.base = "restart": must be the name of an option)"},
    {"WordThatIsNone",
     {{R"(convention = "middle")", R"(convention = "mid")"}},
     R"(mine.toml:12:14: valuation.convention = "mid": must be one of: "start", "middle", "end")"},
    {"PriceModelThatIsNone",
     {{R"(model = "geometric_brownian")", R"(model = "gbm")"}},
     R"(mine.toml:34:9: price.gold.model = "gbm": must be one of: "schwartz_smith", "geometric_brownian", "deck")"},
    {"PhaseAfterAnUnknownOne",
     {{R"(after = "first")", R"(after = "third")"}},
     R"(mine.toml:79:9: phase[2].after = "third": must be the name of a phase that stands before this one)"},
    {"ScheduleOfAnUnknownPhase",
     {{"name = \"second\"\nslip_median", "name = \"secnd\"\nslip_median"}},
     R"(mine.toml:119:8: schedule.phase[1].name = "secnd": must be the name of a phase of the project)"},
    {"ScheduleOfOnePhaseTwice",
     {{"name = \"second\"\nslip_median", "name = \"first\"\nslip_median"}},
     R"(mine.toml:125:8: schedule.phase[2].name = "first": must be a phase that has no other entry here)"},
    {"SlipOfAPhaseInAnotherOrder",
     {{"slip_median = 1.25", "slip_median = -1.25"}},
     "mine.toml:120:15: schedule.phase[1].slip_median = -1.25: must be finite and positive"},
    {"RecoveryAboveOne",
     {{R"(recovery = "90 %")", R"(recovery = "190 %")"}},
     R"(mine.toml:43:12: metal[1].recovery = "190 %": must be in (0, 1])"},
    {"MilestoneOfCapital",
     {{R"(milestone = "2 yr")", R"(milestone = "0 yr")"}},
     R"(mine.toml:88:13: phase[2].capital.milestone = "0 yr": must be finite and positive)"},
    {"CapitalTimesThatFall",
     {{R"(times = ["1 yr", "2 yr", "3 yr"])", R"(times = ["1 yr", "3 yr", "2 yr"])"}},
     "mine.toml:72:9: phase[1].capital.times: must increase from above 0"},
    {"CapitalSharesThatDoNotFit",
     {{"shares = [1, 2, 1]", "shares = [1, 2]"}},
     "mine.toml:73:10: phase[1].capital.shares: must be one number for each of `times`"},
    {"RiskNeutralPathsWithARiskAdjustedRate",
     {{R"(measure = "P")", R"(measure = "Q")"}},
     R"(mine.toml:14:11: valuation.measure = "Q": must be P with a risk-adjusted rate: on risk-neutral paths it would charge risk twice)"},
    {"TooManyEvents",
     {{R"(rate = "10 /yr")", R"(rate = "5000 /yr")"}},
     R"(mine.toml:152:8: security.class[1].rate = "5000 /yr": must be lower: more than 10000 events a path are expected over the years of the grid)"},
    {"OutageWhoseP90IsBelowItsMedian",
     {{R"(p90 = "2.5 d")", R"(p90 = "0.25 d")"}},
     R"(mine.toml:154:34: security.class[1].road.p90 = "0.25 d": must not be below the median)"},
    {"ClassThatClosesNothing",
     {{"road = { median = \"0.4 d\", p90 = \"2.5 d\", cap = \"15 d\", build_loss = 1.0, operation_loss = 1.0 }\n", ""}},
     "mine.toml:150:1: security.class[1]: must close at least one channel: site, road, rail or port"},
    {"ChannelThatIsNone",
     {{"road = {", "raod = {"}},
     R"(mine.toml:150:1: security.class[1]: must close at least one channel: site, road, rail or port
mine.toml:154:1: security.class[1].raod: unknown table; did you mean `road`?)"},
    {"BranchingWithoutDecay",
     {{"exposure = 0.5\n", "exposure = 0.5\nbranching = 0.4\n"}},
     "mine.toml:150:1: security.class[1].decay: is required"},
    {"DecayWithoutBranching",
     {{"exposure = 0.5\n", "exposure = 0.5\ndecay = \"0.1 /d\"\n"}},
     "mine.toml:154:1: security.class[1].decay: has no meaning here"},
    {"BranchingWithoutEnd",
     {{"exposure = 0.5\n", "exposure = 0.5\nbranching = 1.0\ndecay = \"0.1 /d\"\n"}},
     "mine.toml:150:1: security.class = 1: must have a branching matrix of spectral radius below 1: the events would never end"},
    {"BranchingBelowZero",
     {{"exposure = 0.5\n", "exposure = 0.5\nbranching = -0.1\ndecay = \"0.1 /d\"\n"}},
     "mine.toml:154:13: security.class[1].branching = -0.1: must be in [0, 100]"},
    {"DecayOfZero",
     {{"exposure = 0.5\n", "exposure = 0.5\nbranching = 0.1\ndecay = \"0 /d\"\n"}},
     R"(mine.toml:155:9: security.class[1].decay = "0 /d": must be finite and positive)"},
    {"ExposureBesideKinds",
     {{"operation_loss = 1.0 }\n\n[technical]", "operation_loss = 1.0 }\n[[security.class.kind]]\nname = \"closes\"\nshare = 0.5\nroad = { median = \"0.4 d\", p90 = \"2.5 d\", build_loss = 1.0, operation_loss = 1.0 }\n\n[technical]"}},
     R"(mine.toml:153:1: security.class[1].exposure: has no meaning here
mine.toml:154:1: security.class[1].road: has no meaning here)"},
    {"KindsOfMoreThanAllEvents",
     {{"exposure = 0.5\nroad = { median = \"0.4 d\", p90 = \"2.5 d\", cap = \"15 d\", build_loss = 1.0, operation_loss = 1.0 }\n", "[[security.class.kind]]\nname = \"closes\"\nshare = 0.5\nroad = { median = \"0.4 d\", p90 = \"2.5 d\", build_loss = 1.0, operation_loss = 1.0 }\n[[security.class.kind]]\nname = \"hits\"\nshare = 0.6\n"}},
     "mine.toml:153:1: security.class[1].kind = 1.1: must have shares that add up to at most 1"},
    {"ExcitedClassThatIsNone",
     {{"operation_loss = 1.0 }\n\n[technical]", "operation_loss = 1.0 }\n[[security.class.excites]]\nclass = \"rail attack\"\nbranching = 0.1\ndecay = \"0.1 /d\"\n\n[technical]"}},
     R"(mine.toml:156:9: security.class[1].excites[1].class = "rail attack": must be the name of a class of events)"},
    {"RecentEventAfterTheStart",
     {{"exposure = 0.5\n", "exposure = 0.5\nbranching = 0.1\ndecay = \"0.1 /d\"\nrecent = [2026-12-30, 2031-01-05]\n"}},
     "mine.toml:156:10: security.class[1].recent: must not be after the valuation date"},
    {"RecentEventsOfAClassThatExcitesNone",
     {{"exposure = 0.5\n", "exposure = 0.5\nrecent = [2020-12-30]\n"}},
     "mine.toml:154:10: security.class[1].recent: has no meaning for a class that excites none"},
    {"AvoidedIsNoKeyOfAClass",
     {{"exposure = 0.5\n", "exposure = 0.5\navoided = \"40 %\"\n"}},
     "mine.toml:154:1: security.class[1].avoided: unknown key; known here: `name`, `rate`, `season`, `trend`, `kind`, `exposure`, `site`, `road`, ..."},
    {"RegimeInBothForms",
     {{"high = 1.5\n", "high = 1.5\nstate = [\n    { name = \"calm\", multiplier = 0.4, start = 0.3, alert = 0, to = { war = \"0.3 /yr\" } },\n    { name = \"war\", multiplier = 3, start = 0.7, alert = 1 },\n]\n"}},
     R"(mine.toml:144:7: security.regime.low = 0.5: must not stand beside `state`
mine.toml:145:8: security.regime.high = 1.5: must not stand beside `state`
mine.toml:150:11: security.regime.to_high = "0.25 /yr": must not stand beside `state`
mine.toml:151:10: security.regime.to_low = "0.29 /yr": must not stand beside `state`
mine.toml:152:14: security.regime.start_high = 0.9: must not stand beside `state`)"},
    {"RegimeWithoutStates",
     {{"low = 0.5\nhigh = 1.5\nto_high = \"0.25 /yr\"\nto_low = \"0.29 /yr\"\nstart_high = 0.9\n", "state = []\n"}},
     R"(mine.toml:144:9: security.regime.state: must have at least one state)"},
    {"RegimeLeftForAStateThatIsNone",
     {{"low = 0.5\nhigh = 1.5\nto_high = \"0.25 /yr\"\nto_low = \"0.29 /yr\"\nstart_high = 0.9\n", "state = [\n    { name = \"calm\", multiplier = 0.4, start = 0.3, alert = 0, to = { wra = \"0.3 /yr\" } },\n    { name = \"war\", multiplier = 3, start = 0.7, alert = 1 },\n]\n"}},
     R"(mine.toml:145:77: security.regime.state[1].to.wra = "0.3 /yr": must be the name of another state)"},
    {"RegimeLeftAtNoRate",
     {{"low = 0.5\nhigh = 1.5\nto_high = \"0.25 /yr\"\nto_low = \"0.29 /yr\"\nstart_high = 0.9\n", "state = [\n    { name = \"calm\", multiplier = 0.4, start = 0.3, alert = 0, to = { war = \"0 /yr\" } },\n    { name = \"war\", multiplier = 3, start = 0.7, alert = 1 },\n]\n"}},
     R"(mine.toml:145:77: security.regime.state[1].to.war = "0 /yr": must be finite and positive)"},
    {"RegimeWhoseStartsAddUpToMore",
     {{"low = 0.5\nhigh = 1.5\nto_high = \"0.25 /yr\"\nto_low = \"0.29 /yr\"\nstart_high = 0.9\n", "state = [\n    { name = \"calm\", multiplier = 0.4, start = 0.3, alert = 0, to = { war = \"0.3 /yr\" } },\n    { name = \"war\", multiplier = 3, start = 0.8, alert = 1 },\n]\n"}},
     R"(mine.toml:144:9: security.regime.state = 1.1: must have start probabilities that add up to 1)"},
    {"RegimeWithTwoStatesOfOneName",
     {{"low = 0.5\nhigh = 1.5\nto_high = \"0.25 /yr\"\nto_low = \"0.29 /yr\"\nstart_high = 0.9\n", "state = [\n    { name = \"calm\", multiplier = 0.4, start = 0.3, alert = 0 },\n    { name = \"calm\", multiplier = 3, start = 0.7, alert = 1 },\n]\n"}},
     R"(mine.toml:146:14: security.regime.state[2].name = "calm": must differ from the other states' names)"},
    {"RegimeWithoutAlert",
     {{"low = 0.5\nhigh = 1.5\nto_high = \"0.25 /yr\"\nto_low = \"0.29 /yr\"\nstart_high = 0.9\n", "state = [\n    { name = \"calm\", multiplier = 0.4, start = 0.3, alert = 0, to = { war = \"0.3 /yr\" } },\n    { name = \"war\", multiplier = 3, start = 0.7 },\n]\n"}},
     R"(mine.toml:146:5: security.regime.state[2].alert: is required)"},
    {"RegimeAlertAboveOne",
     {{"low = 0.5\nhigh = 1.5\nto_high = \"0.25 /yr\"\nto_low = \"0.29 /yr\"\nstart_high = 0.9\n", "state = [\n    { name = \"calm\", multiplier = 0.4, start = 0.3, alert = 0, to = { war = \"0.3 /yr\" } },\n    { name = \"war\", multiplier = 3, start = 0.7, alert = 2 },\n]\n"}},
     R"(mine.toml:146:58: security.regime.state[2].alert = 2: must be in [0, 1])"},
    {"RegimeMultiplierOfZero",
     {{"low = 0.5\nhigh = 1.5\nto_high = \"0.25 /yr\"\nto_low = \"0.29 /yr\"\nstart_high = 0.9\n", "state = [\n    { name = \"calm\", multiplier = 0.4, start = 0.3, alert = 0, to = { war = \"0.3 /yr\" } },\n    { name = \"war\", multiplier = 0, start = 0.7, alert = 1 },\n]\n"}},
     R"(mine.toml:146:34: security.regime.state[2].multiplier = 0: must be finite and positive)"},
    {"RegimeStateWithAnUnknownKey",
     {{"low = 0.5\nhigh = 1.5\nto_high = \"0.25 /yr\"\nto_low = \"0.29 /yr\"\nstart_high = 0.9\n", "state = [\n    { name = \"calm\", multiplier = 0.4, start = 0.3, alert = 0, to = { war = \"0.3 /yr\" } },\n    { name = \"war\", multiplier = 3, start = 0.7, alert = 1, leaves = 2 },\n]\n"}},
     R"(mine.toml:146:61: security.regime.state[2].leaves: unknown key; known here: `name`, `multiplier`, `start`, `alert`, `to`)"},
    {"SeasonOfElevenMonths",
     {{"exposure = 0.5\n", "exposure = 0.5\nseason = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]\n"}},
     R"(mine.toml:154:10: security.class[1].season: must have 12 numbers, from January to December; found 11)"},
    {"SeasonWhoseMeanIsNotOne",
     {{"exposure = 0.5\n", "exposure = 0.5\nseason = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.6]\n"}},
     R"(mine.toml:154:10: security.class[1].season = 1.05: must have a mean of 1: `rate` states the level)"},
    {"SeasonBelowZero",
     {{"exposure = 0.5\n", "exposure = 0.5\nseason = [-1, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"}},
     R"(mine.toml:154:10: security.class[1].season = -1: must be finite and not negative in each month)"},
    {"SeasonWithAWord",
     {{"exposure = 0.5\n", "exposure = 0.5\nseason = [\"high\", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"}},
     R"(mine.toml:154:11: security.class[1].season[1] = "high": must be a number with a unit, such as "8 %")"},
    {"TrendThatHalves",
     {{"exposure = 0.5\n", "exposure = 0.5\ntrend = \"-50 %/yr\"\n"}},
     R"(mine.toml:154:9: security.class[1].trend = "-50 %/yr": must be in (-0.5, 0.5))"},
    {"GrowthToTooManyEvents",
     {{"exposure = 0.5\n", "exposure = 0.5\ntrend = \"40 %/yr\"\n"}},
     R"(mine.toml:152:8: security.class[1].rate = "10 /yr": must be lower: more than 10000 events a path are expected over the years of the grid)"},
    {"PriceOfAMetalThatIsMissing",
     {{"[price.gold]\nmodel = \"geometric_brownian\"\nspot = \"3500 USD/oz @2025-12\"\nvolatility = \"17 %/sqrt(yr)\"\ndrift = \"1 %/yr\"\ndrift_sd = \"2.5 %/yr\"\ncentre = \"median\"\n", ""}, {"    [\"copper.long_run\", \"gold.log_price\", 0.4],\n", ""}},
     "mine.toml:16:1: price.gold: is required"},
    {"MetalThatIsNoPlainName",
     {{R"(name = "gold")", R"(name = "Gold")"}},
     R"(mine.toml:47:8: metal[2].name = "Gold": must be a name of lower-case letters, digits and '_')"},
    {"CarrierThatIsNoMetal",
     {{R"(carrier = "copper")", R"(carrier = "zinc")"}},
     R"(mine.toml:54:11: concentrate.carrier = "zinc": must be the name of one of the metals)"},
    {"ProblemsSortedByLine",
     {{R"(grade = "30 %")", R"(grade = "130 %")"}, {"years = 30", "years = 300"}, {R"(rate = "5 %")", R"(rate = "105 %")"}},
     R"(mine.toml:9:9: valuation.years = 300: must be from 1 to 150
mine.toml:55:9: concentrate.grade = "130 %": must be in (0, 1)
mine.toml:106:8: royalty[1].rate = "105 %": must be in [0, 1])"},
    {"ExposureThatIsMissing",
     {{"exposure = 0.5\n", ""}},
     "mine.toml:150:1: security.class[1].exposure: is required"},
    {"MultiplierThatIsMissing",
     {{"freight = 0.20\n", ""}},
     "mine.toml:156:1: technical.freight: is required"},
    {"RoyaltyThatMayOrMayNotBePaid",
     {{"active = true\n", ""}},
     "mine.toml:104:1: royalty[1].active: is required"},
    {"TaxThatIsMissing",
     {{"[tax]\nrate = \"0 %\"\n", ""}},
     "mine.toml: tax: is required"},
    {"RampThatIsMissing",
     {{"ramp = [[\"0 yr\", 1.0]]\n", ""}},
     R"(mine.toml:76:1: phase[2].ramp: is required, or ramp_median in its schedule.phase; [["0 yr", 1]] is full capacity at once)"},
    {"RampWithoutAStep",
     {{"ramp = [[\"0 yr\", 0.4], [\"1 yr\", 1.0]]", "ramp = []"}},
     "mine.toml:68:8: phase[1].ramp: must have at least one step"},
    {"RampInStepsAndAsATime",
     {{"capital_sigma = 0.32\n", "capital_sigma = 0.32\nramp_median = \"1 yr\"\nramp_sigma = 0.3\nramp_least = \"0.5 yr\"\nramp_most = \"2 yr\"\nramp_base = \"1 yr\"\n"}},
     R"(mine.toml:130:15: schedule.phase[2].ramp_median = "1 yr": has no meaning for a phase that states its ramp in steps)"},
    {"SecurityCostOfOneRegimeOnly",
     {{"fixed = \"30 MUSD/yr\"\n", "fixed = \"30 MUSD/yr\"\nsecurity_high = \"9 MUSD/yr\"\n"}},
     "mine.toml:90:1: costs.security_low: is required"},
    {"RecoveryFactorOfAColumnThatIsNotThere",
     {{"table = \"ore.csv\"\n", "table = \"ore.csv\"\nuse_recovery_factor = true\n"}},
     "mine.toml:62:23: ore.use_recovery_factor = true: has no meaning without a column recovery_factor in the table"},
    {"RiskNeutralWithAPriceOfTheRealWorld",
     {{"measure = \"P\"", "measure = \"Q\""}, {"rate = \"risk-adjusted\"", "rate = \"risk-free\""}},
     R"(mine.toml:14:11: valuation.measure = "Q": must be P with these prices: the two-factor model and an uncertain drift are of the real world)"},
    {"ObservationThatIsMissing",
     {{"observed = 2026-06-16\n", ""}},
     "mine.toml:16:1: price.observed: is required"},
    {"TomlWithoutAValue",
     {{"years = 30", "years ="}},
     R"(mine.toml:9:8: not valid TOML (key-value pair): expected value, saw '\n')"},
    {"TomlWithAnOpenText",
     {{R"(carrier = "copper")", R"(carrier = "copper)"}},
     "mine.toml:54:11: must have its closing quote on the same line"},
    {"ControlCharacter",
     {{R"(name = "small mine")", "name = \"small\007 mine\""}},
     R"(mine.toml:1:14: must not contain control characters; found \x07)"},
    {"EscapedControlCharacter",
     {{R"(name = "small mine")", R"(name = "small\u001b[2J mine")"}},
     R"(mine.toml:1:8: name = "small\u001b[2J mine": must not contain control characters)"},
    {"InvalidUtf8",
     {{R"(name = "small mine")", "name = \"small \377 mine\""}},
     R"(mine.toml:1:15: must be UTF-8 text; found the byte \xFF)"},
};

const std::vector<Case> files = {
    {"MissingCsv",
     {{R"(table = "ore.csv")", R"(table = "ores.csv")"}},
     R"(mine.toml:61:9: ore.table = "ores.csv": does not exist)"},
    {"PathOutOfTheFolder",
     {{R"(table = "ore.csv")", R"(table = "../ore.csv")"}},
     R"(mine.toml:61:9: ore.table = "../ore.csv": must be a path below the folder of the model file, without "..")"},
    {"AbsolutePath",
     {{R"(table = "ore.csv")", R"(table = "/etc/passwd")"}},
     R"(mine.toml:61:9: ore.table = "/etc/passwd": must be a path below the folder of the model file; found an absolute path)"},
    {"FolderForAFile",
     {{R"(table = "ore.csv")", R"(table = "folder")"}},
     R"(mine.toml:61:9: ore.table = "folder": must be a regular file; found a folder)"},
    {"LinkForAFile",
     {{R"(table = "ore.csv")", R"(table = "link.csv")"}},
     R"(mine.toml:61:9: ore.table = "link.csv": must not be or pass through a link)"},
    {"FileBehindALink",
     {{R"(table = "ore.csv")", R"(table = "linked/ore.csv")"}},
     R"(mine.toml:61:9: ore.table = "linked/ore.csv": must not be or pass through a link)"},
    {"FifoForAFile",
     {{R"(table = "ore.csv")", R"(table = "fifo.csv")"}},
     R"(mine.toml:61:9: ore.table = "fifo.csv": must be a regular file; found a FIFO)"},
    {"CsvAboveItsLimit",
     {{R"(table = "ore.csv")", R"(table = "large.csv")"}},
     R"(mine.toml:61:9: ore.table = "large.csv": must be at most 64 MB)"},
    {"ExtendsItself",
     {{R"(name = "small mine")", "extends = \"mine.toml\"\nname = \"small mine\""}},
     R"(mine.toml:1:11: extends = "mine.toml": must not lead back to a file that extends this one)"},
    {"ExtendsACycle",
     {{R"(name = "small mine")", "extends = \"cycle.toml\"\nname = \"small mine\""}},
     R"(cycle.toml:1:11: extends = "mine.toml": must not lead back to a file that extends this one)"},
    {"ExtendsAMissingFile",
     {{R"(name = "small mine")", "extends = \"base.toml\"\nname = \"small mine\""}},
     R"(mine.toml:1:11: extends = "base.toml": does not exist)"},
};

const std::vector<Case> tables = {
    {"ShortRow",
     {{"2032,60,0.58,0.29,2.4", "2032,60,0.58,0.29"}},
     "ore.csv:3:1: row: must have 5 values; found 4"},
    {"LongRow",
     {{"2032,60,0.58,0.29,2.4", "2032,60,0.58,0.29,2.4,1"}},
     "ore.csv:3:1: row: must have 5 values; found 6"},
    {"DoubledYear",
     {{"2033,200", "2032,200"}},
     "ore.csv:4:1: plan_year = 2032: must be above the value of the row before, 2032"},
    {"DoubledEdge",
     {{"2033,200,", "2033,60,"}},
     "ore.csv:4:6: ore_to = 60: must be above the value of the row before, 60"},
    {"CellThatIsNoNumber",
     {{"0.58", "rich"}},
     "ore.csv:3:9: copper_grade = rich: must be a number"},
    {"EmptyCell",
     {{"2032,60,0.58", "2032,60,"}},
     "ore.csv:3:9: copper_grade: must be a number"},
    {"CellThatIsNotANumber",
     {{"0.58", "nan"}},
     "ore.csv:3:9: copper_grade = nan: must be a finite number"},
    {"GradeAboveOne",
     {{"0.58", "158"}},
     "ore.csv:3:9: copper_grade = 158: must be at least 0 and below 100 %"},
    {"GradeWithoutAUnit",
     {{"copper_grade [%]", "copper_grade"}},
     "ore.csv:1:23: header = copper_grade: must have a unit of grade: %, g/t, ppm, kg/t, t/t, kt/Mt, oz/t, koz/Mt; state it in the header: `copper_grade [%]`"},
    {"GradeInAWrongUnit",
     {{"copper_grade [%]", "copper_grade [USD/t]"}},
     "ore.csv:1:23: header = copper_grade [USD/t]: must have a unit of grade: %, g/t, ppm, kg/t, t/t, kt/Mt, oz/t, koz/Mt; state it in the header: `copper_grade [%]`"},
    {"UnknownColumn",
     {{"mined_per_ore", "mined_per_or"}},
     "ore.csv:1:57: mined_per_or: unknown column; did you mean `mined_per_ore`?"},
    {"MissingColumn",
     {{",gold_grade [g/t]", ""}, {"0.60,0.30", "0.60"}, {"0.58,0.29", "0.58"}, {"0.55,0.28", "0.55"}, {"0.45,0.25", "0.45"}},
     "ore.csv:1:1: gold_grade: is required as a column"},
    {"DoubledColumn",
     {{"plan_year", "ore_to"}},
     "ore.csv:1:8: header = ore_to [Mt]: must be a name that no other column has"},
    {"BlankLine",
     {{"2033,200", "\n2033,200"}},
     "ore.csv:4:1: row: must be a row of the table; found a blank line"},
    {"OpenQuote",
     {{"2033,200", R"("2033,200)"}},
     "ore.csv:4:1: must have a closing quote"},
    {"HeaderOnly",
     {{"2031,20,0.60,0.30,2.5\n2032,60,0.58,0.29,2.4\n2033,200,0.55,0.28,2.2\n2040,400,0.45,0.25,1.5\n", ""}},
     "ore.csv:1:1: must have rows below the header"},
};
const std::vector<Case> securities = {
    {"AlertAboveOne",
     {{"build_loss_on_alert = 0.1", "build_loss_on_alert = 1.1"}},
     "mine.toml:144:23: security.build_loss_on_alert = 1.1: must be in [0, 1]"},
    {"AlertWithoutARegime",
     {{"[security.regime]\nlow = 0.5\nhigh = 1.5\nto_high = \"0.25 /yr\"\nto_low = \"0.29 /yr\"\nstart_high = 0.9\n", ""}},
     R"(mine.toml:144:23: security.build_loss_on_alert = 0.1: has no meaning without a regime
mine.toml:199:17: security.protection[1].cost_on_alert = "1 MUSD/yr": has no meaning without a regime)"},
    {"PlacesThatDoNotAddUp",
     {{"share = 0.7", "share = 0.6"}},
     "mine.toml:155:1: security.class[1].place = 0.9: must have shares that add up to 1"},
    {"PlaceWithoutExposure",
     {{"exposure = 0.9\n", ""}},
     "mine.toml:155:1: security.class[1].place[1].exposure: is required"},
    {"PlaceOfTheNameOfAnother",
     {{"name = \"plain\"", "name = \"pass\""}},
     R"(mine.toml:160:8: security.class[1].place[2].name = "pass": must differ from the other places' names)"},
    {"BatchWithoutShape",
     {{"batch = { mean = 14, shape = 3 }", "batch = { mean = 14 }"}},
     "mine.toml:180:9: security.class[2].batch.shape: is required"},
    {"BatchOfTooMany",
     {{"mean = 14", "mean = 1400"}},
     "mine.toml:180:18: security.class[2].batch.mean = 1400: must be in [0, 500]"},
    {"LengthBesideAMedian",
     {{"cap = \"15 d\"", "cap = \"15 d\"\nmedian = \"1 d\""}},
     "mine.toml:169:1: security.class[1].kind[1].road.median: has no meaning here"},
    {"LengthBelowNothing",
     {{"[\"0.4 d\", 0.9]", "[\"-0.4 d\", 0.9]"}},
     "mine.toml:167:10: security.class[1].kind[1].road.length: must be a distribution of times that are not negative"},
    {"LengthOfAWrongUnit",
     {{"[\"0.4 d\", 0.9]", "[\"10 km\", 0.9]"}},
     R"(mine.toml:167:25: security.class[1].kind[1].road.length.discrete[1][1] = "10 km": must have a unit of time: yr, months, weeks, d, year, years, month, week, day, days)"},
    {"RecoveryBelowNothing",
     {{"build_recovery = \"30 d\"", "build_recovery = \"-30 d\""}},
     R"(mine.toml:186:18: security.class[2].site.build_recovery = "-30 d": must be finite and not negative)"},
    {"CostWhoseP90IsBelowItsMedian",
     {{"p90 = \"20 MUSD\"", "p90 = \"2 MUSD\""}},
     R"(mine.toml:191:7: security.class[2].cost.p90 = "2 MUSD": must not be below the median)"},
    {"CostWithoutAMonth",
     {{"[security.class.cost]\nmoney = \"2024-12\"\n", "[security.class.cost]\n"}},
     R"(mine.toml:189:10: security.class[2].cost.median = "4 MUSD": must state the month of its money: "... @2025-12" here, or money = "2025-12" in its table
mine.toml:190:7: security.class[2].cost.p90 = "20 MUSD": must state the month of its money: "... @2025-12" here, or money = "2025-12" in its table)"},
    {"EvacuationAboveOne",
     {{"[security.class.evacuation]\nprobability = 0.5", "[security.class.evacuation]\nprobability = 1.5"}},
     "mine.toml:193:15: security.class[2].evacuation.probability = 1.5: must be in [0, 1]"},
    {"EvacuationWithoutItsLoss",
     {{"build_loss = 0.6\n", ""}},
     "mine.toml:192:1: security.class[2].evacuation.build_loss: is required"},
    {"EvacuationBesideKinds",
     {{"exposure = 0.2\n", "exposure = 0.2\n[security.class.evacuation]\nprobability = 0.5\nmedian = \"1 d\"\np90 = \"2 d\"\nbuild_loss = 1\noperation_loss = 1\n"}},
     "mine.toml:163:17: security.class[1].evacuation: has no meaning here"},
    {"MeasureBeforeTheStart",
     {{"from = 2029-01-01", "from = 2026-12-31"}},
     "mine.toml:201:8: security.protection[1].from = 2026-12-31: must not be before the valuation date"},
    {"MeasureThatCostsLessThanNothing",
     {{"cost = \"2 MUSD/yr\"", "cost = \"-2 MUSD/yr\""}},
     R"(mine.toml:204:8: security.protection[1].cost = "-2 MUSD/yr": must be finite and not negative)"},
    {"MeasureThatChangesNothing",
     {{"[security.force_majeure]", "[[security.protection]]\nname = \"drones\"\ncost = \"1 MUSD/yr @2025-12\"\n\n[security.force_majeure]"}},
     "mine.toml:216:1: security.protection[2]: must change something: avoids, eases or buffers"},
    {"MeasureOfTheNameOfAnother",
     {{"[security.force_majeure]", "[[security.protection]]\nname = \"escorts\"\nbuffers = { supplies = \"1 d\" }\n\n[security.force_majeure]"}},
     R"(mine.toml:217:8: security.protection[2].name = "escorts": must differ from the other measures' names)"},
    {"MeasureWithAnUnknownKey",
     {{"capital = \"10 MUSD\"", "captial = \"10 MUSD\""}},
     "mine.toml:203:1: security.protection[1].captial: unknown key; did you mean `capital`?"},
    {"AvoidsAShareAboveOne",
     {{"share = 0.4", "share = 1.4"}},
     "mine.toml:207:71: security.protection[1].avoids[1].share = 1.4: must be in [0, 1]"},
    {"AvoidsAClassThatIsNone",
     {{"{ class = \"wave\", share", "{ class = \"waves\", share"}},
     R"(mine.toml:208:15: security.protection[1].avoids[2].class = "waves": must be the name of a class of events)"},
    {"AvoidsAKindThatIsNone",
     {{"kind = \"closes\", place", "kind = \"closed\", place"}},
     R"(mine.toml:207:37: security.protection[1].avoids[1].kind = "closed": must be the name of a kind of that class)"},
    {"AvoidsAPlaceThatIsNone",
     {{"place = \"pass\"", "place = \"past\""}},
     R"(mine.toml:207:55: security.protection[1].avoids[1].place = "past": must be the name of a place of that class)"},
    {"AvoidsIntoAKindThatIsNone",
     {{"into = \"hits\"", "into = \"nothing\""}},
     R"(mine.toml:207:83: security.protection[1].avoids[1].into = "nothing": must be the name of a kind of that class)"},
    {"EasesNothing",
     {{"{ length = 0.9 }", "{ class = \"wave\" }"}},
     "mine.toml:212:5: security.protection[1].eases[2]: must change something: length, build_loss or operation_loss"},
    {"EasesAChannelThatIsNone",
     {{"channel = \"site\", length", "channel = \"sea\", length"}},
     R"(mine.toml:211:33: security.protection[1].eases[1].channel = "sea": must be one of: "site", "road", "rail", "port")"},
    {"EasesToNothingOfALength",
     {{"length = 0.5,", "length = 0.0,"}},
     "mine.toml:211:50: security.protection[1].eases[1].length = 0.0: must be in (0, 10]"},
    {"EasesToALossAboveOne",
     {{"build_loss = 0.25", "build_loss = 1.25"}},
     "mine.toml:211:68: security.protection[1].eases[1].build_loss = 1.25: must be in [0, 1]"},
    {"StoreBelowNothing",
     {{"supplies = \"3 d\"", "supplies = \"-3 d\""}},
     R"(mine.toml:214:76: security.protection[1].buffers.supplies = "-3 d": must be finite and not negative)"},
    {"StoreThatIsNone",
     {{"supplies = \"3 d\"", "suplies = \"3 d\""}},
     "mine.toml:214:65: security.protection[1].buffers.suplies: unknown key; did you mean `supplies`?"},
    {"ForceMajeureWithoutATrigger",
     {{"chance = [{ class = \"road attack\", kind = \"closes\", probability = 0.01 }, { class = \"wave\", probability = 0.1 }]\ncount = [{ class = \"wave\", events = 2, within = \"90 d\" }]\nlost_time = [{ channel = \"road\", lost = \"60 d\", within = \"180 d\" }]\n", ""}},
     "mine.toml:216:1: security.force_majeure: must have at least one trigger"},
    {"ChanceAboveOne",
     {{"probability = 0.01", "probability = 1.01"}},
     "mine.toml:217:67: security.force_majeure.chance[1].probability = 1.01: must be in [0, 1]"},
    {"ChanceOfAClassTwice",
     {{"{ class = \"wave\", probability = 0.1 }", "{ class = \"road attack\", probability = 0.1 }"}},
     "mine.toml:217:75: security.force_majeure.chance[2].kind: must be another class or kind in each entry"},
    {"ChanceOfAKindThatIsNone",
     {{"kind = \"closes\", probability", "kind = \"closed\", probability"}},
     R"(mine.toml:217:43: security.force_majeure.chance[1].kind = "closed": must be the name of a kind of that class)"},
    {"CountOfNoEvents",
     {{"events = 2", "events = 0"}},
     "mine.toml:218:37: security.force_majeure.count[1].events = 0: must be from 1 to 1000"},
    {"CountOfAPartOfAnEvent",
     {{"events = 2", "events = 2.5"}},
     "mine.toml:218:37: security.force_majeure.count[1].events = 2.5: must be a whole number"},
    {"CountWithinNoTime",
     {{"within = \"90 d\"", "within = \"0 d\""}},
     R"(mine.toml:218:49: security.force_majeure.count[1].within = "0 d": must be finite and positive)"},
    {"LostTimeOfAChannelThatIsNone",
     {{"channel = \"road\", lost", "channel = \"rod\", lost"}},
     R"(mine.toml:219:26: security.force_majeure.lost_time[1].channel = "rod": must be one of: "site", "road", "rail", "port")"},
    {"LostTimeLongerThanItsWindow",
     {{"within = \"180 d\"", "within = \"18 d\""}},
     R"(mine.toml:219:58: security.force_majeure.lost_time[1].within = "18 d": must be finite and not below what is lost)"},
    {"SuspensionOfLessThanADay",
     {{"median = \"410 d\"", "median = \"0.5 d\""}},
     R"(mine.toml:220:10: security.force_majeure.median = "0.5 d": must be finite and at least a day)"},
    {"SuspensionWhoseP90IsBelowItsMedian",
     {{"p90 = \"1594 d\"", "p90 = \"159 d\""}},
     R"(mine.toml:221:7: security.force_majeure.p90 = "159 d": must not be below the median)"},
    {"NeverAboveOne",
     {{"never = 0.05", "never = 5"}},
     "mine.toml:222:9: security.force_majeure.never = 5: must be in [0, 1]"},
    {"GivenUpAtOnce",
     {{"given_up = \"3 yr\"", "given_up = \"0 yr\""}},
     R"(mine.toml:223:12: security.force_majeure.given_up = "0 yr": must be finite and positive)"},
    {"RestartThatIsMissing",
     {{"restart = \"180 d\"\n", ""}},
     "mine.toml:216:1: security.force_majeure.restart: is required"},
    {"RestartShareAboveOne",
     {{"restart_share = 0.8", "restart_share = 1.8"}},
     "mine.toml:225:17: security.force_majeure.restart_share = 1.8: must be in [0, 1]"},
    {"BuildThatNeverGoesOn",
     {{"build_share_after = 0.7", "build_share_after = 0"}},
     "mine.toml:226:21: security.force_majeure.build_share_after = 0: must be in (0, 1]"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Values, BrokenModel, testing::ValuesIn(models), name_of);
INSTANTIATE_TEST_SUITE_P(Values, BrokenSecurity, testing::ValuesIn(securities), name_of);
INSTANTIATE_TEST_SUITE_P(Files, BrokenModel, testing::ValuesIn(files), name_of);
INSTANTIATE_TEST_SUITE_P(Tables, BrokenTable, testing::ValuesIn(tables), name_of);

TEST_F(BrokenInput, AnEmptyModelLacksEveryPartThatIsRequired) {
    EXPECT_EQ(refused("", sound_ore),
              "mine.toml: name: is required\n"
              "mine.toml: money: is required\n"
              "mine.toml: valuation: is required\n"
              "mine.toml: metal: is required\n"
              "mine.toml: concentrate: is required\n"
              "mine.toml: ore: is required\n"
              "mine.toml: phase: is required\n"
              "mine.toml: costs: is required\n"
              "mine.toml: closure: is required\n"
              "mine.toml: tax: is required\n"
              "mine.toml: price: is required");
}

TEST_F(BrokenInput, AColumnOfRecoveryFactorsMustBeUsedOrNot) {
    std::string ore{sound_ore};
    for (const auto& [from, to] : {std::pair{"mined_per_ore", "mined_per_ore,recovery_factor"},
                                   {"0.30,2.5", "0.30,2.5,0.8"},
                                   {"0.29,2.4", "0.29,2.4,1"},
                                   {"0.28,2.2", "0.28,2.2,1"},
                                   {"0.25,1.5", "0.25,1.5,1"}})
        ore = test::with(ore, from, to);
    EXPECT_EQ(refused(sound_model, ore), "mine.toml:60:1: ore.use_recovery_factor: is required");
}

TEST_F(BrokenInput, AnEmptyTableIsRefused) {
    EXPECT_EQ(refused(sound_model, ""), "ore.csv:1:1: must have a header row; the file is empty");
}

TEST_F(BrokenInput, BinaryGarbageIsRefusedAtItsFirstByte) {
    constexpr std::string_view png{"\x89PNG\r\n\x1a\n\0\0", 10};
    EXPECT_EQ(refused(png, sound_ore), "mine.toml:1:1: must be UTF-8 text; found the byte \\x89");
    EXPECT_EQ(refused(sound_model, png), "ore.csv:1:1: must be UTF-8 text; found the byte \\x89");
    constexpr std::string_view nul{"a = 1\n\0", 7};
    EXPECT_EQ(refused(nul, sound_ore), "mine.toml:2:1: must not contain control characters; found \\x00");
}

TEST_F(BrokenInput, AModelAboveItsLimitIsRefusedUnread) {
    const std::string path = folder.write("large.toml", "");
    std::filesystem::resize_file(path, 4'000'001);
    Sources sources;
    EXPECT_EQ(test::refusal_of([&] { load_model(path, sources); }, folder.path()),
              "large.toml: must be at most 4 MB");
    EXPECT_TRUE(sources.files().empty());
}

TEST_F(BrokenInput, AModelThatIsNoRegularFileIsRefusedWithoutWaitingForIt) {
    Sources sources;
    const auto refused = [&](const char* name) {
        return test::refusal_of([&] { load_model(folder / name, sources); }, folder.path());
    };
    EXPECT_EQ(refused("fifo.csv"), "fifo.csv: must be a regular file; found a FIFO");
    EXPECT_EQ(refused("folder"), "folder: must be a regular file; found a folder");
    EXPECT_EQ(refused("none.toml"), "none.toml: does not exist");
    EXPECT_EQ(refused("mine.toml/x"), "mine.toml/x: does not exist");
}

TEST_F(BrokenInput, ProblemsOfTheModelAndOfItsTableComeTogether) {
    EXPECT_EQ(refused(test::with(sound_model, "recovery = \"90 %\"", "recovery = \"0 %\""),
                      test::with(sound_ore, "0.58", "-0.58")),
              "mine.toml:43:12: metal[1].recovery = \"0 %\": must be in (0, 1]\n"
              "ore.csv:3:9: copper_grade = -0.58: must be at least 0 and below 100 %");
}

TEST_F(BrokenInput, WhatIsShownQuotesTheLineAndMarksTheValue) {
    folder.write("ore.csv", sound_ore);
    const std::string path =
        folder.write("mine.toml", test::with(test::with(sound_model, "years = 30", "years = 300"),
                                             "grade = \"30 %\"", "grade = \"130 %\""));
    Sources sources;
    try {
        load_model(path, sources);
        FAIL() << "nothing was refused";
    } catch (const InputError& error) {
        EXPECT_EQ(render_error(error, sources),
                  path +
                      ":9:9: error: valuation.years = 300: must be from 1 to 150\n"
                      "    9 | years = 300\n"
                      "      |         ^^^\n" +
                      path +
                      ":55:9: error: concentrate.grade = \"130 %\": must be in (0, 1)\n"
                      "   55 | grade = \"130 %\"\n"
                      "      |         ^^^^^^^\n"
                      "2 problems; nothing was run\n");
    }
}

/// Whatever the bytes: the model loads, or InputError says why; every problem has a rule and can be shown.
class Mangled : public BrokenInput {
protected:
    void expect_an_answer(const std::string& model, const std::string& ore) {
        folder.write("ore.csv", ore);
        const std::string path = folder.write("mine.toml", model);
        Sources sources;
        try {
            load_model(path, sources);
            ++loaded;
        } catch (const InputError& error) {
            ++refused_;
            ASSERT_FALSE(error.problems().empty());
            for (const Problem& p : error.problems()) ASSERT_FALSE(p.rule.empty());
            const std::string text = render_error(error, sources);
            ASSERT_TRUE(std::ranges::all_of(text, [](char c) {
                return c == '\n' || static_cast<unsigned char>(c) >= 0x20;
            })) << text;
        }
    }
    int loaded = 0, refused_ = 0;
};

TEST_F(Mangled, AModelCutShortLoadsOrIsRefused) {
    for (std::size_t at = 0; at < sound_model.size(); at += 50)
        expect_an_answer(std::string{sound_model.substr(0, at)}, std::string{sound_ore});
    for (std::size_t at = 0; at < sound_ore.size(); at += 5)
        expect_an_answer(std::string{sound_model}, std::string{sound_ore.substr(0, at)});
    EXPECT_GT(refused_, 50);
}

TEST_F(Mangled, AModelWithBytesFlippedLoadsOrIsRefused) {
    std::mt19937 draw{2026};
    const auto flip = [&](std::string text, int count) {
        for (; count > 0; --count) text[draw() % text.size()] = static_cast<char>(draw());
        return text;
    };
    for (int i = 0; i < 150; ++i) {
        expect_an_answer(flip(std::string{sound_model}, 1 + i % 3), std::string{sound_ore});
        expect_an_answer(std::string{sound_model}, flip(std::string{sound_ore}, 1 + i % 3));
    }
    EXPECT_GT(refused_, 50);
    EXPECT_GT(loaded, 0);
}

TEST_F(Mangled, AModelWithPiecesMovedLoadsOrIsRefused) {
    std::mt19937 draw{7};
    for (int i = 0; i < 150; ++i) {
        std::string text{sound_model};
        const std::size_t from = draw() % text.size(), length = draw() % 40, to = draw() % text.size();
        const std::string piece = text.substr(from, length);
        expect_an_answer(i % 2 == 0 ? text.insert(to, piece) : text.erase(from, length),
                         std::string{sound_ore});
    }
    EXPECT_GT(refused_, 50);
}

}  // namespace
}  // namespace minerisk::io
