#include "io/import/xer.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "io/text_escape.hpp"

namespace minerisk::inline v0::io {
namespace {

using schedule::Activity;
using schedule::BoundKind;
using schedule::LinkType;

using Names = std::set<std::string_view>;

/// Columns of TASK that are read below, that P6 works out, or that say nothing of the schedule.
const Names& known_task_columns() {
    static const Names names{
        // read
        "task_id", "proj_id", "clndr_id", "task_code", "task_name", "task_type", "status_code",
        "target_drtn_hr_cnt", "remain_drtn_hr_cnt", "act_start_date", "act_end_date", "cstr_type",
        "cstr_date", "cstr_type2", "cstr_date2",
        // worked out
        "total_float_hr_cnt", "free_float_hr_cnt", "early_start_date", "early_end_date", "late_start_date",
        "late_end_date", "restart_date", "reend_date", "rem_late_start_date", "rem_late_end_date",
        "target_start_date", "target_end_date", "driving_path_flag", "float_path", "float_path_order",
        "crt_path_num", "phys_complete_pct", "est_wt", "anticip_start_date", "anticip_end_date",
        // of resources, which are counted by their assignments
        "act_work_qty", "remain_work_qty", "target_work_qty", "target_equip_qty", "act_equip_qty",
        "remain_equip_qty", "act_this_per_work_qty", "act_this_per_equip_qty", "rsrc_id", "duration_type",
        // not of the schedule
        "wbs_id", "rev_fdbk_flag", "lock_plan_flag", "auto_compute_act_flag", "complete_pct_type",
        "review_type", "review_end_date", "priority_type", "guid", "tmpl_guid", "cbs_id", "create_date",
        "create_user", "update_date", "update_user", "location_id", "has_assignments", "pre_pess_start_date"};
    return names;
}

/// Tables that say nothing of the schedule: codes, fields, notes, structure, currencies.
const Names& silent_tables() {
    static const Names names{"CURRTYPE", "OBS",      "PROJWBS",  "UDFTYPE",  "UDFVALUE", "ACTVTYPE",
                             "ACTVCODE", "TASKACTV", "PCATTYPE", "PCATVAL",  "PROJPCAT", "MEMOTYPE",
                             "TASKMEMO", "WBSMEMO",  "FINTMPL",  "FINDATES", "ACCOUNT",  "COSTTYPE",
                             "DOCUMENT", "TASKDOC",  "RCATTYPE", "RCATVAL",  "RSRCRCAT", "ROLES",
                             "ROLERATE", "SHIFT",    "SHIFTPER", "PHASE",    "UMEASURE", "LOCATION",
                             "ISSUHIST", "THRSPARM", "TASKNOTE", "WBSSTEP",  "TASKPROC", "TASKWKSP"};
    return names;
}

bool cell_says_nothing(std::string_view text) {
    return text.find_first_not_of("0.-+ ") == std::string_view::npos || text == "N";
}

/// Hammocks and links are kept apart until all are known.
enum class TaskKind { work, milestone, effort, left_out };

class Xer {
public:
    explicit Xer(Draft& draft) : draft_{draft}, tables_{read_xer_tables(draft)} {}

    Imported read() {
        need("TASK", {"task_id", "task_code", "task_type", "status_code", "target_drtn_hr_cnt"});
        need("PROJECT", {"proj_id"});
        if (tables_.contains("TASKPRED")) need("TASKPRED", {"task_id", "pred_task_id", "pred_type"});
        draft_.throw_if_any();
        calendars_.emplace(draft_, tables_["CALENDAR"]);
        read_project();
        const XerTable& tasks = tables_["TASK"];
        for (const auto& row : tasks.rows) {
            if (is_ours(tasks, row)) {
                read_task(tasks, row);
            } else {
                others_.emplace(tasks.get(row, "task_id"));
                draft_.leave("task of another project", "tasks of other projects");
            }
        }
        read_links();
        read_efforts();
        draft_.settle_data_date(data_date_, "data date");
        count_others();
        calendars_->finish();
        return draft_.finish();
    }

private:
    struct Entry {
        TaskKind kind = TaskKind::work;
        std::string calendar_id;
        std::string code, name;
        int line = 0;
    };
    struct PredRow {
        std::string from, to;
        LinkType type;
        double lag_hours;
        int line;
        std::string stated;
    };

    void need(const std::string& table, std::initializer_list<std::string_view> fields) {
        const auto place = tables_.find(table);
        if (place == tables_.end()) return draft_.fault(0, table, "", "is required as a table");
        for (const std::string_view field : fields) {
            if (place->second.field(field) < 0)
                draft_.fault(place->second.line, table + "." + std::string{field}, "", "is required");
        }
    }

    std::optional<Instant> instant(const XerTable& table, const XerTable::Row& row, std::string_view field) {
        const std::string_view text = table.get(row, field);
        if (text.empty()) return {};
        const auto read = parse_instant(text);
        if (read && is_valid(next_day(read->day))) return read;
        draft_.fault(row.line, table.name + "." + std::string{field}, text, date_rule);
        return {};
    }

    /// "7 (MINE), 8 (MILL)", for the choice of one.
    static std::string listed(const XerTable& projects, const std::vector<const XerTable::Row*>& rows) {
        constexpr std::size_t most = 20;
        std::string text;
        for (std::size_t i = 0; i < std::min(rows.size(), most); ++i)
            text += (i > 0 ? ", " : "") + shown(projects.get(*rows[i], "proj_id"), 20) + " (" +
                    shown(projects.get(*rows[i], "proj_short_name"), 40) + ")";
        return rows.size() > most ? text + ", ..." : text;
    }

    /// The project that is asked for, or the one that has tasks.
    const XerTable::Row& the_project(const XerTable& projects) {
        const XerTable& tasks = tables_["TASK"];
        std::set<std::string_view> used;
        for (const auto& row : tasks.rows) used.insert(tasks.get(row, "proj_id"));
        std::vector<const XerTable::Row*> with_tasks;
        for (const auto& row : projects.rows)
            if (projects.rows.size() == 1 || used.contains(projects.get(row, "proj_id")))
                with_tasks.push_back(&row);
        const std::string& wanted = draft_.options().project;
        if (!wanted.empty()) {
            for (const char* const field : {"proj_id", "proj_short_name"})
                for (const auto& row : projects.rows)
                    if (projects.get(row, field) == wanted) return row;
            draft_.refuse(projects.line, "PROJECT", wanted,
                          "must be the id or the short name of a project: " + listed(projects, with_tasks));
        }
        if (with_tasks.empty())
            draft_.refuse(projects.line, "PROJECT", "", "must have the project of the tasks");
        if (with_tasks.size() > 1)
            draft_.refuse(with_tasks[1]->line, "PROJECT.proj_id", projects.get(*with_tasks[1], "proj_id"),
                          "must be the one project with tasks; --project chooses one of: " +
                              listed(projects, with_tasks));
        return *with_tasks.front();
    }
    /// Whether a row is of the project; one that does not say is.
    bool is_ours(const XerTable& table, const XerTable::Row& row) const {
        const std::string_view id = table.get(row, "proj_id");
        return id.empty() || id == project_id_;
    }

    void read_project() {
        const XerTable& projects = tables_["PROJECT"];
        const XerTable::Row* const project = &the_project(projects);
        project_id_ = projects.get(*project, "proj_id");
        project_calendar_ = projects.get(*project, "clndr_id");
        draft_.plan.name = draft_.clean(project_name(projects, *project));

        const auto start = instant(projects, *project, "plan_start_date");
        const auto data_date = instant(projects, *project, "last_recalc_date");
        const HourCalendar& calendar = calendars_->get(project_calendar_);
        if (!start && !data_date)
            return draft_.fault(project->line, "PROJECT.plan_start_date", "", "is required");
        draft_.plan.start = draft_.day_of(start ? *start : *data_date, calendar, true);
        if (!start) draft_.remark("the file has no planned start; the start is the data date");
        if (data_date) data_date_ = draft_.day_of(*data_date, calendar, false);
        if (!projects.get(*project, "plan_end_date").empty())
            draft_.leave("the project must finish by " + shown(projects.get(*project, "plan_end_date")) + "");
    }

    std::string_view project_name(const XerTable& projects, const XerTable::Row& project) {
        const XerTable& wbs = tables_["PROJWBS"];
        for (const auto& row : wbs.rows)
            if (wbs.get(row, "proj_id") == project_id_ && wbs.get(row, "proj_node_flag") == "Y")
                return wbs.get(row, "wbs_name");
        return projects.get(project, "proj_short_name");
    }

    void read_task(const XerTable& tasks, const XerTable::Row& row) {
        const auto get = [&](std::string_view field) { return tasks.get(row, field); };
        const std::string key{get("task_id")};
        Entry entry;
        entry.line = row.line;
        entry.code = get("task_code");
        entry.name = draft_.clean(get("task_name"));
        entry.calendar_id = get("clndr_id").empty() ? project_calendar_ : std::string{get("clndr_id")};
        if (!calendars_->has(entry.calendar_id) && !get("clndr_id").empty())
            draft_.fault(row.line, "TASK.clndr_id", get("clndr_id"), "must be a calendar of the file");

        const std::string_view type = get("task_type");
        if (type == "TT_Mile" || type == "TT_FinMile") {
            entry.kind = TaskKind::milestone;
        } else if (type == "TT_LOE") {
            entry.kind = TaskKind::effort;
        } else if (type == "TT_WBS") {
            entry.kind = TaskKind::left_out;
            draft_.leave("WBS summary activity", "WBS summary activities");
        } else if (type == "TT_Rsrc") {
            draft_.remark("activity depends on resources: read on its own calendar",
                          "activities depend on resources: read on their own calendars");
        } else if (type != "TT_Task") {
            draft_.fault(row.line, "TASK.task_type", type,
                         "must be one of TT_Task, TT_Rsrc, TT_Mile, TT_FinMile, TT_LOE, TT_WBS");
        }
        const auto [place, is_new] = entries_.try_emplace(key, entry);
        if (!is_new)
            return draft_.fault(row.line, "TASK.task_id", key,
                                "must be unique; line " + std::to_string(place->second.line) + " has it too");
        if (entry.kind == TaskKind::work || entry.kind == TaskKind::milestone)
            add_activity(tasks, row, key, entry);
    }

    void add_activity(const XerTable& tasks, const XerTable::Row& row, const std::string& key,
                      const Entry& entry) {
        const auto get = [&](std::string_view field) { return tasks.get(row, field); };
        const HourCalendar& calendar = calendars_->get(entry.calendar_id);
        Activity a;
        a.id = entry.code;
        a.name = entry.name;
        a.calendar = calendars_->name(entry.calendar_id);
        read_progress(tasks, row, entry, calendar, a);
        const double most_hours = most_days * calendar.hours_a_day;
        double hours = 0;
        for (const std::string_view field : {"target_drtn_hr_cnt", "remain_drtn_hr_cnt"}) {
            const std::string_view text = get(field);
            const bool remaining = field.starts_with('r');
            const bool wanted = remaining == (a.progress == schedule::Progress::under_way);
            if (text.empty()) {
                if (wanted && entry.kind == TaskKind::work)
                    draft_.fault(row.line, "TASK." + std::string{field}, "", "is required");
                continue;
            }
            const double value = draft_.within(row.line, "TASK." + std::string{field}, text, most_hours);
            if (wanted && entry.kind == TaskKind::work) hours = value;
        }
        a.duration = distribution::fixed(hours / calendar.hours_a_day);
        read_constraint(tasks, row, calendar, "cstr_type", "cstr_date", a);
        read_constraint(tasks, row, calendar, "cstr_type2", "cstr_date2", a);
        draft_.add(key, std::move(a), row.line, "TASK.task_code");
    }

    Years happened(Instant t, const HourCalendar& calendar, bool begins) {
        return draft_.actual(draft_.day_of(t, calendar, begins));
    }

    void read_progress(const XerTable& tasks, const XerTable::Row& row, const Entry& entry,
                       const HourCalendar& calendar, Activity& a) {
        const std::string_view status = tasks.get(row, "status_code");
        auto started = instant(tasks, row, "act_start_date");
        auto finished = instant(tasks, row, "act_end_date");
        if (status == "TK_NotStart") return;
        const bool done = status == "TK_Complete";
        if (!done && status != "TK_Active") {
            return draft_.fault(row.line, "TASK.status_code", status,
                                "must be one of TK_NotStart, TK_Active, TK_Complete");
        }
        a.progress = done ? schedule::Progress::done : schedule::Progress::under_way;
        if (done && entry.kind == TaskKind::milestone) {
            if (!started && !finished)
                return draft_.fault(row.line, "TASK.act_end_date", "", "is required where work was done");
            a.finished = happened(finished ? *finished : *started, calendar, !finished);
            a.started = a.finished;
            return;
        }
        if (started) {
            a.started = happened(*started, calendar, true);
        } else if (tasks.get(row, "act_start_date").empty()) {
            draft_.fault(row.line, "TASK.act_start_date", "", "is required where work was done");
        }
        if (!done) return;
        if (finished) {
            a.finished = happened(*finished, calendar, false);
            if (a.finished < a.started)
                draft_.fault(row.line, "TASK.act_end_date", tasks.get(row, "act_end_date"),
                             "must not be before the actual start");
        } else if (tasks.get(row, "act_end_date").empty()) {
            draft_.fault(row.line, "TASK.act_end_date", "", "is required where work is complete");
        }
    }

    void read_constraint(const XerTable& tasks, const XerTable::Row& row, const HourCalendar& calendar,
                         std::string_view type_field, std::string_view date_field, Activity& a) {
        const std::string_view type = tasks.get(row, type_field);
        if (type.empty()) return;
        if (type == "CS_ALAP")
            return draft_.remark("activity is to be as late as possible: read as as soon as possible",
                                 "activities are to be as late as possible: read as as soon as possible");
        struct Meaning {
            std::string_view type;
            bool of_start, not_earlier, not_later;
        };
        constexpr Meaning meanings[] = {
            {"CS_MSOA", true, true, false},     {"CS_MSOB", true, false, true},
            {"CS_MSO", true, true, true},       {"CS_MEOA", false, true, false},
            {"CS_MEOB", false, false, true},    {"CS_MEO", false, true, true},
            {"CS_MANDSTART", true, true, true}, {"CS_MANDFIN", false, true, true}};
        const auto* const meaning = std::ranges::find(meanings, type, &Meaning::type);
        const std::string field = "TASK." + std::string{type_field};
        if (meaning == std::end(meanings))
            return draft_.fault(row.line, field, type, "must be a constraint of Primavera P6");
        const auto date = instant(tasks, row, date_field);
        if (!date) {
            if (tasks.get(row, date_field).empty())
                draft_.fault(row.line, "TASK." + std::string{date_field}, "",
                             "is required for its constraint");
            return;
        }
        const Date at = draft_.day_of(*date, calendar, meaning->of_start);
        if (meaning->not_earlier)
            draft_.bound(a, meaning->of_start ? BoundKind::start_not_earlier : BoundKind::finish_not_earlier,
                         at);
        if (meaning->not_later)
            draft_.bound(a, meaning->of_start ? BoundKind::start_not_later : BoundKind::finish_not_later, at);
        if (meaning->not_earlier && meaning->not_later)
            draft_.remark("activity must start or finish on a date: read as bounds on both sides",
                          "activities must start or finish on a date: read as bounds on both sides");
    }

    void read_links() {
        const auto place = tables_.find("TASKPRED");
        if (place == tables_.end()) return;
        const XerTable& table = place->second;
        for (const auto& row : table.rows) {
            const auto get = [&](std::string_view field) { return table.get(row, field); };
            PredRow link{std::string{get("pred_task_id")},
                         std::string{get("task_id")},
                         LinkType::finish_start,
                         0,
                         row.line,
                         std::string{get("pred_task_id")}};
            const bool from_others = is_outside(link.from, get("pred_proj_id"));
            const bool to_others = is_outside(link.to, get("proj_id"));
            if (from_others && to_others) {
                draft_.leave("link within other projects", "links within other projects");
            } else if (from_others) {
                draft_.leave("link from another project", "links from other projects");
            } else if (to_others) {
                draft_.leave("link to another project", "links to other projects");
            }
            if (from_others || to_others) continue;
            const std::string_view type = get("pred_type");
            constexpr std::array<std::string_view, 4> types{"PR_FS", "PR_SS", "PR_FF", "PR_SF"};
            const auto* const known = std::ranges::find(types, type);
            if (known == types.end()) {
                draft_.fault(row.line, "TASKPRED.pred_type", type,
                             "must be one of PR_FS, PR_SS, PR_FF, PR_SF");
                continue;
            }
            link.type = static_cast<LinkType>(known - types.begin());
            if (const std::string_view lag = get("lag_hr_cnt"); !lag.empty())
                link.lag_hours = draft_.within(row.line, "TASKPRED.lag_hr_cnt", lag, most_days * 24, true);
            sort_link(link);
        }
    }
    /// Whether a task is of another project, by the tasks of the file or by what the link says of it.
    bool is_outside(const std::string& task, std::string_view project) const {
        if (entries_.contains(task)) return false;
        return others_.contains(task) || (!project.empty() && project != project_id_);
    }

    /// Links of work go to the plan, those of levels of effort are kept for these.
    void sort_link(const PredRow& link) {
        const auto from = entries_.find(link.from), to = entries_.find(link.to);
        if (to == entries_.end())
            return draft_.fault(link.line, "TASKPRED.task_id", link.to, "must name an activity of the file");
        const TaskKind a = from == entries_.end() ? TaskKind::work : from->second.kind, b = to->second.kind;
        if (a == TaskKind::left_out || b == TaskKind::left_out) {
            draft_.leave("link of a WBS summary activity", "links of WBS summary activities");
        } else if (a == TaskKind::effort || b == TaskKind::effort) {
            if (a == TaskKind::effort) efforts_[link.from].push_back(link);
            if (b == TaskKind::effort) efforts_[link.to].push_back(link);
        } else {
            schedule::Link made;
            made.from = link.from;
            made.to = link.to;
            made.type = link.type;
            if (link.lag_hours != 0) read_lag(link, made);
            draft_.link(std::move(made), link.line, "TASKPRED.pred_task_id", link.stated);
        }
    }

    /// How P6 schedules the project; empty if the file does not say.
    std::string_view option(std::string_view field) {
        const XerTable& options = tables_["SCHEDOPTIONS"];
        std::string_view value;
        for (const auto& row : options.rows)
            if (is_ours(options, row)) value = options.get(row, field);
        return value;
    }

    /// A lag counts on the calendar that the options of the project name: of the predecessor if none is.
    void read_lag(const PredRow& link, schedule::Link& made) {
        const std::string_view rule = option("sched_calendar_on_relationship_lag");
        if (rule.find("24") != std::string_view::npos) {
            made.lag = link.lag_hours / 24 * units::day.canonical();
            return;
        }
        std::string id;
        if (rule.find("Succ") != std::string_view::npos) {
            id = entries_.at(link.to).calendar_id;
        } else if (rule.find("Proj") != std::string_view::npos ||
                   rule.find("Def") != std::string_view::npos) {
            id = project_calendar_;
        } else {
            const auto from = entries_.find(link.from);
            if (from == entries_.end()) return;  // will be refused
            id = from->second.calendar_id;
            if (rule.find("Pred") == std::string_view::npos && !std::exchange(told_lag_, true))
                draft_.remark("no calendar is stated for lags: that of the predecessor was taken");
        }
        made.lag = link.lag_hours / calendars_->get(id).hours_a_day;
        made.calendar = calendars_->name(id);
    }

    /// A level of effort between the finishes of two activities (or milestones) is a hammock; others are
    /// counted.
    void read_efforts() {
        for (const auto& [key, entry] : entries_) {
            if (entry.kind != TaskKind::effort) continue;
            std::vector<std::string> begins, ends;
            bool plain = true;
            for (const PredRow& link : efforts_[key]) {
                const bool comes_in = link.to == key;
                const std::string& other = comes_in ? link.from : link.to;
                const auto place = entries_.find(other);
                if (place == entries_.end()) {
                    draft_.fault(link.line, "TASKPRED.pred_task_id", link.stated,
                                 "must name an activity of the file");
                    continue;
                }
                const bool milestone = place->second.kind == TaskKind::milestone;
                const bool work = milestone || place->second.kind == TaskKind::work;
                const bool starts = comes_in && (link.type == LinkType::finish_start ||
                                                 (link.type == LinkType::start_start && milestone));
                const bool finishes = link.type == LinkType::finish_finish ||
                                      (milestone && (comes_in ? link.type == LinkType::start_finish
                                                              : link.type == LinkType::finish_start));
                plain = plain && work && link.lag_hours == 0 && (starts || finishes);
                if (starts) begins.push_back(other);
                if (finishes) ends.push_back(other);
            }
            if (plain && begins.size() == 1 && ends.size() == 1) {
                schedule::Hammock hammock;
                hammock.id = entry.code;
                hammock.name = entry.name;
                hammock.from = begins.front();
                hammock.to = ends.front();
                draft_.hammock(std::move(hammock), entry.line, "TASK.task_code");
                draft_.remark("level of effort: read as a hammock", "levels of effort: read as hammocks");
            } else {
                draft_.leave("level of effort does not lie between two finishes",
                             "levels of effort do not lie between two finishes");
                const int links = static_cast<int>(efforts_[key].size());
                if (links > 0) draft_.leave("link of a level of effort", "links of levels of effort", links);
            }
        }
    }

    void count_others() {
        const std::string_view override_option = option("sched_progress_override");
        if (override_option == "Y")
            draft_.leave(
                "progress override is on: work that began before its predecessors still waits for them");
        if (override_option == "N" && option("sched_retained_logic") == "N")
            draft_.remark(
                "P6 schedules the project by actual dates, neither by retained logic nor by progress "
                "override: work that began before its predecessors waits for them here");
        const XerTable& tasks = tables_["TASK"];
        for (std::size_t f = 0; f < tasks.fields.size(); ++f) {
            if (known_task_columns().contains(tasks.fields[f])) continue;
            const auto count = std::ranges::count_if(tasks.rows, [&](const auto& row) {
                return is_ours(tasks, row) && !cell_says_nothing(row.cells[f]);
            });
            const std::string column = "in column TASK." + shown(tasks.fields[f]) + "";
            if (count > 0) draft_.leave("value " + column, "values " + column, static_cast<int>(count));
        }
        std::set<std::string_view> assigned;
        const XerTable& assignments = tables_["TASKRSRC"];
        for (const auto& row : assignments.rows)
            if (const std::string_view id = assignments.get(row, "task_id");
                !others_.contains(std::string{id}))
                assigned.insert(id);
        if (!assigned.empty())
            draft_.leave("task has resource assignments", "tasks have resource assignments",
                         static_cast<int>(assigned.size()));
        for (const auto& [name, table] : tables_) {
            const bool read = name == "TASK" || name == "TASKPRED" || name == "PROJECT" ||
                              name == "CALENDAR" || name == "SCHEDOPTIONS" || name == "TASKRSRC";
            if (read || table.rows.empty() || silent_tables().contains(name)) continue;
            const std::string of = " of table " + shown(name) + "";
            draft_.leave("row" + of, "rows" + of, static_cast<int>(table.rows.size()));
        }
    }

    Draft& draft_;
    std::map<std::string, XerTable> tables_;
    std::optional<XerCalendars> calendars_;
    std::string project_id_;
    std::string project_calendar_;
    std::optional<Date> data_date_;
    std::map<std::string, Entry> entries_;
    std::unordered_set<std::string> others_;  ///< tasks of other projects
    std::map<std::string, std::vector<PredRow>> efforts_;
    bool told_lag_ = false;
};

}  // namespace

Imported import_xer(Draft& draft) {
    return Xer{draft}.read();
}

}  // namespace minerisk::inline v0::io
