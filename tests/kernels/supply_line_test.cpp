#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <random>
#include <vector>

#include "minerisk/core/supply_line.hpp"
#include "minerisk/kernels/builds.hpp"
#include "support/outages.hpp"

// Of the compiled library: link with the kernel objects and define MINERISK_COMPILED_KERNELS.
namespace supply_line_kernel_test {
namespace {

using minerisk::BridgeAhead;
using minerisk::KernelTable;
using minerisk::Outage;
using minerisk::OutageBlock;
using minerisk::OutagesAhead;
using minerisk::PacePiece;
using minerisk::Stores;
using minerisk::SupplyPath;
using testing_support::Lists;

constexpr double years = 20;

/// Disjoint outages, `rate` a year and of a mean length of `length` years; some cost operation nothing, some
/// stand end to end.
std::vector<Outage> some_outages(std::mt19937& draw, double rate, double length) {
    std::exponential_distribution<double> gap{rate}, lasts{1 / length};
    std::vector<Outage> made;
    for (double t = gap(draw); t < years;) {
        const double end = t + lasts(draw);
        const double loss = draw() % 4 ? 1 : 0.25 * static_cast<double>(draw() % 4);
        made.push_back({t, end, 1 - loss, loss});
        t = draw() % 8 ? end + gap(draw) : end;
    }
    return made;
}
/// Paths of all kinds: the first is without outages, every third has a port.
OutageBlock some_paths(int paths, double length) {
    std::mt19937 draw{20311};
    OutageBlock block;
    block.clear();
    for (int p = 0; p < paths; ++p) {
        const auto list = [&](double rate) {
            return p == 0 ? std::vector<Outage>{} : some_outages(draw, rate, length);
        };
        for (const Outage& o : list(0.3)) block.add_halt(o);
        for (const double rate : {3.0, 7.0, 7.0, p % 3 == 2 ? 2.0 : 0.0}) {
            if (rate > 0)
                for (const Outage& o : list(rate)) block.add(o);
            block.end_list();
        }
        block.end_path();
    }
    return block;
}

struct Walked {
    std::vector<std::vector<PacePiece>> pieces;
    std::vector<double> available;
    std::size_t walked = 0;  ///< outages of roads and rails
};
/// All paths through all kernels of a table, with or without the search for stretches.
Walked walked(const KernelTable& table, const OutageBlock& outages, int paths, const Stores& stores, int room,
              int most_stretches) {
    constexpr double per_year = 4;
    const std::size_t count = static_cast<std::size_t>(paths);
    std::vector<SupplyPath> path;
    std::vector<double> first, until;
    for (int p = 0; p < paths; ++p) {
        first.push_back(0.05 * (p % 20));
        until.push_back(p % 5 == 4 ? first.back() : years - 0.3 * (p % 3));  // some never operate
        path.push_back(minerisk::supply_path(outages, p, stores, first.back(), until.back()));
    }
    std::vector<OutagesAhead> stretch(2 * count * static_cast<std::size_t>(most_stretches) + 1);
    Walked made;
    if (most_stretches > 0)
        for (const bool road : {true, false}) {
            std::vector<BridgeAhead*> list;
            std::vector<double> from;
            for (std::size_t p = 0; p < count; ++p)
                if (road || !path[p].ships_stop) {
                    list.push_back(road ? &path[p].road : &path[p].rail);
                    from.push_back(first[p]);
                }
            table.stretches({&Outage::operation_loss, road ? stores.supplies : stores.site_product,
                             stores.catch_up, static_cast<int>(list.size()), most_stretches, from.data(),
                             list.data(),
                             stretch.data() + (road ? 0 : count * static_cast<std::size_t>(most_stretches))});
        }
    for (const SupplyPath& p : path)
        for (const BridgeAhead* channel : {&p.road, &p.rail}) {
            made.walked += static_cast<std::size_t>(channel->outages.end - channel->outages.next);
            for (const OutagesAhead* s = channel->stretch; s != channel->stretches_end; ++s)
                made.walked += static_cast<std::size_t>(s->end - s->next);
        }
    made.pieces.resize(count);
    made.available.assign(count * static_cast<std::size_t>(years * per_year), 1.0);
    std::vector<PacePiece> piece(count * static_cast<std::size_t>(room));
    std::vector<int> pieces(count), period(count);
    for (std::size_t p = 0; p < count; ++p) period[p] = static_cast<int>(first[p] * per_year);
    while (std::ranges::any_of(path, [](const SupplyPath& p) { return p.t < p.until; })) {
        table.supply_line({stores, false, paths, room, path.data(), piece.data(), pieces.data()});
        table.availability({paths, room, path.data(), piece.data(), pieces.data(), first.data(), until.data(),
                            per_year, period.data(), paths, made.available.data()});
        for (std::size_t p = 0; p < count; ++p) {
            const PacePiece* const from = piece.data() + p * static_cast<std::size_t>(room);
            EXPECT_LE(pieces[p], room);
            made.pieces[p].insert(made.pieces[p].end(), from, from + pieces[p]);
        }
    }
    return made;
}
void expect_same(const Walked& a, const Walked& b) {
    ASSERT_EQ(a.pieces.size(), b.pieces.size());
    for (std::size_t p = 0; p < a.pieces.size(); ++p) {
        ASSERT_EQ(a.pieces[p].size(), b.pieces[p].size()) << "path " << p;
        for (std::size_t k = 0; k < a.pieces[p].size(); ++k)
            ASSERT_EQ(0, std::memcmp(&a.pieces[p][k], &b.pieces[p][k], sizeof(PacePiece)))
                << "path " << p << ", piece " << k;
    }
    EXPECT_EQ(0, std::memcmp(a.available.data(), b.available.data(), a.available.size() * sizeof(double)));
}

constexpr int paths = 19;
/// Stores that bridge most, many, few, all and no outages of 0.02 years, and some that never fill up again.
const std::array<Stores, 6> all_stores{{{0.06, 0.08, 0.05, 1.15, true},
                                        {0.02, 0.03, 0.02, 1.3, true},
                                        {0.002, 0.001, 0.002, 1.15, true},
                                        {20, 20, 20, 1.15, true},
                                        {0, 0, 0, 1.15, true},
                                        {0.3, 0.2, 0.1, 1, true}}};

TEST(SupplyLineKernel, EveryBuildGivesTheSameBits) {
    const OutageBlock outages = some_paths(paths, 0.02);
    const auto tables = minerisk::usable_kernels();
    for (const Stores& stores : all_stores) {
        const Walked plain = walked(*tables.back(), outages, paths, stores, 64, 32);
        for (const KernelTable* table : tables) {
            SCOPED_TRACE(table->name);
            expect_same(walked(*table, outages, paths, stores, 64, 32), plain);
        }
    }
}

TEST(SupplyLineKernel, OutagesOutsideTheStretchesChangeNoBit) {
    for (const double length : {0.005, 0.02, 0.05}) {
        const OutageBlock outages = some_paths(paths, length);
        for (const Stores& stores : all_stores)
            for (const KernelTable* table : minerisk::usable_kernels()) {
                const Walked all = walked(*table, outages, paths, stores, 64, 0);
                for (const int most : {1, 2, 64}) {  // what has no place of its own stays in the last
                    const Walked some = walked(*table, outages, paths, stores, 64, most);
                    expect_same(some, all);
                    EXPECT_LE(some.walked, all.walked);
                }
            }
    }
}

TEST(SupplyLineKernel, StretchesAreWhereTheStoreMayRunOut) {
    const OutageBlock outages = some_paths(paths, 0.02);
    const KernelTable& table = *minerisk::usable_kernels().front();
    const auto share = [&](const Stores& stores) {
        return static_cast<double>(walked(table, outages, paths, stores, 64, 64).walked) /
               static_cast<double>(walked(table, outages, paths, stores, 64, 0).walked);
    };
    const double with_port = share(all_stores[3]);  // all that is left: rails before ports, and empty walks
    EXPECT_LT(with_port, 0.3);
    EXPECT_GT(share(all_stores[0]), with_port);
    EXPECT_LT(share(all_stores[0]), 0.8);
    EXPECT_EQ(share(all_stores[4]), 1);
}

TEST(SupplyLineKernel, HowManyPiecesHaveRoomChangesNothing) {
    const OutageBlock outages = some_paths(paths, 0.02);
    for (const KernelTable* table : minerisk::usable_kernels())
        for (const Stores& stores : all_stores)
            for (const int room : {1, 7})
                expect_same(walked(*table, outages, paths, stores, room, 32),
                            walked(*table, outages, paths, stores, 4096, 32));
}

TEST(SupplyLineKernel, RoadAndRailThatRunOutTogetherLimitThePaceByTurns) {
    // Both lose 0.9 of 1.2 from t = 1 on: the road's store of 0.1 years is empty 0.1 / 0.88 later and holds
    // the pace to 0.12; the railway, closed from then on, fills its 0.05 at that pace.
    const Stores stores{0.1, 0.05, 0, 1.2, true};
    const OutageBlock outages = testing_support::block_of(
        {.road = {{1, 3, 1, 0.9}}, .rail = {{0.5, 0.51, 1, 1}, {1 + 0.1 / 0.88, 3, 1, 1}}});
    for (const KernelTable* table : minerisk::usable_kernels()) {
        const Walked made = walked(*table, outages, 1, stores, 64, 32);
        const auto& piece = made.pieces[0];
        ASSERT_EQ(piece.size(), 4u);
        EXPECT_NEAR(piece[0].until, 1 + 0.1 / 0.88, 1e-14);
        EXPECT_NEAR(piece[1].until, 1 + 0.1 / 0.88 + 0.05 / 0.12, 1e-13);
        EXPECT_EQ(piece[0].pace, 1);
        EXPECT_NEAR(piece[1].pace, 0.12, 1e-15);
        EXPECT_EQ(piece[2].until, 3);
        EXPECT_EQ(piece[2].pace, 0);
        EXPECT_EQ(piece[3].pace, 1);
        EXPECT_EQ(made.walked, 2u);  // not the short outage of the railway
    }
}

TEST(AvailabilityKernel, AClosedPeriodIsNeverBelowZeroHoweverThePiecesCome) {
    std::mt19937 draw{20312};
    std::uniform_real_distribution<double> within{1.25, 1.5};
    constexpr int many = 400;
    OutageBlock outages;
    outages.clear();
    for (int p = 0; p < many; ++p) {  // a quarter closed by the site, then the road, then the railway
        const double cut = within(draw), later = within(draw);
        const double a = std::min(cut, later), b = std::max(cut, later);
        for (const Outage& o : {Outage{1.2, a, 1, 1}, {a, b, 1, 1}, {b, 1.6, 1, 1}, {0, 0, 0, 0}}) {
            outages.add(o);
            outages.end_list();
        }
        outages.end_path();
    }
    for (const KernelTable* table : minerisk::usable_kernels()) {
        const Walked at_once = walked(*table, outages, many, all_stores[4], 64, 0);
        expect_same(walked(*table, outages, many, all_stores[4], 1, 0), at_once);
        for (int p = 0; p < many; ++p) {
            if (p % 5 == 4) continue;  // it never operates
            const double closed = at_once.available[static_cast<std::size_t>(5 * many + p)];
            EXPECT_GE(closed, 0);
            EXPECT_LT(closed, 1e-15);
        }
    }
}

TEST(AvailabilityKernel, TakesOffWhatThePiecesLose) {
    const OutageBlock outages = some_paths(paths, 0.02);
    for (const KernelTable* table : minerisk::usable_kernels()) {
        const Walked made = walked(*table, outages, paths, all_stores[1], 64, 32);
        for (int p = 0; p < paths; ++p) {
            const double first = 0.05 * p, until = p % 5 == 4 ? first : years - 0.3 * (p % 3);
            for (int i = 0; i < 4 * years; ++i) {
                const double begin = std::max(i / 4.0, first), end = std::min((i + 1) / 4.0, until);
                double lost = 0, from = first;
                for (const PacePiece& piece : made.pieces[static_cast<std::size_t>(p)]) {
                    lost +=
                        (1 - piece.pace) * std::max(0.0, std::min(end, piece.until) - std::max(begin, from));
                    from = piece.until;
                }
                const double expected = begin < end ? 1 - lost / (end - begin) : 1;
                EXPECT_NEAR(made.available[static_cast<std::size_t>(i * paths + p)], expected, 1e-12);
            }
        }
    }
}

}  // namespace
}  // namespace supply_line_kernel_test
