#include "io/import/import.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "io/document.hpp"
#include "io/import/draft.hpp"
#include "io/read_network.hpp"
#include "io/safe_file.hpp"
#include "io/text_escape.hpp"
#include "io/toml_parse.hpp"
#include "io/utf8.hpp"
#include "minerisk/factors/schedule/network/network.hpp"

namespace minerisk::inline v0::io {
namespace {

constexpr std::size_t import_limit = 64'000'000;

struct Format {
    std::string_view extension;
    Imported (*read)(Draft&);
    bool in_windows_1252;  ///< taken besides UTF-8
};
constexpr Format formats[] = {{".xml", import_mspdi, false},
                              {".xer", import_xer, true},
                              {".sm", import_psplib, false},
                              {".rcp", import_rcplib, false},
                              {".csv", import_csv, false}};
constexpr std::string_view known_formats =
    "must end in .xml (Microsoft Project), .xer (Primavera P6), .sm (PSPLIB), .rcp (RCPLIB) or .csv";

std::string extension_of(const std::string& path) {
    const std::size_t dot = path.rfind('.');
    if (dot == std::string::npos || path.find('/', dot) != std::string::npos) return {};
    std::string extension = path.substr(dot);
    std::ranges::transform(extension, extension.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return extension;
}

[[noreturn]] void refuse_file(const std::string& path, std::string rule) {
    Problem problem;
    problem.rule = std::move(rule);
    problem.file = path;
    throw InputError{{problem}};
}

/// The characters of bytes 0x80 to 0x9f in Windows-1252; 0 for the five that have none.
constexpr std::array<char32_t, 32> windows_1252{
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

void append_utf8(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 0x3f));
    } else {
        out += static_cast<char>(0xe0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (c & 0x3f));
    }
}

std::string from_windows_1252(Draft& draft) {
    std::string out;
    int line = 1;
    for (const char byte : draft.text()) {
        const auto value = static_cast<unsigned char>(byte);
        const char32_t c = value >= 0x80 && value < 0xa0 ? windows_1252[value - 0x80u] : value;
        if (value >= 0x80 && c == 0) {
            draft.refuse(line, "", "",
                         "must be UTF-8 or Windows-1252 text; found the byte " + escape_text({&byte, 1}));
        }
        if (byte == '\n') ++line;
        append_utf8(out, c);
    }
    draft.remark("the text is Windows-1252; it was turned into UTF-8");
    return out;
}

/// Names UTF-16, which would be called NUL bytes or broken UTF-8.
void refuse_utf16(Draft& draft) {
    const std::string_view text = draft.text();
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
        draft.refuse(0, "", "", "must be UTF-8 text; this is UTF-16: save it as UTF-8");
}

/// Refuses what is not text: nothing at all, NUL bytes, and bytes of another encoding.
void check_text(Draft& draft, bool takes_windows_1252) {
    const std::string_view text = draft.text();
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        draft.refuse(0, "", "", "must not be empty");
    refuse_utf16(draft);
    int line = 1, column = 1;
    bool is_utf8 = true;
    int bad_line = 0, bad_column = 0;
    std::string bad;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = decode_utf8(text, at);
        const auto bytes = static_cast<std::size_t>(c.bytes);
        if (c.valid && c.value == 0) draft.refuse(line, "", "", "must not contain NUL bytes", column);
        if (!c.valid && is_utf8) {
            is_utf8 = false;
            bad_line = line;
            bad_column = column;
            bad = escape_text(text.substr(at, bytes));
        }
        ++column;
        if (c.valid && c.value == '\n') {
            ++line;
            column = 1;
        }
        at += bytes;
    }
    if (is_utf8) return;
    if (!takes_windows_1252)
        draft.refuse(bad_line, "", "", "must be UTF-8 text; found the byte " + bad, bad_column);
    draft.set_text(from_windows_1252(draft));
}

}  // namespace

Imported import_network(const std::string& path, Sources& sources, const ImportOptions& options) {
    const std::string extension = extension_of(path);
    const Format* const format = std::ranges::find(formats, extension, &Format::extension);
    if (format == std::end(formats)) refuse_file(path, std::string{known_formats});
    if (!is_valid(options.start)) throw std::logic_error{"minerisk: the start of an import must be a date"};
    if (!options.project.empty() && format->read != import_xer)
        refuse_file(path, "must end in .xer (Primavera P6) where a project is chosen: --project");
    Parsed<SourceFile> file = read_file(path, import_limit);
    if (!file) refuse_file(path, file.rule);
    Draft draft{sources, sources.add(std::move(file.value)), options};
    check_text(draft, format->in_windows_1252);
    return format->read(draft);
}

std::string model_text(const schedule::Plan& plan, const std::string& path, const std::string& money) {
    std::string text = write_network(plan, money);
    if (text.size() > toml_limit) {
        const auto megabytes = [](std::size_t bytes) {
            return number_text(std::ceil(static_cast<double>(bytes) / 1e5) / 10) + " MB";
        };
        refuse_file(path, "must give a model file of at most " + megabytes(toml_limit) + "; its " +
                              std::to_string(plan.activities.size()) + " activities and " +
                              std::to_string(plan.links.size()) + " links give " + megabytes(text.size()));
    }
    Sources sources;
    sources.add({path, text, {}});
    TomlResult parsed = parse_toml(text, 0);
    if (parsed.fault) refuse_file(path, "must give a model file that can be read; " + parsed.fault->rule);
    DocumentState state{&sources, ModelFolder{""}, ProblemSink{sources}, std::move(parsed.root)};
    try {
        const Table root{state, &state.root, ""};
        const auto read = read_network(root, MoneyReader{PriceIndex{}, money});
        state.sink.throw_if_any();
        schedule::Network{read.value()};
    } catch (const InputError& error) {
        std::vector<Problem> problems = error.problems();
        for (Problem& problem : problems) {
            problem.file = path;
            problem.line = problem.column = 0;  // of the text, which nobody sees
        }
        throw InputError{std::move(problems)};
    }
    return text;
}

}  // namespace minerisk::inline v0::io
