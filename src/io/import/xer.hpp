#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "io/import/draft.hpp"

/// What the two halves of the reader of Primavera files share.
namespace minerisk::inline v0::io {

/// A table of a XER file: its fields, and its rows with their lines.
struct XerTable {
    struct Row {
        int line = 0;
        std::vector<std::string_view> cells;
    };
    std::string name;
    int line = 0;  ///< of %F
    std::vector<std::string_view> fields;
    std::vector<Row> rows;

    /// Index of a field, -1 if the table has none of that name.
    int field(std::string_view wanted) const;
    /// The value of a row; empty if the table has no such field.
    std::string_view get(const Row& row, std::string_view wanted) const;
};

/// Cuts the text into tables; refuses what does not begin or end as a XER file does.
std::map<std::string, XerTable> read_xer_tables(Draft& draft);

/// The calendars of a XER file by clndr_id.
class XerCalendars {
public:
    XerCalendars(Draft& draft, const XerTable& table);

    bool has(std::string_view id) const { return rows_.contains(std::string{id}); }
    /// A calendar that the file has, or Monday to Friday.
    const HourCalendar& get(std::string_view id);
    /// Its name in the plan, to which it is added when first asked for.
    const std::string& name(std::string_view id);
    /// Counts the calendars that nothing used.
    void finish();

private:
    struct Entry {
        HourCalendar calendar{};
        std::string name{};  ///< in the plan; empty until it is used
    };
    /// Id of the base of a calendar; empty if it has none in the file.
    std::string base_of(const std::string& id) const;
    Entry& entry(const std::string& id);
    /// Reads a calendar whose base has been read.
    HourCalendar read(const std::string& id);
    /// False if the text has no days that can be read.
    bool read_data(std::string_view data, int line, HourCalendar& calendar);

    Draft& draft_;
    const XerTable& table_;
    std::map<std::string, const XerTable::Row*> rows_;
    std::map<std::string, Entry> entries_;
};

}  // namespace minerisk::inline v0::io
