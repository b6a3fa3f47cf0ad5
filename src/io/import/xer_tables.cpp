#include <algorithm>

#include "io/import/lines.hpp"
#include "io/import/xer.hpp"
#include "io/text_escape.hpp"

namespace minerisk::inline v0::io {
namespace {

std::vector<std::string_view> cut(std::string_view line) {
    std::vector<std::string_view> cells;
    for (;;) {
        const std::size_t end = line.find('\t');
        cells.push_back(trimmed_blanks(line.substr(0, end)));
        if (end == std::string_view::npos) return cells;
        line.remove_prefix(end + 1);
    }
}

}  // namespace

int XerTable::field(std::string_view wanted) const {
    const auto it = std::ranges::find(fields, wanted);
    return it == fields.end() ? -1 : static_cast<int>(it - fields.begin());
}

std::string_view XerTable::get(const Row& row, std::string_view wanted) const {
    const int i = field(wanted);
    return i < 0 ? std::string_view{} : row.cells[static_cast<std::size_t>(i)];
}

std::map<std::string, XerTable> read_xer_tables(Draft& draft) {
    std::map<std::string, XerTable> tables;
    const std::vector<std::string_view> lines = lines_of(draft.text());
    if (!lines.front().starts_with("ERMHDR"))
        draft.refuse(1, "line", lines.front(), "must begin with ERMHDR, as files of Primavera P6 do");
    XerTable* table = nullptr;
    bool ended = false;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const int line = static_cast<int>(i) + 1;
        const std::string_view text = lines[i];
        if (trimmed_blanks(text).empty()) continue;
        if (ended) draft.refuse(line, "line", text, "must not follow %E");
        // A memo may hold line breaks: what does not begin with % belongs to the row before it.
        while (text.starts_with("%R") && i + 1 < lines.size() && !lines[i + 1].starts_with('%')) ++i;
        std::vector<std::string_view> cells = cut({text.data(), lines[i].data() + lines[i].size()});
        const std::string_view kind = cells.front();
        cells.erase(cells.begin());
        if (kind == "%E") {
            ended = true;
        } else if (kind == "%T" && cells.size() == 1) {
            const std::string name{cells.front()};
            const auto [place, is_new] = tables.try_emplace(name);
            if (!is_new) draft.refuse(line, "%T", name, "must be a table that the file has once");
            table = &place->second;
            table->name = name;
        } else if (kind == "%F" && table && table->fields.empty()) {
            table->fields = std::move(cells);
            table->line = line;
        } else if (kind == "%R" && table && !table->fields.empty()) {
            if (cells.size() < table->fields.size()) {
                cells.resize(table->fields.size());
                draft.remark("row is shorter than the heads of its table: its last values are read as empty",
                             "rows are shorter than the heads of their tables: their last values are read as "
                             "empty");
            }
            if (cells.size() > table->fields.size()) {
                draft.fault(line, table->name, "",
                            "must have " + std::to_string(table->fields.size()) + " values, as %F; found " +
                                std::to_string(cells.size()));
                continue;
            }
            table->rows.push_back({line, std::move(cells)});
        } else {
            draft.refuse(line, "line", text, "must be %T, %F, %R or %E in this order");
        }
    }
    if (!ended)
        draft.refuse(static_cast<int>(lines.size()), "", "", "must end with %E; the file is cut short");
    draft.throw_if_any();
    return tables;
}

}  // namespace minerisk::inline v0::io
