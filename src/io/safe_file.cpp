#include "io/safe_file.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

#include "io/text_escape.hpp"

namespace minerisk::inline v0::io {
namespace {

/// Owns a file descriptor.
class Descriptor {
public:
    explicit Descriptor(int value) : value_{value} {}
    Descriptor(Descriptor&& other) noexcept : value_{std::exchange(other.value_, -1)} {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(value_, other.value_);
        return *this;
    }
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    int get() const { return value_; }

private:
    int value_;
};

Descriptor open_at(int folder, const std::string& name, int flags) {
    int value = -1;
    do {
        value = ::openat(folder, name.c_str(), flags | O_CLOEXEC);
    } while (value < 0 && errno == EINTR);
    return Descriptor{value};
}

std::string refusal_of(int error) {
    switch (error) {
        case ENOENT:
            return "does not exist";
        case ENOTDIR:
            return "passes through something that is not a folder";
        case EACCES:
        case EPERM:
            return "must be readable; permission was denied";
        case ELOOP:
            return "must not be or pass through a link";
        case ENXIO:
            return "must be a regular file; found a special file";
        case ENAMETOOLONG:
            return "has a name that is too long";
        default:
            return "cannot be read (system error " + std::to_string(error) + ")";
    }
}

std::string kind_of(mode_t mode) {
    if (S_ISDIR(mode)) return "a folder";
    if (S_ISFIFO(mode)) return "a FIFO";
    if (S_ISLNK(mode)) return "a link";
    if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
    return "a special file";
}

std::string limit_rule(std::size_t limit) {
    return "must be at most " + std::to_string(limit / 1'000'000) + " MB";
}

/// The rest is decided on the open file: what it is, how large, and its bytes.
Parsed<SourceFile> contents(const Descriptor& file, std::string name, std::size_t limit) {
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) return Parsed<SourceFile>::refused(refusal_of(errno));
    if (!S_ISREG(info.st_mode)) {
        return Parsed<SourceFile>::refused("must be a regular file; found " + kind_of(info.st_mode));
    }
    if (static_cast<std::uintmax_t>(info.st_size) > limit) {
        return Parsed<SourceFile>::refused(limit_rule(limit));
    }
    std::string text;
    std::vector<char> buffer(1 << 16);
    for (;;) {
        const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Parsed<SourceFile>::refused(refusal_of(errno));
        if (got == 0) break;
        text.append(buffer.data(), static_cast<std::size_t>(got));
        if (text.size() > limit) return Parsed<SourceFile>::refused(limit_rule(limit));
    }
    std::string sum = sha256_hex(text);
    return SourceFile{std::move(name), std::move(text), std::move(sum)};
}

constexpr int reading = O_RDONLY | O_NONBLOCK | O_NOCTTY;

}  // namespace

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), sum.data(), &length, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error{"SHA-256 is not available"};
    }
    std::string hex;
    for (unsigned i = 0; i < length; ++i) {
        hex += "0123456789abcdef"[sum[i] >> 4];
        hex += "0123456789abcdef"[sum[i] & 15];
    }
    return hex;
}

Parsed<SourceFile> read_file(const std::string& path, std::size_t limit) {
    if (path.find('\0') != std::string::npos) return Parsed<SourceFile>::refused("must not contain a NUL");
    const Descriptor file = open_at(AT_FDCWD, path, reading);
    if (file.get() < 0) return Parsed<SourceFile>::refused(refusal_of(errno));
    return contents(file, path, limit);
}

ModelFolder::ModelFolder(const std::string& path)
    : prefix_{path.substr(0, path.rfind('/') + 1)},  // npos + 1 is 0: no folder part
      descriptor_{::open(prefix_.empty() ? "." : prefix_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)} {}

ModelFolder::ModelFolder(ModelFolder&& other) noexcept
    : prefix_{std::move(other.prefix_)}, descriptor_{std::exchange(other.descriptor_, -1)} {}

ModelFolder& ModelFolder::operator=(ModelFolder&& other) noexcept {
    std::swap(prefix_, other.prefix_);
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

ModelFolder::~ModelFolder() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Parsed<SourceFile> ModelFolder::read(std::string_view within, std::string_view name,
                                     std::size_t limit) const {
    const auto refused = [](std::string rule) { return Parsed<SourceFile>::refused(std::move(rule)); };
    if (name.empty()) return refused("must name a file");
    if (name.find('\0') != std::string_view::npos) return refused("must not contain a NUL");
    if (name.front() == '/')
        return refused("must be a path below the folder of the model file; found an absolute path");
    if (name.size() > 4096) return refused("has a name that is too long");

    const std::string whole = std::string{within} + std::string{name};
    std::vector<std::string> parts{""};
    for (const char c : whole) {
        if (c == '/') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    if (parts.back().empty() || parts.back() == ".") return refused("must be a regular file; found a folder");
    std::erase_if(parts, [](const std::string& part) { return part.empty() || part == "."; });
    for (const std::string& part : parts) {
        if (part == "..") return refused("must be a path below the folder of the model file, without \"..\"");
    }

    Descriptor folder = open_at(descriptor_, ".", O_PATH | O_DIRECTORY);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        // First a handle that reads nothing, to learn what it is without waking a device or following a link.
        Descriptor here = open_at(folder.get(), parts[i], O_PATH | O_NOFOLLOW);
        if (here.get() < 0) return refused(refusal_of(errno));
        struct stat info {};
        if (::fstat(here.get(), &info) != 0) return refused(refusal_of(errno));
        if (S_ISLNK(info.st_mode)) return refused(refusal_of(ELOOP));
        const bool last = i + 1 == parts.size();
        if (!last && !S_ISDIR(info.st_mode)) return refused(refusal_of(ENOTDIR));
        if (!last) {
            folder = std::move(here);
            continue;
        }
        if (!S_ISREG(info.st_mode)) return refused("must be a regular file; found " + kind_of(info.st_mode));
        const Descriptor file = open_at(folder.get(), parts[i], reading | O_NOFOLLOW);
        if (file.get() < 0) return refused(refusal_of(errno));
        std::string shown_name = prefix_;
        for (const std::string& part : parts) shown_name += (&part == parts.data() ? "" : "/") + part;
        return contents(file, std::move(shown_name), limit);
    }
    return refused("must name a file");
}

}  // namespace minerisk::inline v0::io
