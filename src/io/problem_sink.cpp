#include "io/problem_sink.hpp"

#include <algorithm>
#include <tuple>

namespace minerisk::inline v0::io {

void ProblemSink::add(Place at, std::string field, std::string value, std::string rule) {
    if (full()) return;
    for (const Found& old : found_) {
        if (old.at.file == at.file && old.at.line == at.line && old.at.column == at.column &&
            old.problem.field == field) {
            return;
        }
    }
    fields_.insert(field);
    found_.push_back(
        {at, {.field = std::move(field), .value = std::move(value), .rule = std::move(rule), .file = {}}});
}

bool ProblemSink::reported_below(std::string_view field) const {
    for (auto it = fields_.lower_bound(field); it != fields_.end() && it->starts_with(field); ++it) {
        if (it->size() == field.size() || field.empty() || (*it)[field.size()] == '.' ||
            (*it)[field.size()] == '[') {
            return true;
        }
    }
    return false;
}

void ProblemSink::take_back_missing(std::string_view field, int file) {
    std::erase_if(found_, [&](const Found& f) {
        return f.problem.field == field && f.at.file == file && f.problem.rule.starts_with(missing_rule);
    });
}

void ProblemSink::throw_if_any() const {
    if (found_.empty()) return;
    std::vector<Found> sorted = found_;
    std::ranges::stable_sort(sorted, {}, [](const Found& f) {
        return std::tuple{f.at.file, f.at.line, f.at.column};
    });
    std::vector<Problem> problems;
    for (const Found& found : sorted) {
        if (problems.size() == most) {
            problems.push_back({.field = "",
                                .value = "",
                                .rule = "more problems were found; they are not listed",
                                .file = {}});
            break;
        }
        Problem problem = found.problem;
        if (found.at.file >= 0 && static_cast<std::size_t>(found.at.file) < sources_->files().size()) {
            problem.file = (*sources_)[found.at.file].name;
            problem.line = found.at.line;
            problem.column = found.at.column;
        }
        problems.push_back(std::move(problem));
    }
    throw InputError{std::move(problems)};
}

}  // namespace minerisk::inline v0::io
