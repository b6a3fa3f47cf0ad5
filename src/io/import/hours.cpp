#include <algorithm>
#include <charconv>

#include "io/import/draft.hpp"

namespace minerisk::inline v0::io {
namespace {

constexpr int day_minutes = 24 * 60;

/// Reads digits up to the next other character.
std::optional<int> take_number(std::string_view& text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || value < 0) return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

}  // namespace

std::optional<int> parse_minutes(std::string_view text) {
    const std::optional<int> hour = take_number(text);
    if (!hour || !text.starts_with(':')) return {};
    text.remove_prefix(1);
    const std::optional<int> minute = take_number(text);
    if (!minute || *minute > 59) return {};
    if (text.starts_with(':')) {
        text.remove_prefix(1);
        if (!take_number(text)) return {};
    }
    int hours = *hour;
    while (text.starts_with(' ')) text.remove_prefix(1);
    if (text == "AM" || text == "PM") {
        if (hours < 1 || hours > 12) return {};
        hours = hours % 12 + (text == "PM" ? 12 : 0);
    } else if (!text.empty()) {
        return {};
    }
    if (hours > 24 || (hours == 24 && *minute > 0)) return {};
    return hours * 60 + *minute;
}

std::optional<Instant> parse_instant(std::string_view text) {
    const std::optional<Date> day = parse_date(text.substr(0, 10));
    if (!day) return {};
    if (text.size() == 10) return Instant{*day, 0};
    if (text[10] != 'T' && text[10] != ' ') return {};
    const std::optional<int> minute = parse_minutes(text.substr(11));
    if (!minute) return {};
    return Instant{*day, *minute};
}

Date date_of(long days) {
    // Civil date from a count of days, by eras of 400 years.
    const long z = days + 719468;
    const long era = (z >= 0 ? z : z - 146096) / 146097;
    const long of_era = z - era * 146097;
    const long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const long of_year = of_era - (365 * year + year / 4 - year / 100);
    const long m = (5 * of_year + 2) / 153;
    const int month = static_cast<int>(m < 10 ? m + 3 : m - 9);
    return {static_cast<int>(year + era * 400 + (month <= 2 ? 1 : 0)), month,
            static_cast<int>(of_year - (153 * m + 2) / 5 + 1)};
}

void HourCalendar::add_shift(std::size_t weekday, int from, int to) {
    if (to == 0) to = day_minutes;  // midnight at the end of the day
    if (to <= from) return;
    const bool first = std::ranges::all_of(hours, [](double h) { return h == 0; });
    opens = first ? from : std::min(opens, from);
    closes = first ? to : std::max(closes, to);
    hours[weekday] += (to - from) / 60.0;
}

bool HourCalendar::settle(double usual) {
    double sum = 0, least = 24, most = 0;
    int working = 0;
    for (std::size_t d = 0; d < hours.size(); ++d) {
        days.works[d] = hours[d] > 0;
        if (hours[d] <= 0) continue;
        sum += hours[d];
        least = std::min(least, hours[d]);
        most = std::max(most, hours[d]);
        ++working;
    }
    const bool differ = working > 0 && most > least;
    hours_a_day = working == 0 ? usual : differ ? sum / working : least;
    return differ;
}

Date HourCalendar::begin(Instant t) const {
    return t.minute >= closes ? next_day(t.day) : t.day;
}

Date HourCalendar::end(Instant t) const {
    return t.minute > opens ? next_day(t.day) : t.day;
}

void HourCalendar::join_closures() {
    auto& all = days.closures;
    std::ranges::sort(all);
    std::vector<std::pair<Date, Date>> joined;
    for (const auto& closure : all) {
        if (!joined.empty() && closure.first <= next_day(joined.back().second)) {
            joined.back().second = std::max(joined.back().second, closure.second);
        } else {
            joined.push_back(closure);
        }
    }
    all = std::move(joined);
}

}  // namespace minerisk::inline v0::io
