#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "minerisk/factors/security.hpp"
#include "support/security.hpp"

/// The recommended parameters of the note on security against what they imply there (its section 6.5): five
/// years of 365.25 days from the high regime, nothing before the start, by the note's own rules.
namespace {

using namespace minerisk;
using namespace minerisk::units;
using security::Effect;
using security::Event;
using security::StoppageClass;
using testing_support::SecurityBench;

constexpr double note_days = 365.25, note_years = 5;

Effect stops(Channel channel, double median, double p90, double cap = 0, double loss = 1) {
    Effect e{channel, median * day, p90 * day, {}, loss, loss};
    if (cap > 0) e.cap = cap * day;
    return e;
}
std::vector<security::Excitation> own(double n, double b) {
    return {{{}, n, b / day}};
}

/// All events, those that cannot touch the project too: the note counts them.
std::vector<StoppageClass> seven_classes() {
    const auto closes = stops(Channel::road, 0.4, 2.5, 15);
    return {{.name = "corridor",
             .rate = 10 / year,
             .kinds = {{"closes", 0.46, {closes}},
                       {"closes and hits", 0.04, {closes}},
                       {"hits", 0.04, {}},
                       {"neither", 0.46, {}}},
             .excites = own(0.40, 0.14)},
            {.name = "withdrawal",
             .rate = 0.9 / year,
             .effects = {stops(Channel::road, 8, 25, 60)},
             .excites = own(0.20, 0.02)},
            {.name = "rail",
             .rate = 11 / year,
             .kinds = {{"short", 0.63, {stops(Channel::rail, 0.4, 2, 90)}},
                       {"long", 0.07, {stops(Channel::rail, 10, 30, 90)}},
                       {"elsewhere", 0.30, {}}},
             .excites = own(0.30, 0.037)},
            {.name = "lines",
             .rate = 37 / year,
             .kinds = {{"ours", 0.015, {stops(Channel::port, 2, 10, 45, 0.3)}}, {"others", 0.985, {}}},
             .excites = own(0.48, 0.33)},
            {.name = "site",
             .rate = 0.20 / year,
             .kinds = {{"breach", 0.3, {stops(Channel::site, 14, 100, 365)}},
                       {"repelled", 0.7, {stops(Channel::site, 2, 7, 0, 0.5)}}}},
            {.name = "staff",
             .rate = 0.30 / year,
             .effects = {stops(Channel::site, 10, 45, 180, 0.4)},
             .excites = own(0.20, 0.03)},
            {.name = "wave",
             .rate = 0.80 / year,
             .effects = {stops(Channel::site, 7, 21, 0, 0.5), stops(Channel::road, 5, 14, 45),
                         stops(Channel::rail, 10, 45, 120)},
             .excites = own(0.25, 0.008)}};
}

/// A year's mean of each quantity on each path.
struct Quantities {
    std::vector<double> by_class[7], hits, road, rail, site;
    std::vector<double> suspended;  ///< days of the first suspension, all five years
    double suspensions = 0;         ///< paths with one
};

Quantities simulated(int blocks) {
    const security::Regime regime{
        {.low = 0.53, .high = 1.54, .to_high = 0.25 / year, .to_low = 0.29 / year, .start_high = 1}};
    security::Spec spec{.classes = seven_classes(), .regime = regime};
    spec.force_majeure = security::ForceMajeure{
        .chances = {{"wave", {}, 0.025}, {"site", "breach", 0.25}, {"staff", {}, 0.05}},
        .median = 410 * day,
        .p90 = 1594 * day,
        .never = 0.05};
    SecurityBench bench{spec, TimeGrid{{2027, 1, 1}, 5, 1}};
    bench.outages.keep_events({true, false, false, false});
    Quantities q;
    for (int b = 0; b < blocks; ++b) {
        EXPECT_EQ(bench.simulate(31, static_cast<std::uint64_t>(b) * wide_block), -1);
        for (int p = 0; p < wide_block; ++p) {
            for (std::size_t c = 0; c < 7; ++c)
                q.by_class[c].push_back(
                    static_cast<double>(bench.work.events.counts(c)[static_cast<std::size_t>(p)]) /
                    note_years);
            q.hits.push_back(
                static_cast<double>(std::ranges::count_if(
                    bench.work.events.of(0, p), [](const Event& e) { return e.kind == 1 || e.kind == 2; })) /
                note_years);
            const auto closed = [&](Channel channel) {
                double years = 0;
                for (const Outage& o : bench.outages.of(p, channel)) years += o.end - o.begin;
                return years * note_days / note_years;
            };
            q.road.push_back(closed(Channel::road));
            q.rail.push_back(closed(Channel::rail));
            double lost = 0;
            for (const EventOutage& e : bench.outages.events(p, Channel::site))
                lost += (e.outage.end - e.outage.begin) * e.outage.build_loss;
            q.site.push_back(lost * note_days / note_years);
            const auto suspensions = bench.outages.suspensions(p);
            q.suspensions += !suspensions.empty();
            q.suspended.push_back(
                suspensions.empty() ? 0 : (suspensions[0].end - suspensions[0].begin) * note_days);
        }
    }
    return q;
}

struct NoteRow {
    double mean, error, p10, p50, p90, p99;  ///< error: of the mean of 12,000 paths
    double low = 0.05, tail = 0.07;          ///< shares by which P10 and P99 may be off; P50, P90: 0.05
    double least = 0.2001;                   ///< and by one event in five years
    double high = 0.05;                      ///< as `low`, of P90
};

void expect_row(const char* name, std::vector<double> x, const NoteRow& note) {
    double mean = 0;
    for (const double v : x) mean += v / static_cast<double>(x.size());
    EXPECT_NEAR(mean, note.mean, 4 * note.error) << name;
    std::ranges::sort(x);
    const auto near = [&](double prob, double value, double share, double least) {
        EXPECT_NEAR(x[static_cast<std::size_t>(prob * static_cast<double>(x.size()))], value,
                    std::max(share * value, least))
            << name << " P" << 100 * prob;
    };
    near(0.1, note.p10, note.low, note.least);
    near(0.5, note.p50, 0.05, note.least);
    near(0.9, note.p90, note.high, note.least);
    near(0.99, note.p99, note.tail, note.least);
}

TEST(SecurityNote, TheRecommendedSetImpliesWhatTheNoteSays) {
    const Quantities q = simulated(200);  // 12,800 paths
    expect_row("corridor attacks", q.by_class[0], {11.82, 0.037, 6.6, 11.8, 17.0, 21.2});
    expect_row("cargo hits", q.hits, {0.946, 0.005, 0.4, 0.8, 1.6, 2.4});
    expect_row("rail attacks", q.by_class[2], {12.96, 0.037, 7.4, 13.0, 18.2, 21.8});
    expect_row("waves", q.by_class[6], {0.929, 0.006, 0.2, 0.8, 1.8, 2.8});
    expect_row("road", q.road, {23.4, 0.10, 10.3, 22.3, 37.9, 52.7});
    expect_row("rail", q.rail, {34.6, 0.16, 14.0, 32.3, 57.9, 83.3});
    expect_row("site", q.site, {10.3, 0.10, 2.0, 7.6, 20.1, 59.4, 0.08, 0.16, 0});
    EXPECT_NEAR(q.suspensions / static_cast<double>(q.suspended.size()), 0.251, 4 * 0.004);
    NoteRow days{120.6, 2.7, 0, 0, 448, 1470, 0.05, 0.07, 0};
    days.high = 0.11;
    expect_row("force majeure", q.suspended, days);
}

TEST(SecurityNote, CountsHaveTheirExactMeans) {
    const Quantities q = simulated(1000);
    const double exact[] = {11.8229, 1.0601, 12.9625, 43.7858, 0.2370, 0.3541, 0.9289};
    for (std::size_t c = 0; c < 7; ++c) {
        double mean = 0, square = 0;
        const double size = static_cast<double>(q.by_class[c].size());
        for (const double v : q.by_class[c]) {
            mean += v / size;
            square += v * v / size;
        }
        EXPECT_NEAR(mean, exact[c], 4 * std::sqrt((square - mean * mean) / size)) << c;
    }
}

}  // namespace
