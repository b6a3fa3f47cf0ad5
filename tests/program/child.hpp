#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "../io/temp_folder.hpp"

namespace minerisk::test {

/// How a run of the program ended and what it said.
struct Ended {
    int status = -1;  ///< exit status; -1 if a signal ended it
    std::string out, err;
};

/// The program as a child process, its output into files of a folder.
class Child {
public:
    using Environment = std::vector<std::pair<std::string, std::string>>;

    explicit Child(std::vector<std::string> arguments, const Environment& environment = {}) {
        arguments.insert(arguments.begin(), MINERISK_PROGRAM);
        std::vector<char*> argv;
        for (std::string& argument : arguments) argv.push_back(argument.data());
        argv.push_back(nullptr);
        pid_ = ::fork();
        if (pid_ < 0) throw std::runtime_error{"no child process"};
        if (pid_ > 0) return;
        for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
        ::dup2(::open((folder_ / "out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
        ::dup2(::open((folder_ / "err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    ~Child() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    void interrupt_after(std::chrono::milliseconds wait) const {
        std::this_thread::sleep_for(wait);
        ::kill(pid_, SIGINT);
    }
    void send(int signal) const { ::kill(pid_, signal); }
    /// Whether it has ended by itself; `wait` says how.
    bool ended() const {
        siginfo_t info{};
        return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
               info.si_pid == pid_;
    }
    Ended wait() {
        int status = 0;
        ::waitpid(pid_, &status, 0);
        pid_ = -1;
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, folder_.read("out"), folder_.read("err")};
    }

private:
    TempFolder folder_;
    ::pid_t pid_ = -1;
};

inline Ended run_program(std::vector<std::string> arguments, const Child::Environment& environment = {}) {
    return Child{std::move(arguments), environment}.wait();
}

/// A CSV text as rows of cells; no quotes are looked for.
inline std::vector<std::vector<std::string>> rows_of(const std::string& csv) {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t at = 0; at < csv.size();) {
        const std::size_t end = std::min(csv.find('\n', at), csv.size());
        auto& row = rows.emplace_back(1);
        for (; at < end; ++at) csv[at] == ',' ? void(row.emplace_back()) : row.back().push_back(csv[at]);
        at = end + 1;
    }
    return rows;
}

}  // namespace minerisk::test
