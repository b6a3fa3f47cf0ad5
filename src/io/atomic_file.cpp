#include "minerisk/io/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "io/text_escape.hpp"

namespace minerisk::inline v0::io {
namespace {

[[noreturn]] void give_up(const std::string& path, int error) {
    throw OutputError{"cannot write " + escape_text(path) + ": " + std::generic_category().message(error)};
}

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

/// Makes a rename durable; some file systems do not let a folder be flushed, which loses nothing now.
void flush_folder(const std::string& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    ::fsync(fd);
    ::close(fd);
}

}  // namespace

struct AtomicFile::State {
    std::string path;
    std::string temporary;
    std::string buffer;
    int fd = -1;
    bool present = false;  ///< the temporary file exists

    explicit State(std::string target) : path{std::move(target)} {
        static std::atomic<unsigned> counter{0};
        const std::size_t slash = path.rfind('/');
        const std::string name = path.substr(slash == std::string::npos ? 0 : slash + 1);
        struct stat info {};
        if (name.empty() || (::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode)))
            give_up(path, EISDIR);
        for (int attempt = 0; attempt < 100 && fd < 0; ++attempt) {
            temporary = folder_of(path) + "/." + name + "." + std::to_string(::getpid()) + "-" +
                        std::to_string(counter++) + ".tmp";
            fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
            if (fd < 0 && errno != EEXIST && errno != EINTR) give_up(path, errno);
        }
        if (fd < 0) give_up(path, EEXIST);
        present = true;
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (fd >= 0) ::close(fd);
        if (present) ::unlink(temporary.c_str());
    }
    void flush() {
        std::string_view rest = buffer;
        while (!rest.empty()) {
            const ssize_t wrote = ::write(fd, rest.data(), rest.size());
            if (wrote < 0 && errno == EINTR) continue;
            if (wrote < 0) give_up(path, errno);
            rest.remove_prefix(static_cast<std::size_t>(wrote));
        }
        buffer.clear();
    }
    void finish() {
        if (fd < 0) return;
        flush();
        if (::fsync(fd) != 0) give_up(path, errno);
        if (::close(std::exchange(fd, -1)) != 0) give_up(path, errno);
    }
    void publish() {
        finish();
        if (!present) return;
        if (::rename(temporary.c_str(), path.c_str()) != 0) give_up(path, errno);
        present = false;
    }
};

AtomicFile::AtomicFile(std::string path) : state_{std::make_unique<State>(std::move(path))} {}
AtomicFile::AtomicFile(AtomicFile&&) noexcept = default;
AtomicFile& AtomicFile::operator=(AtomicFile&&) noexcept = default;
AtomicFile::~AtomicFile() = default;

void AtomicFile::write(std::string_view text) {
    constexpr std::size_t large = 1 << 18;
    state_->buffer += text;
    if (state_->buffer.size() >= large) state_->flush();
}

void AtomicFile::write_at(std::uint64_t place, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t wrote = ::pwrite(state_->fd, bytes.data(), bytes.size(), static_cast<off_t>(place));
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) give_up(state_->path, errno);
        place += static_cast<std::uint64_t>(wrote);
        bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
}

void AtomicFile::cut(std::uint64_t bytes) {
    if (::ftruncate(state_->fd, static_cast<off_t>(bytes)) != 0) give_up(state_->path, errno);
}

void AtomicFile::finish() {
    state_->finish();
}

void AtomicFile::commit() {
    state_->publish();
    flush_folder(folder_of(state_->path));
}

const std::string& AtomicFile::path() const {
    return state_->path;
}

void write_whole_file(const std::string& path, std::string_view text) {
    AtomicFile file{path};
    file.write(text);
    file.commit();
}

OutputFolder::OutputFolder(std::string folder) : folder_{std::move(folder)} {
    std::error_code error;
    const auto status = std::filesystem::status(folder_, error);
    if (std::filesystem::exists(status) && !std::filesystem::is_directory(status)) {
        throw OutputError{"cannot write to " + escape_text(folder_) + ": it is there and is not a folder"};
    }
    error.clear();
    std::filesystem::create_directories(folder_, error);
    if (error) give_up(folder_, error.value());
}

AtomicFile& OutputFolder::file(const std::string& name) {
    if (name.empty() || name.find('/') != std::string::npos) give_up(folder_ + "/" + name, EINVAL);
    files_.push_back(std::make_unique<AtomicFile>(folder_ + "/" + name));
    return *files_.back();
}

void OutputFolder::commit() {
    for (const auto& file : files_) file->finish();
    for (const auto& file : files_) file->commit();
    files_.clear();
}

}  // namespace minerisk::inline v0::io
