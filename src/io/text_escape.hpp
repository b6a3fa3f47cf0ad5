#pragma once

#include <string>
#include <string_view>

namespace minerisk::inline v0::io {

/// Text that is safe to show on a terminal: control characters and bytes that are not UTF-8 as \xNN,
/// characters that reorder or hide text as \u{NNNN}. Escaping twice changes nothing.
std::string escape_text(std::string_view text);

/// `escape_text`, and cut to at most `longest` characters, the last three being "..." where it was cut.
std::string shown(std::string_view text, int longest = 60);

/// The shortest decimal digits that read back to exactly `value`; "nan", "inf" and "-inf" as such.
std::string number_text(double value);

/// A field of a CSV file: RFC 4180 quotes where they are needed. Text that a spreadsheet would run as a
/// formula (it starts with = + - @, tab or carriage return) gets an apostrophe in front and quotes.
/// For text only: numbers are written with `number_text`.
std::string csv_field(std::string_view text);

/// A text of a TOML file in its quotes; what a terminal would act on, or what is hidden, as its number.
std::string toml_text(std::string_view text);

}  // namespace minerisk::inline v0::io
