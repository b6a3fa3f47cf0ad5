#include "io/read_value.hpp"

#include <charconv>

#include "io/text_escape.hpp"

namespace minerisk::inline v0::io {
namespace {

constexpr UnitName working_days_units[] = {{"wd", 1}};
constexpr UnitKind working_days{{}, "working days", "20 wd", working_days_units};

template <class T>
Parsed<T> wrong_kind(const Node& node, const std::string& rule) {
    return Parsed<T>::refused(rule + "; found " + std::string{kind_name(node.kind)});
}

std::string without_underscores(std::string_view raw) {
    std::string digits;
    for (const char c : raw) {
        if (c != '_') digits += c;
    }
    return digits;
}

}  // namespace

Parsed<double> quantity_of(const Node& node, const UnitKind& kind) {
    if (node.kind == Kind::text) return parse_quantity(node.text, kind);
    return wrong_kind<double>(node,
                              "must be text with a unit, such as \"" + std::string{kind.example} + "\"");
}

Parsed<double> real_of(const Node& node) {
    if (node.kind == Kind::integer || node.kind == Kind::real) {
        std::string digits = without_underscores(node.raw);
        if (digits.starts_with('+')) digits.erase(0, 1);
        return parse_number(digits);
    }
    const UnitKind& share = unit_kind({});
    if (node.kind == Kind::text) {
        const Parsed<double> value = parse_quantity(node.text, share);
        if (value) return value;
        if (parse_number(node.text))
            return Parsed<double>::refused("must be a number without quotes, or end in %");
        return value;
    }
    return wrong_kind<double>(node, "must be a number, or a share such as \"8 %\"");
}

Parsed<long long> integer_of(const Node& node) {
    if (node.kind != Kind::integer) {
        if (node.kind == Kind::real) return Parsed<long long>::refused("must be a whole number");
        return wrong_kind<long long>(node, "must be a whole number");
    }
    std::string digits = without_underscores(node.raw);
    if (digits.starts_with('+')) digits.erase(0, 1);
    long long value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) {
        return Parsed<long long>::refused("must be a whole number in decimal digits");
    }
    return value;
}

Parsed<bool> boolean_of(const Node& node) {
    if (node.kind == Kind::boolean) return node.boolean;
    return wrong_kind<bool>(node, "must be true or false");
}

Parsed<std::string> text_of(const Node& node) {
    if (node.kind != Kind::text) return wrong_kind<std::string>(node, "must be text");
    for (const char c : node.text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            return Parsed<std::string>::refused("must not contain control characters");
        }
    }
    return node.text;
}

Parsed<Date> date_of(const Node& node) {
    const std::string rule = "must be a date, such as 2027-01-01";
    if (node.kind == Kind::date) {
        return is_valid(node.date) ? Parsed<Date>{node.date} : Parsed<Date>::refused(rule);
    }
    if (node.kind != Kind::text) return wrong_kind<Date>(node, rule);
    const std::optional<Date> date = parse_date(node.text);
    return date ? Parsed<Date>{*date} : Parsed<Date>::refused(rule);
}

Parsed<ElapsedTime> elapsed_time_of(const Node& node) {
    const Parsed<double> years = quantity_of(node, unit_kind(Years::dimension));
    if (years) return ElapsedTime{years.value};
    if (node.kind == Kind::text && parse_quantity(node.text, working_days))
        return Parsed<ElapsedTime>::refused(
            "must be elapsed time, such as \"15 months\": working days (wd) need a calendar");
    return Parsed<ElapsedTime>::refused(years.rule);
}

Parsed<WorkingDays> working_days_of(const Node& node) {
    const Parsed<double> days = quantity_of(node, working_days);
    if (days) return WorkingDays{days.value};
    if (node.kind == Kind::text && parse_quantity(node.text, unit_kind(Years::dimension)))
        return Parsed<WorkingDays>::refused("must be working days, such as \"20 wd\": it is on a calendar");
    return Parsed<WorkingDays>::refused(days.rule);
}

Parsed<Month> month_of(const Node& node) {
    const std::string rule = "must be a month, such as \"2024-12\"";
    if (node.kind != Kind::text) return wrong_kind<Month>(node, rule);
    const std::optional<Date> first = parse_date(node.text + "-01");
    return first ? Parsed<Month>{Month{*first}} : Parsed<Month>::refused(rule);
}

}  // namespace minerisk::inline v0::io
