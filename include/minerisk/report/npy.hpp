#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/engine/outcome.hpp"
#include "minerisk/io/atomic_file.hpp"

namespace minerisk::inline v0::report {

/// The start of a NumPy file of `count` numbers: format 1.0, one dimension, 128 bytes whatever the count.
/// `type` is NumPy's word for them: "<f8", "|u1".
std::string npy_header(const std::string& type, std::uint64_t count);

/// The columns of a run as NumPy files, written while the run goes on: `<column>.npy`, float64, and
/// `<status>.npy`, uint8 codes in the order of the status's names; shape (paths,), little endian (that of the
/// machine). What is no number is as in the column: infinite or NaN.
///
///   io::OutputFolder folder{"out"};
///   report::NpyColumns files{folder};
///   run.rows = files.sink();
///   files.finish(simulate(study, run));
///   folder.commit();                      // the files appear; without it none does
///
/// Errors: OutputError.
class NpyColumns {
public:
    /// The folder must outlive it.
    explicit NpyColumns(io::OutputFolder& folder) : folder_{&folder} {}

    /// What `Run::rows` is: writes rows [first, first + count) at their place. Refers to this object.
    auto sink() {
        return [this](const Outcome& o, std::uint64_t first, std::uint64_t count) { write(o, first, count); };
    }
    void write(const Outcome& o, std::uint64_t first, std::uint64_t count);
    /// Cuts the files to the rows that the run kept and says so in their headers.
    void finish(const Outcome& o);

private:
    void open(const Outcome& o);

    io::OutputFolder* folder_;
    std::vector<io::AtomicFile*> files_;  ///< of the columns, then of the statuses
};

}  // namespace minerisk::inline v0::report
