#pragma once

#include <cstdio>
#include <optional>
#include <string>

#include "minerisk/core/errors.hpp"
#include "minerisk/io/model_file.hpp"
#include "minerisk/io/render.hpp"

namespace minerisk::inline v0::program {

/// Does `read`, or says what is wrong with the files it read.
template <class Read>
auto read_or_say(const io::Sources& sources, Read&& read) -> std::optional<decltype(read())> {
    try {
        return read();
    } catch (const InputError& error) {
        std::fputs(io::render_error(error, sources).c_str(), stderr);
        return {};
    }
}

/// The model of the file, or what is wrong with it.
inline std::optional<io::Model> study_of(const std::string& file, io::Sources& sources) {
    return read_or_say(sources, [&] { return io::load_model(file, sources); });
}

}  // namespace minerisk::inline v0::program
