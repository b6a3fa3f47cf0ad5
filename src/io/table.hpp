#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "io/csv.hpp"
#include "io/node.hpp"
#include "io/read_value.hpp"

namespace minerisk::inline v0::io {

struct DocumentState;

/// One table of a model file, as a reader sees it. A read that fails reports a problem with its place and
/// returns a harmless value (zero, empty, the first choice), so that reading goes on and every problem of
/// the file is found. Every name that is asked for is remembered: `Document::finish` refuses the rest.
///
/// T is a quantity type of `core/units.hpp` (written as text with a unit), double (a number, or a share as
/// "8 %"), int, long long, bool, std::string, Date or Month.
///
/// A `Table` is a light handle into its Document. That of a required table that is missing is empty:
/// the gap has been reported, and reads from it return harmless values without further problems.
class Table {
public:
    Table() = default;
    Table(DocumentState& state, const Node* node, std::string path)
        : state_{&state}, node_{node}, path_{std::move(path)} {
        if (node_) node_->opened = true;
    }

    bool exists() const { return node_ != nullptr; }
    /// Dotted path from the root; "" for the root itself. Items of arrays count from 1: `phase[2]` is the
    /// second.
    const std::string& path() const { return path_; }
    std::string path_of(std::string_view key) const;
    /// The key that this table stands under; empty for the root and for an item of an array.
    std::string name() const { return node_ ? node_->name : std::string{}; }
    /// Whether the key is there; it still has to be read by one of the functions below.
    bool has(std::string_view key) const;
    /// Whether the key is there and nothing has been reported for it or below it.
    bool well_read(std::string_view key) const;
    /// False once a problem was reported for this table or anything below it.
    bool ok() const;

    template <class T>
    T required(std::string_view key) const {
        return read<T>(find(key, true)).value_or(T{});
    }
    /// Nothing if the key is not there, or was refused.
    template <class T>
    std::optional<T> optional(std::string_view key) const {
        return read<T>(find(key, false));
    }
    /// One of a few words: `choice<Centre>("centre", {{"median", Centre::median}, {"mean", Centre::mean}})`.
    template <class E>
    E choice(std::string_view key, std::initializer_list<std::pair<std::string_view, E>> words) const {
        return pick(find(key, true), words).value_or(words.begin()->second);
    }
    template <class E>
    std::optional<E> optional_choice(std::string_view key,
                                     std::initializer_list<std::pair<std::string_view, E>> words) const {
        return pick(find(key, false), words);
    }

    /// `key = [ ... ]`; the empty list if it is missing or refused.
    template <class T>
    std::vector<T> list(std::string_view key) const {
        return read_list<T>(find(key, true));
    }
    template <class T>
    std::optional<std::vector<T>> optional_list(std::string_view key) const {
        const Found found = find(key, false);
        if (!found.node) return {};
        return read_list<T>(found);
    }
    /// `key = [["1 yr", "1000 MUSD"], ["2 yr", "2700 MUSD"]]`.
    template <class A, class B>
    std::vector<std::pair<A, B>> pairs(std::string_view key) const {
        std::vector<std::pair<A, B>> all;
        const Found found = find(key, true);
        for (const Found& row : items(found)) {
            const std::vector<Found> two = items(row, 2);
            if (two.empty()) continue;
            all.emplace_back(read<A>(two[0]).value_or(A{}), read<B>(two[1]).value_or(B{}));
        }
        return all;
    }
    /// `key = [["copper.long_run", "gold.long_run", 0.4]]`; none if the key is missing.
    template <class A, class B, class C>
    std::vector<std::tuple<A, B, C>> optional_triples(std::string_view key) const {
        std::vector<std::tuple<A, B, C>> all;
        const Found found = find(key, false);
        if (!found.node) return all;
        for (const Found& row : items(found)) {
            const std::vector<Found> three = items(row, 3);
            if (three.empty()) continue;
            all.emplace_back(read<A>(three[0]).value_or(A{}), read<B>(three[1]).value_or(B{}),
                             read<C>(three[2]).value_or(C{}));
        }
        return all;
    }
    Table table(std::string_view key) const;
    std::optional<Table> optional_table(std::string_view key) const;
    /// `[[key]]`, in order; `tables` reports a missing key, `optional_tables` gives none.
    std::vector<Table> tables(std::string_view key) const;
    std::vector<Table> optional_tables(std::string_view key) const;
    /// Every entry that is a table and was not asked for by name, in file order: for names that the user
    /// chooses. Call it after the reads by name.
    std::vector<Table> named_tables() const;
    /// Every entry of this table as (name, value), in file order: for a table of names the user chooses.
    template <class T>
    std::vector<std::pair<std::string, T>> named_values() const {
        std::vector<std::pair<std::string, T>> all;
        if (!node_) return all;
        for (const Node& child : node_->children) {
            if (auto value = read<T>(find(child.name, true))) all.emplace_back(child.name, std::move(*value));
        }
        return all;
    }

    /// The CSV file named by the key, below the folder of the file that states it. Its problems join
    /// those of the document. Empty (no rows; reads give empty columns) if it could not be read.
    Csv csv(std::string_view key) const;

    /// Takes every key of the table as read: for a table whose kind is not known, so that nothing can be said
    /// of its keys.
    void pass_over() const;

    /// Reports that the key's value breaks a rule, at its place; at the table's if the key is missing.
    /// Does nothing if that field was reported before.
    void fail(std::string_view key, std::string_view rule) const;
    /// Reports that the table as a whole breaks a rule.
    void fail(std::string_view rule) const;
    /// fail(key, rule) unless `holds`.
    void require(bool holds, std::string_view key, std::string_view rule) const {
        if (!holds) fail(key, rule);
    }

    DocumentState& state() const { return *state_; }
    const Node* node() const { return node_; }

private:
    struct Found {
        const Node* node = nullptr;
        std::string path;
    };
    Found find(std::string_view key, bool required) const;
    std::vector<Found> items(const Found& found, int count = -1) const;
    std::vector<Table> tables_of(const Found& found) const;
    void report(const Found& found, std::string rule) const;

    template <class T>
    std::optional<T> read(const Found& found) const {
        if (!found.node) return {};
        Parsed<T> parsed = value_of<T>(*found.node);
        if (parsed) return std::move(parsed.value);
        report(found, std::move(parsed.rule));
        return {};
    }
    template <class T>
    std::vector<T> read_list(const Found& found) const {
        std::vector<T> all;
        for (const Found& item : items(found)) all.push_back(read<T>(item).value_or(T{}));
        return all;
    }
    template <class E>
    std::optional<E> pick(const Found& found,
                          std::initializer_list<std::pair<std::string_view, E>> words) const {
        if (!found.node) return {};
        const Parsed<std::string> word = value_of<std::string>(*found.node);
        std::string rule = "must be one of:";
        for (const auto& [name, value] : words) {
            if (word && word.value == name) return value;
            rule += std::string{rule.ends_with(':') ? " " : ", "} + "\"" + std::string{name} + "\"";
        }
        report(found, std::move(rule));
        return {};
    }

    DocumentState* state_ = nullptr;
    const Node* node_ = nullptr;
    std::string path_;
};

}  // namespace minerisk::inline v0::io
