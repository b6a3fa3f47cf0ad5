#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "io/parsed.hpp"
#include "minerisk/io/sources.hpp"

namespace minerisk::inline v0::io {

inline constexpr std::size_t toml_limit = 4'000'000;  ///< bytes of a model file
inline constexpr std::size_t csv_limit = 64'000'000;  ///< bytes of a table that a model names

/// SHA-256 of the bytes, 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

/// Reads the file that the user named. It is the user's own word: any path, also through a link; but a
/// regular file and at most `limit` bytes. Never blocks on a FIFO or a device.
Parsed<SourceFile> read_file(const std::string& path, std::size_t limit);

/// The folder of a model file, and the only way to the files that the model names. A name is refused if it
/// is absolute, has a `..`, passes through any link, or is not a regular file; each folder is opened in
/// turn from the one before, and everything is checked on what was opened, so nothing can be
/// swapped in between. Reading never blocks on a FIFO or a device.
class ModelFolder {
public:
    /// The folder of the model file at `path` as it was named, not of what a link leads to.
    explicit ModelFolder(const std::string& path);
    ModelFolder(ModelFolder&& other) noexcept;
    ModelFolder& operator=(ModelFolder&& other) noexcept;
    ~ModelFolder();

    /// `within` is the folder, below this one, of the file that states `name`: "" or "data/".
    Parsed<SourceFile> read(std::string_view within, std::string_view name, std::size_t limit) const;

    /// What messages show in front of a name: "examples/reko_diq/", or nothing for the current folder.
    const std::string& prefix() const { return prefix_; }

private:
    std::string prefix_;
    int descriptor_ = -1;
};

}  // namespace minerisk::inline v0::io
