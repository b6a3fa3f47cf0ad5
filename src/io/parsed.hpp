#pragma once

#include <string>
#include <utility>

namespace minerisk::inline v0::io {

/// A value, or the rule that the text did not keep ("must have a unit of money: ...").
template <class T>
struct Parsed {
    T value{};
    std::string rule;  ///< empty if the value is good

    Parsed(T good) : value(std::move(good)) {}  // NOLINT: meant to convert
    static Parsed refused(std::string rule) {
        Parsed p{T{}};
        p.rule = std::move(rule);
        return p;
    }
    explicit operator bool() const { return rule.empty(); }
};

}  // namespace minerisk::inline v0::io
