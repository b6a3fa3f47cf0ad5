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
    /// The first instant by which `work` that begins at t is done; infinite past the end. One of each for
    /// every path of the block.
    void advance(int profile, const double* t, const double* work, double* done) {
        advance(profile, all_, t, work, done);
    }
    double advance(int profile, int path, double t, double work) {
        double done;
        advance(profile, std::span{&path, 1}, &t, &work, &done);
        return done;
    }
    /// The last instant from which `work` can still be done by t.
    double retreat(int profile, int path, double t, double work);

    /// How much of [from, to) the project is suspended as a whole.
    double suspended(int path, double from, double to) const;

private:
    static constexpr double infinity = std::numeric_limits<double>::infinity();
    /// How far a look goes beyond where it must, in years: of outages, and of what a profile feels of them.
    static constexpr double outage_reach = 2, profile_reach = 1;
    struct Profile {
        std::vector<Channel> channels;               // those that it feels
        std::array<double, channel_count> weight{};  // of these
        std::size_t view = 0;
        int clock = -1;
    };
    /// One channel of a path, with the outages as a view states them where it states any.
    struct Seen {
        ChannelLosses losses;
        std::vector<Outage> restated;
        std::size_t next = 0;  // of the events
    };
    /// The outages as all profiles see them that state the same losses of classes.
    struct View {
        std::vector<std::optional<double>> class_loss;           // of each class; none: as the class says
        std::array<std::vector<Seen>, channel_count> channel{};  // [path]
    };
    /// What a profile feels on a path, as far as it was looked at.
    struct Felt {
        std::vector<WorkPiece> pieces;
        WorkPath path;
        std::array<std::size_t, channel_count> next{};  // of each channel, the loss that `path` stands at
    };
    /// Work whose end is looked for.
    struct Asked {
        std::vector<std::size_t> place;  // among those of the call
        std::vector<const WorkPath*> path;
        std::vector<double> t, work, goal, begin, more;
        int paths() const { return static_cast<int>(path.size()); }
        void clear() { resize(0); }
        void resize(std::size_t n) {
            place.resize(n);
            path.resize(n);
            for (auto* row : {&t, &work, &goal, &begin, &more}) row->resize(n);
        }
        void add(std::size_t at, const WorkPath* its, double from, double amount) {
            resize(path.size() + 1);
            place.back() = at;
            path.back() = its;
            t.back() = from;
            work.back() = amount;
        }
        /// Moves one to a place before it; its goal is what counts from now on.
        void keep(std::size_t from, std::size_t to) {
            place[to] = place[from];
            path[to] = path[from];
            goal[to] = goal[from];
        }
    };
    /// A path whose pieces are wanted up to a time.
    struct Wanted {
        int path;
        double until;
    };

    void start(int profile, int path);
    /// How far the pieces of a profile are made that must be known for some time beyond t.
    double reach(double t) const { return std::min(end_, std::max(t, meeting_.shift) + profile_reach); }
    /// Makes the pieces of a profile.
    void extend(int profile, std::span<const Wanted> wanted);
    /// The losses of a channel of paths, at least as far as they are wanted.
    void look(View& view, Channel channel, std::span<const Wanted> wanted);
    static std::span<const Loss> losses_of(const View& view, Channel channel, int path) {
        return view.channel[static_cast<std::size_t>(channel)][static_cast<std::size_t>(path)]
            .losses.losses();
    }
    /// The kernel `work_goals` in the time of a profile.
    void find_goals(int profile, WorkGoalRows rows) const;
    /// Of some paths, arrays as they are.
    void advance(int profile, std::span<const int> paths, const double* t, const double* work, double* done);
    const CalendarClock* calendar_of(int profile) const;
    /// t in the time of a profile.
    double measure(int profile, double t) const;
    Felt& of(int profile, int path);
    const Felt& of(int profile, int path) const { return const_cast<OutageClocks*>(this)->of(profile, path); }
    /// The outages of a channel with the losses that a view states: all that begin before `until`.
    std::span<const Outage> stated(const View& view, int path, Channel channel, double until, Seen& seen);

    std::vector<Profile> profiles_;
    std::vector<View> views_;
    Meeting meeting_;
    Calendars calendars_;
    const OutageBlock* source_ = nullptr;
    double end_ = 0;
    int width_ = 0;
    std::vector<int> all_;    // the paths
    std::vector<Felt> felt_;  // [profile x path]
    // Of one call:
    std::vector<Wanted> wanted_;
    Asked asked_;
    std::vector<ChannelLossPath*> losses_;
    std::vector<WorkPath*> work_;
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/network/outage_clocks.inl"
#endif
