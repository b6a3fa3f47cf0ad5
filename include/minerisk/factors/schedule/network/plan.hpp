#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/calendar.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/random/distribution.hpp"

/// What a user states of a network of activities: plain values, checked by `examine` (checks.hpp) and by the
/// constructor of `Network`. Times are years from `Plan::start` on the scale of `decimal_year`; a quantity
/// on a working calendar counts working days of that calendar.
namespace minerisk::inline v0::schedule {

enum class LinkType { finish_start, start_start, finish_finish, start_finish };
inline constexpr std::array<const char*, 4> link_type_names{"FS", "SS", "FF", "SF"};

/// `to` may not start (FS, SS) or finish (FF, SF) before the finish (FS, FF) or start (SS, SF) of `from` plus
/// a lag; a lead is a negative lag.
struct Link {
    std::string from{};
    std::string to{};
    LinkType type = LinkType::finish_start;
    double lag = 0;          ///< elapsed years, or working days of `calendar`
    std::string calendar{};  ///< of the lag; empty: elapsed time
};

/// A week of working days, less closures. Closures that a date range states, both days included, and
/// seasons that come back every year (from 1 December to 28 February crosses the year's end).
struct WorkCalendar {
    struct MonthDay {
        int month = 1;
        int day = 1;
    };
    std::string name{};
    std::array<bool, 7> works{true, true, true, true, true, false, false};  ///< Monday first
    std::vector<std::pair<Date, Date>> closures{};                          ///< first and last day
    std::vector<std::pair<MonthDay, MonthDay>> seasons{};  ///< first and last day, every year
};

enum class Progress { to_come, under_way, done };

/// A bound on a date of an activity. `deadline` binds nothing: it is reported whether it is met.
enum class BoundKind { start_not_earlier, finish_not_earlier, start_not_later, finish_not_later, deadline };
inline constexpr std::array<const char*, 5> bound_kind_names{
    "start not earlier", "finish not earlier", "start not later", "finish not later", "deadline"};
struct DateBound {
    BoundKind kind = BoundKind::start_not_earlier;
    Years date{};
};

/// What work feels, while it is under way, of the security events of the study that it is built in.
struct Exposure {
    /// Share of an outage's loss, by the channel (the region) in which it lies.
    std::array<double, channel_count> channel{};
    /// By class of events: the loss that its outages mean for this work, in place of the class's own loss
    /// while building. 0: that class does not touch it.
    std::vector<std::pair<std::string, double>> class_loss{};

    bool any() const {
        for (const double share : channel)
            if (share > 0) return true;
        return false;
    }
    friend bool operator==(const Exposure&, const Exposure&) = default;
};

/// A piece of work. A milestone has the fixed duration 0.
struct Activity {
    std::string id{};
    std::string name{};
    Distribution duration{};  ///< elapsed years, or working days of `calendar`; of what is left if under way
    std::string calendar{};   ///< empty: elapsed time
    bool interruptible = false;  ///< a bound on its finish stretches it; else it moves its start
    Progress progress = Progress::to_come;
    Years started{}, finished{};  ///< where under way or done
    std::vector<DateBound> bounds{};
    /// The finish is a date and a wait, whatever the start: the duration is what lies between, and cost is
    /// that of the likely duration.
    std::optional<std::pair<Years, Distribution>> finish_on{};
    Money cost{};               ///< at the likely duration, real, without escalation
    double time_dependent = 0;  ///< share of the cost that grows with duration / likely duration
    Exposure exposure{};
};

/// Work that lasts from one date to another: the owner's team, the camp. Not part of the logic. It begins no
/// earlier than the data date, and has no length where `to` ends before it begins.
struct Hammock {
    std::string id{};
    std::string name{};
    std::string from{};       ///< its finish begins the hammock
    std::string to{};         ///< its finish ends it
    Money cost{};             ///< of what is left, at the likely length; all of it goes by time
    Years likely{};           ///< the length that the cost is for; 0: that of the likely durations
    bool from_start = false;  ///< the start of `from` begins it instead
};

/// What a risk acts on, and how much of it arrives: a multiplier f acts as 1 + weight (f - 1), a delay d as
/// weight d.
struct Hit {
    std::string activity{};
    double weight = 1;
};

/// A cause that multiplies the durations of all that it hits by one draw a path. Drivers of one group act
/// in parallel (the largest counts), those of no group in series (the product counts).
struct Driver {
    std::string id{};
    std::string name{};
    double probability = 1;
    Distribution factor{};
    std::vector<Hit> hits{};
    std::string group{};
    bool security = false;  ///< stands in for security events: refused where those act themselves
};

/// Something that happens or not, and then adds time and money.
struct RiskEvent {
    std::string id{};
    std::string name{};
    double probability = 0;
    Distribution delay{};  ///< years, or working days where the activity has a calendar
    std::vector<Hit> hits{};
    /// Paid at the finish of the first activity it hits that the path has still to do; not at all if there is
    /// none.
    Money cost{};
    bool security = false;  ///< as for a driver
};

/// One way or another: the activities of the options that are not taken have no duration and no cost.
/// Decided by chance; or, of two options, the second is taken where a condition holds: an activity finishes
/// after a date (`late_if`), a driver or an event occurs (`if_risk`), another choice fell so (`if_taken`).
struct Choice {
    struct Option {
        std::string name{};
        double probability = 0;
        std::vector<std::string> activities{};
    };
    struct LateIf {
        std::string activity{};
        Years date{};
    };
    struct IfTaken {
        std::string choice{};
        std::string option{};
    };
    std::string id{};
    std::vector<Option> options{};
    std::string base{};  ///< the option without risk; not where a condition decides
    std::optional<LateIf> late_if{};
    std::string if_risk{};
    std::optional<IfTaken> if_taken{};

    bool by_chance() const { return !late_if && if_risk.empty() && !if_taken; }
};

/// After `activity` part of the work may have to be done again: with `probability` each time, at most
/// `rounds` times, a `share` of the durations of `repeats`, which lengthens `activity`.
struct Rework {
    std::string id{};
    std::string activity{};
    double probability = 0;
    Distribution share{};
    std::vector<std::string> repeats{};
    int rounds = 1;
};

/// Interruptions common to all work under way: Poisson starts from the data date on. Each lengthens what it
/// hits by its length times the weight, and costs a fixed amount if it starts before the target's finish.
struct Stoppages {
    Rate rate{};
    Distribution length{};  ///< years
    std::vector<Hit> hits{};
    Money cost{};
};

/// A factor common to all cost and one on the durations of some activities: exp(sigma z), correlated.
struct Systemic {
    double cost_sigma = 0;
    double duration_sigma = 0;
    double correlation = 0;
    std::vector<std::string> activities{};
};

/// Uncertainty of prices and quantities: lognormal by the mean and sd of the logarithm. `market` is one draw
/// for all, `item` one for each activity.
struct CostUncertainty {
    double market_mu = 0, market_sigma = 0;
    double item_mu = 0, item_sigma = 0;
};

/// Delay breeds delay: a start that is late by d against the plan at likely durations makes the work longer
/// by the factor min(1 + strength d, most).
struct DelayFeedback {
    Rate strength{};
    double most = 1;
    std::vector<std::string> activities{};
};

/// A network of activities with its risks.
struct Plan {
    std::string name{};
    Date start{2026, 1, 1};                 ///< time 0; no activity to come starts before it
    Years data_date{};                      ///< what is to come, or left, starts no earlier
    std::string target{};                   ///< the activity whose finish is "the finish"
    std::vector<std::string> milestones{};  ///< further activities whose finish is reported
    std::vector<WorkCalendar> calendars{};
    std::vector<Activity> activities{};
    std::vector<Link> links{};
    std::vector<Hammock> hammocks{};
    std::vector<Driver> drivers{};
    std::vector<RiskEvent> events{};
    std::vector<Choice> choices{};
    std::vector<Rework> reworks{};
    std::optional<Stoppages> stoppages{};
    std::optional<Systemic> systemic{};
    std::optional<DelayFeedback> feedback{};
    CostUncertainty cost{};
};

}  // namespace minerisk::inline v0::schedule
