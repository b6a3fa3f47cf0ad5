#pragma once

#include <initializer_list>
#include <string>

#include "minerisk/io/atomic_file.hpp"
#include "program/interrupts.hpp"
#include "program/misuse.hpp"

namespace minerisk::inline v0::program {

/// Whether the files can be made in the folder, which is made if it is missing; nothing else stays there.
/// Says why not. Before the run: a folder that cannot be written to should not cost an hour.
inline bool takes(const std::string& folder, std::initializer_list<const char*> names) {
    const InterruptsHeld held;  // no interrupt leaves the trial behind
    try {
        io::OutputFolder trial{folder};
        for (const char* name : names) trial.file(name);
        return true;
    } catch (const io::OutputError& error) {
        misuse(error.what());
        return false;
    }
}

/// Writes the files of a folder: all or none of them appear, whatever comes meanwhile. Returns whether an
/// interrupt came.
template <class Write>
bool write_folder(io::OutputFolder& folder, Write&& write) {
    const InterruptsHeld held;
    write(folder);
    folder.commit();
    return held.take();
}
template <class Write>
bool write_folder(const std::string& name, Write&& write) {
    io::OutputFolder folder{name};
    return write_folder(folder, write);
}

}  // namespace minerisk::inline v0::program
