#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>

namespace minerisk::inline v0::io {

/// A file that was read: its name as messages show it, its whole text, and the SHA-256 of its bytes in hex.
struct SourceFile {
    std::string name;
    std::string text;
    std::string sha256;
};

/// Every file that a model was read from, in the order of reading: the manifest of a run, and the text
/// that messages quote. References stay valid while the object lives.
class Sources {
public:
    /// Returns the place of the file in the order of reading. A file that was read before with the same
    /// content is not kept twice.
    int add(SourceFile file) {
        for (std::size_t i = 0; i < files_.size(); ++i) {
            if (files_[i].name == file.name && files_[i].text == file.text) return static_cast<int>(i);
        }
        files_.push_back(std::move(file));
        return static_cast<int>(files_.size()) - 1;
    }
    const SourceFile& operator[](int index) const { return files_[static_cast<std::size_t>(index)]; }
    const SourceFile* find(std::string_view name) const {
        for (const SourceFile& file : files_) {
            if (file.name == name) return &file;
        }
        return nullptr;
    }
    const std::deque<SourceFile>& files() const { return files_; }

private:
    std::deque<SourceFile> files_;
};

}  // namespace minerisk::inline v0::io
