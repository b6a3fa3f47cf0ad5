#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/buffers.hpp"
#include "minerisk/core/supply_line.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::cashflow {

inline Stores operation_stores(const Buffers& b) {
    return {b.supplies.canonical(), b.site_concentrate.canonical(), b.port_concentrate.canonical(),
            b.catch_up, true};
}
inline Stores construction_stores(const Buffers& b) {
    return {b.construction.canonical(), 0, 0, b.catch_up, false};
}

/// A stretch of time in which the mine loses a share of its production.
struct ProductionLoss {
    double begin = 0, end = 0;  ///< years
    double share = 0;
};

/// When a mill operates: from its first ore, infinite without any, to `last`; of that what lies in the grid.
struct Operation {
    double first_ore, last;
    double from() const { return std::max(first_ore, 0.0); }
    double until(const TimeGrid& grid) const { return std::min(last, grid.length()); }
};

/// Share of each period's operating time that the mill can run, given the outages of paths and their stores.
/// Keeps its memory.
class MillingAvailability {
public:
    /// Columns first_path, first_path + 1, ... of `availability` [period][path], one for each operation;
    /// periods without operation get 1. Where `losses` is given there is one path, and the stretches below
    /// full pace go into the open list.
    void run(const OutageBlock& outages, int first_path, const Stores& stores,
             std::span<const Operation> operations, const TimeGrid& grid, BlockArray& availability,
             RaggedLists<ProductionLoss>* losses = nullptr) {
        const auto count = operations.size();
        MINERISK_EXPECTS(!losses || count == 1);
        for (int i = 0; i < grid.periods(); ++i) std::fill_n(availability.row(i) + first_path, count, 1.0);
        for (std::size_t p = 0; p < count; p += at_once)
            some(outages, first_path + static_cast<int>(p), stores,
                 operations.subspan(p, std::min<std::size_t>(count - p, at_once)), grid, availability,
                 losses);
    }

private:
    /// Paths, and pieces of each, that the fastest cache holds.
    static constexpr int at_once = 16, room = 96;
    static constexpr int most_stretches = 32;

    void some(const OutageBlock& outages, int first_path, const Stores& stores,
              std::span<const Operation> operations, const TimeGrid& grid, BlockArray& availability,
              RaggedLists<ProductionLoss>* losses) {
        piece_.resize(std::size_t{at_once} * room);
        int paths = 0;
        for (const Operation& o : operations) {
            const auto p = static_cast<std::size_t>(paths++);
            from_[p] = o.from();
            until_[p] = o.until(grid);
            const bool operates = from_[p] < until_[p];
            period_[p] = operates ? grid.period_at(from_[p]) : 0;
            path_[p] = operates ? supply_path(outages, first_path + paths - 1, stores, from_[p], until_[p])
                                : SupplyPath{};
        }
        find_stretches(&SupplyPath::road, stores.supplies, stores.catch_up, paths, road_);
        find_stretches(&SupplyPath::rail, stores.site_product, stores.catch_up, paths, rail_);
        const SupplyLineRows walk{stores, false, paths, room, path_.data(), piece_.data(), pieces_.data()};
        const AvailabilityRows taken{paths,
                                     room,
                                     path_.data(),
                                     piece_.data(),
                                     pieces_.data(),
                                     from_.data(),
                                     until_.data(),
                                     static_cast<double>(grid.periods_per_year()),
                                     period_.data(),
                                     availability.width(),
                                     availability.data() + first_path};
        const auto goes_on = [&](const SupplyPath& path) { return path.t < path.until; };
        const std::span all{path_.data(), operations.size()};
        while (std::ranges::any_of(all, goes_on)) {
            kernels().supply_line(walk);
            kernels().availability(taken);
            if (!losses) continue;
            double from = path_[0].from;
            for (const PacePiece& piece : std::span{piece_.data(), static_cast<std::size_t>(pieces_[0])}) {
                if (piece.pace < 1) losses->add({from, piece.until, 1 - piece.pace});
                from = piece.until;
            }
        }
    }

    /// Of a channel of the paths, before their walk.
    void find_stretches(BridgeAhead SupplyPath::*channel, double store, double catch_up, int paths,
                        std::vector<OutagesAhead>& stretch) {
        if (!(store > 0)) return;  // it bridges nothing
        BridgeAhead* list[at_once];
        double from[at_once];
        int lists = 0;
        for (int p = 0; p < paths; ++p) {
            SupplyPath& path = path_[static_cast<std::size_t>(p)];
            if (channel == &SupplyPath::rail && path.ships_stop)
                continue;  // then rail is bridged by both stores
            from[lists] = path.from;
            list[lists++] = &(path.*channel);
        }
        stretch.resize(std::size_t{at_once} * most_stretches);
        kernels().stretches({.loss = &Outage::operation_loss,
                             .store = store,
                             .catch_up = catch_up,
                             .lists = lists,
                             .room = most_stretches,
                             .from = from,
                             .list = list,
                             .stretch = stretch.data()});
    }

    std::array<SupplyPath, at_once> path_;
    std::vector<OutagesAhead> road_, rail_;  // stretches [path][stretch]
    std::array<int, at_once> pieces_{}, period_{};
    std::array<double, at_once> from_{}, until_{};
    std::vector<PacePiece> piece_;  // [path][piece]
};

/// Adds to the open list of `losses` what the mine itself loses over the same time by outages of the site and
/// by what halts the project as a whole, whatever happens on the roads: at each instant the larger loss.
inline void add_site_losses(const OutageBlock& outages, int path, const Operation& operation,
                            const TimeGrid& grid, RaggedLists<ProductionLoss>& losses) {
    const double from = operation.from(), until = operation.until(grid);
    SupplyPath alone{.site = outages_after(outages.of(path, Channel::site), from),
                     .halts = outages_after(outages.halts(path), from),
                     .from = from,
                     .t = from,
                     .until = until};
    walk_supply_line(alone, SiteUse::operation, {}, [&](double a, double b, double pace) {
        if (pace < 1) losses.add({a, b, 1 - pace});
        return true;
    });
}

}  // namespace minerisk::inline v0::cashflow
