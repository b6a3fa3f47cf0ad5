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

/// A caller's broken contract (shapes, indices): checked in Debug, free in Release.
#define MINERISK_EXPECTS(condition) assert(condition)

namespace minerisk::inline v0 {

/// One thing that is wrong with what the user stated.
struct Problem {
    std::string field{};  ///< dotted path of the value: `price.copper.reversion`
    std::string value{};  ///< what was found, as text; empty if nothing was
    std::string rule{};   ///< what must hold: "must be positive"
    std::string file{};   ///< empty where the value did not come from a file
    int line = 0;         ///< 1-based; 0 if unknown
    int column = 0;       ///< 1-based; 0 if unknown
};

/// `file:line:column: field = value: rule`, with the parts that are known.
MINERISK_BODY std::string to_string(const Problem& p);

/// The user's data is wrong. Carries every problem that was found, so that all are mended in one go.
class InputError : public std::runtime_error {
public:
    explicit InputError(std::vector<Problem> problems)
        : std::runtime_error{joined(problems)}, problems_{std::move(problems)} {}
    const std::vector<Problem>& problems() const { return problems_; }

private:
    static std::string joined(const std::vector<Problem>& problems);
    std::vector<Problem> problems_;
};

/// The number as text with as many digits as read back to the same number need, for messages.
MINERISK_BODY std::string text_of(double value);

/// Collects problems while a specification is checked; `throw_if_any` ends the check.
///
///   Problems problems;
///   problems.require(p.reversion > Rate{}, "reversion", p.reversion.canonical(), "must be positive");
///   problems.throw_if_any();
class Problems {
public:
    /// `prefix` is put before each field with a dot: the place of what is being checked.
    explicit Problems(std::string prefix = {}) : prefix_{std::move(prefix)} {}

    void require(bool holds, std::string_view field, double value, std::string_view rule);
    void add(std::string_view field, std::string value, std::string_view rule);
    /// Takes over problems found elsewhere, each below this prefix.
    void add_all(const std::vector<Problem>& others);
    bool empty() const { return list_.empty(); }
    const std::vector<Problem>& list() const { return list_; }
    void throw_if_any() const;

private:
    std::string prefix_;
    std::vector<Problem> list_;
};

/// True for a number that is neither infinite nor NaN.
inline bool is_finite(double x) {
    return std::isfinite(x);
}

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/core/errors.inl"
#endif
