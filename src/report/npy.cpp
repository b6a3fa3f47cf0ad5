#include "minerisk/report/npy.hpp"

#include <bit>
#include <cstddef>
#include <span>

#include <fmt/format.h>

#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0::report {
namespace {

constexpr std::size_t npy_header_size = 128;
constexpr const char* npy_number = std::endian::native == std::endian::little ? "<f8" : ">f8";

/// Calls `act(file, type, values)` for every column and status.
template <class Act>
void each_npy_file(const Outcome& o, const std::vector<io::AtomicFile*>& files, Act&& act) {
    std::size_t at = 0;
    for (const Column& c : o.columns) act(*files[at++], npy_number, std::span{c.values});
    for (const StatusColumn& s : o.statuses) act(*files[at++], "|u1", std::span{s.values});
}

}  // namespace

std::string npy_header(const std::string& type, std::uint64_t count) {
    std::string text{"\x93NUMPY\x01\x00\x76\x00", 10};  // version 1.0; 0x76 bytes follow
    text += fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({},), }}", type, count);
    text.resize(npy_header_size - 1, ' ');
    return text + "\n";
}

void NpyColumns::open(const Outcome& o) {
    MINERISK_EXPECTS(!o.columns.empty());
    for (const Column& c : o.columns) files_.push_back(&folder_->file(c.name + ".npy"));
    for (const StatusColumn& s : o.statuses) files_.push_back(&folder_->file(s.name + ".npy"));
}

void NpyColumns::write(const Outcome& o, std::uint64_t first, std::uint64_t count) {
    if (files_.empty()) open(o);
    each_npy_file(o, files_, [&](io::AtomicFile& file, const char*, const auto& values) {
        const auto rows = std::as_bytes(values.subspan(first, count));
        file.write_at(npy_header_size + first * sizeof values[0],
                      {reinterpret_cast<const char*>(rows.data()), rows.size()});
    });
}

void NpyColumns::finish(const Outcome& o) {
    if (files_.empty()) open(o);
    each_npy_file(o, files_, [&](io::AtomicFile& file, const char* type, const auto& values) {
        file.cut(npy_header_size + o.paths * sizeof values[0]);
        file.write_at(0, npy_header(type, o.paths));
    });
}

}  // namespace minerisk::inline v0::report
