#include "io/import/draft.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "io/text_escape.hpp"
#include "io/units_text.hpp"
#include "io/utf8.hpp"
#include "minerisk/factors/schedule/network/checks.hpp"
#include "minerisk/factors/schedule/network/detail/check_work.hpp"
#include "minerisk/factors/schedule/network/order.hpp"

namespace minerisk::inline v0::io {
namespace {

/// Whether an id may stay: model files take it, and it hides nothing.
bool is_safe(std::string_view id) {
    return schedule::detail::is_id(id) && escape_text(id) == id;
}

/// The id with "_" for what may not stand in one.
std::string safe_id(std::string_view id) {
    std::string out;
    for (std::size_t i = 0; i < id.size();) {
        const std::string_view piece = id.substr(i, static_cast<std::size_t>(decode_utf8(id, i).bytes));
        out += is_safe(piece) ? piece : "_";
        i += piece.size();
    }
    return out.empty() ? "A" : out;
}

/// Whether a link keeps the finish of its successor from being before that of its predecessor.
bool is_followed(const schedule::Link& link, const schedule::Activity& from, const schedule::Activity& to) {
    const bool waits = to.progress != schedule::Progress::done || from.progress == schedule::Progress::done;
    if (link.type == schedule::LinkType::finish_finish) return waits && link.lag >= 0;
    if (link.type != schedule::LinkType::finish_start) return false;
    const bool lasts = link.calendar == to.calendar && to.duration.lower() >= -link.lag;
    return waits && (link.lag >= 0 || lasts);
}

}  // namespace

std::string Names::give(const std::string& name, const std::string& before, const std::string& after) {
    std::string unique = name;
    while (!taken_.insert(unique).second) {
        int& number = numbers_.try_emplace(name, 1).first->second;
        unique = name + before + std::to_string(++number) + after;
    }
    return unique;
}

Draft::Draft(const Sources& sources, int file, const ImportOptions& options)
    : sink_{sources},
      file_{file},
      file_name_{sources[file].name},
      options_{options},
      text_{sources[file].text} {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
    plan.start = options.start;
}

void Draft::set_text(std::string text) {
    own_text_ = std::move(text);
    text_ = own_text_;
}

void Draft::fault(int line, std::string field, std::string_view value, std::string rule, int column) {
    sink_.add({file_, line, column}, std::move(field), shown(value), std::move(rule));
}

void Draft::refuse(int line, std::string field, std::string_view value, std::string rule, int column) {
    fault(line, std::move(field), value, std::move(rule), column);
    sink_.throw_if_any();
    throw std::logic_error{"minerisk: a refusal without a problem"};
}

void Draft::count(Lines& lines, const std::string& one, const std::string& many, int count) {
    const auto [place, is_new] = lines.places.try_emplace(many, lines.list.size());
    if (is_new) lines.list.push_back({one, many, 0});
    lines.list[place->second].count += count;
}

void Draft::leave(const std::string& one, const std::string& many, int n) {
    count(left_, one, many, n);
}

void Draft::remark(const std::string& one, const std::string& many, int n) {
    count(remarks_, one, many, n);
}

std::vector<std::string> Draft::texts(const Lines& lines) {
    constexpr std::size_t most = 100;
    std::vector<std::string> all;
    for (const Line& line : lines.list) {
        if (all.size() == most) {
            all.push_back("and " + std::to_string(lines.list.size() - most) + " more");
            break;
        }
        all.push_back(line.many.empty() ? line.one
                      : line.count == 1 ? "1 " + line.one
                                        : std::to_string(line.count) + " " + line.many);
    }
    return all;
}

std::string Draft::clean(std::string_view name) {
    std::string out;
    bool changed = false;
    for (std::size_t i = 0; i < name.size();) {
        const CodePoint c = decode_utf8(name, i);
        const bool control = !c.valid || c.value < 0x20 || (c.value >= 0x7f && c.value < 0xa0);
        if (control) {
            changed = true;
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else {
            out += name.substr(i, static_cast<std::size_t>(c.bytes));
        }
        i += static_cast<std::size_t>(c.bytes);
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    out.erase(0, std::min(out.find_first_not_of(' '), out.size()));
    if (changed)
        remark("name holds line breaks or control characters: blanks stand for them",
               "names hold line breaks or control characters: blanks stand for them");
    return out;
}

double Draft::number(int line, const std::string& field, std::string_view text) {
    const Parsed<double> value = parse_number(text);
    if (value) return value.value;
    fault(line, field, text, value.rule);
    return std::numeric_limits<double>::quiet_NaN();
}

double Draft::within(int line, const std::string& field, std::string_view text, double most, bool sign) {
    const double value = number(line, field, text);
    if (std::isnan(value)) return 0;
    if (value >= (sign ? -most : 0) && value <= most) return value;
    fault(line, field, text,
          value < 0 && !sign ? "must not be negative"
                             : "must be at most " + number_text(most) + (sign ? " in size" : ""));
    return 0;
}

Date Draft::day_of(Instant t, const HourCalendar& calendar, bool begins) {
    if (calendar.cuts(t))
        remark("date within a working day: read as the whole day",
               "dates within a working day: read as whole days");
    return begins ? calendar.begin(t) : calendar.end(t);
}

Years Draft::actual(Date day) {
    latest_actual_ = std::max(latest_actual_.value_or(day), day);
    return at(day);
}

void Draft::settle_data_date(std::optional<Date> stated, const std::string& name) {
    const Date date =
        std::max({plan.start, stated.value_or(plan.start), latest_actual_.value_or(plan.start)});
    plan.data_date = at(date);
    const std::string is = date == plan.start
                               ? "the data date is the start"
                               : "the data date is the latest of the actual dates, " + to_string(date);
    if (!stated) {
        remark("the file has no " + name + "; " + is);
    } else if (*stated < date) {
        remark("the " + name + ", " + to_string(*stated) + ", is before " +
               (date == plan.start ? "the start; " : "some actual dates; ") + is);
    }
}

void Draft::bound(schedule::Activity& activity, schedule::BoundKind kind, Date day) const {
    const bool not_earlier =
        kind == schedule::BoundKind::start_not_earlier || kind == schedule::BoundKind::finish_not_earlier;
    const Years date = at(day);
    for (schedule::DateBound& old : activity.bounds) {
        if (old.kind != kind) continue;
        old.date = not_earlier ? std::max(old.date, date) : std::min(old.date, date);
        return;
    }
    const auto place = std::ranges::upper_bound(activity.bounds, kind, {}, &schedule::DateBound::kind);
    activity.bounds.insert(place, {kind, date});
}

bool Draft::is_new_id(const std::string& id, int line, const std::string& field) {
    const auto [first, is_new] = lines_of_ids_.try_emplace(id, line);
    if (is_new || id.empty()) return true;
    fault(line, field, id, "must be unique; line " + std::to_string(first->second) + " has it too");
    return false;
}

void Draft::add(const std::string& key, schedule::Activity activity, int line, const std::string& field) {
    if (!is_new_id(activity.id, line, field)) return;
    const auto [place, is_new] = keys_.try_emplace(key, plan.activities.size());
    if (!is_new) {
        return fault(
            line, field, key,
            "must be unique; line " + std::to_string(activity_lines_[place->second]) + " has it too");
    }
    activity_lines_.push_back(line);
    plan.activities.push_back(std::move(activity));
}

void Draft::hammock(schedule::Hammock hammock, int line, const std::string& field) {
    if (is_new_id(hammock.id, line, field)) plan.hammocks.push_back(std::move(hammock));
}

schedule::Activity* Draft::find(const std::string& key) {
    const auto place = keys_.find(key);
    return place == keys_.end() ? nullptr : &plan.activities[place->second];
}

void Draft::link(schedule::Link link, int line, std::string field, std::string_view stated) {
    plan.links.push_back(std::move(link));
    link_sources_.push_back({line, std::move(field), std::string{stated}});
}

std::string Draft::calendar(schedule::WorkCalendar days) {
    std::string name = clean(days.name);
    std::ranges::replace(name, ';', ',');
    if (name.empty()) name = "calendar";
    const std::string unique = calendar_names_.give(name, " (", ")");
    if (unique != days.name)
        remark("calendar \"" + shown(days.name) + "\" is called \"" + shown(unique) + "\"");
    days.name = unique;
    plan.calendars.push_back(std::move(days));
    return unique;
}

/// Ids that are safe stay as they are; the others are made so, apart from all.
void Draft::settle_ids() {
    for (const schedule::Activity& a : plan.activities)
        if (is_safe(a.id)) ids_.take(a.id);
    for (const schedule::Hammock& h : plan.hammocks)
        if (is_safe(h.id)) ids_.take(h.id);
    int changed = 0;
    std::string example;
    const auto settle = [&](std::string& id) {
        if (is_safe(id)) return;
        const std::string unique = ids_.give(safe_id(id), "_");
        if (changed++ == 0) example = "\"" + shown(id) + "\" is written " + unique;
        id = unique;
    };
    for (schedule::Activity& a : plan.activities) settle(a.id);
    for (schedule::Hammock& h : plan.hammocks) settle(h.id);
    if (changed == 1) remark("id " + example);
    if (changed > 1)
        remark(std::to_string(changed) + " ids hold what ids may not: " + example + ", for example");
    const auto id_of = [&](std::string& key) { key = plan.activities[keys_.at(key)].id; };
    for (schedule::Link& l : plan.links) {
        id_of(l.from);
        id_of(l.to);
    }
    for (schedule::Hammock& h : plan.hammocks) {
        id_of(h.from);
        id_of(h.to);
    }
}

/// Every predecessor is there, and none waits for itself by any way round.
void Draft::check_links() {
    std::vector<schedule::Arrow> arrows;
    for (std::size_t i = 0; i < plan.links.size(); ++i) {
        const auto from = keys_.find(plan.links[i].from);
        const auto to = keys_.find(plan.links[i].to);
        const Source& source = link_sources_[i];
        if (from == keys_.end() || to == keys_.end()) {
            fault(source.line, source.field, source.stated, "must name an activity of the file");
        } else {
            arrows.emplace_back(static_cast<int>(from->second), static_cast<int>(to->second));
        }
    }
    throw_if_any();
    constexpr std::size_t most_named = 50;
    for (const auto& cycle : schedule::cycles_of(static_cast<int>(plan.activities.size()), arrows)) {
        std::string names;
        for (std::size_t k = 0; k < std::min(cycle.size(), most_named); ++k)
            names += shown(plan.activities[static_cast<std::size_t>(cycle[k])].id) + " -> ";
        if (cycle.size() > most_named) names += "... -> ";
        names += shown(plan.activities[static_cast<std::size_t>(cycle.front())].id);
        // At the link that closes the circle.
        std::size_t i = 0;
        while (arrows[i] != schedule::Arrow{cycle.back(), cycle.front()}) ++i;
        sink_.add({file_, link_sources_[i].line, 0}, link_sources_[i].field, names,
                  "must not go in a circle");
    }
    throw_if_any();
}

/// A hammock lasts from one activity to another that comes after it.
void Draft::leave_hammocks() {
    std::vector<schedule::Arrow> arrows;
    for (const schedule::Link& l : plan.links)
        arrows.emplace_back(static_cast<int>(keys_.at(l.from)), static_cast<int>(keys_.at(l.to)));
    const schedule::Neighbours after{static_cast<int>(plan.activities.size()), arrows,
                                     schedule::Neighbours::Side::after};
    std::erase_if(plan.hammocks, [&](const schedule::Hammock& h) {
        const int from = static_cast<int>(keys_.at(h.from)), to = static_cast<int>(keys_.at(h.to));
        const bool lasts = from != to && schedule::reached(after, {&from, 1})[static_cast<std::size_t>(to)];
        if (!lasts)
            leave("level of effort whose end does not come after its begin",
                  "levels of effort whose end does not come after their begin");
        return !lasts;
    });
}

/// A schedule without a name is called as its file is.
void Draft::settle_name() {
    if (!plan.name.empty()) return;
    std::string_view name = file_name_;
    name.remove_prefix(name.rfind('/') + 1);  // npos + 1 is 0
    plan.name = clean(name.substr(0, name.rfind('.')));
}

/// Model files take no cost without the month of its money.
void Draft::leave_costs() {
    if (!options_.money.empty()) return;
    for (schedule::Activity& a : plan.activities) {
        if (a.cost == Money{}) continue;
        a.cost = Money{};
        leave("activity has a cost: --money YYYY-MM states the month of its money",
              "activities have costs: --money YYYY-MM states the month of their money");
    }
}

/// The one activity whose finish nothing follows, or a milestone after all of these: a project finishes when
/// the last of its work does.
void Draft::find_target() {
    std::unordered_map<std::string_view, const schedule::Activity*> by_id;
    for (const schedule::Activity& a : plan.activities) by_id.emplace(a.id, &a);
    std::unordered_set<std::string_view> followed;
    for (const schedule::Link& l : plan.links)
        if (is_followed(l, *by_id.at(l.from), *by_id.at(l.to))) followed.insert(l.from);
    std::vector<std::string> last;
    for (const schedule::Activity& a : plan.activities)
        if (!followed.contains(a.id)) last.push_back(a.id);
    if (last.size() == 1) {
        plan.target = last.front();
        return;
    }
    plan.target = ids_.give("FINISH", "_");
    schedule::Activity finish;
    finish.id = plan.target;
    finish.name = "finish";
    plan.activities.push_back(std::move(finish));
    for (const std::string& id : last) {
        schedule::Link link;
        link.from = id;
        link.to = plan.target;
        plan.links.push_back(std::move(link));
    }
    remark("nothing follows the finish of " + std::to_string(last.size()) + " activities: the milestone " +
           plan.target + " after all of them was added");
}

/// What the plan breaks of the rules of networks, at the line of its activity.
void Draft::check_plan() {
    for (const schedule::Finding& f : schedule::examine(plan)) {
        if (!f.error) continue;
        const std::string_view field = f.field;
        const std::size_t close = field.find(']');
        if (!field.starts_with("activity[") || close == std::string_view::npos) {
            fault(0, f.field, f.value, f.rule);
            continue;
        }
        const auto i = static_cast<std::size_t>(std::stoul(f.field.substr(9))) - 1;
        // The values of dates are times, which would tell nobody anything.
        fault(i < activity_lines_.size() ? activity_lines_[i] : 0,
              "activity " + shown(plan.activities[i].id) + std::string{field.substr(close + 1)}, "", f.rule);
    }
    throw_if_any();
}

Imported Draft::finish() {
    throw_if_any();
    if (plan.activities.empty()) refuse(0, "", "", "must have at least one activity");
    check_links();
    leave_hammocks();
    settle_ids();
    settle_name();
    leave_costs();
    find_target();
    check_plan();
    return {std::move(plan), texts(left_), texts(remarks_)};
}

}  // namespace minerisk::inline v0::io
