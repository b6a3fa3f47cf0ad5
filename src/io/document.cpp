#include "io/document.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <unordered_map>

#include "io/text_escape.hpp"
#include "io/toml_parse.hpp"
#include "minerisk/core/nearest_name.hpp"

namespace minerisk::inline v0::io {
namespace {

constexpr std::size_t longest_chain = 8;

/// Whether a table says `replace = true`, which it then no longer does.
bool takes_its_place(Node& table) {
    const auto it = std::ranges::find(table.children, "replace", &Node::name);
    if (it == table.children.end() || it->kind != Kind::boolean || !it->boolean) return false;
    table.children.erase(it);
    return true;
}

/// Puts `over` on top of `base`: tables key by key (unless they say `replace = true`), anything else
/// replaces.
void merge(Node& base, Node&& over) {
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < base.children.size(); ++i) places.emplace(base.children[i].name, i);
    for (Node& child : over.children) {
        const auto place = places.find(child.name);
        if (place == places.end()) {
            base.children.push_back(std::move(child));
        } else if (Node& old = base.children[place->second];
                   old.kind == Kind::table && child.kind == Kind::table && !takes_its_place(child)) {
            merge(old, std::move(child));
        } else {
            old = std::move(child);
        }
    }
    base.at = over.at;
    base.key_at = over.key_at;
}

/// Removes the top-level `extends` and returns it.
std::optional<Node> take_extends(Node& root) {
    const auto it = std::ranges::find(root.children, "extends", &Node::name);
    if (it == root.children.end()) return {};
    std::optional<Node> taken{std::move(*it)};
    root.children.erase(it);
    return taken;
}

[[noreturn]] void refuse(const Sources& sources, Place at, const std::string& value,
                         const std::string& rule) {
    throw InputError{{{.field = "extends",
                       .value = value,
                       .rule = rule,
                       .file = sources[at.file].name,
                       .line = at.line,
                       .column = at.column}}};
}

Node parse_or_refuse(const Sources& sources, int file) {
    TomlResult parsed = parse_toml(sources[file].text, file);
    if (parsed.fault) {
        throw InputError{{{.field = "",
                           .value = "",
                           .rule = parsed.fault->rule,
                           .file = sources[file].name,
                           .line = parsed.fault->line,
                           .column = parsed.fault->column}}};
    }
    return std::move(parsed.root);
}

/// Reads file number `file` and, below it, what it extends.
Node read_chain(const ModelFolder& folder, Sources& sources, int file) {
    std::vector<Node> layers;
    std::vector<int> chain;
    for (;;) {
        chain.push_back(file);
        Node root = parse_or_refuse(sources, file);
        const std::optional<Node> extends = take_extends(root);
        layers.push_back(std::move(root));
        if (!extends) break;
        const std::string value = shown(extends->raw);
        const Parsed<std::string> name = text_of(*extends);
        if (!name) refuse(sources, extends->at, value, name.rule);
        std::string_view within = sources[file].name;
        within = within.substr(folder.prefix().size(), within.rfind('/') + 1 - folder.prefix().size());
        Parsed<SourceFile> base = folder.read(file == chain.front() ? "" : within, name.value, toml_limit);
        if (!base) refuse(sources, extends->at, value, base.rule);
        file = sources.add(std::move(base.value));
        if (std::ranges::find(chain, file) != chain.end()) {
            refuse(sources, extends->at, value, "must not lead back to a file that extends this one");
        }
        if (chain.size() == longest_chain) {
            refuse(sources, extends->at, value, "must be a chain of at most 8 files");
        }
    }
    Node joined = std::move(layers.back());
    for (auto layer = std::next(layers.rbegin()); layer != layers.rend(); ++layer) {
        merge(joined, std::move(*layer));
    }
    return joined;
}

bool is_table(const Node& node) {
    return node.kind == Kind::table ||
           (node.kind == Kind::array && !node.children.empty() && node.children[0].kind == Kind::table);
}

/// Reports the keys of `node` and of what is below it that nobody asked for.
void report_unknown(const Table& table, ProblemSink& sink) {
    const Node& node = *table.node();
    std::vector<std::string> missing;
    for (const std::string& name : node.asked) {
        if (!node.find(name)) missing.push_back(name);
    }
    for (const Node& child : node.children) {
        if (sink.full()) return;
        std::string path = table.path_of(child.name);
        if (!child.used) {
            if (const std::string meant = nearest_name(escape_text(child.name), missing); !meant.empty())
                sink.take_back_missing(table.path_of(meant), node.at.file);
            const bool known = std::ranges::find(node.asked, child.name) != node.asked.end();
            sink.add(child.key_at, std::move(path), "",
                     known ? "has no meaning here"
                           : unknown_name_rule(is_table(child) ? "table" : "key", escape_text(child.name),
                                               missing, node.asked));
        } else if (child.kind == Kind::table && child.opened) {
            report_unknown(Table{table.state(), &child, std::move(path)}, sink);
        } else if (child.kind == Kind::array) {
            for (std::size_t i = 0; i < child.children.size(); ++i) {
                const Node& item = child.children[i];
                if (item.kind != Kind::table || !item.opened) continue;
                report_unknown(Table{table.state(), &item, path + "[" + std::to_string(i + 1) + "]"}, sink);
            }
        }
    }
}

}  // namespace

Document Document::load(const std::string& path, Sources& sources) {
    Parsed<SourceFile> file = read_file(path, toml_limit);
    if (!file) throw InputError{{{.field = "", .value = "", .rule = file.rule, .file = path}}};
    const int number = sources.add(std::move(file.value));
    auto state = std::make_unique<DocumentState>(
        DocumentState{&sources, ModelFolder{path}, ProblemSink{sources}, Node{}});
    state->root = read_chain(state->folder, sources, number);
    state->root.used = true;
    return Document{std::move(state)};
}

void Document::replace(const std::string& key, const std::string& value) {
    Node* node = &state_->root;
    std::string_view rest = key;
    while (node && !rest.empty()) {
        const std::size_t end = rest.find_first_of(".[", 1);
        std::string part{rest.substr(0, end)};
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
        if (part.starts_with('.')) part.erase(0, 1);
        Node* next = nullptr;
        for (std::size_t i = 0; i < node->children.size(); ++i) {
            const bool item = node->kind == Kind::array && part == "[" + std::to_string(i + 1) + "]";
            if (item || (node->kind == Kind::table && node->children[i].name == part))
                next = &node->children[i];
        }
        node = next;
    }
    const auto fail = [&](const std::string& rule) {
        throw InputError{{{.field = key, .value = value, .rule = rule, .file = (*state_->sources)[0].name}}};
    };
    if (!node || node == &state_->root) fail("must be the dotted path of a value that the model states");
    if (node->kind != Kind::text && node->kind != Kind::integer && node->kind != Kind::real)
        fail("must be the path of a number or of a quantity");
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool is_number = error == std::errc{} && end == value.data() + value.size();
    const bool whole = is_number && value.find_first_of(".eE") == std::string::npos;
    node->kind = !is_number ? Kind::text : whole && node->kind == Kind::integer ? Kind::integer : Kind::real;
    node->raw = is_number ? value : "\"" + value + "\"";
    node->text = value;
}

Table Document::root() const {
    return {*state_, &state_->root, ""};
}

void Document::finish() {
    report_unknown(root(), state_->sink);
    state_->sink.throw_if_any();
}

}  // namespace minerisk::inline v0::io
