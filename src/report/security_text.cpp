#include "report/security_text.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "minerisk/statistics/moments.hpp"
#include "report/layout.hpp"

namespace minerisk::inline v0::report {
namespace {

constexpr int name_width = 24;
constexpr int cell = 9;

/// A mean to the digits that its error supports; a dash where nothing was ever seen.
std::string mean_of(const std::vector<double>& values, double unit = 1) {
    const auto m = statistics::mean(values);
    if (m.value == 0 && m.sd.value_or(0) == 0) return "-";
    return number(m.value / unit, std::clamp(decimals_for(m.se.value_or(0) / unit), 0, 3));
}
std::string mean_and_error(const std::vector<double>& values, double unit) {
    const auto m = statistics::mean(values);
    return m.se ? with_error(m.value / unit, *m.se / unit) : number(m.value / unit, 2);
}

std::string toll_text(const SecurityToll& toll) {
    std::string text = "\nsecurity, on the first " + count_text(toll.paths) +
                       " of these paths: what each part takes, by what is gained without it\n";
    std::string heads = spaces(name_width) + right("events", cell) +
                        right("days a year that it alone closes", channel_count * cell);
    text += heads + right("milling", cell + 2) + right("damage", cell) + right("NPV lost", 16) + "\n";
    heads = spaces(name_width) + right("a year", cell);
    for (const char* name : channel_names) heads += right(name, cell);
    text += heads + right("d/yr", cell + 2) + right("MUSD/yr", cell) + right("MUSD", 16) + "\n";
    for (const SecurityTollRow& row : toll.rows) {
        const bool is_long = width_of(row.name) >= name_width;
        std::string line = left(is_long ? row.name.substr(0, name_width - 4) + "..." : row.name, name_width) +
                           right(mean_of(row.events), cell);
        const bool halts = std::ranges::any_of(row.halted, [](double x) { return x > 0; });
        const bool closes = std::ranges::any_of(row.days, [](const std::vector<double>& d) {
            return std::ranges::any_of(d, [](double x) { return x > 0; });
        });
        if (halts && !closes) {
            line += right("all: " + mean_of(row.halted), cell) + spaces((channel_count - 1) * cell);
            line = left(line, name_width + cell * (1 + channel_count));
        } else {
            for (const std::vector<double>& days : row.days) line += right(mean_of(days), cell);
        }
        line += right(mean_of(row.mill_days), cell + 2) + right(mean_of(row.damage, 1e6), cell) +
                right(mean_and_error(row.value_lost, 1e6), 16);
        text += line_of(line);
    }
    return text +
           "  days: of full closure before any store, until the mine ends; milling: after the stores, where "
           "the mine\n"
           "  mills with and without it\n";
}

std::string suspended_text(const std::vector<ByYear>& suspended) {
    std::string text = "\nP(force majeure by the end of)\n";
    std::string years = spaces(name_width), shares = spaces(name_width), intervals = shares;
    for (const std::size_t after : {0u, 1u, 4u, 9u, 19u}) {
        if (after >= suspended.size()) break;
        const auto& [year, p] = suspended[after];
        const std::string whole = percent(p);
        const std::size_t cut = std::min(whole.find("  ["), whole.size());
        years += right(std::to_string(year), 17);
        shares += right(whole.substr(0, cut), 17);
        if (cut < whole.size()) intervals += right(whole.substr(cut + 2), 17);
    }
    return text + line_of(years) + line_of(shares) + line_of(intervals);
}

}  // namespace

std::string security_text(const RunSummary& s) {
    std::string text;
    if (!s.suspended.empty() && s.outcome->paths > 1) text += suspended_text(s.suspended);
    if (s.toll) text += toll_text(*s.toll);
    return text;
}

}  // namespace minerisk::inline v0::report
