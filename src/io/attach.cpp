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

struct Match {
    const Node* node = nullptr;
    std::string path;
    std::size_t shared = 0;
    std::size_t length = 0;  ///< parts of the path: the shorter of two equal matches is nearer
    bool unique = true;
};

void search(const Node& node, const std::string& path, const std::vector<std::string>& wanted, Match& best) {
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const Node& child = node.children[i];
        const std::string own = node.kind == Kind::array ? "[" + std::to_string(i + 1) + "]"
                                : path.empty()           ? escape_text(child.name)
                                                         : "." + escape_text(child.name);
        const std::string below = path + own;
        const std::vector<std::string> parts = parts_of(below);
        const std::size_t shared = common_end(parts, wanted);
        if (shared > 0 && (shared > best.shared || (shared == best.shared && parts.size() < best.length))) {
            best = {&child, below, shared, parts.size(), true};
        } else if (shared > 0 && shared == best.shared && parts.size() == best.length) {
            best.unique = false;
        }
        if (!child.children.empty()) search(child, below, wanted, best);
    }
}

std::string with_alias(const std::string& field, std::initializer_list<FieldAlias> aliases) {
    for (const FieldAlias& alias : aliases) {
        if (field == alias.field || field.ends_with("." + std::string{alias.field}))
            return std::string{alias.key};
    }
    return field;
}

}  // namespace

void attach_problems(const Table& at, const std::vector<Problem>& problems,
                     std::initializer_list<FieldAlias> aliases) {
    if (!at.exists()) return;  // the missing table was reported
    ProblemSink& sink = at.state().sink;
    const bool sound = at.ok();
    for (const Problem& problem : problems) {
        Match match;
        search(*at.node(), "", parts_of(with_alias(problem.field, aliases)), match);
        if (match.node && match.unique) {
            const std::string path = at.path().empty() || match.path.starts_with('[')
                                         ? at.path() + match.path
                                         : at.path() + "." + match.path;
            if (sink.reported_below(path)) continue;
            const bool scalar = match.node->kind != Kind::table && match.node->kind != Kind::array;
            sink.add(match.node->at, path, scalar ? shown(match.node->raw) : shown(problem.value),
                     problem.rule);
        } else if (sound) {
            const std::string path = at.path().empty() ? problem.field
                                     : problem.field.empty() || problem.field == at.path() ||
                                             problem.field.starts_with(at.path() + ".")
                                         ? (problem.field.empty() ? at.path() : problem.field)
                                         : at.path() + "." + problem.field;
            sink.add(at.node()->at, path, shown(problem.value), problem.rule);
        }
    }
}

}  // namespace minerisk::inline v0::io
