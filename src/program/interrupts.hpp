#pragma once

#include <csignal>
#include <ctime>
#include <stop_token>
#include <thread>

#include <unistd.h>

namespace minerisk::inline v0::program {

/// The signals by which people and systems ask a program to end.
inline sigset_t interrupt_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

/// While one lives, an interrupt (Ctrl-C, SIGTERM) asks the run to stop instead of ending the program; a
/// second one ends it at once. A thread of its own takes the signals, so that no handler runs anywhere; make
/// it before other threads start, which then leave these signals to it.
class Interrupts {
public:
    Interrupts() {
        const sigset_t signals = interrupt_signals();
        pthread_sigmask(SIG_BLOCK, &signals, &before_);
        watcher_ = std::jthread{[this](std::stop_token done) { watch(done); }};
    }
    ~Interrupts() {
        watcher_.request_stop();
        watcher_.join();
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    std::stop_token token() const { return asked_.get_token(); }

private:
    void watch(const std::stop_token& done) {
        const sigset_t signals = interrupt_signals();
        const timespec wait{0, 50'000'000};
        while (!done.stop_requested()) {
            if (sigtimedwait(&signals, nullptr, &wait) < 0) continue;
            if (!asked_.request_stop()) _exit(130);
        }
    }

    sigset_t before_{};
    std::stop_source asked_;
    std::jthread watcher_;
};

/// While one lives, interrupts wait: for work that is to be done whole or not at all. What still waits at its
/// end acts then.
class InterruptsHeld {
public:
    InterruptsHeld() {
        const sigset_t signals = interrupt_signals();
        pthread_sigmask(SIG_BLOCK, &signals, &before_);
    }
    ~InterruptsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    InterruptsHeld(const InterruptsHeld&) = delete;
    InterruptsHeld& operator=(const InterruptsHeld&) = delete;

    /// Whether one has come. It is taken: the caller answers it.
    bool take() const {
        const sigset_t signals = interrupt_signals();
        const timespec now{};
        bool came = false;
        while (sigtimedwait(&signals, nullptr, &now) > 0) came = true;
        return came;
    }

private:
    sigset_t before_{};
};

}  // namespace minerisk::inline v0::program
