#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/kernels/builds.hpp"

// Of the compiled library: link with the kernel objects and define MINERISK_COMPILED_KERNELS. Every build is
// held to the same exact answer, so all give the same bits.
namespace event_lists_test {
namespace {

using namespace minerisk;

/// Runs `test` for each build and width.
template <class Test>
void for_each_build(Test&& test) {
    for (const KernelTable* table : usable_kernels())
        for (const int width : {wide_block, narrow_block}) {
            SCOPED_TRACE(std::string{table->name} + ", " + std::to_string(width));
            test(*table, width);
        }
}
std::size_t at(int i) {
    return static_cast<std::size_t>(i);
}

/// A list of outages with its arrays.
struct Outages {
    std::vector<double> begin, end;
    std::vector<EventAddress> address;
    std::vector<std::size_t> offset{0};
    void add(double b, double e, EventAddress a) {
        begin.push_back(b);
        end.push_back(e);
        address.push_back(a);
    }
    void end_path() { offset.push_back(begin.size()); }
    void room(std::size_t size, int paths) {
        begin.resize(size);
        end.resize(size);
        address.resize(size);
        offset.resize(at(paths) + 1);
    }
    OutageList list() { return {begin.data(), end.data(), address.data(), offset.data()}; }
    std::vector<std::tuple<double, double, std::uint64_t>> of(int p) const {
        std::vector<std::tuple<double, double, std::uint64_t>> all;
        for (std::size_t i = offset[at(p)]; i < offset[at(p) + 1]; ++i)
            all.emplace_back(begin[i], end[i], address[i].bits);
        return all;
    }
};

TEST(EventOrderKernel, ListsTheEventsThatTouchByTimeAndEqualDatesByClassAndRow) {
    for_each_build([](const KernelTable& table, int width) {
        std::mt19937 draw{20270};
        for (int trial = 0; trial < 60; ++trial) {
            const double horizon = 1 + trial % 50;
            const int classes = trial % 4;
            std::vector<BlockArray> time;
            std::vector<std::vector<signed char>> kind;
            std::vector<std::vector<std::int64_t>> count;
            for (int c = 0; c < classes; ++c) {
                const int rows = trial % 7 ? static_cast<int>(draw() % 90) : 1;
                time.emplace_back(rows + 1, width);
                kind.emplace_back(at(rows * width));
                count.emplace_back(at(width));
                for (int p = 0; p < width; ++p) {
                    count.back()[at(p)] = draw() % 5 ? draw() % (static_cast<unsigned>(rows) + 1) : 0;
                    for (int r = 0; r < rows; ++r) {
                        const double share = trial % 3 ? 0x1p-32 * static_cast<double>(draw())  // or crowded
                                                       : 1 - 0x1p-20 * static_cast<double>(1 + draw() % 9);
                        time.back()(r, p) = r < count.back()[at(p)] ? horizon * share : 1e300;
                        kind.back()[at(r * width + p)] =
                            static_cast<signed char>(static_cast<int>(draw() % 4) - 1);
                    }
                }
            }
            std::vector<DrawnEvents> drawn;
            for (int c = 0; c < classes; ++c)
                drawn.push_back({time[at(c)].data(), c == 1 ? nullptr : kind[at(c)].data(),
                                 count[at(c)].data(), static_cast<std::uint16_t>(5 * c)});
            std::size_t most = 0, all = 0;
            std::vector<std::vector<std::tuple<double, int, std::int64_t, int>>> expected(at(width));
            for (int p = 0; p < width; ++p) {
                std::size_t here = 0;
                for (int c = 0; c < classes; ++c) {
                    here += static_cast<std::size_t>(count[at(c)][at(p)]);
                    for (std::int64_t r = 0; r < count[at(c)][at(p)]; ++r) {
                        const int k =
                            c == 1 ? 0 : kind[at(c)][static_cast<std::size_t>(r) * at(width) + at(p)];
                        if (k >= 0)
                            expected[at(p)].emplace_back(time[at(c)](static_cast<int>(r), p), c, r,
                                                         5 * c + k);
                    }
                }
                most = std::max(most, here);
                all += here;
                std::ranges::sort(expected[at(p)]);
            }
            std::vector<double> times(9 * (most + 1)), sorted(all + 1);
            std::vector<EventAddress> addresses(9 * (most + 1)), sorted_addresses(all + 1);
            std::vector<std::uint32_t> place(most + 1), position(most + 1);
            std::vector<std::size_t> offset(at(width) + 1);
            table.order_events(
                {classes, drawn.data(), horizon, most, times.data(), addresses.data(), place.data(),
                 position.data(), sorted.data(), sorted_addresses.data(), offset.data()},
                width);
            for (int p = 0; p < width; ++p) {
                ASSERT_EQ(offset[at(p) + 1] - offset[at(p)], expected[at(p)].size()) << trial << ", " << p;
                for (std::size_t i = 0; i < expected[at(p)].size(); ++i) {
                    const auto& [t, c, row, type] = expected[at(p)][i];
                    const EventAddress found = sorted_addresses[offset[at(p)] + i];
                    ASSERT_EQ(sorted[offset[at(p)] + i], t) << trial << ", " << p << ", " << i;
                    ASSERT_EQ(found.row(), row) << trial << ", " << p << ", " << i;
                    ASSERT_EQ(found.path(), p);
                    ASSERT_EQ(found.term(), type) << trial << ", " << p << ", " << i;
                }
            }
        }
    });
}

TEST(EventEffectKernel, PutsEachEffectOnItsListWithTheTermOfItsDate) {
    const std::vector<std::vector<EventEffect>> effects = {
        {},
        {{site_outages, 4}},
        {{event_damages, 2}},
        {{road_outages, 1}, {event_damages, 7}},
        {{site_outages, 8}, {site_outages, 12}, {rail_outages, 3}, {event_marks, 4}}};
    const std::vector<EventEffect> more = {{site_outages, 12}, {rail_outages, 3}, {event_marks, 4}};
    const EventEffect nothing{event_lists, 0};
    const std::vector<EffectsOfType> types = {{nothing, 0, 0, 0, 0},
                                              {{site_outages, 4}, 0, 0, 0, 0},
                                              {nothing, 1, 2, 0, 0},
                                              {{road_outages, 1}, 1, 7, 2, 2},
                                              {{site_outages, 8}, 0, 0, 0, 3}};
    const double dates[] = {2, 5};
    for_each_build([&](const KernelTable& table, int paths) {
        std::mt19937 draw{20271};
        std::vector<double> time;
        std::vector<EventAddress> address;
        std::vector<std::size_t> offset{0};
        std::array<std::vector<std::pair<double, std::uint64_t>>, event_lists> expected;
        std::array<std::vector<std::size_t>, event_lists> expected_offsets;
        for (auto& o : expected_offsets) o.push_back(0);
        for (int p = 0; p < paths; ++p) {
            for (int i = p % 5 == 3 ? 40 : 0; i < 40; ++i) {
                time.push_back(0.25 * i);  // some on a date
                const auto type = draw() % effects.size();
                address.push_back(EventAddress::of(draw() % 40000, at(p), type));
                for (const EventEffect& e : effects[type]) {
                    const int past = e.list < event_damages ? (time.back() >= 2) + (time.back() >= 5) : 0;
                    expected[e.list].emplace_back(
                        time.back(), address.back().with(static_cast<unsigned>(e.term + past)).bits);
                }
            }
            offset.push_back(time.size());
            for (std::size_t l = 0; l < event_lists; ++l) expected_offsets[l].push_back(expected[l].size());
        }
        std::array<std::vector<double>, event_lists + 1> times;
        std::array<std::vector<EventAddress>, event_lists + 1> addresses;
        std::array<std::vector<std::size_t>, event_lists> offsets;
        EventEffectRows rows{
            time.data(), address.data(), offset.data(), types.data(), more.data(), 2, dates, {}, {}, {}};
        for (std::size_t l = 0; l <= event_lists; ++l) {
            times[l].resize(l < event_lists ? 2 * time.size() + 1 : 1);
            addresses[l].resize(times[l].size());
            rows.times[l] = times[l].data();
            rows.addresses[l] = addresses[l].data();
            if (l == event_lists) break;
            offsets[l].resize(at(paths) + 1);
            rows.offsets[l] = offsets[l].data();
        }
        table.list_effects(rows, paths);
        for (std::size_t l = 0; l < event_lists; ++l) {
            ASSERT_EQ(offsets[l], expected_offsets[l]) << l;
            for (std::size_t i = 0; i < expected[l].size(); ++i) {
                ASSERT_EQ(times[l][i], expected[l][i].first) << l << ", " << i;
                ASSERT_EQ(addresses[l][i].bits, expected[l][i].second) << l << ", " << i;
            }
        }
    });
}

TEST(OutageKernels, EndsAreOfTheLengthUpToItsCapTimesTheFactorsWithinTheHorizon) {
    const double caps[] = {0.5, 3, 1e300}, factors[] = {1, 0.5, 1, 0.3, 1, 0.7};
    for_each_build([&](const KernelTable& table, int) {
        Outages list;
        std::vector<double> lengths;
        for (int i = 0; i < 101; ++i) {
            lengths.push_back(i % 10 == 9 ? 0 : 0.07 * (i % 37));
            list.add(0.1 * i, lengths.back(), EventAddress::of(0, 0, at(i % 3)));
        }
        table.end_outages({list.begin.data(), list.address.data(), caps, 2, 3, factors, 9.3, list.end.data()},
                          101);
        for (std::size_t i = 0; i < 101; ++i) {
            const double length = std::min(lengths[i], caps[i % 3]) * factors[i % 3] * factors[3 + i % 3];
            ASSERT_EQ(list.end[i], std::min(list.begin[i] + length, 9.3)) << i;
        }
    });
}

TEST(OutageKernels, RecoveriesAreStepsByBeginBehindEachOutageThatHasThem) {
    const RecoveryTerm terms[] = {{0, 0, 0}, {0.6, 0, 10}, {0, 1.3, 22}, {0.3, 0.9, 34}};
    for_each_build([&](const KernelTable& table, int paths) {
        std::mt19937 draw{20272};
        Outages list, out;
        std::vector<std::vector<std::tuple<double, double, std::uint64_t>>> expected(at(paths));
        for (int p = 0; p < paths; ++p) {
            for (int i = 0; p % 4 != 1 && i < 30; ++i) {
                const double begin = 0.3 * i, end = begin + 0x1p-32 * static_cast<double>(draw());
                const auto address = EventAddress::of(at(i), at(p), draw() % 4);
                list.add(begin, end, address);
                const RecoveryTerm& t = terms[address.term()];
                for (const bool build : {true, false})
                    for (int s = 0; s < recovery_steps; ++s) {
                        const double length = build ? t.build : t.operation;
                        const double from = end + length * s / 6, to = end + length * (s + 1) / 6;
                        if (!(length > 0) || from >= 9) continue;
                        expected[at(p)].emplace_back(
                            from, std::min(to, 9.0),
                            address.with(static_cast<unsigned>(t.first_term + s + (build ? 0 : 6))).bits);
                    }
            }
            list.end_path();
            std::ranges::stable_sort(expected[at(p)], {}, [](const auto& x) { return std::get<0>(x); });
        }
        out.room(12 * list.begin.size(), paths);
        table.list_recoveries({list.list(), terms, 9, out.list()}, paths);
        for (int p = 0; p < paths; ++p) ASSERT_EQ(out.of(p), expected[at(p)]) << p;
    });
}

/// Random outages on a grid of cells, so that their middles tell everything and many begin together.
Outages on_cells(std::mt19937& draw, int paths, int cells, int longest) {
    Outages made;
    for (int p = 0; p < paths; ++p) {
        std::vector<int> begins(p % 6 == 4 ? 0 : draw() % 40);
        for (int& b : begins) b = static_cast<int>(draw() % static_cast<unsigned>(cells));
        std::ranges::sort(begins);
        for (const int b : begins)
            made.add(b, b + static_cast<int>(draw() % static_cast<unsigned>(longest)),
                     EventAddress::of(draw() % 6, at(p), draw() % 8));
        made.end_path();
    }
    return made;
}

TEST(OutageKernels, AMergeIsAStableSortOfOneListAfterTheOther) {
    for_each_build([](const KernelTable& table, int paths) {
        std::mt19937 draw{20273};
        for (int trial = 0; trial < 20; ++trial) {
            Outages a = on_cells(draw, paths, trial % 2 ? 30 : 300, 20), b = on_cells(draw, paths, 100, 20),
                    all;
            all.room(a.begin.size() + b.begin.size(), paths);
            table.merge_outages(a.list(), b.list(), all.list(), paths);
            for (int p = 0; p < paths; ++p) {
                auto expected = a.of(p);
                for (const auto& x : b.of(p)) expected.push_back(x);
                std::ranges::stable_sort(expected, {}, [](const auto& x) { return std::get<0>(x); });
                ASSERT_EQ(all.of(p), expected) << trial << ", " << p;
            }
        }
    });
}

TEST(OutageKernels, AtEachInstantTheLargestLossOfThoseThatAreNotLeftOutCounts) {
    std::vector<OutageTerm> terms;
    for (int t = 0; t < 8; ++t) terms.push_back({0.25 * (t % 5), 0.2 * ((7 - t) % 4), 0.1 * t, t / 2});
    const unsigned char some[] = {0, 0, 1, 1, 0, 0, 0, 0};
    const LeftOutEvents variants[] = {{nullptr, -1}, {some, -1}, {some, 3}};
    constexpr int cells = 200, longest = 40;
    for_each_build([&](const KernelTable& table, int paths) {
        std::mt19937 draw{20274};
        for (int trial = 0; trial < 12; ++trial) {
            const LeftOutEvents& left_out = variants[trial % 3];
            Outages list = on_cells(draw, paths, cells, trial % 2 ? 8 : longest);
            const std::size_t n = list.begin.size();
            std::vector<Outage> joined(2 * n + 2);
            std::vector<EventOutage> events(n + 1);
            std::vector<std::size_t> joined_offset(at(paths) + 1), event_offset(at(paths) + 1);
            const bool wanted = trial % 4 != 3;
            table.join_outages({list.list(), terms.data(), left_out, joined.data(), joined_offset.data(),
                                wanted ? events.data() : nullptr, event_offset.data()},
                               paths);
            for (int p = 0; p < paths; ++p) {
                std::vector<double> build(cells + longest), operation(cells + longest);
                std::size_t event = event_offset[at(p)];
                for (const auto& [begin, end, bits] : list.of(p)) {
                    const EventAddress address{bits};
                    if (left_out.term && some[address.term()] &&
                        (left_out.row < 0 || left_out.row == address.row()))
                        continue;
                    const OutageTerm& term = terms[address.term()];
                    for (int c = static_cast<int>(begin); c < end; ++c) {
                        build[at(c)] = std::max(build[at(c)], term.build_loss);
                        operation[at(c)] = std::max(operation[at(c)], term.operation_loss);
                    }
                    if (!wanted || !(end > begin)) continue;
                    const EventOutage& e = events[event++];
                    ASSERT_EQ(e.outage.begin, begin);
                    ASSERT_EQ(e.outage.end, end);
                    ASSERT_EQ(e.outage.build_loss, term.build_loss);
                    ASSERT_EQ(e.outage.operation_loss, term.operation_loss);
                    ASSERT_EQ(e.build_share, term.build_share);
                    ASSERT_EQ(e.source, term.source);
                }
                if (wanted) {
                    ASSERT_EQ(event, event_offset[at(p) + 1]);
                }
                double until = 0;
                for (std::size_t i = joined_offset[at(p)]; i < joined_offset[at(p) + 1]; ++i) {
                    const Outage& o = joined[i];
                    ASSERT_LE(until, o.begin);
                    ASSERT_LT(o.begin, o.end);
                    until = o.end;
                    for (int c = static_cast<int>(o.begin); c < o.end; ++c) {
                        ASSERT_EQ(build[at(c)], o.build_loss) << trial << ", " << p << ", " << c;
                        ASSERT_EQ(operation[at(c)], o.operation_loss) << trial << ", " << p << ", " << c;
                        build[at(c)] = operation[at(c)] = 0;  // nothing is told of twice
                    }
                }
                EXPECT_EQ(std::ranges::count(build, 0.0), std::ssize(build)) << trial << ", " << p;
                EXPECT_EQ(std::ranges::count(operation, 0.0), std::ssize(operation)) << trial << ", " << p;
            }
        }
    });
}

TEST(OutageKernels, DamagesAreMediansTimesFactorsOfThoseThatAreNotLeftOut) {
    const double medians[] = {2e5, 3e5, 7e6};
    const std::int32_t sources[] = {1, 1, 4};
    const unsigned char some[] = {0, 1, 0};
    for_each_build([&](const KernelTable& table, int paths) {
        std::vector<double> time, factor;
        std::vector<EventAddress> address;
        std::vector<std::size_t> offset{0};
        for (int p = 0; p < paths; ++p) {
            for (int i = 0; i < p % 5; ++i) {
                time.push_back(i + 0.01 * p);
                factor.push_back(1.3 + 0.1 * i * p);
                address.push_back(EventAddress::of(at(i), at(p), at((i + p) % 3)));
            }
            offset.push_back(time.size());
        }
        for (const LeftOutEvents& left_out : {LeftOutEvents{nullptr, -1}, {some, -1}, {some, 2}}) {
            std::vector<Damage> out(time.size() + 1);
            std::vector<std::size_t> out_offset(at(paths) + 1);
            table.list_damages({time.data(), factor.data(), address.data(), offset.data(), medians, sources,
                                left_out, out.data(), out_offset.data()},
                               paths);
            std::size_t next = 0;
            for (int p = 0; p < paths; ++p) {
                ASSERT_EQ(out_offset[at(p)], next);
                for (std::size_t i = offset[at(p)]; i < offset[at(p) + 1]; ++i) {
                    const EventAddress a = address[i];
                    if (left_out.term && some[a.term()] && (left_out.row < 0 || left_out.row == a.row()))
                        continue;
                    ASSERT_EQ(out[next].time, time[i]);
                    ASSERT_EQ(out[next].cost, medians[a.term()] * factor[i]);
                    ASSERT_EQ(out[next].source, sources[a.term()]);
                    ++next;
                }
            }
            ASSERT_EQ(out_offset[at(paths)], next);
        }
    });
}

}  // namespace
}  // namespace event_lists_test
