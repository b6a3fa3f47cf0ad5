#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include "minerisk/kernels/builds.hpp"
#include "support/outages.hpp"

// Of the compiled library: link with the kernel objects and define MINERISK_COMPILED_KERNELS.
namespace outage_work_kernel_test {
namespace {

using minerisk::CalendarRow;
using minerisk::ChannelLoss;
using minerisk::ChannelLossPath;
using minerisk::KernelTable;
using minerisk::LossTrail;
using minerisk::Outage;
using minerisk::WorkPath;
using minerisk::WorkPiece;

constexpr double years = 12, shift = 1.3, recovery = 0.04;
constexpr std::size_t paths = 11, channels = 4;

/// Disjoint outages; some cost the build nothing, some stand end to end. The first path has none.
std::vector<Outage> some_outages(std::mt19937& draw, std::size_t path, double rate) {
    std::exponential_distribution<double> gap{rate}, lasts{30};
    std::vector<Outage> made;
    if (path == 0) return made;
    for (double t = gap(draw) - 0.2; t < years;) {
        const double end = t + lasts(draw);
        made.push_back({t, end, 0.25 * static_cast<double>(draw() % 5), 1});
        t = draw() % 4 ? end + gap(draw) : end;
    }
    return made;
}

/// One list that is looked at in some steps.
struct Looked {
    std::vector<ChannelLoss> met, loss;
    std::vector<LossTrail> trail;
    ChannelLossPath path;
    explicit Looked(std::size_t outages) : met(outages), loss(4 * outages + 100), trail(outages + 1) {
        path.met = met.data();
        path.loss = loss.data();
        path.trail = trail.data();
    }
};
using Lists = std::array<std::array<std::vector<Outage>, channels>, paths>;

Lists all_outages() {
    std::mt19937 draw{20312};
    Lists made;
    for (std::size_t p = 0; p < paths; ++p)
        for (std::size_t c = 0; c < channels; ++c)
            made[p][c] = some_outages(draw, p, 2.0 + 3 * static_cast<double>(c));
    return made;
}
std::vector<Looked> looked(const KernelTable& table, const Lists& outages, int looks) {
    std::vector<Looked> made;
    for (const auto& path : outages)
        for (const auto& list : path) made.emplace_back(list.size());
    for (int k = 1; k <= looks; ++k) {
        std::vector<ChannelLossPath*> all;
        for (std::size_t i = 0; i < made.size(); ++i) {
            const auto& list = outages[i / channels][i % channels];
            ChannelLossPath& path = made[i].path;
            path.until = years * k / looks;
            const Outage* const from = path.outages.next ? path.outages.next : list.data();
            const Outage* const end = list.data() + list.size();
            path.outages = {from, std::find_if(from, end, [&](const Outage& o) {
                                return o.begin >= path.until - shift;
                            })};
            all.push_back(&path);
        }
        table.channel_losses({recovery, shift, static_cast<int>(all.size()), all.data()});
    }
    return made;
}
/// The larger of the outage and what is left of those before.
double share_at(const std::vector<Outage>& outages, double t) {
    double share = 0;
    for (const Outage& o : outages) {
        const double begin = std::max(0.0, o.begin + shift), end = o.end + shift;
        if (!(end > begin)) continue;
        if (begin <= t && t < end) share = std::max(share, o.build_loss);
        if (end <= t && t < end + recovery / 2) share = std::max(share, 0.75 * o.build_loss);
        if (end + recovery / 2 <= t && t < end + recovery) share = std::max(share, 0.25 * o.build_loss);
    }
    return share;
}

TEST(ChannelLossesKernel, EveryBuildGivesTheLargestThatIsLeft) {
    const Lists outages = all_outages();
    const auto plain = looked(*minerisk::usable_kernels().back(), outages, 1);
    for (const KernelTable* table : minerisk::usable_kernels())
        for (const int looks : {1, 5, 90}) {
            const auto made = looked(*table, outages, looks);
            for (std::size_t i = 0; i < made.size(); ++i) {
                const ChannelLossPath &a = made[i].path, &b = plain[i].path;
                ASSERT_EQ(a.losses, b.losses) << table->name << ", " << looks << " looks";
                EXPECT_EQ(
                    0, std::memcmp(a.loss, b.loss, static_cast<std::size_t>(a.losses + 1) * sizeof *a.loss));
            }
        }
    std::mt19937 draw{1};
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const ChannelLossPath& path = plain[i].path;
        EXPECT_EQ(path.losses > 0, i >= channels);
        for (int k = 0; k < 500; ++k) {
            const double t = years * static_cast<double>(draw() % 100000) / 100000;
            double share = 0;
            for (int l = 0; l < path.losses; ++l)
                if (path.loss[l].begin <= t && t < path.loss[l].end) share = path.loss[l].share;
            ASSERT_EQ(share, share_at(outages[i / channels][i % channels], t)) << i << ", " << t;
        }
    }
}

struct Worked {
    std::vector<std::vector<WorkPiece>> pieces{paths};
    std::vector<WorkPath> path{paths};
};
constexpr std::array<double, channels> weight{0.8, 0.4, 1, 0.3};

Worked worked(const KernelTable& table, const std::vector<Looked>& losses, const std::vector<Outage>& halts,
              int felt, int looks, const CalendarRow* calendar) {
    Worked made;
    std::vector<WorkPath*> all;
    for (std::size_t p = 0; p < paths; ++p) {
        made.pieces[p].resize(5000);
        made.pieces[p][0] = {0, 0, 1};
        WorkPath& path = made.path[p];
        path.halts = {halts.data(), halts.data() + (p % 2 ? halts.size() : 0)};
        path.halts_at = -shift;
        path.piece = made.pieces[p].data();
        path.pieces = 1;
        for (int c = 0; c < felt; ++c)
            path.next[c] = losses[p * channels + static_cast<std::size_t>(c)].path.loss;
        all.push_back(&path);
    }
    for (int k = 1; k <= looks; ++k) {
        for (WorkPath* path : all) path->until = years * k / looks;
        minerisk::WorkRows rows{felt, {}, shift, calendar, static_cast<int>(paths), all.data()};
        std::copy_n(weight.data(), felt, rows.weight);
        table.outage_work(rows);
    }
    return made;
}

TEST(OutageWorkKernel, EveryBuildDoesTheWorkThatTheLargestLossLeaves) {
    const Lists outages = all_outages();
    const std::vector<Outage> halts{
        {-1.5, 0.1, 0.5, 0.5}, {2, 2.5, 1, 1}, {2.5, 2.6, 0.7, 0}, {6, 6.1, 0, 1}};
    const auto tables = minerisk::usable_kernels();
    const auto losses = looked(*tables.back(), outages, 1);
    // Days of 1/100 of a year, of which each tenth does not work.
    std::vector<double> begins, days{0};
    for (int d = 0; d <= 1500; ++d) begins.push_back(d / 100.0);
    for (int d = 0; d < 1500; ++d) days.push_back(days.back() + (d % 10 == 9 ? 0 : 1));
    const CalendarRow days_off{begins.data(), days.data(), 1500, 90};
    const auto worked_before = [&](double t) {
        const int d = std::min(1499, static_cast<int>(t * 100));
        return days[static_cast<std::size_t>(d)] + (d % 10 == 9 ? 0 : t * 100 - d);
    };
    for (int felt = 0; felt <= static_cast<int>(channels); ++felt)
        for (const CalendarRow* calendar : {static_cast<const CalendarRow*>(nullptr), &days_off}) {
            const Worked plain = worked(*tables.back(), losses, halts, felt, 1, calendar);
            for (const KernelTable* table : tables)
                for (const int looks : {1, 7, 60}) {
                    const Worked made = worked(*table, losses, halts, felt, looks, calendar);
                    for (std::size_t p = 0; p < paths; ++p) {
                        ASSERT_EQ(made.path[p].pieces, plain.path[p].pieces) << table->name;
                        EXPECT_EQ(0, std::memcmp(
                                         made.pieces[p].data(), plain.pieces[p].data(),
                                         static_cast<std::size_t>(made.path[p].pieces) * sizeof(WorkPiece)));
                    }
                }
            for (std::size_t p = 0; p < paths; ++p) {
                double work = 0;
                for (int k = 0; k < plain.path[p].pieces; ++k) {
                    const WorkPiece& piece = plain.pieces[p][static_cast<std::size_t>(k)];
                    const bool is_last = k + 1 == plain.path[p].pieces;
                    const double end =
                        is_last ? years : plain.pieces[p][static_cast<std::size_t>(k) + 1].begin;
                    ASSERT_LT(piece.begin, end);
                    const double t = 0.5 * (piece.begin + end);
                    double loss = p % 2 ? testing_support::loss_at(halts, &Outage::build_loss, t - shift) : 0;
                    for (std::size_t c = 0; c < static_cast<std::size_t>(felt); ++c)
                        loss = std::max(loss, weight[c] * share_at(outages[p][c], t));
                    ASSERT_EQ(piece.pace, 1 - loss) << "path " << p << ", " << t;
                    const double mark = calendar ? worked_before(piece.begin) : piece.begin;
                    EXPECT_NEAR(piece.work, work, 1e-9);
                    work += piece.pace * ((calendar ? worked_before(end) : end) - mark);
                }
            }
        }
}

TEST(OutageWorkKernel, GoalsAreReachedWhenTheWorkThatIsLeftIsDone) {
    const Lists outages = all_outages();
    const std::vector<Outage> halts{{2, 2.5, 1, 1}, {6, 6.1, 0, 1}};
    const auto tables = minerisk::usable_kernels();
    const auto losses = looked(*tables.back(), outages, 1);
    const Worked known = worked(*tables.back(), losses, halts, 2, 1, nullptr);
    const auto done_by = [&](std::size_t p, double t) {
        double work = 0;
        for (int k = 0; k < known.path[p].pieces; ++k) {
            const WorkPiece* const piece = known.pieces[p].data() + k;
            const double end = k + 1 < known.path[p].pieces ? piece[1].begin : years;
            work += piece->pace * std::max(0.0, std::min(t, end) - piece->begin);
        }
        return work;
    };
    for (const KernelTable* table : tables)
        for (const double wanted : {0.001, 0.4, 3.0}) {
            std::vector<const WorkPath*> path;
            std::vector<double> t, work(paths, wanted), goal(paths), begin(paths), more(paths);
            for (std::size_t p = 0; p < paths; ++p) {
                path.push_back(&known.path[p]);
                t.push_back(0.55 * static_cast<double>(p));
            }
            const int count = static_cast<int>(paths);
            table->work_goals({nullptr, count, path.data(), t.data(), work.data(), goal.data()});
            table->work_reached({0, count, path.data(), goal.data(), begin.data(), more.data()});
            for (std::size_t p = 0; p < paths; ++p) {
                EXPECT_NEAR(goal[p], done_by(p, t[p]) + wanted, 1e-12);
                EXPECT_NEAR(done_by(p, begin[p] + more[p]), goal[p], 1e-12);
                EXPECT_GE(begin[p] + more[p], t[p] + wanted - 1e-12);
            }
        }
    // Where no work is done any more.
    const std::vector<Outage> for_good{{3, 1000, 1, 1}};
    const Worked halted = worked(*tables.back(), losses, for_good, 0, 1, nullptr);
    const WorkPath* const path = &halted.path[1];
    const double goal = 10;
    double begin = 0, more = 0;
    tables.front()->work_reached({0, 1, &path, &goal, &begin, &more});
    EXPECT_EQ(begin + more, std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace outage_work_kernel_test
