#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/security/batch_size.hpp"
#include "minerisk/factors/security/check_spec.hpp"
#include "minerisk/factors/security/closings.hpp"
#include "minerisk/factors/security/damages.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/event_draws.hpp"
#include "minerisk/factors/security/event_effects.hpp"
#include "minerisk/factors/security/protecting.hpp"
#include "minerisk/factors/security/regime.hpp"
#include "minerisk/factors/security/spec.hpp"
#include "minerisk/factors/security/suspending.hpp"

namespace minerisk::inline v0::security {

/// One event that touches the project, as a diary tells it.
struct DiaryEntry {
    double time = 0;         ///< years from the start
    std::size_t source = 0;  ///< its class
    std::uint32_t row = 0;   ///< which of the class on the path, in the order of their making
    int kind = 0;
    int place = 0;
    int turned_by = -1;                         ///< the measure that made it of this kind; -1: none
    int kept_off_by = -1;                       ///< the measure that did; -1: none
    std::array<double, channel_count> years{};  ///< how long each channel is hit, cut at the horizon; 0: not
    double evacuated = 0;                       ///< how long staff are away, years
    double cost = 0;                            ///< USD
    int attacks = 1;                            ///< that make up the event
};

/// What of a model's security is left out, all else on the same paths.
struct LeftOut {
    int event_class = -1;        ///< what the events of this class do to the project; -1: none
    std::int64_t row = -1;       ///< of the class: only this event; on a path without it nothing
    bool others = false;         ///< every other class in its place; without a class: all of them
    bool force_majeure = false;  ///< every suspension
};

/// Stoppages of a project: classes of events that cluster, under a regime that scales their immigrants, each
/// event closing all the channels of its kind from the same instant, every one for its own time; what
/// measures keep off or ease; what events cost; and force majeure. Time starts at the valuation date.
class Stoppages {
public:
    /// An event count above this many a class and path is refused when the model is made (expected count
    /// above a quarter of it) and fails the run by name where a path exceeds it all the same.
    static constexpr int most_events = 40'000;

    Stoppages() = default;
    /// Throws InputError naming each value outside its range.
    Stoppages(Spec spec, const TimeGrid& grid);
    /// Classes and a regime, and nothing else.
    Stoppages(std::vector<StoppageClass> classes, std::optional<Regime> regime, const TimeGrid& grid);

    const Spec& spec() const { return spec_; }
    const std::vector<StoppageClass>& classes() const { return spec_.classes; }
    const std::optional<Regime>& regime() const { return spec_.regime; }
    const Branching& law() const { return draws_.law(); }

    std::vector<std::string> stream_names() const;

    /// What a worker needs for one block; its lists grow to the size of the largest block and stay.
    class Workspace {
    public:
        Workspace() = default;
        explicit Workspace(int width);

        RegimePaths regime;
        EventDraws::Workspace events;

    private:
        friend class Stoppages;
        int width_ = 0;
        std::uint64_t seed_ = 0, first_path_ = 0;
        Protecting::Workspace protecting_;
        EventEffects::Lists lists_;
        Closings::Workspace closings_;
        Damages::Workspace damages_;
        Suspending::Workspace suspending_;
        std::vector<unsigned char> left_out_;  // by the terms of one list
        std::vector<Outage> halts_;
    };

    /// Outages of the paths first_path, first_path + 1, ... and the mean alert of the regime in each period.
    /// Returns -1, or the index of a class of which a path has more than `most_events` events.
    int simulate_block(std::uint64_t seed, std::uint64_t first_path, const TimeGrid& grid, Workspace& w,
                       OutageBlock& outages, BlockArray& alert) const;

    /// What the events of the last block do to its first `paths` paths where something is left out.
    void apply(const LeftOut& without, int paths, Workspace& w, OutageBlock& outages) const;

    /// At which place of its class an event of the last block is.
    EventDraws::Places places(std::size_t c, const Workspace& w, random::DrawRows& rows) const {
        return {draws_, c, w.events, rows};
    }

    /// The events of a path of the last block that touch the project, by time.
    std::vector<DiaryEntry> diary(int path, const Workspace& w) const;

    /// What --no-risk uses: no events, and no alert throughout, as in the low regime.
    void base_block(OutageBlock& outages, BlockArray& alert) const;

private:
    std::string batch_stream(std::size_t c) const { return "security." + spec_.classes[c].name + ".attacks"; }

    /// Of a table of so many entries whose classes `source` says.
    template <class Source>
    static LeftOutEvents left_out(const Hidden& hidden, std::size_t terms, Source&& source, Workspace& w);

    void find_halts(int path, const LeftOut& without, const Hidden& hidden, Workspace& w,
                    OutageBlock& outages) const;

    Spec spec_;
    double horizon_ = 0;
    EventDraws draws_;
    Protecting protecting_;
    EventEffects effects_;
    Closings closings_;
    Damages damages_;
    std::optional<Suspending> suspending_;
};

}  // namespace minerisk::inline v0::security

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/security/stoppages.inl"
#endif
