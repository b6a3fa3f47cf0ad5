#pragma once

#include <cassert>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0 {

MINERISK_BODY std::string to_string(const Problem& p) {
    std::string text = p.file;
    const auto join = [&](const char* separator, const std::string& part) {
        if (part.empty()) return;
        if (!text.empty()) text.append(separator);
        text.append(part);
    };
    if (!p.file.empty() && p.line > 0) join(":", std::to_string(p.line));
    if (!p.file.empty() && p.line > 0 && p.column > 0) join(":", std::to_string(p.column));
    join(": ", p.field);
    join(p.field.empty() ? ": " : " = ", p.value);
    join(": ", p.rule);
    return text;
}

MINERISK_BODY std::string InputError::joined(const std::vector<Problem>& problems) {
    std::string text;
    for (const Problem& p : problems) {
        if (!text.empty()) text.append("\n");
        text.append(to_string(p));
    }
    return text;
}

MINERISK_BODY std::string text_of(double value) {
    char buffer[32];
    for (int digits : {6, 9, 15, 17}) {
        std::snprintf(buffer, sizeof buffer, "%.*g", digits, value);
        if (std::strtod(buffer, nullptr) == value) break;
    }
    return buffer;
}

MINERISK_BODY void Problems::require(bool holds, std::string_view field, double value,
                                     std::string_view rule) {
    if (!holds) add(field, text_of(value), rule);
}

MINERISK_BODY void Problems::add(std::string_view field, std::string value, std::string_view rule) {
    std::string path = prefix_;
    if (!path.empty() && !field.empty()) path += ".";
    path += field;
    Problem problem;
    problem.field = std::move(path);
    problem.value = std::move(value);
    problem.rule = rule;
    list_.push_back(std::move(problem));
}

MINERISK_BODY void Problems::add_all(const std::vector<Problem>& others) {
    for (Problem p : others) {
        if (!prefix_.empty()) p.field = p.field.empty() ? prefix_ : prefix_ + "." + p.field;
        list_.push_back(std::move(p));
    }
}

MINERISK_BODY void Problems::throw_if_any() const {
    if (!list_.empty()) throw InputError{list_};
}

}  // namespace minerisk::inline v0
