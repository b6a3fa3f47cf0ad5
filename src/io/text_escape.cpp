#include "io/text_escape.hpp"

#include <charconv>
#include <cmath>
#include <cstdio>

#include "io/utf8.hpp"

namespace minerisk::inline v0::io {
namespace {

bool reorders_or_hides(char32_t c) {
    return (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
           c == 0xfeff || c == 0x061c || c == 0x00ad || (c >= 0xe0000 && c <= 0xe0fff);
}

void append_escaped(std::string& out, std::string_view text, std::size_t at, CodePoint c) {
    char buffer[16];
    if (!c.valid || c.value < 0x20 || (c.value >= 0x7f && c.value < 0xa0)) {
        const unsigned value =
            c.valid ? static_cast<unsigned>(c.value) : static_cast<unsigned char>(text[at]);
        std::snprintf(buffer, sizeof buffer, "\\x%02X", value);
        out += buffer;
    } else if (reorders_or_hides(c.value)) {
        std::snprintf(buffer, sizeof buffer, "\\u{%04X}", static_cast<unsigned>(c.value));
        out += buffer;
    } else {
        out += text.substr(at, static_cast<std::size_t>(c.bytes));
    }
}

}  // namespace

std::string escape_text(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = decode_utf8(text, at);
        append_escaped(out, text, at, c);
        at += static_cast<std::size_t>(c.bytes);
    }
    return out;
}

std::string shown(std::string_view text, int longest) {
    std::string out;
    std::size_t keep = 0;  // where to cut if the text turns out too long
    int count = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = decode_utf8(text, at);
        std::string piece;
        append_escaped(piece, text, at, c);
        at += static_cast<std::size_t>(c.bytes);
        count += piece.size() > static_cast<std::size_t>(c.bytes) ? static_cast<int>(piece.size()) : 1;
        if (count > longest) return out.substr(0, keep) + "...";
        out += piece;
        if (count <= longest - 3) keep = out.size();
    }
    return out;
}

std::string number_text(double value) {
    if (!std::isfinite(value)) return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    return {buffer, end};
}

std::string csv_field(std::string_view text) {
    constexpr std::string_view starts_formula = "=+-@\t\r";
    const bool guarded = !text.empty() && starts_formula.find(text.front()) != std::string_view::npos;
    if (!guarded && text.find_first_of(",;\"\r\n") == std::string_view::npos) return std::string{text};
    std::string out = guarded ? "\"'" : "\"";
    for (const char c : text) {
        out += c;
        if (c == '"') out += c;
    }
    return out + '"';
}

std::string toml_text(std::string_view text) {
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = decode_utf8(text, at);
        const std::string_view piece = text.substr(at, static_cast<std::size_t>(c.bytes));
        char buffer[16];
        if (!c.valid) {
            out += "\\uFFFD";
        } else if (piece == "\"" || piece == "\\") {
            out += "\\" + std::string{piece};
        } else if (escape_text(piece) != piece) {
            std::snprintf(buffer, sizeof buffer, c.value > 0xffff ? "\\U%08X" : "\\u%04X",
                          static_cast<unsigned>(c.value));
            out += buffer;
        } else {
            out += piece;
        }
        at += piece.size();
    }
    return out + "\"";
}

}  // namespace minerisk::inline v0::io
