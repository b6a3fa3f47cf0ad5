#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "io/import/import.hpp"
#include "io/problem_sink.hpp"

/// What the readers of the formats share; nothing outside this folder includes it.
namespace minerisk::inline v0::io {

/// A day and the minute of that day, as scheduling programs state dates.
struct Instant {
    Date day{};
    int minute = 0;
};
/// Reads "2026-05-01T08:00:00", "2026-05-01 08:00" and "2026-05-01".
std::optional<Instant> parse_instant(std::string_view text);
/// Minutes of "08:00", "08:00:00" or "5:30 PM"; nothing for other text.
std::optional<int> parse_minutes(std::string_view text);

/// A calendar as scheduling programs hold it, by the hour; a plan keeps its days.
struct HourCalendar {
    schedule::WorkCalendar days{};
    std::array<double, 7> hours{};  ///< Monday first; 0 where the day does not work
    int opens = 8 * 60;             ///< earliest start of work, minutes of the day
    int closes = 17 * 60;           ///< latest end of work
    double hours_a_day = 8;

    /// Takes hours, opens and closes of the weekdays: sets the working days and the hours a day (`usual`
    /// where none were given), the mean over the working days if they differ. True if they differ.
    bool settle(double usual);
    /// Adds the hours of a shift to a weekday.
    void add_shift(std::size_t weekday, int from, int to);
    /// The day that something begins which is stated to begin at `t`.
    Date begin(Instant t) const;
    /// The day before whose start something is over that is stated to end at `t`.
    Date end(Instant t) const;
    /// Whether `t` lies within the hours of work: `begin` and `end` then cut hours off.
    bool cuts(Instant t) const { return t.minute > opens && t.minute < closes; }
    /// Joins closures that touch or overlap, in order.
    void join_closures();
};

Date date_of(long days_since_epoch);

/// Gives out names that differ.
class Names {
public:
    void take(const std::string& name) { taken_.insert(name); }
    /// `name`; where that is taken, the first of it with `before`, a number from 2 on and `after` that is
    /// not.
    std::string give(const std::string& name, const std::string& before, const std::string& after = {});

private:
    std::unordered_set<std::string> taken_;
    std::unordered_map<std::string, int> numbers_;
};

/// A plan in the making: activities by the keys of their file, what was not understood, and what is wrong.
class Draft {
public:
    Draft(const Sources& sources, int file, const ImportOptions& options);

    std::string_view text() const { return text_; }
    /// Puts UTF-8 in the place of the file's own text.
    void set_text(std::string text);
    const ImportOptions& options() const { return options_; }

    void fault(int line, std::string field, std::string_view value, std::string rule, int column = 0);
    [[noreturn]] void refuse(int line, std::string field, std::string_view value, std::string rule,
                             int column = 0);
    void throw_if_any() const { sink_.throw_if_any(); }

    /// Counts what is not understood: "1 task has ..." or, with the text `many`, "3 tasks have ...".
    void leave(const std::string& one, const std::string& many, int count = 1);
    void remark(const std::string& one, const std::string& many, int count = 1);
    void leave(std::string line) { left_.list.push_back({std::move(line), {}, 0}); }
    void remark(std::string line) { remarks_.list.push_back({std::move(line), {}, 0}); }

    /// A name without control characters.
    std::string clean(std::string_view name);
    /// A number; NaN if it was reported.
    double number(int line, const std::string& field, std::string_view text);
    /// A number from 0 to `most`, or (`sign`) from -`most` on; 0 if it was reported.
    double within(int line, const std::string& field, std::string_view text, double most, bool sign = false);

    Years at(Date day) const { return Years::from_canonical(years_between(plan.start, day)); }
    /// The day at whose start something begins (`begins`), or before which it is over; hours that this cuts
    /// off are counted.
    Date day_of(Instant t, const HourCalendar& calendar, bool begins);
    /// The time of a day on which something happened: the data date will not be before it.
    Years actual(Date day);
    /// Takes the data date that the file states as its `name`. It is moved to the start or to the latest
    /// actual date where it is before these, or not stated.
    void settle_data_date(std::optional<Date> stated, const std::string& name);
    /// States a bound; of two of one kind the tighter stays.
    void bound(schedule::Activity& activity, schedule::BoundKind kind, Date day) const;

    /// `key` is what links of the file call the activity; `activity.id` the id as the file has it.
    void add(const std::string& key, schedule::Activity activity, int line, const std::string& field);
    /// Null if there is none.
    schedule::Activity* find(const std::string& key);
    /// `link` holds keys where a plan holds ids.
    void link(schedule::Link link, int line, std::string field, std::string_view stated);
    /// `from` and `to` of the hammock are keys too.
    void hammock(schedule::Hammock hammock, int line, const std::string& field);
    /// Adds a calendar to the plan, with a name of its own, which is returned.
    std::string calendar(schedule::WorkCalendar days);

    Imported finish();

    schedule::Plan plan{};

private:
    struct Line {
        std::string one, many;
        int count;
    };
    /// Lines in the order of their first count.
    struct Lines {
        std::vector<Line> list;
        std::unordered_map<std::string, std::size_t> places;  ///< of those that are counted, by `many`
    };
    struct Source {
        int line;
        std::string field, stated;
    };
    static void count(Lines& lines, const std::string& one, const std::string& many, int count);
    static std::vector<std::string> texts(const Lines& lines);
    /// Reports an id that another activity or hammock has.
    bool is_new_id(const std::string& id, int line, const std::string& field);
    void check_links();
    void leave_hammocks();
    void settle_ids();
    void settle_name();
    void leave_costs();
    void find_target();
    void check_plan();

    ProblemSink sink_;
    int file_;
    std::string file_name_;
    ImportOptions options_;
    std::string own_text_;
    std::string_view text_;
    Lines left_, remarks_;
    std::vector<int> activity_lines_;
    std::vector<Source> link_sources_;
    std::unordered_map<std::string, std::size_t> keys_;
    std::unordered_map<std::string, int> lines_of_ids_;
    Names ids_, calendar_names_;
    std::optional<Date> latest_actual_;
};

/// The ids of a chain of calendars, from `id` to the last base that is not `known` yet, to be read from its
/// end on. `base_of` gives the id of a calendar's base, empty if it has none. `refuse` is called with the
/// calendar that closes a circle, or is too deep, and what must hold.
template <class BaseOf, class Known, class Refuse>
std::vector<std::string> base_chain(const std::string& id, BaseOf&& base_of, Known&& known, Refuse&& refuse) {
    constexpr std::size_t deepest = 100;
    std::vector<std::string> chain{id};
    for (std::string base = base_of(id); !base.empty() && !known(base); base = base_of(base)) {
        for (const std::string& open : chain)
            if (open == base) refuse(base, "must not go in a circle");
        if (chain.size() == deepest)
            refuse(base, "must have at most " + std::to_string(deepest) + " calendars below one another");
        chain.push_back(base);
    }
    return chain;
}

/// What a date must be: its next day has to be one too.
inline constexpr const char* date_rule = "must be a date and time before 9999-12-31";

/// Longest duration and lag that is believed, in days.
inline constexpr double most_days = 1e6;

Imported import_mspdi(Draft& draft);
Imported import_xer(Draft& draft);
Imported import_psplib(Draft& draft);
Imported import_rcplib(Draft& draft);
Imported import_csv(Draft& draft);

}  // namespace minerisk::inline v0::io
