#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/nearest_name.hpp"

namespace minerisk::inline v0 {

MINERISK_BODY int edit_distance(std::string_view a, std::string_view b) {
    const std::size_t width = b.size() + 1;
    std::vector<int> before(width), last(width), row(width);
    for (std::size_t j = 0; j < width; ++j) last[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j < width; ++j) {
            const int replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        before.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

MINERISK_BODY std::string nearest_name(std::string_view wrong, std::span<const std::string> names) {
    constexpr std::size_t longest = 60;  // no name of ours comes near; bounds the work on hostile files
    if (wrong.size() > longest) return {};
    std::string best;
    int distance = std::max(1, static_cast<int>(wrong.size()) / 3) + 1;
    for (const std::string& name : names) {
        if (name.size() > longest || name == wrong) continue;
        const int d = edit_distance(wrong, name);
        if (d < distance) {
            distance = d;
            best = name;
        }
    }
    return best;
}

MINERISK_BODY std::string unknown_name_rule(std::string_view what, std::string_view wrong,
                                            std::span<const std::string> likely,
                                            std::span<const std::string> known) {
    const std::string start = "unknown " + std::string{what};
    std::string near = nearest_name(wrong, likely);
    if (near.empty()) near = nearest_name(wrong, known);
    if (!near.empty()) return start + "; did you mean `" + near + "`?";
    if (known.empty()) return start;
    std::string rule = start + "; known here:";
    for (std::size_t i = 0; i < known.size() && i < 8; ++i) rule += (i == 0 ? " `" : ", `") + known[i] + "`";
    return known.size() > 8 ? rule + ", ..." : rule;
}

}  // namespace minerisk::inline v0
