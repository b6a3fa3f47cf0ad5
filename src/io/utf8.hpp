#pragma once

#include <string_view>

namespace minerisk::inline v0::io {

struct CodePoint {
    char32_t value = 0;
    int bytes = 1;  ///< bytes taken; 1 where invalid
    bool valid =
        false;  ///< false for anything that is not well-formed UTF-8 (overlong, surrogate, cut short)
};

/// The character that begins at byte `at` of `text`; `at` must be below the size.
constexpr CodePoint decode_utf8(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(at);
    if (lead < 0x80) return {lead, 1, true};
    const int bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + static_cast<std::size_t>(bytes) > text.size()) return {};
    char32_t value = lead & (0xffu >> (bytes + 1));
    for (int i = 1; i < bytes; ++i) {
        const unsigned next = byte(at + static_cast<std::size_t>(i));
        if ((next & 0xc0u) != 0x80u) return {};
        value = (value << 6) | (next & 0x3fu);
    }
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < smallest[bytes] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return {};
    return {value, bytes, true};
}

}  // namespace minerisk::inline v0::io
