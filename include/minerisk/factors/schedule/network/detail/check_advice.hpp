#pragma once

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "minerisk/factors/schedule/network/detail/finding.hpp"
#include "minerisk/factors/schedule/network/detail/plan_index.hpp"

namespace minerisk::inline v0::schedule::detail {

/// What a planner would ask about a network that can be run. After the checks of schedules that are in use
/// (GAO-16-89G, DCMA): open ends, dangling logic, lags, leads, hard constraints, density of links.
class Advice {
public:
    Advice(const Plan& plan, const PlanIndex& index, FindingList& found)
        : plan_{plan}, index_{index}, found_{found} {}

    void run() {
        reported();
        logic();
        lags();
        for (std::size_t i = 0; i < plan_.activities.size(); ++i) activity(plan_.activities[i], i);
        causes();
        density();
    }

private:
    struct Ends {
        int before = 0, after = 0;
        bool start_driven = false, finish_drives = false;
    };
    static std::size_t at(int i) { return static_cast<std::size_t>(i); }

    /// The target and the milestones: a path of work may end there.
    void reported() {
        is_end_.resize(plan_.activities.size());
        for (const std::string& id : plan_.milestones)
            if (const int i = index_.of(id); i >= 0) ends_.push_back(i);
        if (const int i = index_.of(plan_.target); i >= 0) ends_.push_back(i);
        for (const int i : ends_) is_end_[at(i)] = true;
    }
    void logic() {
        std::vector<Ends> ends(plan_.activities.size());
        std::size_t arrow = 0;
        for (const Link& link : plan_.links) {
            if (index_.of(link.from) < 0 || index_.of(link.to) < 0) continue;
            const auto [from, to] = index_.arrows()[arrow++];
            ++ends[at(from)].after;
            ++ends[at(to)].before;
            const bool by_finish =
                link.type == LinkType::finish_start || link.type == LinkType::finish_finish;
            const bool of_start = link.type == LinkType::finish_start || link.type == LinkType::start_start;
            ends[at(from)].finish_drives = ends[at(from)].finish_drives || by_finish;
            ends[at(to)].start_driven = ends[at(to)].start_driven || of_start;
        }
        const std::vector<bool> leads = reached(index_.before(), ends_);
        bool first = true;  // the first activity without a predecessor is the start of the network
        for (std::size_t i = 0; i < ends.size(); ++i) {
            const Activity& a = plan_.activities[i];
            const Ends& e = ends[i];
            const auto advise = [&](const char* rule) { found_.advise(entry("activity", i), a.id, rule); };
            const bool is_start = e.before == 0 && first;
            if (e.before == 0) first = false;
            if (a.progress == Progress::done) continue;
            if (e.before == 0 && !is_start && a.progress == Progress::to_come)
                advise("open start: no activity comes before it");
            if (e.before > 0 && !e.start_driven && a.progress == Progress::to_come)
                advise("dangling start: only its finish is tied to what comes before it");
            if (e.after == 0 && !is_end_[i]) advise("open finish: no activity comes after it");
            if (e.after > 0 && !e.finish_drives && !is_end_[i])
                advise("dangling finish: only its start is tied to what comes after it");
            if (!ends_.empty() && e.after > 0 && !leads[i])
                advise("leads neither to the target nor to a milestone");
        }
    }
    void lags() {
        std::map<std::string_view, double> days;  // worked in a year, about
        for (const WorkCalendar& c : plan_.calendars)
            days[c.name] = 365.25 / 7 * static_cast<double>(std::ranges::count(c.works, true));
        const auto years = [&](double length, const std::string& calendar) {
            const auto found = days.find(calendar);
            return found == days.end() || !(found->second > 0) ? length : length / found->second;
        };
        std::vector<std::size_t> count(plan_.activities.size());
        for (const Link& link : plan_.links) {
            const int from = index_.of(link.from), to = index_.of(link.to);
            if (to < 0) continue;
            const std::size_t nth = count[at(to)]++;
            if (from < 0) continue;
            const auto advise = [&](const char* rule) {
                found_.advise(entry(entry("activity", at(to), "after"), nth), link.from + " to " + link.to,
                              rule);
            };
            const auto likely = [&](int i) {
                const Activity& a = plan_.activities[at(i)];
                return years(a.duration.base(), a.calendar);
            };
            if (link.lag < 0)
                advise("lead, a negative lag: can the work be split where the next really waits?");
            if (years(link.lag, link.calendar) > std::max(likely(from), likely(to)))
                advise("lag longer than both activities: is there work that is not in the network?");
        }
    }
    void activity(const Activity& a, std::size_t i) {
        if (a.progress == Progress::done) return;
        for (const DateBound& b : a.bounds) {
            if (b.kind == BoundKind::start_not_later)
                found_.advise(entry("activity", i, "bounds.start_not_later"), a.id,
                              "hard constraint: it hides delay; a deadline reports it");
            if (b.kind == BoundKind::finish_not_later)
                found_.advise(entry("activity", i, "bounds.finish_not_later"), a.id,
                              "hard constraint: it hides delay; a deadline reports it");
        }
        shape(a.duration, i, "duration");
        if (a.finish_on) shape(a.finish_on->second, i, "finish_on.wait");
    }
    void shape(const Distribution& d, std::size_t i, const char* key) {
        const auto advise = [&](const char* rule) {
            found_.advise(entry("activity", i, key), plan_.activities[i].id, rule);
        };
        if (d.base() < 0) return;                          // an error
        if (d.is_fixed() || d.cdf(d.lower()) > 0) return;  // one value, or a discrete one
        if (d.base() == d.lower()) advise("the likely duration is also the least");
        if (d.base() == d.upper()) advise("the likely duration is also the largest");
    }
    void causes() {
        std::map<std::string_view, std::vector<std::size_t>> groups;
        for (std::size_t i = 0; i < plan_.drivers.size(); ++i) {
            on_done_work(plan_.drivers[i].hits, "driver", i);
            if (!plan_.drivers[i].group.empty()) groups[plan_.drivers[i].group].push_back(i);
        }
        for (std::size_t i = 0; i < plan_.events.size(); ++i) on_done_work(plan_.events[i].hits, "event", i);
        for (std::size_t i = 0; i < plan_.reworks.size(); ++i)
            if (const int n = index_.of(plan_.reworks[i].activity);
                n >= 0 && plan_.activities[at(n)].finish_on)
                found_.advise(entry("rework", i, "activity"), plan_.reworks[i].activity,
                              "ends on a date and a wait: no other cause moves it");
        if (plan_.feedback)
            for (std::size_t k = 0; k < plan_.feedback->activities.size(); ++k)
                if (const int n = index_.of(plan_.feedback->activities[k]);
                    n >= 0 && plan_.activities[at(n)].progress != Progress::to_come)
                    found_.advise(entry("feedback.activities", k), plan_.feedback->activities[k],
                                  "has begun: no delay of its start can lengthen it");
        for (const auto& [group, members] : groups)
            if (members.size() == 1)
                found_.advise(entry("driver", members[0], "group"), std::string{group},
                              "no other driver is of this group");
    }
    void on_done_work(const std::vector<Hit>& hits, const char* list, std::size_t i) {
        for (std::size_t k = 0; k < hits.size(); ++k) {
            const int n = index_.of(hits[k].activity);
            if (n < 0) continue;
            const auto advise = [&](const char* rule) {
                found_.advise(entry(entry(list, i, "hits"), k), hits[k].activity, rule);
            };
            if (plan_.activities[at(n)].progress == Progress::done)
                advise("is done: nothing can happen to it");
            else if (plan_.activities[at(n)].finish_on)
                advise("ends on a date and a wait: no other cause moves it");
        }
    }
    void density() {
        if (plan_.activities.size() < 2) return;
        const double ratio =
            static_cast<double>(plan_.links.size()) / static_cast<double>(plan_.activities.size());
        if (ratio >= 1.5 && ratio <= 4) return;
        char text[32];
        std::snprintf(text, sizeof text, "%.2f", ratio);
        found_.advise("activity", text, "links per activity: 1.5 to 4 are usual");
    }

    const Plan& plan_;
    const PlanIndex& index_;
    FindingList& found_;
    std::vector<int> ends_;
    std::vector<bool> is_end_;
};

}  // namespace minerisk::inline v0::schedule::detail
