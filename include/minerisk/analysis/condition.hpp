#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/outcome.hpp"
#include "minerisk/statistics/probability.hpp"

namespace minerisk::inline v0::analysis {

/// Something that holds on a path or does not, said of the columns of an outcome:
///
///   barrick.irr > 15 % and not (balochistan.first_receipt_year < 2035 or debt.unpaid_usd > 10 MUSD)
///
/// `and` binds tighter than `or`; comparisons are < <= > >=. A number may have one of the units %, kUSD,
/// MUSD, bnUSD and Mt; otherwise it is in the unit of its column (USD, years, fractions). Infinite values
/// compare as they rank: "never" is later than every year. A value that is not a number holds no comparison.
class Condition {
public:
    /// Throws InputError with the text and what is wrong with it.
    static Condition parse(std::string_view text);

    /// As it was written.
    const std::string& text() const { return text_; }
    /// The columns it speaks of, each once, in their order.
    const std::vector<std::string>& columns() const { return columns_; }
    /// Whether it is one comparison, and which: for reports that say what it would take.
    struct Comparison {
        std::string column;
        enum Relation { below, at_most, above, at_least } relation = below;
        double value = 0;
    };
    const Comparison* single() const { return nodes_.size() == 1 ? &nodes_[0].comparison : nullptr; }

    /// On how many paths of the outcome it holds, with the interval. A column that the outcome did not keep
    /// is a broken contract (std::out_of_range).
    statistics::Proportion probability(const Outcome& outcome) const;
    /// By path.
    std::vector<bool> holds(const Outcome& outcome) const;

private:
    class Parser;
    struct Node {
        enum Kind { compare, all_of, any_of, negation } kind = compare;
        Comparison comparison{};
        std::size_t left = 0, right = 0;  // of nodes_
    };
    std::string text_;
    std::vector<std::string> columns_;
    std::vector<Node> nodes_;  // children before parents; the last is the whole
};

}  // namespace minerisk::inline v0::analysis

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/analysis/condition.inl"
#endif
