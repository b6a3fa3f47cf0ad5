#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "io/problem_sink.hpp"
#include "io/safe_file.hpp"
#include "io/table.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/io/sources.hpp"

namespace minerisk::inline v0::io {

/// What the tables of a document share.
struct DocumentState {
    Sources* sources;
    ModelFolder folder;
    ProblemSink sink;
    Node root;
};

/// A model file in TOML, joined with the files that it extends, and every problem found in it.
///
/// `extends = "base.toml"` at the top makes another file, below the same folder, the base: tables merge key
/// by key, every other value replaces the base's. A chain may have up to 8 files; a cycle is refused.
/// Each value keeps the place where it was written.
///
///   Sources sources;
///   Document document = Document::load("model.toml", sources);
///   Study study = read_study(document.root());   // collects problems
///   document.finish();                           // throws them, and every unknown key, at once
class Document {
public:
    /// Reads the file. Throws InputError if a file cannot be read or is not TOML. `sources` receives every
    /// file, also when it throws, and must outlive the document.
    static Document load(const std::string& path, Sources& sources);

    /// Puts a value in the place of the one at a dotted path, before anything is read. Throws InputError
    /// where there is none, or it is a table or a list.
    void replace(const std::string& key, const std::string& value);

    Table root() const;
    /// False once any problem was found.
    bool ok() const { return state_->sink.empty(); }
    /// Reports every key that nobody asked for, then throws InputError if there was any problem at all:
    /// in the order of the files read, line and column.
    void finish();

private:
    explicit Document(std::unique_ptr<DocumentState> state) : state_{std::move(state)} {}
    std::unique_ptr<DocumentState> state_;
};

/// Another name in a constructor's message for a key of the file: {"slip_median", "slip.median"}.
struct FieldAlias {
    std::string_view field;
    std::string_view key;
};

/// Gives each problem the place, the path and the text of the key of the file that it means: the problem's
/// field followed from `at` downwards; or else the key below `at` whose dotted path shares the most trailing
/// parts with it ("phases[2].build" finds "phase[2].build"), if that is more than could be followed. An alias
/// that equals the field, or its end after a dot, is put in its place first. Without such a key, or with
/// several as good, the problem is reported at the last table that could be followed, at least `at` itself.
/// What cannot be blamed on a key that was read well is dropped while `at` has problems of its own: it
/// would only be their echo.
void attach_problems(const Table& at, const std::vector<Problem>& problems,
                     std::initializer_list<FieldAlias> aliases = {});

/// Runs `make` (which builds something of the library from values read below `at`); an InputError becomes
/// problems of the document, by `attach_problems`. Nothing if it threw.
template <class Make>
std::optional<std::invoke_result_t<Make>> attach(const Table& at, Make&& make,
                                                 std::initializer_list<FieldAlias> aliases = {}) {
    try {
        return std::forward<Make>(make)();
    } catch (const InputError& error) {
        attach_problems(at, error.problems(), aliases);
        return std::nullopt;
    }
}

}  // namespace minerisk::inline v0::io
