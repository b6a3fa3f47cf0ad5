#include "io/link_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "io/blanks.hpp"
#include "io/text_escape.hpp"
#include "io/units_text.hpp"

namespace minerisk::inline v0::io {
namespace {

constexpr UnitName spans[] = {
    {"d", a_day},        {"day", a_day},     {"days", a_day}, {"weeks", 7 * a_day}, {"week", 7 * a_day},
    {"months", a_month}, {"month", a_month}, {"yr", 1},       {"year", 1},          {"years", 1}};
constexpr std::string_view unit_of_span = "must have a unit: d, weeks, months, yr, or wd for working days";

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::optional<schedule::LinkType> type_of(std::string_view word) {
    for (std::size_t i = 0; i < schedule::link_type_names.size(); ++i) {
        if (word == schedule::link_type_names[i]) return static_cast<schedule::LinkType>(i);
    }
    return {};
}

/// The shortest decimal number that times `size` is exactly `value`; empty if there is none.
std::string exact_number(double value, double size) {
    const double ratio = value / size;
    char text[32];
    std::snprintf(text, sizeof text, "%.12g", ratio);
    const double rounded = std::strtod(text, nullptr);
    if (rounded * size == value) return number_text(rounded);
    return ratio * size == value ? number_text(ratio) : std::string{};
}

Parsed<LinkText> parse_link(std::string_view text) {
    const auto refused = [](std::string rule) { return Parsed<LinkText>::refused(std::move(rule)); };
    LinkText link;
    text = trimmed(text);
    const std::size_t end = std::min(text.find_first_of(" \t+-@,"), text.size());
    if (end == 0) return refused("must begin with the id of an activity");
    link.from = text.substr(0, end);
    text = trimmed(text.substr(end));

    std::size_t letters = 0;
    while (letters < text.size() && is_letter(text[letters])) ++letters;
    if (letters > 0) {
        const auto type = type_of(text.substr(0, letters));
        if (!type)
            return refused("must be an id, a type (FS, SS, FF, SF) and a lag, such as \"CAMP SS+6 months\"");
        link.type = *type;
        text = trimmed(text.substr(letters));
    }
    if (text.empty()) return link;
    if (text.front() == ',') return refused("must have \";\" between two links");
    if (text.front() == '@') return refused("must have a lag in working days in front of @");
    if (text.front() != '+' && text.front() != '-') {
        return refused("must be an id, a type (FS, SS, FF, SF) and a lag, such as \"CAMP SS+6 months\"");
    }
    const double sign = text.front() == '-' ? -1 : 1;
    text.remove_prefix(1);
    const std::size_t at = text.find('@');
    const std::string_view stated = trimmed(text.substr(0, at));
    if (stated.starts_with('-') || stated.starts_with('+'))
        return refused("must have one sign in front of its lag");
    const Parsed<Span> lag = parse_span(stated);
    if (!lag) return refused("its lag " + lag.rule);
    link.lag = lag.value;
    if (link.lag.value != 0) link.lag.value *= sign;
    if (at != std::string_view::npos) {
        link.calendar = trimmed(text.substr(at + 1));
        if (link.calendar.empty()) return refused("must name a calendar after @");
        if (!link.lag.working) return refused("must have a lag in working days (wd) in front of @");
    }
    return link;
}

}  // namespace

Parsed<Span> parse_span(std::string_view text) {
    text = trimmed(text);
    std::size_t begin = text.size();
    while (begin > 0 && is_letter(text[begin - 1])) --begin;
    const std::string_view unit = text.substr(begin);
    const Parsed<double> number = parse_number(text.substr(0, begin));
    const bool is_number = begin > 0 && static_cast<bool>(number);
    if (!is_number) {
        // "nan d" and "inf" are words all the way: say what is wrong with them as numbers.
        const Parsed<double> whole = parse_number(text.substr(0, text.find_first_of(" \t")));
        return Parsed<Span>::refused(begin > 0 ? number.rule
                                     : whole   ? "must be a number with a unit, such as \"15 months\""
                                               : whole.rule);
    }
    Span span{number.value, unit == "wd"};
    if (!span.working) {
        const auto* const known = std::ranges::find(spans, unit, &UnitName::name);
        if (known == std::end(spans)) return Parsed<Span>::refused(std::string{unit_of_span});
        span.value *= known->canonical;
    }
    return span;
}

std::string span_text(Span span) {
    if (span.working) return number_text(span.value) + " wd";
    if (span.value == 0) return "0 d";
    constexpr std::array<UnitName, 4> in{
        {{"months", a_month}, {"d", a_day}, {"weeks", 7 * a_day}, {"yr", 1}}};
    constexpr std::size_t handy = 7;  // characters of a number that nobody minds
    std::string best;
    for (const UnitName& unit : in) {
        std::string number = exact_number(span.value, unit.canonical);
        if (number.empty()) continue;
        const bool is_handy = number.size() <= handy;
        number += " " + std::string{unit.name};
        if (is_handy) return number;
        if (best.empty() || number.size() < best.size()) best = std::move(number);
    }
    return best;
}

Parsed<std::vector<LinkText>> parse_links(std::string_view text) {
    using Links = std::vector<LinkText>;
    Links links;
    if (trimmed(text).empty()) return links;
    for (;;) {
        const std::size_t end = text.find(';');
        Parsed<LinkText> link = parse_link(text.substr(0, end));
        if (!link) return Parsed<Links>::refused(std::move(link.rule));
        links.push_back(std::move(link.value));
        if (end == std::string_view::npos) return links;
        text.remove_prefix(end + 1);
    }
}

std::string link_text(const schedule::Link& link) {
    std::string text = link.from;
    const bool has_lag = link.lag != 0;
    if (link.type != schedule::LinkType::finish_start) {
        text += std::string{" "} + schedule::link_type_names[static_cast<std::size_t>(link.type)];
    }
    if (!has_lag) return text;
    const std::string lag = span_text({link.lag, !link.calendar.empty()});
    text += link.lag < 0 ? lag : "+" + lag;
    return link.calendar.empty() ? text : text + "@" + link.calendar;
}

}  // namespace minerisk::inline v0::io
