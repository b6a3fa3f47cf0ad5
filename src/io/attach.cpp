#include <algorithm>

#include "io/document.hpp"
#include "io/text_escape.hpp"

namespace minerisk::inline v0::io {
namespace {

/// "phase[2].build" as "phase", "[2]", "build".
std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> parts{""};
    for (const char c : path) {
        if (c == '.' || c == '[') parts.emplace_back();
        if (c != '.') parts.back() += c;
    }
    std::erase(parts, "");
    return parts;
}

std::size_t common_end(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    std::size_t count = 0;
    while (count < a.size() && count < b.size() && a[a.size() - 1 - count] == b[b.size() - 1 - count])
        ++count;
    return count;
}

/// A key of the file that a problem may mean.
struct Match {
    const Node* node = nullptr;
    std::string path;        ///< from the table that was searched
    std::size_t shared = 0;  ///< parts of the wanted path that it shares
    std::size_t length = 0;  ///< parts of its own path: the shorter of two equal matches is nearer
    bool unique = true;
};

std::string part_of(const Node& parent, std::size_t child) {
    return parent.kind == Kind::array ? "[" + std::to_string(child + 1) + "]"
                                      : escape_text(parent.children[child].name);
}

std::string below(const std::string& path, const std::string& part) {
    return path.empty() || part.starts_with('[') ? path + part : path + "." + part;
}

/// Follows the wanted parts from the table downwards as far as the file goes.
Match follow(const Node& from, const std::vector<std::string>& wanted) {
    Match match{.node = &from, .path = {}, .shared = 0, .length = 0};
    for (const std::string& part : wanted) {
        const Node& here = *match.node;
        std::size_t i = 0;
        while (i < here.children.size() && part_of(here, i) != part) ++i;
        if (i == here.children.size()) break;
        match.node = &here.children[i];
        match.path = below(match.path, part);
        ++match.shared;
    }
    return match;
}

/// Looks everywhere below the table for the key that shares the most trailing parts.
void search(const Node& node, const std::string& path, const std::vector<std::string>& wanted, Match& best) {
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const Node& child = node.children[i];
        const std::string own = below(path, part_of(node, i));
        const std::vector<std::string> parts = parts_of(own);
        const std::size_t shared = common_end(parts, wanted);
        if (shared > 0 && (shared > best.shared || (shared == best.shared && parts.size() < best.length))) {
            best = {&child, own, shared, parts.size(), true};
        } else if (shared > 0 && shared == best.shared && parts.size() == best.length) {
            best.unique = false;
        }
        if (!child.children.empty()) search(child, own, wanted, best);
    }
}

std::string with_alias(const std::string& field, std::initializer_list<FieldAlias> aliases) {
    for (const FieldAlias& alias : aliases) {
        if (field == alias.field) return std::string{alias.key};
        if (field.ends_with("." + std::string{alias.field}))
            return field.substr(0, field.size() - alias.field.size()) + std::string{alias.key};
    }
    return field;
}

/// The field's parts as seen from the table: without the table's own path in front.
std::vector<std::string> seen_from(const Table& at, const std::string& field) {
    std::vector<std::string> wanted = parts_of(field);
    const std::vector<std::string> own = parts_of(at.path());
    if (wanted.size() >= own.size() && std::equal(own.begin(), own.end(), wanted.begin()))
        wanted.erase(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(own.size()));
    return wanted;
}

}  // namespace

void attach_problems(const Table& at, const std::vector<Problem>& problems,
                     std::initializer_list<FieldAlias> aliases) {
    if (!at.exists()) return;  // the missing table was reported
    ProblemSink& sink = at.state().sink;
    const bool sound = at.ok();
    const auto whole_path = [&](const std::string& path) {
        return path.empty() ? at.path() : below(at.path(), path);
    };
    std::vector<Problem> found;  // added together: what is found here is no echo of itself
    std::vector<Place> places;
    for (const Problem& problem : problems) {
        const std::vector<std::string> wanted = seen_from(at, with_alias(problem.field, aliases));
        Match match = follow(*at.node(), wanted);
        bool whole = match.shared == wanted.size();
        const bool missing = !whole && sink.reported(whole_path(below(match.path, wanted[match.shared])));
        if (missing) continue;  // its echo
        if (!whole) {
            Match trailing;
            search(*at.node(), "", wanted, trailing);
            if (trailing.node && trailing.unique && trailing.shared > match.shared) {
                match = std::move(trailing);
                whole = true;
            }
        }
        const std::string path = whole_path(match.path);
        if (match.node == at.node() ? !sound : sink.reported_below(path)) continue;
        const bool scalar = match.node->kind != Kind::table && match.node->kind != Kind::array;
        std::string field = path;
        if (!whole) {
            field.clear();
            for (const std::string& part : wanted) field = below(field, part);
            field = whole_path(field);
        }
        found.push_back({.field = std::move(field),
                         .value = whole && scalar ? shown(match.node->raw) : shown(problem.value, 200),
                         .rule = problem.rule});
        places.push_back(match.node->at);
    }
    for (std::size_t i = 0; i < found.size(); ++i)
        sink.add(places[i], std::move(found[i].field), std::move(found[i].value), std::move(found[i].rule));
}

}  // namespace minerisk::inline v0::io
