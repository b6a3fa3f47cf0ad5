#include <algorithm>
#include <charconv>

#include "io/import/mspdi.hpp"
#include "io/text_escape.hpp"

namespace minerisk::inline v0::io {
namespace {

constexpr std::ptrdiff_t most_tags = 8'000'000;

bool same_letters(std::string_view text, std::string_view upper) {
    return std::ranges::equal(text, upper,
                              [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 32 : a) == b; });
}

/// The encoding that the declaration states; empty if none.
std::string_view stated_encoding(std::string_view text) {
    if (!text.starts_with("<?xml")) return {};
    text = text.substr(0, text.find("?>"));
    const std::size_t at = text.find("encoding");
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at);
    const std::size_t open = text.find_first_of("\"'");
    if (open == std::string_view::npos) return {};
    const std::size_t close = text.find(text[open], open + 1);
    return text.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
}

/// A reference to a character, such as "&#233;", that no text has: the parser would cut the text there.
/// Empty if there is none.
std::string_view bad_reference(std::string_view text) {
    constexpr unsigned long last = 0x10ffff;
    for (std::size_t at = 0; (at = text.find("&#", at)) != std::string_view::npos; at += 2) {
        const bool hex = text.substr(at + 2).starts_with('x');
        const std::size_t begin = at + (hex ? 3 : 2);
        const std::size_t end = std::min(
            text.find_first_not_of(hex ? "0123456789abcdefABCDEF" : "0123456789", begin), text.size());
        unsigned long value = 0;
        const auto read = std::from_chars(text.data() + begin, text.data() + end, value, hex ? 16 : 10);
        if (read.ec == std::errc::result_out_of_range) value = last + 1;
        if (end > begin && (value == 0 || value > last)) return text.substr(at, end - at);
    }
    return {};
}

/// The text of a date without what xsd:dateTime allows behind its seconds: parts of one, and a time zone.
std::string_view without_zone(std::string_view text, bool& has_zone) {
    constexpr std::size_t seconds = 19;  // characters of 2026-05-01T08:00:00
    const std::size_t zone = text.find_first_of("Z+-", std::min(text.size(), std::size_t{16}));
    const std::string_view stated = zone == std::string_view::npos ? "" : text.substr(zone);
    has_zone = stated == "Z" || (stated.size() == 6 && stated.front() != 'Z' && stated[3] == ':');
    if (has_zone) text = text.substr(0, zone);
    const bool parts = text.size() > seconds + 1 && text[seconds] == '.' &&
                       text.find_first_not_of("0123456789", seconds + 1) == std::string_view::npos;
    return parts ? text.substr(0, seconds) : text;
}

}  // namespace

XmlText::XmlText(Draft& draft) {
    const std::string_view text = draft.text();
    line_starts_.push_back(0);
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos;)
        line_starts_.push_back(++at);
    for (std::size_t at = 0; (at = text.find("<!", at)) != std::string_view::npos; ++at) {
        for (const std::string_view word : {"DOCTYPE", "ENTITY"}) {
            if (!same_letters(text.substr(at + 2, word.size()), word)) continue;
            draft.refuse(line_at(at), "markup", "<!" + std::string{word},
                         "must not be in the file: document types and entities are not read");
        }
    }
    if (const std::string_view bad = bad_reference(text); !bad.empty()) {
        draft.refuse(line_at(static_cast<std::size_t>(bad.data() - text.data())), "text", bad,
                     "must be a character that text can have");
    }
    if (std::ranges::count(text, '<') > most_tags)
        draft.refuse(0, "", "", "must have at most " + std::to_string(most_tags) + " tags");
    if (const std::string_view encoding = stated_encoding(text); !encoding.empty()) {
        const bool ascii =
            std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
        if (!ascii && !same_letters(encoding, "UTF-8"))
            draft.refuse(1, "encoding", encoding, "must be UTF-8");
    }
    const pugi::xml_parse_result parsed = document_.load_buffer(
        text.data(), text.size(), pugi::parse_default | pugi::parse_trim_pcdata, pugi::encoding_utf8);
    if (!parsed) {
        draft.refuse(line_at(static_cast<std::size_t>(parsed.offset)), "", "",
                     "must be well-formed XML; the file may be cut short");
    }
}

int XmlText::line_at(std::size_t offset) const {
    return static_cast<int>(std::ranges::upper_bound(line_starts_, offset) - line_starts_.begin());
}

int XmlText::line(pugi::xml_node node) const {
    const std::ptrdiff_t offset = node.offset_debug();
    return offset < 0 ? 0 : line_at(static_cast<std::size_t>(offset));
}

std::string_view child_text(pugi::xml_node node, const char* name) {
    const std::string_view text = node.child(name).text().get();
    return text == "NA" ? std::string_view{} : text;
}

std::optional<Instant> child_instant(Draft& draft, const XmlText& xml, pugi::xml_node node, const char* name,
                                     const std::string& field) {
    const std::string_view text = child_text(node, name);
    if (text.empty()) return {};
    bool has_zone = false;
    const std::optional<Instant> instant = parse_instant(without_zone(text, has_zone));
    if (!instant || !is_valid(next_day(instant->day))) {
        draft.fault(xml.line(node.child(name)), field + "." + name, text, date_rule);
        return {};
    }
    if (has_zone)
        draft.remark("date states a time zone: its hours are read as those of the calendar",
                     "dates state a time zone: their hours are read as those of the calendar");
    return instant;
}

double child_number(Draft& draft, const XmlText& xml, pugi::xml_node node, const char* name,
                    const std::string& field, double otherwise) {
    const std::string_view text = child_text(node, name);
    return text.empty() ? otherwise
                        : draft.within(xml.line(node.child(name)), field + "." + name, text, 1e15, true);
}

}  // namespace minerisk::inline v0::io
