#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <optional>

#include <fmt/format.h>
#include <tbb/global_control.h>

#include "io/text_escape.hpp"
#include "minerisk/engine/executor.hpp"
#include "minerisk/io/atomic_file.hpp"
#include "minerisk/io/render.hpp"
#include "program/calibrate/fits.hpp"
#include "program/interrupts.hpp"
#include "program/misuse.hpp"
#include "program/progress.hpp"

namespace minerisk::inline v0::program {

int calibrate_events(const CalibrationRequest& request) {
    io::Sources sources;
    io::EventTable table;
    FittedEvents fitted;
    const auto began = std::chrono::steady_clock::now();
    try {
        table = io::read_events(request.file, request.query, sources);
        fitted = fit_all(table, request);
    } catch (const InputError& error) {
        std::fputs(io::render_error(error, sources).c_str(), stderr);
        return refused;
    }
    std::optional<tbb::global_control> more_threads;
    if (request.threads > 0)
        more_threads.emplace(tbb::global_control::max_allowed_parallelism,
                             static_cast<std::size_t>(request.threads));
    auto interrupts = std::make_optional<Interrupts>();  // before the first worker thread starts
    calibration::BootstrapRun how{.samples = request.samples,
                                  .seed = request.seed,
                                  .threads = request.threads,
                                  .stop = interrupts->token()};
    bool stopped = false;
    {
        Progress progress{samples_of(fitted, request.samples), request.quiet, "samples"};
        std::mutex mutex;
        std::uint64_t done = 0;
        how.sample_done = [&] {
            const std::lock_guard lock{mutex};
            progress.show(++done);
        };
        bootstrap_all(fitted, how);
        stopped = how.stop.stop_requested();
    }
    interrupts.reset();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    if (!request.quiet) {
        std::string text = calibration_text(fitted, table, request);
        if (stopped)
            text += "interrupted: the bootstrap is not complete, so there is no p; no fragment is written\n";
        const int threads = minerisk::detail::thread_count(request.threads);
        text += fmt::format("seed {}, {} {}, {:.3g} s\n", request.seed, threads,
                            threads == 1 ? "thread" : "threads", seconds);
        std::fputs(text.c_str(), stdout);
    }
    if (stopped) return interrupted;
    if (!request.fragment.empty()) {
        const InterruptsHeld held;
        io::write_whole_file(request.fragment,
                             calibration_fragment(fitted, table, request, sources[0].sha256));
        if (!request.quiet) std::printf("written: %s\n", io::escape_text(request.fragment).c_str());
    }
    return 0;
}

}  // namespace minerisk::inline v0::program
