#include "program/progress.hpp"

#include <unistd.h>
#include <cstdio>

#include "report/number.hpp"

namespace minerisk::inline v0::program {

Progress::Progress(std::uint64_t paths, bool quiet, const char* what)
    : paths_{paths}, on_{!quiet && isatty(STDERR_FILENO) != 0}, what_{what} {}

Progress::~Progress() {
    if (shown_) std::fputs("\r\033[K", stderr);
}

void Progress::show(std::uint64_t done) {
    const auto now = Clock::now();
    if (!on_ || now - last_ < std::chrono::milliseconds{100}) return;
    last_ = now;
    shown_ = true;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const double rate = static_cast<double>(done) / seconds;
    std::fprintf(stderr, "\r\033[K%s of %s %s, %s a second, %.0f s left",
                 report::number(static_cast<double>(done), 0).c_str(),
                 report::number(static_cast<double>(paths_), 0).c_str(), what_,
                 report::number(rate, 0).c_str(), static_cast<double>(paths_ - done) / rate);
    std::fflush(stderr);
}

}  // namespace minerisk::inline v0::program
