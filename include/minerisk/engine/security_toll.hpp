#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/path_block.hpp"
#include "minerisk/engine/tasks.hpp"

namespace minerisk::inline v0 {

/// What one part of security takes from the project, one number a path. Rates are a year of the project's
/// life: from the valuation date until the mine ends or the project is stopped; NaN on a path that is stopped
/// at once.
struct SecurityTollRow {
    std::string name;
    std::vector<double> events;  ///< that touch it, a year
    /// Days of full closure a year by the part alone, before any store: by the losses of the build until
    /// first ore, by those of the operation after it.
    std::array<std::vector<double>, channel_count> days;
    std::vector<double> halted;      ///< days of force majeure a year
    std::vector<double> mill_days;   ///< days of planned milling a year that would be gained without it; NaN
                                     ///< where the mine does not mill, with it or without it
    std::vector<double> damage;      ///< USD a year
    std::vector<double> value_lost;  ///< NPV without it less NPV, USD
};

/// What security takes by class of events: each row is the same paths without that part, draw for draw.
/// The parts of `value_lost` overlap where stores or suspensions bridge several, and need not add up.
struct SecurityToll {
    std::uint64_t paths = 0;
    std::size_t classes = 0;
    std::vector<SecurityTollRow> rows;  ///< the classes, then force majeure if there is any, then all
};

namespace detail {

/// All rows, without numbers.
MINERISK_BODY SecurityToll empty_toll(const security::Stoppages& security, std::uint64_t paths);

/// Takes the toll of the paths of one block.
template <class PriceModel>
class TollTaker {
public:
    TollTaker(const Study<PriceModel>& study, SecurityToll& toll)
        : study_{study}, toll_{&toll}, block_{study, cashflow::Ledger::Keep::what_is_valued, width} {}

    /// Few paths: narrow blocks divide well among threads and leave few lanes idle at the end.
    static constexpr int width = narrow_block;

    void take(std::uint64_t seed, std::uint64_t first_path, Risks risks, std::size_t row, int count) {
        block_.simulate_project(seed, first_path, risks);
        paths_.clear();
        for (int p = 0; p < count; ++p) paths_.push_back(path(p));
        const int classes = static_cast<int>(study_.security().classes().size());
        std::size_t part = 0;
        for (int c = 0; c < classes; ++c, ++part) {
            only(c, part, row, count);
            without({.event_class = c}, part, row, count);
        }
        if (study_.security().spec().force_majeure) without({.force_majeure = true}, part++, row, count);
        SecurityTollRow& all = toll_->rows[part];
        for (int p = 0; p < count; ++p)
            for (int c = 0; c < classes; ++c)
                all.events[row + static_cast<std::size_t>(p)] +=
                    toll_->rows[static_cast<std::size_t>(c)].events[row + static_cast<std::size_t>(p)];
        without({.others = true, .force_majeure = true}, part, row, count);
    }

private:
    struct Path {
        double life, per_year, first_ore;  // years
        double npv, mill;                  // mill: share of the planned milling that is lost
        double halted;                     // days a year
        std::array<double, channel_count> days;
        double damage;
    };
    static double share_lost(const cashflow::CashFlow::Mine& m) {
        return m.planned > 0 ? m.lost / m.planned : std::numeric_limits<double>::quiet_NaN();
    }
    Path path(int p) const {
        const auto& mine = block_.mine(p);
        const double horizon = study_.grid().length();
        Path made{};
        made.life = std::min(horizon, mine.ended());
        made.per_year = made.life > 0 ? 1 / made.life : std::numeric_limits<double>::quiet_NaN();
        made.first_ore = mine.first_ore;
        made.npv = block_.values()(PathBlock<PriceModel>::npv, p);
        made.mill = share_lost(mine);
        measure(block_.outages(), p, made);
        for (const Suspension& s : block_.outages().suspensions(p))
            made.halted += days(std::min(s.end, made.life) - s.begin);
        made.halted *= made.per_year;
        return made;
    }
    static double days(double years) { return years > 0 ? 365.25 * years : 0; }

    /// Days and damage a year of what the outages hold.
    static void measure(const OutageBlock& outages, int p, Path& path) {
        for (int c = 0; c < channel_count; ++c) {
            double sum = 0;
            for (const Outage& o : outages.of(p, static_cast<Channel>(c)))
                sum +=
                    o.build_loss * days(std::min({o.end, path.life, path.first_ore}) - o.begin) +
                    o.operation_loss * days(std::min(o.end, path.life) - std::max(o.begin, path.first_ore));
            path.days[static_cast<std::size_t>(c)] = sum * path.per_year;
        }
        path.damage = 0;
        for (const Damage& d : outages.damages(p))
            if (d.time < path.life) path.damage += d.cost;
        path.damage *= path.per_year;
    }

    /// What the class would do alone.
    void only(int c, std::size_t part, std::size_t row, int count) {
        block_.ground().outages_without({.event_class = c, .others = true, .force_majeure = true}, count,
                                        alone_);
        SecurityTollRow& to = toll_->rows[part];
        for (int p = 0; p < count; ++p) {
            const std::size_t at = row + static_cast<std::size_t>(p);
            Path path = paths_[static_cast<std::size_t>(p)];
            measure(alone_, p, path);
            for (std::size_t k = 0; k < channel_count; ++k) to.days[k][at] = path.days[k];
            to.damage[at] = path.damage;
            const auto counts = [&](const security::Event& e) { return e.touches() && e.time < path.life; };
            to.events[at] =
                path.per_year * static_cast<double>(std::ranges::count_if(
                                    block_.ground().events(static_cast<std::size_t>(c), p), counts));
        }
    }
    void without(const security::LeftOut& left_out, std::size_t part, std::size_t row, int count) {
        block_.leave_out(left_out);
        SecurityTollRow& to = toll_->rows[part];
        const bool all = left_out.others, halts = left_out.force_majeure;
        for (int p = 0; p < count; ++p) {
            const std::size_t at = row + static_cast<std::size_t>(p);
            const Path& path = paths_[static_cast<std::size_t>(p)];
            to.value_lost[at] = block_.values()(PathBlock<PriceModel>::npv, p) - path.npv;
            to.mill_days[at] = 365.25 * (path.mill - share_lost(block_.mine(p)));
            if (halts) to.halted[at] = path.halted;
            if (!all) continue;
            for (std::size_t k = 0; k < channel_count; ++k) to.days[k][at] = path.days[k];
            to.damage[at] = path.damage;
        }
    }

    Study<PriceModel> study_;
    SecurityToll* toll_;
    PathBlock<PriceModel> block_;
    OutageBlock alone_;
    std::vector<Path> paths_;
};

}  // namespace detail

/// Takes the toll of security on the first paths of a run, the same for any number of threads. Empty where
/// security does not move, the model has no events, or a stop was asked for.
template <class PriceModel>
SecurityToll security_toll(const Study<PriceModel>& study, const Run& run, std::uint64_t paths) {
    if (!run.risks.security || study.security().classes().empty()) return {};
    SecurityToll toll = detail::empty_toll(study.security(), paths);
    using Taker = detail::TollTaker<PriceModel>;
    Run silent = run;
    silent.progress = {};
    detail::run_tasks(
        silent, detail::Tasks{paths, Taker::width, 1}, [&] { return std::make_unique<Taker>(study, toll); },
        [&](Taker& taker, std::uint64_t row, int count) {
            taker.take(run.seed, run.first_path + row, run.risks, row, count);
        },
        [](Taker&, std::uint64_t, std::uint64_t) {});
    if (run.stop.stop_requested()) return {};
    toll.paths = paths;
    return toll;
}

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/security_toll.inl"
#endif
