#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/node.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/io/sources.hpp"

namespace minerisk::inline v0::io {

/// How the rule of a missing key or column begins.
inline constexpr std::string_view missing_rule = "is required";

/// Collects what is wrong with a set of files. The first problem of a field is kept, later ones of the
/// same field at the same place would only be its echo. At the end they are thrown once, in the order of
/// reading, line and column, and never more than `most`.
class ProblemSink {
public:
    static constexpr std::size_t most = 100;

    explicit ProblemSink(const Sources& sources) : sources_{&sources} {}

    void add(Place at, std::string field, std::string value, std::string rule);
    /// Lets a field count as reported, because what it names (a file) has problems of its own.
    void mark(std::string field) { fields_.insert(std::move(field)); }
    /// Takes back that a field is missing, once a misspelt one has been found that must be meant.
    void take_back_missing(std::string_view field, int file);
    bool reported(std::string_view field) const { return fields_.contains(field); }
    /// True if a problem was reported for `field` or for anything below it.
    bool reported_below(std::string_view field) const;
    bool empty() const { return found_.empty(); }
    /// True once so many were found that looking for more has no use.
    bool full() const { return found_.size() >= 10 * most; }
    const Sources& sources() const { return *sources_; }

    void throw_if_any() const;

private:
    struct Found {
        Place at;
        Problem problem;
    };
    const Sources* sources_;
    std::vector<Found> found_;
    std::set<std::string, std::less<>> fields_;
};

}  // namespace minerisk::inline v0::io
