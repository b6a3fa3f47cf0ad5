#pragma once

#include <string>

#include "io/table.hpp"
#include "minerisk/inputs/price_index.hpp"

namespace minerisk::inline v0::io {

/// Reads money and prices and brings them into money of the study's base month.
///
/// A value states its month after `@` ("4.60 USD/lb @2025-12"), or its table states it for all its values
/// (`money = "2024-12"`). One of the two must be there.
class MoneyReader {
public:
    MoneyReader(PriceIndex index, std::string base) : index_{std::move(index)}, base_{std::move(base)} {}

    const std::string& base() const { return base_; }

    template <class Q>
    Q required(const Table& table, std::string_view key) const {
        const Node* node = table.exists() ? table.node()->find(key) : nullptr;
        if (!node || node->kind != Kind::text) return table.required<Q>(key);  // says what is wrong
        return convert<Q>(table, key, table.required<std::string>(key));
    }
    template <class Q>
    Q optional(const Table& table, std::string_view key) const {
        return table.has(key) ? required<Q>(table, key) : (table.optional<Q>(key), Q{});
    }
    /// Money given as text apart from its key; problems are reported at the key.
    template <class Q>
    Q convert(const Table& table, std::string_view key, const std::string& text) const {
        const std::size_t at = text.find('@');
        const Parsed<Q> value = parse_quantity<Q>(trimmed(std::string_view{text}.substr(0, at)));
        const std::string month = at == std::string::npos ? table_month(table) : std::string{trimmed(std::string_view{text}.substr(at + 1))};
        if (!value) {
            table.fail(key, value.rule);
        } else if (month.empty()) {
            table.fail(key, "must state the month of its money: write \"... @2024-12\", or money = \"2024-12\" in its table");
        } else if (!PriceIndex::is_month(month)) {
            table.fail(key, "must state the month of its money as YYYY-MM after @");
        } else if (month != base_ && (!index_.knows(month) || !index_.knows(base_))) {
            table.fail(key, "must be money of a month that money.index holds, as it must hold the base month");
        } else {
            return value.value * index_.factor(month, base_);
        }
        return Q{};
    }

private:
    static std::string_view trimmed(std::string_view s) {
        while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
        while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
        return s;
    }
    static std::string table_month(const Table& table) {
        const auto month = table.optional<Month>("money");
        return month ? to_string(month->first).substr(0, 7) : std::string{};
    }
    PriceIndex index_;
    std::string base_;
};

}  // namespace minerisk::inline v0::io
