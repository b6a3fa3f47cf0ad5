#include "io/import/mspdi.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "io/import/lines.hpp"
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

bool says_nothing(std::string_view text) {
    return text.empty() || text == "PT0H0M0S" || text.find_first_not_of("0.-+") == std::string_view::npos;
}

/// Formats of durations and lags: elapsed time, and shares of the predecessor's duration.
struct Format {
    bool elapsed = false;
    bool percent = false;
};
Format format_of(double code) {
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
        for (const pugi::xml_node task : kept_) read_task(task);
        for (const pugi::xml_node task : kept_) read_links(task);
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
                         text_of(minutes), "must be from 1 to 1440");
            minutes = 480;
        }
        calendars_.emplace(draft_, xml_, minutes / 60);
        calendar_uid_ = child_text(project_, "CalendarUID");
        if (!calendar_uid_.empty() && calendar_uid_ != "-1" && !calendars_->has(calendar_uid_)) {
            draft_.fault(xml_.line(project_.child("CalendarUID")), "project.CalendarUID", calendar_uid_,
                         "must be the UID of a calendar of the file");
        }
        const auto start = instant(project_, "StartDate", "project");
        if (start) draft_.plan.start = calendars_->get(calendar_uid_).begin(*start);
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
        if (child_text(task, "Summary") == "1" || uid == "0") {
            left_out_.insert(uid);
            draft_.leave("summary task: not read", "summary tasks: not read");
        } else if (child_text(task, "Active") == "0") {
            left_out_.insert(uid);
            draft_.leave("inactive task: not read", "inactive tasks: not read");
        } else if (child_text(task, "ExternalTask") == "1" || child_text(task, "IsSubproject") == "1") {
            left_out_.insert(uid);
            draft_.leave("task of another project: not read", "tasks of other projects: not read");
        } else {
            kept_.push_back(task);
            nodes_.emplace(uid, task);
            return;
        }
        for (const auto link : task.children("PredecessorLink")) {
            (void)link;
            leave_link();
        }
    }
    void leave_link() {
        draft_.leave("link of a summary, inactive or outside task: not read",
                     "links of summary, inactive or outside tasks: not read");
    }

    /// Hours of "PT40H30M0S"; nothing, and a problem, for other text.
    std::optional<double> hours(pugi::xml_node task, const char* name) {
        const std::string_view text = child_text(task, name);
        std::string_view rest = text;
        const auto wrong = [&](const std::string& rule) {
            draft_.fault(xml_.line(task.child(name)), field_of(task) + "." + name, text, rule);
            return std::optional<double>{};
        };
        if (rest.starts_with("-P")) return wrong("must not be negative");
        if (!rest.starts_with("PT")) return wrong("must be hours, minutes and seconds, such as PT40H0M0S");
        rest.remove_prefix(2);
        double total = 0;
        for (const auto& [letter, size] : {std::pair{'H', 1.0}, {'M', 1 / 60.0}, {'S', 1 / 3600.0}}) {
            const std::size_t end = rest.find(letter);
            if (end == std::string_view::npos) continue;
            const Parsed<double> value = parse_number(rest.substr(0, end));
            if (!value) return wrong("must be hours, minutes and seconds, such as PT40H0M0S");
            if (value.value < 0) return wrong("must not be negative");
            total += value.value * size;
            rest.remove_prefix(end + 1);
        }
        if (!rest.empty()) return wrong("must be hours, minutes and seconds, such as PT40H0M0S");
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
        const bool elapsed = format_of(number(task, "DurationFormat", field, 7)).elapsed;
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

    /// A day at whose start something begins (`begins`), or before which it is over.
    Years day(Instant t, const HourCalendar& calendar, bool begins) {
        bool exact = true;
        const Date date = begins ? calendar.begin(t, &exact) : calendar.end(t, &exact);
        if (!exact)
            draft_.remark("date within a working day: read as the whole day",
                          "dates within a working day: read as whole days");
        latest_actual_ = std::max(latest_actual_.value_or(date), date);
        return draft_.at(date);
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
        a.started = day(*started, calendar, true);
        if (!finished) return;
        a.finished = day(*finished, calendar, false);
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
            draft_.bound(a, BoundKind::deadline, calendar.end(*deadline));
        if (type.empty() || type == "0") return;
        if (type == "1")
            return draft_.leave("task is as late as possible: read as as soon as possible",
                                "tasks are as late as possible: read as as soon as possible");
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
        const Date at = of_start ? calendar.begin(*date) : calendar.end(*date);
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
            const std::string in = " in " + shown(currency_) + ": not read";
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
            if (!child.first_child().first_child() && says_nothing(child.text().get())) continue;
            if (!seen.insert(name).second) continue;
            const std::string has = " <" + shown(name) + ">: not read";
            draft_.leave("task has" + has, "tasks have" + has);
        }
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
            read_lag(task, node, field, link);
            draft_.link(std::move(link), line, field, from);
        }
    }

    /// Tenths of a minute, or percent of the predecessor's duration; on the calendar of the successor.
    void read_lag(pugi::xml_node task, pugi::xml_node node, const std::string& field, schedule::Link& link) {
        const double lag = number(node, "LinkLag", field, 0);
        if (lag == 0) return;
        const Format format = format_of(number(node, "LagFormat", field, 7));
        const std::string calendar_uid = calendar_of(task);
        const HourCalendar& calendar = calendars_->get(calendar_uid);
        double in_hours = lag / 600;
        bool elapsed = format.elapsed;
        if (format.percent) {
            const Activity* const from = draft_.find(link.from);
            if (!from) return;  // will be refused
            in_hours = lag / 100 * hours(nodes_.at(link.from), "Duration").value_or(0);
            elapsed = from->calendar.empty();
            if (format.elapsed && !elapsed) {
                draft_.leave("lag in elapsed percent of working time: not read",
                             "lags in elapsed percent of working time: not read");
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

    /// The status date; where work was done and none is stated, the day the file was written or that work.
    void read_data_date() {
        const HourCalendar& calendar = calendars_->get(calendar_uid_);
        if (const auto status = instant(project_, "StatusDate", "project")) {
            draft_.plan.data_date = draft_.at(calendar.end(*status));
        } else if (latest_actual_) {
            const auto current = instant(project_, "CurrentDate", "project");
            const Date date = current ? std::max(calendar.begin(*current), *latest_actual_) : *latest_actual_;
            draft_.plan.data_date = draft_.at(date);
            draft_.remark("the file has no status date; the data date is " + to_string(date));
        }
        if (draft_.plan.data_date < Years{}) {
            draft_.plan.data_date = Years{};
            draft_.remark("the status date is before the start; the data date is the start");
        }
    }

    void count_resources() {
        std::set<std::string> assigned;
        for (const auto a : project_.child("Assignments").children("Assignment"))
            if (child_text(a, "ResourceUID") != "-65535") assigned.emplace(child_text(a, "TaskUID"));
        if (!assigned.empty())
            draft_.leave("task has resource assignments: not read",
                         "tasks have resource assignments: not read", static_cast<int>(assigned.size()));
        int resources = 0;
        for (const auto r : project_.child("Resources").children("Resource"))
            if (child_text(r, "UID") != "0") ++resources;
        if (resources > 0) draft_.leave("resource: not read", "resources: not read", resources);
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
    std::unordered_map<std::string, pugi::xml_node> nodes_;  ///< of those, by UID
    std::set<std::string> left_out_;
    std::optional<Date> latest_actual_;
};

}  // namespace

Imported import_mspdi(Draft& draft) {
    return Mspdi{draft}.read();
}

}  // namespace minerisk::inline v0::io
