#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/outages.hpp"
#include "minerisk/core/supply_line.hpp"
#include "minerisk/core/suspensions.hpp"
#include "minerisk/factors/schedule/network/calendar_clock.hpp"
#include "minerisk/factors/schedule/network/channel_losses.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"

namespace minerisk::inline v0::schedule {

/// What work feels of outages, and in which time it is counted: a working calendar, or elapsed time (-1).
struct OutageProfile {
    Exposure exposure{};
    int clock = -1;
    friend bool operator==(const OutageProfile&, const OutageProfile&) = default;
};

/// How outages slow down work that is exposed to them, for a block of paths.
///
///   pace(t) = 1 - max over channels c of exposure_c loss_c(t),   work done = integral of the pace
///
/// over elapsed time, or over the working days of a calendar; never above 1 - the loss of what halts the
/// project as a whole. The loss of a channel is that of the classes of events for work under construction, or
/// what the work states for a class. The loss of the road counts once the buffer of construction inputs is
/// empty. After an outage work recovers over `recovery` years (ChannelLosses). Times are years from the
/// plan's start.
class OutageClocks {
public:
    using Calendars = std::shared_ptr<const std::vector<CalendarClock>>;

    OutageClocks() = default;
    /// `classes`: the names of the classes of events, in the order of the security model; `calendars` are
    /// those that the profiles count by. A profile may name only classes that are there.
    OutageClocks(std::vector<OutageProfile> profiles, const Stores& stores, double recovery,
                 const std::vector<std::string>& classes = {}, Calendars calendars = {});

    int profiles() const { return static_cast<int>(profiles_.size()); }
    /// Takes the outages of a block, whose times lie `shift` years after the plan's start; work that is not
    /// done by `end` never is. The block must stay as it is until the next call: paths that last long come
    /// back to it.
    void set(const OutageBlock& outages, int width, double shift, double end);

    /// Work that would be done from the plan's start to t.
    double work_at(int profile, int path, double t);
    /// The first instant by which `work` that begins at t is done; infinite past the end.
    double advance(int profile, int path, double t, double work);
    /// The last instant from which `work` can still be done by t.
    double retreat(int profile, int path, double t, double work);

    /// How much of [from, to) the project is suspended as a whole.
    double suspended(int path, double from, double to) const;

private:
    static constexpr double infinity = std::numeric_limits<double>::infinity();
    /// How far a look goes beyond where it must, in years: of outages, and of what a profile feels of them.
    static constexpr double outage_reach = 2, profile_reach = 1;
    struct Piece {
        double begin, mark, work,
            pace;  // `mark`: its begin in the time of the profile; `work` done before it
    };
    struct Profile {
        std::array<double, channel_count> channel;
        std::size_t view;
        int clock;
    };
    /// One channel of a path, with the outages as a view states them where it states any.
    struct Seen {
        ChannelLosses losses;
        std::vector<Outage> restated;
    };
    /// The outages as all profiles see them that state the same losses of classes.
    struct View {
        std::vector<std::optional<double>> class_loss;           // of each class; none: as the class says
        std::array<std::vector<Seen>, channel_count> channel{};  // [path]
    };
    /// What a profile feels on a path, as far as it was looked at.
    struct Felt {
        std::vector<Piece> pieces;
        double known = 0;                  // the pieces hold up to here
        double t = 0, mark = 0, work = 0;  // of the last edge before
        ChannelCursor whole{{}, &Outage::build_loss, 0};
    };

    /// The losses of a channel of a path, at least up to `until`.
    std::span<const Loss> losses(View& view, int path, Channel channel, double until);
    void start(int profile, int path);
    /// Makes the pieces of a profile for some time beyond t.
    void extend(int profile, int path, double t);
    const CalendarClock* calendar_of(int profile) const;
    /// t in the time of a profile.
    double measure(int profile, double t) const;
    /// When the work of a profile reaches `goal`, as far as it is known.
    double reached(int profile, int path, double goal) const;
    Felt& of(int profile, int path);
    const Felt& of(int profile, int path) const { return const_cast<OutageClocks*>(this)->of(profile, path); }
    /// The last piece of which `holds` is true; the first if of none. True ones stand before false ones.
    template <class Holds>
    static const Piece& last(std::span<const Piece> pieces, Holds&& holds) {
        const auto after = std::partition_point(pieces.begin(), pieces.end(), holds);
        return after == pieces.begin() ? *after : *(after - 1);
    }

    /// The outages of a channel with the losses that a view states.
    std::span<const Outage> stated(const View& view, int path, Channel channel,
                                   std::vector<Outage>& restated);

    /// The pieces of one profile up to `until`, from where they end: at each instant the largest weighted
    /// loss of a channel counts.
    void join(int profile, int path, double until);

    std::vector<Profile> profiles_;
    std::vector<View> views_;
    Meeting meeting_;
    Calendars calendars_;
    const OutageBlock* source_ = nullptr;
    double end_ = 0;
    int width_ = 0;
    std::vector<Felt> felt_;  // [profile x path]
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/network/outage_clocks.inl"
#endif
