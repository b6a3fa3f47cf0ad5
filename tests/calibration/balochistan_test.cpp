#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "minerisk/calibration/fit.hpp"
#include "minerisk/calibration/residuals.hpp"

/// Reference fits of the UCDP events of Balochistan. The data are not part of this project: without the file
/// the tests are skipped.
using namespace minerisk;
using namespace minerisk::calibration;

const std::string balochistan_file = MINERISK_SHARED_DATA "/balochistan_events.csv";

class Balochistan : public testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(balochistan_file)) GTEST_SKIP() << "there is no " << balochistan_file;
    }
};

namespace {

/// Exact-day events from the start of a year to the end of 2021. The columns that are needed stand before
/// those that hold quoted text in some rows, or are found from the row's names.
EventTimes events_since(int year, const std::string& column = {}, const std::string& wanted = {}) {
    const auto cells = [](const std::string& line) {
        std::vector<std::string> row(1);
        bool quoted = false;
        for (const char c : line) {
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
                row.emplace_back();
            else
                row.back() += c;
        }
        return row;
    };
    std::ifstream in{balochistan_file};
    std::string line;
    std::getline(in, line);
    const auto names = cells(line);
    const auto place = [&](const std::string& name) {
        return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
    };
    const long origin = days_since_epoch({year, 1, 1});
    const int days = static_cast<int>(days_since_epoch({2022, 1, 1}) - origin);
    std::vector<int> at;
    while (std::getline(in, line)) {
        const auto row = cells(line);
        const long day = days_since_epoch(parse_date(row[place("date_start")]).value()) - origin;
        if (row[place("date_prec")] != "1" || day < 0 || day >= days) continue;
        if (column.empty() || row[place(column)] == wanted) at.push_back(static_cast<int>(day));
    }
    std::ranges::sort(at);
    return spread_over_days(at, days);
}

double ks_of(const EventTimes& events, const Baseline& baseline, const EventFit& fit) {
    return uniform_distance(rescaled_gaps(events, baseline, fit.model));
}

struct Row {
    const char* name;
    int since;
    const char *column, *value;
    std::size_t count;
    int days;
    double mu, mu_se, n, n_se, b, b_se, lnl, aic, poisson, ks;
};

}  // namespace

TEST_F(Balochistan, HawkesOfConstantLevelMatchesTheReferenceTable) {
    const Row rows[] = {{"all", 2004, "", "", 656, 6575, 0.021702, 0.0055, 0.79315, 0.065, 0.024734, 0.0060,
                         -2053.8617, 4113.723, -2167.9941, 0.069},
                        {"2013-21", 2013, "", "", 258, 3287, 0.032301, 0.0090, 0.60925, 0.124, 0.024814,
                         0.0090, -898.3590, 1802.718, -914.5509, 0.054},
                        {"Baloch", 2004, "actor_family", "Baloch", 504, 6575, 0.013034, 0.0033, 0.84268,
                         0.057, 0.028667, 0.0059, -1641.5019, 3289.004, -1798.5006, 0.087},
                        {"civilians", 2004, "target", "civilians", 110, 6575, 0.005061, 0.0023, 0.70284,
                         0.151, 0.004098, 0.0018, -547.4652, 1100.930, -559.9604, 0.080}};
    for (const Row& r : rows) {
        SCOPED_TRACE(r.name);
        const EventTimes events = events_since(r.since, r.column, r.value);
        ASSERT_EQ(events.count(), r.count);
        ASSERT_EQ(events.days, r.days);
        const Baseline baseline = Baseline::constant(r.days);
        const EventFit fit = fit_hawkes(events, baseline);
        EXPECT_NEAR(fit.log_likelihood, r.lnl, 1e-3);
        EXPECT_NEAR(fit.aic(), r.aic, 2e-3);
        EXPECT_NEAR(fit_poisson(events, baseline).log_likelihood, r.poisson, 1e-3);
        EXPECT_NEAR(fit.model.levels[0] / r.mu, 1, 0.01);
        EXPECT_NEAR(fit.model.excitation.branching / r.n, 1, 0.01);
        EXPECT_NEAR(fit.model.excitation.decay / r.b, 1, 0.01);
        EXPECT_NEAR(fit.errors.levels[0] / r.mu_se, 1, 0.05);
        EXPECT_NEAR(fit.errors.branching / r.n_se, 1, 0.05);
        EXPECT_NEAR(fit.errors.decay / r.b_se, 1, 0.05);
        EXPECT_NEAR(ks_of(events, baseline, fit), r.ks, 6e-4);
    }
}

TEST_F(Balochistan, ALevelForEachYearTurnsMostContagionIntoDrift) {
    const EventTimes events = events_since(2004);
    const Baseline constant = Baseline::constant(events.days);
    const Baseline annual = Baseline::stepped(calendar_edges({2004, 1, 1}, {2021, 12, 31}, 12));
    const EventFit poisson = fit_poisson(events, constant), poisson_by_year = fit_poisson(events, annual);
    const EventFit hawkes = fit_hawkes(events, constant), hawkes_by_year = fit_hawkes(events, annual);
    EXPECT_NEAR(poisson_by_year.log_likelihood, -2032.769, 1e-3);
    EXPECT_EQ(poisson_by_year.parameters, 18);
    EXPECT_NEAR(hawkes_by_year.log_likelihood, -2018.518, 1e-3);
    EXPECT_EQ(hawkes_by_year.parameters, 20);
    EXPECT_NEAR(hawkes_by_year.model.excitation.branching, 0.1411, 0.001);
    EXPECT_NEAR(hawkes_by_year.model.excitation.decay, 0.4622, 0.004);
    EXPECT_NEAR(hawkes_by_year.errors.branching, 0.038, 0.001);
    EXPECT_NEAR(hawkes_by_year.errors.decay, 0.190, 0.002);
    EXPECT_NEAR(hawkes_by_year.spontaneous, 563.5, 0.1);
    EXPECT_LT(hawkes_by_year.aic(), poisson_by_year.aic());
    EXPECT_LT(poisson_by_year.aic(), hawkes.aic());
    EXPECT_LT(hawkes.aic(), poisson.aic());
    EXPECT_NEAR(ks_of(events, constant, poisson), 0.170, 6e-4);
    EXPECT_NEAR(ks_of(events, annual, poisson_by_year), 0.085, 6e-4);
    EXPECT_NEAR(ks_of(events, annual, hawkes_by_year), 0.050, 6e-4);
}

TEST_F(Balochistan, CountsOfMonthsAndWeeksVaryMoreThanPoisson) {
    const EventTimes events = events_since(2004);
    const auto months = monthly_counts(events, {2004, 1, 1}, {2021, 12, 31});
    ASSERT_EQ(months.size(), 216u);
    const CountFit monthly = fit_counts(months);
    EXPECT_NEAR(monthly.model.mean, 3.04, 0.005);
    EXPECT_NEAR(monthly.model.size, 1.515, 0.001);
    EXPECT_NEAR(akaike(monthly.log_likelihood, 2), 972.7, 0.06);
    EXPECT_NEAR(akaike(monthly.poisson_log_likelihood, 1), 1149.4, 0.06);
    const auto weeks = weekly_counts(events);
    ASSERT_EQ(weeks.size(), 939u);
    EXPECT_NEAR(fit_counts(weeks).model.size, 1.10, 0.006);
}

TEST_F(Balochistan, CountsByDayShowLessAndLongerContagion) {
    const EventTimes events = events_since(2004);
    const Baseline annual = Baseline::stepped(calendar_edges({2004, 1, 1}, {2021, 12, 31}, 12));
    const DailyFit fit = fit_daily(events, annual, true);
    EXPECT_NEAR(fit.log_likelihood, -2075.169, 1e-3);
    EXPECT_NEAR(fit.model.branching, 0.1003, 0.001);
    EXPECT_NEAR(fit.half_life(), 3.24, 0.03);
    EXPECT_NEAR(fit.model.size, 0.880, 0.005);
    EXPECT_LT(fit_daily(events, annual, false).log_likelihood, fit.log_likelihood);
}

TEST_F(Balochistan, MonthsHaveACalmAndAViolentRegime) {
    const auto months = monthly_counts(events_since(2004), {2004, 1, 1}, {2021, 12, 31});
    const auto fit = fit_regime(months);
    ASSERT_TRUE(fit);
    EXPECT_NEAR(fit->log_likelihood, -458.307, 1e-3);
    EXPECT_NEAR(akaike(fit->log_likelihood, RegimeFit::parameters), 928.6, 0.06);
    EXPECT_NEAR(fit->model.low.mean, 1.99, 0.006);
    EXPECT_NEAR(fit->model.high.mean, 6.40, 0.006);
    EXPECT_NEAR(fit->model.low.size, 3.26, 0.006);
    EXPECT_NEAR(fit->model.high.size, 4.02, 0.006);
    EXPECT_NEAR(fit->stay_low(), 46, 0.5);
    EXPECT_NEAR(fit->stay_high(), 20, 0.5);
    EXPECT_LT(akaike(fit->log_likelihood, RegimeFit::parameters),
              akaike(fit_counts(months).log_likelihood, 2));
}
