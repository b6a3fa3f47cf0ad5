#pragma once

#include <string>

#include "io/blanks.hpp"
#include "io/table.hpp"
#include "minerisk/inputs/price_index.hpp"

namespace minerisk::inline v0::io {

/// Reads money and prices and brings them into money of the study's base month.
///
/// A value states its month after `@` ("4.60 USD/lb @2025-12"), or its table states it for all its values
/// (`money = "2024-12"`). One of the two must be there.
class MoneyReader {
public:
    /// `base` is empty if it, or the index, could not be read.
    MoneyReader(PriceIndex index, std::string base) : index_{std::move(index)}, base_{std::move(base)} {}

    const std::string& base() const { return base_; }

    /// The month of an inner table that states none is that of the `outer` one.
    template <class Q>
    Q required(const Table& table, std::string_view key, const Table* outer = nullptr) const {
        const Node* node = table.exists() ? table.node()->find(key) : nullptr;
        if (!node || node->kind != Kind::text) return table.required<Q>(key);  // says what is wrong
        return convert<Q>(table, key, table.required<std::string>(key), outer);
    }
    template <class Q>
    Q optional(const Table& table, std::string_view key) const {
        return table.has(key) ? required<Q>(table, key) : (table.optional<Q>(key), Q{});
    }
    /// Money given as text apart from its key; problems are reported at the key.
    template <class Q>
    Q convert(const Table& table, std::string_view key, const std::string& text,
              const Table* outer = nullptr) const {
        const std::size_t at = text.find('@');
        const bool own = at != std::string::npos;
        const Parsed<Q> value = parse_quantity<Q>(trimmed(std::string_view{text}.substr(0, at)));
        std::string of_table = table_month(table);
        if (of_table.empty() && outer) of_table = table_month(*outer);
        const std::string month =
            own ? std::string{trimmed(std::string_view{text}.substr(at + 1))} : of_table;
        if (!value) {
            table.fail(key, value.rule);
        } else if (own && !PriceIndex::is_month(month)) {
            table.fail(key, "must state the month of its money after @ as YYYY-MM");
        } else if (month.empty()) {
            if (!table.has("money") && !(outer && outer->has("money")))
                table.fail(key, "must state the month of its money: \"... @" + example() +
                                    "\" here, or money = \"" + example() + "\" in its table");
        } else if (const std::string rule = month_rule(month); !rule.empty()) {
            (own || !outer || table.has("money") ? table : *outer).fail(own ? key : "money", rule);
        } else {
            const bool known = month == base_ || (index_.knows(month) && index_.knows(base_));
            return known ? value.value * index_.factor(month, base_) : value.value;
        }
        return Q{};
    }

private:
    std::string example() const { return base_.empty() ? "2024-12" : base_; }
    /// What is wrong with money of the month; empty if nothing is, or if the base or the index is wrong
    /// itself, which has been reported.
    std::string month_rule(const std::string& month) const {
        if (base_.empty() || month == base_ || index_.knows(month)) return {};
        if (index_.levels().empty())
            return "must be money of the base month, " + base_ + ": there is no money.index to convert it";
        std::string rule = "must be money of a month that money.index holds:";
        for (const auto& [known, level] : index_.levels()) rule += (rule.ends_with(':') ? " " : ", ") + known;
        return rule;
    }
    static std::string table_month(const Table& table) {
        const auto month = table.optional<Month>("money");
        return month ? to_string(month->first).substr(0, 7) : std::string{};
    }
    PriceIndex index_;
    std::string base_;
};

}  // namespace minerisk::inline v0::io
