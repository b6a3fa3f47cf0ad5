#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/csv_scan.hpp"
#include "io/problem_sink.hpp"
#include "io/units_text.hpp"

namespace minerisk::inline v0::io {

/// A table of numbers from a CSV file: a header row of `name [unit]`, then rows of plain numbers.
///
///   year,ore_to [Mt],cu_grade [%]
///   2029,38,0.62
///
/// Takes a byte-order mark, CRLF, quoted fields (RFC 4180) and ";" as the separator (when the header has
/// one). Every problem goes to the sink with file, line, column and the name of the column as the field:
/// a short or long row, a blank line, a name twice, a quote that is not closed, what is not a number.
/// A column that was refused, and every column of a file whose rows were, is empty: never half a table.
class Csv {
public:
    /// Reads file number `file` of the sink's sources, which the key `named_by` names: that counts as refused
    /// once the file has problems.
    Csv(ProblemSink& sink, int file, std::string named_by = {});
    /// A file that could not be read, which has been reported: no columns, no further problems.
    explicit Csv(ProblemSink& sink);

    /// False once a problem of the file was reported.
    bool ok() const { return ok_; }
    /// Number of data rows.
    int rows() const { return static_cast<int>(rows_.size()); }
    bool has(std::string_view name) const;
    /// The columns of the header, in its order.
    std::vector<std::string> names() const;

    /// The numbers of a column in canonical units. A quantity type needs its unit in the header; double
    /// is a plain number without one, or a share with [%].
    template <class Q>
    std::vector<Q> required_column(std::string_view name) {
        return convert<Q>(numbers(name, unit_kind(detail::dimension_of<Q>)));
    }
    template <class Q>
    std::optional<std::vector<Q>> optional_column(std::string_view name) {
        if (!has(name)) return ask(name), std::nullopt;
        return required_column<Q>(name);
    }
    std::vector<int> integer_column(std::string_view name);
    std::vector<std::string> text_column(std::string_view name);

    /// Reports the first row whose number is not above the one before it (a doubled year or edge).
    void require_increasing(std::string_view name);
    /// Reports that the value of a row (0 is the first data row) in a column breaks a rule.
    void fail(std::string_view name, int row, std::string rule);
    /// Reports what is wrong with a column as a whole, at its header.
    void fail_column(std::string_view name, std::string field, std::string value, std::string rule);
    /// Reports every column that nobody asked for, with the nearest known name. Call it last.
    void finish();

private:
    struct Header {
        std::string name;
        std::string unit;
        bool has_unit = false;
        CsvCell cell;
        bool used = false;
    };
    void read_header(const std::vector<CsvCell>& cells);
    int ask(std::string_view name);             ///< index of the column or -1
    int require_column(std::string_view name);  ///< the same, reporting a gap
    std::vector<double> numbers(std::string_view name, const UnitKind& kind);
    void report(const CsvCell& cell, std::string field, std::string rule);
    void add(Place at, std::string field, std::string value, std::string rule);

    template <class Q>
    static std::vector<Q> convert(const std::vector<double>& from) {
        std::vector<Q> to;
        to.reserve(from.size());
        for (const double value : from) to.push_back(from_canonical<Q>(value));
        return to;
    }

    ProblemSink* sink_;
    int file_ = -1;
    std::string named_by_;
    std::vector<Header> headers_;
    std::vector<std::vector<CsvCell>> rows_;
    std::vector<std::string> asked_;
    bool ok_ = true;
    bool broken_ = false;  ///< rows or header were refused: reads give empty columns
};

}  // namespace minerisk::inline v0::io
