#include "io/import/mspdi.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "io/import/lines.hpp"
#include "io/import/mspdi_outline.hpp"
#include "io/text_escape.hpp"
#include "io/units_text.hpp"

namespace minerisk::inline v0::io {
namespace {

using schedule::Activity;
using schedule::BoundKind;

/// Elements of a task that are read below, that Project works out from the others, or that say nothing of the
/// schedule. What else has a value is counted.
const std::set<std::string_view>& known_elements() {
    static const std::set<std::string_view> names{
        // read
        "UID", "ID", "Name", "Duration", "DurationFormat", "Milestone", "Summary", "Active", "Manual",
        "IsNull", "ConstraintType", "ConstraintDate", "Deadline", "CalendarUID", "PercentComplete",
        "ActualStart", "ActualFinish", "RemainingDuration", "PredecessorLink", "Cost", "ExternalTask",
        "IsSubproject",
        // worked out, or part of what is read
        "Start", "Finish", "EarlyStart", "EarlyFinish", "LateStart", "LateFinish", "StartVariance",
        "FinishVariance", "WorkVariance", "FreeSlack", "TotalSlack", "StartSlack", "FinishSlack", "Critical",
        "PercentWorkComplete", "ActualDuration", "FixedCost", "FixedCostAccrual", "ActualCost",
        "RemainingCost", "CV", "ACWP", "BCWS", "BCWP", "SV", "Overtime", "OvertimeCost", "ActualOvertimeCost",
        "RemainingOvertimeCost", "BudgetCost",
        // of resources, which are counted by their assignments
        "Work", "ActualWork", "RemainingWork", "RegularWork", "OvertimeWork", "ActualOvertimeWork",
        "RemainingOvertimeWork", "BudgetWork", "ActualWorkProtected", "ActualOvertimeWorkProtected", "Type",
        "EffortDriven", "OverAllocated", "IgnoreResourceCalendar", "LevelAssignments", "LevelingCanSplit",
        "LevelingDelayFormat", "TimephasedData",
        // not of the schedule
        "GUID", "CreateDate", "Contact", "WBS", "WBSLevel", "OutlineNumber", "OutlineLevel", "Priority",
        "Estimated", "Recurring", "Rollup", "HideBar", "Hyperlink", "HyperlinkAddress", "HyperlinkSubAddress",
        "Notes", "DisplayAsSummary", "DisplayOnTimeline", "EarnedValueMethod", "PhysicalPercentComplete",
        "ResumeValid", "CommitmentType", "IsPublished", "StatusManager", "IgnoreWarnings", "OutlineCode",
        "SubprojectReadOnly"};
    return names;
}

bool element_says_nothing(std::string_view text) {
    return text.empty() || text == "PT0H0M0S" || text.find_first_not_of("0.-+") == std::string_view::npos;
}

/// Formats of durations and lags: elapsed time, and shares of the predecessor's duration.
struct TimeFormat {
    bool elapsed = false;
    bool percent = false;
};
TimeFormat time_format_of(double code) {
    if (!(code >= 0 && code < 100)) return {};
    int c = static_cast<int>(code);
    if (c >= 35) c -= 32;  // an estimate
    return {c == 4 || c == 6 || c == 8 || c == 10 || c == 12 || c == 20, c == 19 || c == 20};
}

class Mspdi {
public:
    explicit Mspdi(Draft& draft) : draft_{draft}, xml_{draft} {}

    Imported read() {
        project_ = xml_.root();
        if (std::string_view{project_.name()} != "Project") {
            draft_.refuse(xml_.line(project_), "root", project_.name(),
                          "must be <Project>, the root of a Microsoft Project XML file");
        }
        read_project();
        for (const pugi::xml_node task : project_.child("Tasks").children("Task")) sort_task(task);
        outline_.end(kept_.size());
        for (const pugi::xml_node task : kept_) read_task(task);
        for (const std::string& uid : outline_.all()) read_summary(uid, *outline_.find(uid));
        for (const pugi::xml_node task : kept_) read_links(task);
        for (const std::string& uid : outline_.all()) read_links(outline_.find(uid)->node);
        read_data_date();
        count_resources();
        calendars_->finish();
        return draft_.finish();
    }

private:
    double number(pugi::xml_node node, const char* name, const std::string& field, double otherwise) {
        return child_number(draft_, xml_, node, name, field, otherwise);
    }
    std::optional<Instant> instant(pugi::xml_node node, const char* name, const std::string& field) {
        return child_instant(draft_, xml_, node, name, field);
    }
    static std::string uid_of(pugi::xml_node task) { return std::string{child_text(task, "UID")}; }
    static std::string field_of(pugi::xml_node task) { return "task " + shown(uid_of(task), 20); }

    void read_project() {
        const std::string_view title = child_text(project_, "Title");
        draft_.plan.name = draft_.clean(title.empty() ? child_text(project_, "Name") : title);
        double minutes = number(project_, "MinutesPerDay", "project", 480);
        if (minutes <= 0 || minutes > 1440) {
            draft_.fault(xml_.line(project_.child("MinutesPerDay")), "project.MinutesPerDay",
                         minerisk::text_of(minutes), "must be from 1 to 1440");
            minutes = 480;
        }
        calendars_.emplace(draft_, xml_, minutes / 60);
        calendar_uid_ = child_text(project_, "CalendarUID");
        if (!calendar_uid_.empty() && calendar_uid_ != "-1" && !calendars_->has(calendar_uid_)) {
            draft_.fault(xml_.line(project_.child("CalendarUID")), "project.CalendarUID", calendar_uid_,
                         "must be the UID of a calendar of the file");
        }
        const auto start = instant(project_, "StartDate", "project");
        if (start) draft_.plan.start = draft_.day_of(*start, calendars_->get(calendar_uid_), true);
        if (!start && child_text(project_, "StartDate").empty())
            draft_.fault(xml_.line(project_), "project.StartDate", "", "is required");
        if (child_text(project_, "ScheduleFromStart") == "0")
            draft_.remark("the project is scheduled from its finish; it is read as scheduled from its start");
        const std::string_view currency = child_text(project_, "CurrencyCode");
        in_usd_ = currency.empty() || currency == "USD";
        currency_ = currency;
    }

    /// Keeps the tasks that are work, and counts the others.
    void sort_task(pugi::xml_node task) {
        const std::string uid = uid_of(task);
        if (child_text(task, "IsNull") == "1") return;  // an empty row
        if (uid.empty()) return draft_.fault(xml_.line(task), "task.UID", "", "is required");
        const int level = level_of(task);
        const bool inactive = child_text(task, "Active") == "0";
        outline_.meet(level, kept_.size(), inactive ? 0 : number(task, "Cost", field_of(task), 0));
        if (child_text(task, "Summary") == "1" || uid == "0") {
            if (places_.contains(uid) || !outline_.open(uid, task, level, kept_.size()))
                draft_.fault(xml_.line(task), field_of(task) + ".UID", uid, "must be unique");
            draft_.remark("summary task: read as the tasks within it",
                          "summary tasks: read as the tasks within them");
            return;
        }
        if (inactive) {
            left_out_.insert(uid);
            draft_.leave("inactive task", "inactive tasks");
        } else if (child_text(task, "ExternalTask") == "1" || child_text(task, "IsSubproject") == "1") {
            left_out_.insert(uid);
            draft_.leave("task of another project", "tasks of other projects");
        } else {
            kept_.push_back(task);
            places_.emplace(uid, kept_.size() - 1);
            if (outline_.find(uid))
                draft_.fault(xml_.line(task), field_of(task) + ".UID", uid, "must be unique");
            return;
        }
        for (const auto link : task.children("PredecessorLink")) {
            (void)link;
            leave_link();
        }
    }
    void leave_link() {
        draft_.leave("link of an inactive or outside task", "links of inactive or outside tasks");
    }
    int level_of(pugi::xml_node task) {
        const std::string_view outline = child_text(task, "OutlineNumber");
        if (task.child("OutlineLevel") || outline.empty())
            return static_cast<int>(
                draft_.within(xml_.line(task), field_of(task) + ".OutlineLevel",
                              task.child("OutlineLevel") ? child_text(task, "OutlineLevel") : "0", 1e6));
        return outline == "0" ? 0 : 1 + static_cast<int>(std::ranges::count(outline, '.'));
    }

    /// Hours of "PT40H30M0S" or "P1DT2H", whose days are of 24 hours; nothing, and a problem, for other text.
    std::optional<double> hours(pugi::xml_node task, const char* name) {
        const std::string_view text = child_text(task, name);
        const auto wrong = [&](const std::string& rule) {
            draft_.fault(xml_.line(task.child(name)), field_of(task) + "." + name, text, rule);
            return std::optional<double>{};
        };
        constexpr const char* form = "must be hours, minutes and seconds, such as PT40H0M0S";
        if (text.starts_with("-P")) return wrong("must not be negative");
        if (!text.starts_with("P")) return wrong(form);
        const std::size_t t = std::min(text.find('T'), text.size());
        std::string_view days = text.substr(1, t - 1), time = text.substr(std::min(t + 1, text.size()));
        if (days.empty() && time.empty()) return wrong(form);
        double total = 0;
        for (const auto& [letter, size] :
             {std::pair{'D', 24.0}, {'H', 1.0}, {'M', 1 / 60.0}, {'S', 1 / 3600.0}}) {
            std::string_view& rest = letter == 'D' ? days : time;
            const std::size_t end = rest.find(letter);
            if (end == std::string_view::npos) continue;
            const Parsed<double> value = parse_number(rest.substr(0, end));
            if (!value) return wrong(form);
            if (value.value < 0) return wrong("must not be negative");
            total += value.value * size;
            rest.remove_prefix(end + 1);
        }
        if (!days.empty() || !time.empty()) return wrong(form);
        return total;
    }

    std::string calendar_of(pugi::xml_node task) {
        const std::string uid{child_text(task, "CalendarUID")};
        if (uid.empty() || uid == "-1") return calendar_uid_;
        if (!calendars_->has(uid)) {
            draft_.fault(xml_.line(task.child("CalendarUID")), field_of(task) + ".CalendarUID", uid,
                         "must be the UID of a calendar of the file");
            return calendar_uid_;
        }
        return uid;
    }
    /// Working days, or elapsed years.
    double length(double in_hours, bool elapsed, const HourCalendar& calendar) {
        return elapsed ? in_hours / 24 * units::day.canonical() : in_hours / calendar.hours_a_day;
    }

    void read_task(pugi::xml_node task) {
        const std::string uid = uid_of(task);
        const std::string field = field_of(task);
        Activity a;
        a.id = uid;
        a.name = draft_.clean(child_text(task, "Name"));
        const std::string calendar_uid = calendar_of(task);
        const HourCalendar& calendar = calendars_->get(calendar_uid);
        const bool elapsed = time_format_of(number(task, "DurationFormat", field, 7)).elapsed;
        read_progress(task, field, calendar, a);

        const char* const stated =
            a.progress == schedule::Progress::under_way && task.child("RemainingDuration")
                ? "RemainingDuration"
                : "Duration";
        double in_hours = 0;
        if (child_text(task, stated).empty()) {
            if (child_text(task, "Milestone") != "1")
                draft_.fault(xml_.line(task), field + ".Duration", "", "is required");
        } else if (const auto read = hours(task, stated)) {
            in_hours = *read;
            if (a.progress == schedule::Progress::under_way && stated == std::string_view{"Duration"})
                in_hours *= 1 - number(task, "PercentComplete", field, 0) / 100;
        }
        const double days = in_hours / (elapsed ? 24 : calendar.hours_a_day);
        if (!(days <= most_days)) {
            draft_.fault(xml_.line(task.child(stated)), field + "." + stated, child_text(task, stated),
                         "must be at most 1000000 days");
        }
        a.duration = distribution::fixed(std::max(0.0, length(in_hours, elapsed, calendar)));
        if (!elapsed) a.calendar = calendars_->name(calendar_uid);
        read_constraint(task, field, calendar, a);
        read_cost(task, field, a);
        count_others(task);
        draft_.add(uid, std::move(a), xml_.line(task), field + ".UID");
    }

    Years happened(Instant t, const HourCalendar& calendar, bool begins) {
        return draft_.actual(draft_.day_of(t, calendar, begins));
    }

    void read_progress(pugi::xml_node task, const std::string& field, const HourCalendar& calendar,
                       Activity& a) {
        const double percent = number(task, "PercentComplete", field, 0);
        auto started = instant(task, "ActualStart", field);
        auto finished = instant(task, "ActualFinish", field);
        if (!finished && percent >= 100) {
            finished = instant(task, "Finish", field);
            draft_.remark("task is complete without an actual finish: its planned dates stand for it",
                          "tasks are complete without an actual finish: their planned dates stand for it");
        }
        if (!started && (finished || percent > 0)) {
            started = instant(task, "Start", field);
            if (!started && child_text(task, "Start").empty())
                draft_.fault(xml_.line(task), field + ".ActualStart", "", "is required where work was done");
        }
        if (!started) return;
        a.progress = finished ? schedule::Progress::done : schedule::Progress::under_way;
        a.started = happened(*started, calendar, true);
        if (!finished) return;
        a.finished = happened(*finished, calendar, false);
        // A milestone has one date: it finishes when it starts.
        if (child_text(task, "Milestone") == "1" && started->day == finished->day &&
            started->minute == finished->minute)
            a.started = a.finished;
        if (a.finished < a.started) {
            draft_.fault(xml_.line(task), field + ".ActualFinish", child_text(task, "ActualFinish"),
                         "must not be before the actual start");
        }
    }

    void read_constraint(pugi::xml_node task, const std::string& field, const HourCalendar& calendar,
                         Activity& a) {
        const std::string_view type = child_text(task, "ConstraintType");
        if (const auto deadline = instant(task, "Deadline", field))
            draft_.bound(a, BoundKind::deadline, draft_.day_of(*deadline, calendar, false));
        if (type.empty() || type == "0") return;
        if (type == "1")
            return draft_.remark("task is to be as late as possible: read as as soon as possible",
                                 "tasks are to be as late as possible: read as as soon as possible");
        if (type.size() != 1 || type[0] < '0' || type[0] > '7') {
            return draft_.fault(xml_.line(task.child("ConstraintType")), field + ".ConstraintType", type,
                                "must be from 0 to 7");
        }
        const auto date = instant(task, "ConstraintDate", field);
        if (!date) {
            if (child_text(task, "ConstraintDate").empty())
                draft_.fault(xml_.line(task), field + ".ConstraintDate", "",
                             "is required for its ConstraintType");
            return;
        }
        // 2 must start on, 3 must finish on, 4 and 6 start and finish no earlier, 5 and 7 no later.
        const char kind = type[0];
        const bool of_start = kind == '2' || kind == '4' || kind == '5';
        const Date at = draft_.day_of(*date, calendar, of_start);
        if (kind == '2' || kind == '4') draft_.bound(a, BoundKind::start_not_earlier, at);
        if (kind == '2' || kind == '5') draft_.bound(a, BoundKind::start_not_later, at);
        if (kind == '3' || kind == '6') draft_.bound(a, BoundKind::finish_not_earlier, at);
        if (kind == '3' || kind == '7') draft_.bound(a, BoundKind::finish_not_later, at);
        if (kind == '2' || kind == '3')
            draft_.remark("task must start or finish on a date: read as bounds on both sides",
                          "tasks must start or finish on a date: read as bounds on both sides");
    }

    void read_cost(pugi::xml_node task, const std::string& field, Activity& a) {
        // In hundredths of the currency.
        const double cost = number(task, "Cost", field, 0) / 100;
        if (cost == 0) return;
        if (!in_usd_) {
            const std::string in = " in " + shown(currency_) + "";
            return draft_.leave("task has a cost" + in, "tasks have costs" + in);
        }
        if (cost < 0)
            return draft_.fault(xml_.line(task.child("Cost")), field + ".Cost", child_text(task, "Cost"),
                                "must not be negative");
        a.cost = Money::from_canonical(cost);
        if (currency_.empty() && !std::exchange(told_currency_, true))
            draft_.remark("costs state no currency: read as USD");
    }

    void count_others(pugi::xml_node task) {
        if (child_text(task, "Manual") == "1")
            draft_.leave("task is scheduled by hand: its dates are not read, its links are",
                         "tasks are scheduled by hand: their dates are not read, their links are");
        std::set<std::string_view> seen;
        for (const pugi::xml_node child : task.children()) {
            const std::string_view name = child.name();
            if (child.type() != pugi::node_element || known_elements().contains(name)) continue;
            if (!child.first_child().first_child() && element_says_nothing(child.text().get())) continue;
            if (!seen.insert(name).second) continue;
            const std::string has = " <" + shown(name) + ">";
            draft_.leave("task has" + has, "tasks have" + has);
        }
    }

    /// "summary task 3 "Site"", for what is said of it alone.
    std::string called(const std::string& uid, const Summary& summary) {
        return "summary task " + shown(uid, 20) + " \"" + shown(child_text(summary.node, "Name"), 40) + "\"";
    }

    /// Its start-no-earlier bound goes to the tasks within it; the rest is listed.
    void read_summary(const std::string& uid, const Summary& summary) {
        const std::string field = field_of(summary.node);
        const auto lose = [&](const std::string& what) {
            draft_.leave(what + " of " + called(uid, summary) + ": dates may differ");
        };
        if (const auto deadline = instant(summary.node, "Deadline", field))
            lose("deadline " + to_string(deadline->day));
        const double cost = (number(summary.node, "Cost", field, 0) - summary.cost_within) / 100;
        if (std::abs(cost) >= 0.01)
            draft_.leave("cost of " + called(uid, summary) +
                         " beyond that of the tasks within it: " + number_text(std::round(cost * 100) / 100));
        const double type = number(summary.node, "ConstraintType", field, 0);
        const auto date = instant(summary.node, "ConstraintDate", field);
        constexpr std::array names{"as late as possible",   "must start on",       "must finish on",
                                   "start no earlier than", "start no later than", "finish no earlier than",
                                   "finish no later than"};
        if (!(type >= 1 && type <= 7)) return;
        if (type != 4 || !date)
            return lose("constraint \"" + std::string{names[static_cast<std::size_t>(type) - 1]} +
                        (date && type != 1 ? " " + to_string(date->day) : "") + "\"");
        const Date day = draft_.day_of(*date, calendars_->get(calendar_of(summary.node)), true);
        for (std::size_t i = summary.first; i < summary.last; ++i) begin_later(kept_[i], day);
    }
    void begin_later(pugi::xml_node task, Date day) {
        Activity* const a = draft_.find(uid_of(task));
        if (!a || a->progress != schedule::Progress::to_come) return;
        const bool opposed = std::ranges::any_of(a->bounds, [&](const schedule::DateBound& b) {
            return (b.kind == BoundKind::start_not_later || b.kind == BoundKind::finish_not_later) &&
                   b.date < draft_.at(day);
        });
        if (opposed)
            return draft_.leave(
                "task must start or finish before its summary task may begin: dates may differ",
                "tasks must start or finish before their summary tasks may begin: dates may "
                "differ");
        draft_.bound(*a, BoundKind::start_not_earlier, day);
        draft_.remark("task starts no earlier than its summary task may",
                      "tasks start no earlier than their summary tasks may");
    }

    void read_links(pugi::xml_node task) {
        const std::string uid = uid_of(task);
        const std::string field = field_of(task) + ".PredecessorLink";
        for (const pugi::xml_node node : task.children("PredecessorLink")) {
            const std::string from{child_text(node, "PredecessorUID")};
            const int line = xml_.line(node);
            if (child_text(node, "CrossProject") == "1" || left_out_.contains(from)) {
                leave_link();
                continue;
            }
            schedule::Link link;
            link.from = from;
            link.to = uid;
            const std::string_view type = child_text(node, "Type");
            using enum schedule::LinkType;
            constexpr std::array types{finish_finish, finish_start, start_finish, start_start};
            if (type.size() > 1 || (!type.empty() && (type[0] < '0' || type[0] > '3'))) {
                draft_.fault(line, field + ".Type", type, "must be from 0 to 3");
                continue;
            }
            if (!type.empty()) link.type = types[static_cast<std::size_t>(type[0] - '0')];
            const Summary* const before = outline_.find(from);
            const Summary* const after = outline_.find(uid);
            if ((before || after) && !can_carry(node, link, before, after)) {
                draft_.leave(std::string{schedule::link_type_names[static_cast<std::size_t>(link.type)]} +
                             " link from " + (before ? "summary " : "") + "task " + shown(from, 20) + " to " +
                             (after ? "summary " : "") + "task " + shown(uid, 20) + ": dates may differ");
                continue;
            }
            read_lag(task, node, field, link);
            if (before || after) {
                carry(link, before, after, line, field);
            } else {
                draft_.link(std::move(link), line, field, from);
            }
        }
    }

    /// Whether links between the tasks within say the same as a link of summary tasks. A summary task starts
    /// with the first of these and finishes with the last: to wait for its finish is to wait for each, to let
    /// it start is to let each start; to wait for its start or to let it finish is neither.
    bool can_carry(pugi::xml_node node, const schedule::Link& link, const Summary* before,
                   const Summary* after) {
        using enum schedule::LinkType;
        const auto place = [&](const std::string& uid, const Summary* summary) {
            if (summary) return std::pair{summary->first, summary->last};
            const auto at = places_.find(uid);
            return at == places_.end() ? std::pair{kept_.size(), kept_.size() + 1}
                                       : std::pair{at->second, at->second + 1};
        };
        const auto [first, last] = place(link.from, before);
        const auto [to_first, to_last] = place(link.to, after);
        if (first == last || to_first == to_last) return false;  // nothing is within it
        if (first < to_last && to_first < last) return false;    // one within the other
        if (before && last - first > 1 && (link.type == start_start || link.type == start_finish))
            return false;
        if (after && to_last - to_first > 1 && (link.type == finish_finish || link.type == start_finish))
            return false;
        return !before || !time_format_of(number(node, "LagFormat", "link", 7)).percent;
    }

    void carry(schedule::Link link, const Summary* before, const Summary* after, int line,
               const std::string& field) {
        constexpr std::size_t few = 100;
        constexpr std::size_t most = 1'000'000;
        const std::string stated = link.from;
        const auto within = [&](const Summary* summary, const std::string& uid) {
            std::vector<std::string> uids;
            if (!summary) uids.push_back(uid);
            for (std::size_t i = summary ? summary->first : 0; summary && i < summary->last; ++i)
                uids.push_back(uid_of(kept_[i]));
            return uids;
        };
        std::vector<std::string> from = within(before, link.from), to = within(after, link.to);
        if (from.size() > 1 && to.size() > 1 && from.size() * to.size() > few)
            from = {finish_of(stated, *before, from, line, field)};
        carried_ += from.size() * to.size();
        if (carried_ > most)
            draft_.refuse(line, field, stated,
                          "must not make more than 1000000 links between the tasks within "
                          "summary tasks");
        for (const std::string& a : from) {
            for (const std::string& b : to) {
                link.from = a;
                link.to = b;
                draft_.link(link, line, field, stated);
            }
        }
        draft_.remark("link of a summary task: carried to the tasks within it",
                      "links of summary tasks: carried to the tasks within them");
    }
    /// A milestone after all that is within a summary task, in the place of links from each of them to each
    /// of many others. It has the UID of the summary task.
    const std::string& finish_of(const std::string& uid, const Summary& summary,
                                 const std::vector<std::string>& within, int line, const std::string& field) {
        if (draft_.find(uid)) return uid;
        Activity finish;
        finish.id = uid;
        finish.name = draft_.clean("finish of " + std::string{child_text(summary.node, "Name")});
        finish.duration = distribution::fixed(0);
        std::optional<Years> latest;  // of the work that is done
        bool done = true;
        for (const std::string& one : within) {
            const Activity* const a = draft_.find(one);
            done = done && a && a->progress == schedule::Progress::done;
            if (done) latest = std::max(latest.value_or(a->finished), a->finished);
        }
        if (done) {
            finish.progress = schedule::Progress::done;
            finish.started = finish.finished = latest.value_or(Years{});
        }
        draft_.add(uid, finish, line, field);
        for (const std::string& one : within) {
            schedule::Link link;
            link.from = one;
            link.to = uid;
            draft_.link(std::move(link), line, field, uid);
        }
        draft_.remark("milestone \"" + shown(finish.name) + "\" was added");
        return uid;
    }

    /// Tenths of a minute, or percent of the predecessor's duration; on the calendar of the successor.
    void read_lag(pugi::xml_node task, pugi::xml_node node, const std::string& field, schedule::Link& link) {
        const double lag = number(node, "LinkLag", field, 0);
        if (lag == 0) return;
        const TimeFormat format = time_format_of(number(node, "LagFormat", field, 7));
        const std::string calendar_uid = calendar_of(task);
        const HourCalendar& calendar = calendars_->get(calendar_uid);
        double in_hours = lag / 600;
        bool elapsed = format.elapsed;
        if (format.percent) {
            const Activity* const from = draft_.find(link.from);
            if (!from) return;  // will be refused
            in_hours = lag / 100 * hours(kept_[places_.at(link.from)], "Duration").value_or(0);
            elapsed = from->calendar.empty();
            if (format.elapsed && !elapsed) {
                draft_.leave("lag in elapsed percent of working time",
                             "lags in elapsed percent of working time");
                return;
            }
            draft_.remark(
                "lag is a share of its predecessor's duration: read as the time that this is now",
                "lags are shares of their predecessors' durations: read as the time that this is now");
        }
        const double days = in_hours / (elapsed ? 24 : calendar.hours_a_day);
        if (!(std::abs(days) <= most_days)) {
            draft_.fault(xml_.line(node), field + ".LinkLag", child_text(node, "LinkLag"),
                         "must be at most 1000000 days in size");
        }
        link.lag = length(in_hours, elapsed, calendar);
        if (!elapsed) link.calendar = calendars_->name(calendar_uid);
    }

    void read_data_date() {
        std::optional<Date> stated;
        if (const auto status = instant(project_, "StatusDate", "project"))
            stated = draft_.day_of(*status, calendars_->get(calendar_uid_), false);
        draft_.settle_data_date(stated, "status date");
    }

    void count_resources() {
        std::set<std::string> assigned;
        for (const auto a : project_.child("Assignments").children("Assignment"))
            if (child_text(a, "ResourceUID") != "-65535") assigned.emplace(child_text(a, "TaskUID"));
        if (!assigned.empty())
            draft_.leave("task has resource assignments", "tasks have resource assignments",
                         static_cast<int>(assigned.size()));
        int resources = 0;
        for (const auto r : project_.child("Resources").children("Resource"))
            if (child_text(r, "UID") != "0") ++resources;
        if (resources > 0) draft_.leave("resource", "resources", resources);
    }

    Draft& draft_;
    XmlText xml_;
    pugi::xml_node project_;
    std::optional<MspdiCalendars> calendars_;
    std::string calendar_uid_;
    std::string currency_;
    bool in_usd_ = true;
    bool told_currency_ = false;
    std::vector<pugi::xml_node> kept_;
    std::unordered_map<std::string, std::size_t> places_;  ///< in that, by UID
    Outline outline_;
    std::size_t carried_ = 0;  ///< links that those of summary tasks became
    std::set<std::string> left_out_;
};

}  // namespace

Imported import_mspdi(Draft& draft) {
    return Mspdi{draft}.read();
}

}  // namespace minerisk::inline v0::io
