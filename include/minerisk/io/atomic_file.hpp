#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace minerisk::inline v0::io {

/// A result could not be written: "cannot write out/paths.csv: no space left on device".
class OutputError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A file that appears whole or not at all. What is written goes to a new file beside the target (created
/// exclusively, permissions 0666 less the umask); `commit` flushes it to the disk and renames it over the
/// target. An object that is destroyed uncommitted removes what it wrote and leaves the target alone.
/// A target that is a link is replaced, not followed. Errors: OutputError.
class AtomicFile {
public:
    explicit AtomicFile(std::string path);
    AtomicFile(AtomicFile&&) noexcept;
    AtomicFile& operator=(AtomicFile&&) noexcept;
    ~AtomicFile();

    void write(std::string_view text);
    /// Writes at a place of the file, bytes from its start, for files that are not made in order; what is
    /// before it and was never written is zero. Not beside `write`.
    void write_at(std::uint64_t place, std::string_view bytes);
    /// Ends the file after `bytes` bytes.
    void cut(std::uint64_t bytes);
    /// Flushes to the disk without making the file visible: after this only the rename is left.
    void finish();
    void commit();
    const std::string& path() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Writes a whole file, or leaves what was there before. Errors: OutputError.
void write_whole_file(const std::string& path, std::string_view text);

/// The files of one `--out` folder: each appears whole, and none before all of them are complete.
/// The folder is made, with its parents, if it is missing. Errors: OutputError; a path that is there and
/// is not a folder is refused.
class OutputFolder {
public:
    explicit OutputFolder(std::string folder);
    /// A new file of the folder; `name` is a plain file name. The reference stays valid.
    AtomicFile& file(const std::string& name);
    /// Flushes all, then renames all.
    void commit();

private:
    std::string folder_;
    std::vector<std::unique_ptr<AtomicFile>> files_;
};

}  // namespace minerisk::inline v0::io
