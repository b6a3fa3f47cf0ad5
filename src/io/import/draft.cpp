#include "io/import/draft.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "io/text_escape.hpp"
#include "io/units_text.hpp"
#include "io/utf8.hpp"
#include "minerisk/factors/schedule/network/order.hpp"

namespace minerisk::inline v0::io {
namespace {

bool is_letter_or_digit(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Whether a character may stand in an id: no control character, none that is hidden, no blank, nothing that
/// the text of links gives a meaning to.
bool is_safe(std::string_view piece, CodePoint c) {
    if (!c.valid || c.value == ' ' || escape_text(piece) != piece) return false;
    return c.value >= 0x80 || std::string_view{"\t'\"`,;+-@\\"}.find(piece.front()) == std::string_view::npos;
}

bool is_safe_id(std::string_view id) {
    for (std::size_t i = 0; i < id.size();) {
        const CodePoint c = decode_utf8(id, i);
        if (!is_safe(id.substr(i, static_cast<std::size_t>(c.bytes)), c)) return false;
        i += static_cast<std::size_t>(c.bytes);
    }
    return !id.empty();
}

/// Letters, digits, "_" and "." stay; everything else becomes "_".
std::string safe_id(std::string_view id) {
    std::string out;
    for (std::size_t i = 0; i < id.size();) {
        const CodePoint c = decode_utf8(id, i);
        const std::string_view piece = id.substr(i, static_cast<std::size_t>(c.bytes));
        const bool keep = is_letter_or_digit(c.value) || c.value == '_' || c.value == '.' || c.value >= 0x80;
        out += keep && is_safe(piece, c) ? piece : "_";
        i += piece.size();
    }
    return out.empty() ? "A" : out;
}

int line_number(std::size_t value) {
    return static_cast<int>(value);
}

}  // namespace

Draft::Draft(const Sources& sources, int file, const ImportOptions& options)
    : sink_{sources}, file_{file}, options_{options}, text_{sources[file].text} {
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
    const auto it = std::ranges::find(lines, many, &Line::many);
    if (it != lines.end() && !many.empty()) {
        it->count += count;
    } else {
        lines.push_back({one, many, count});
    }
}

void Draft::leave(const std::string& one, const std::string& many, int n) {
    count(left_, one, many, n);
}

void Draft::remark(const std::string& one, const std::string& many, int n) {
    count(remarks_, one, many, n);
}

std::vector<std::string> Draft::texts(const Lines& lines) {
    std::vector<std::string> all;
    for (const Line& line : lines) {
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

const schedule::Activity* Draft::find(const std::string& key) const {
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
    const auto taken = [&](const std::string& text) {
        return std::ranges::any_of(plan.calendars, [&](const auto& c) { return c.name == text; });
    };
    std::string unique = name;
    for (int n = 2; taken(unique); ++n) unique = name + " (" + std::to_string(n) + ")";
    if (unique != days.name)
        remark("calendar \"" + shown(days.name) + "\" is called \"" + shown(unique) + "\"");
    days.name = unique;
    plan.calendars.push_back(std::move(days));
    return unique;
}

/// Ids that are safe stay as they are; the others are made so, apart from all.
void Draft::settle_ids() {
    std::set<std::string, std::less<>> taken;
    for (const schedule::Activity& a : plan.activities)
        if (is_safe_id(a.id)) taken.insert(a.id);
    for (const schedule::Hammock& h : plan.hammocks)
        if (is_safe_id(h.id)) taken.insert(h.id);
    const auto settle = [&](std::string& id) {
        if (is_safe_id(id)) return;
        const std::string base = safe_id(id);
        std::string unique = base;
        for (int n = 2; !taken.insert(unique).second; ++n) unique = base + "_" + std::to_string(n);
        remark("id \"" + shown(id) + "\" is written " + unique);
        id = unique;
    };
    for (schedule::Activity& a : plan.activities) settle(a.id);
    for (schedule::Hammock& h : plan.hammocks) settle(h.id);
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
    for (const auto& cycle : schedule::cycles_of(line_number(plan.activities.size()), arrows)) {
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

/// The one activity without successors, or a milestone after all that have none.
void Draft::find_target() {
    std::set<std::string, std::less<>> followed, ids;
    for (const schedule::Link& l : plan.links) followed.insert(l.from);
    std::vector<std::string> last;
    for (const schedule::Activity& a : plan.activities) {
        ids.insert(a.id);
        if (!followed.contains(a.id)) last.push_back(a.id);
    }
    for (const schedule::Hammock& h : plan.hammocks) ids.insert(h.id);
    if (last.size() == 1) {
        plan.target = last.front();
        return;
    }
    plan.target = "FINISH";
    for (int n = 2; ids.contains(plan.target); ++n) plan.target = "FINISH_" + std::to_string(n);
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
    remark(std::to_string(last.size()) + " activities have no successor: the milestone " + plan.target +
           " after all of them was added");
}

Imported Draft::finish() {
    throw_if_any();
    if (plan.activities.empty()) refuse(0, "", "", "must have at least one activity");
    check_links();
    settle_ids();
    find_target();
    return {std::move(plan), texts(left_), texts(remarks_)};
}

}  // namespace minerisk::inline v0::io
