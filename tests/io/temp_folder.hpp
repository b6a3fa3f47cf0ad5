#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include "minerisk/core/errors.hpp"

namespace minerisk::test {

/// A folder of its own for a test, removed at the end.
class TempFolder {
public:
    TempFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "minerisk-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error{"no temporary folder"};
        path_ = name;
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::string operator/(std::string_view name) const { return path_ + "/" + std::string{name}; }
    const std::string& path() const { return path_; }
    std::string write(std::string_view name, std::string_view text) const {
        const std::string path = *this / name;
        std::filesystem::create_directories(std::filesystem::path{path}.parent_path());
        std::ofstream{path, std::ios::binary} << text;
        return path;
    }
    std::string read(std::string_view name) const {
        std::ifstream in{*this / name, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }

private:
    std::string path_;
};

/// `file:line:column: field = value: rule`, with the parts that are there.
inline std::string line_of(const Problem& p) {
    std::string text = p.file;
    if (p.line > 0) text += ":" + std::to_string(p.line) + ":" + std::to_string(p.column);
    for (const std::string& part : {p.value.empty() ? p.field : p.field + " = " + p.value, p.rule}) {
        if (!part.empty()) text += (text.empty() ? "" : ": ") + part;
    }
    return text;
}

/// The problems that `run` throws, one a line, with the folder's own path taken out; "" if none.
template <class Run>
std::string refusal_of(Run&& run, const std::string& folder = {}) {
    std::string text;
    try {
        run();
    } catch (const InputError& error) {
        for (const Problem& p : error.problems()) text += (text.empty() ? "" : "\n") + line_of(p);
    }
    for (std::size_t at; !folder.empty() && (at = text.find(folder + "/")) != std::string::npos;) {
        text.erase(at, folder.size() + 1);
    }
    return text;
}

}  // namespace minerisk::test
