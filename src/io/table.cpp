#include "io/table.hpp"

#include <algorithm>

#include "io/document.hpp"
#include "io/text_escape.hpp"

namespace minerisk::inline v0::io {
namespace {

bool is_bare(std::string_view key) {
    return !key.empty() && std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-';
    });
}

void remember(const Node& node, std::string_view key) {
    if (std::ranges::find(node.asked, key) == node.asked.end()) node.asked.emplace_back(key);
}

}  // namespace

std::string Table::path_of(std::string_view key) const {
    const std::string own = is_bare(key) ? std::string{key} : "\"" + shown(key) + "\"";
    return path_.empty() ? own : path_ + "." + own;
}

bool Table::has(std::string_view key) const {
    if (!node_) return false;
    remember(*node_, key);
    return node_->find(key) != nullptr;
}

bool Table::well_read(std::string_view key) const {
    return node_ && node_->find(key) && !state_->sink.reported_below(path_of(key));
}

bool Table::ok() const {
    return node_ && !state_->sink.reported_below(path_);
}

Table::Found Table::find(std::string_view key, bool required) const {
    if (!node_) return {};
    remember(*node_, key);
    const Node* node = node_->find(key);
    if (node) {
        node->used = true;
    } else if (required) {
        state_->sink.add(node_->at, path_of(key), "", std::string{missing_rule});
    }
    return {node, path_of(key)};
}

void Table::report(const Found& found, std::string rule) const {
    state_->sink.add(found.node->at, found.path, shown(found.node->raw), std::move(rule));
}

std::vector<Table::Found> Table::items(const Found& found, int count) const {
    std::vector<Found> all;
    if (!found.node) return all;
    const Node& node = *found.node;
    if (node.kind != Kind::array) {
        report(found, "must be an array; found " + std::string{kind_name(node.kind)});
        return all;
    }
    if (count >= 0 && node.children.size() != static_cast<std::size_t>(count)) {
        report(found, "must have " + std::to_string(count) + " items; found " +
                          std::to_string(node.children.size()));
        return all;
    }
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        all.push_back({&node.children[i], found.path + "[" + std::to_string(i + 1) + "]"});
    }
    return all;
}

Table Table::table(std::string_view key) const {
    const Found found = find(key, true);
    if (!found.node) return state_ ? Table{*state_, nullptr, path_of(key)} : Table{};
    if (found.node->kind == Kind::table) return {*state_, found.node, found.path};
    report(found, "must be a table; found " + std::string{kind_name(found.node->kind)});
    return {*state_, nullptr, found.path};
}

std::optional<Table> Table::optional_table(std::string_view key) const {
    if (!has(key)) return {};
    Table found = table(key);
    return found.exists() ? std::optional{std::move(found)} : std::nullopt;
}

std::vector<Table> Table::tables_of(const Found& found) const {
    std::vector<Table> all;
    for (const Found& item : items(found)) {
        item.node->used = true;
        if (item.node->kind == Kind::table) {
            all.emplace_back(*state_, item.node, item.path);
        } else {
            report(item, "must be a table; found " + std::string{kind_name(item.node->kind)});
        }
    }
    return all;
}

std::vector<Table> Table::tables(std::string_view key) const {
    return tables_of(find(key, true));
}
std::vector<Table> Table::optional_tables(std::string_view key) const {
    return tables_of(find(key, false));
}

std::vector<Table> Table::named_tables() const {
    std::vector<Table> all;
    if (!node_) return all;
    for (const Node& child : node_->children) {
        if (child.kind != Kind::table || std::ranges::find(node_->asked, child.name) != node_->asked.end())
            continue;
        child.used = true;
        all.emplace_back(*state_, &child, path_of(child.name));
    }
    return all;
}

Csv Table::csv(std::string_view key) const {
    static const Sources none;
    static ProblemSink nowhere{none};
    if (!state_) return Csv{nowhere};
    const Found found = find(key, true);
    if (!found.node) return Csv{state_->sink};
    const Parsed<std::string> name = value_of<std::string>(*found.node);
    if (!name) {
        report(found, name.rule);
        return Csv{state_->sink};
    }
    std::string_view within = (*state_->sources)[found.node->at.file].name;
    within.remove_prefix(std::min(within.size(), state_->folder.prefix().size()));
    within = within.substr(0, within.rfind('/') + 1);
    Parsed<SourceFile> file = state_->folder.read(within, name.value, csv_limit);
    if (!file) {
        report(found, file.rule);
        return Csv{state_->sink};
    }
    return Csv{state_->sink, state_->sources->add(std::move(file.value)), found.path};
}

void Table::pass_over() const {
    if (!node_) return;
    for (const Node& child : node_->children) child.used = true;
}

void Table::fail(std::string_view key, std::string_view rule) const {
    if (!node_) return;
    const Node* node = node_->find(key);
    const std::string path = path_of(key);
    if (state_->sink.reported_below(path)) return;
    state_->sink.add(node ? node->at : node_->at, path, node ? shown(node->raw) : "", std::string{rule});
}

void Table::fail(std::string_view rule) const {
    if (node_) state_->sink.add(node_->at, path_, "", std::string{rule});
}

}  // namespace minerisk::inline v0::io
