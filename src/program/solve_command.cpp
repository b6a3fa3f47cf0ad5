#include "program/solve_command.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "minerisk/analysis.hpp"
#include "minerisk/engine/stock.hpp"
#include "program/interrupts.hpp"
#include "program/misuse.hpp"
#include "program/progress.hpp"
#include "program/read_or_say.hpp"
#include "report/layout.hpp"

namespace minerisk::inline v0::program {
namespace {

/// "4.60 USD/lb @2025-12" as a number and what stands behind it.
struct Amount {
    double number = 0;
    std::string rest;
};
std::optional<Amount> amount_of(const std::string& text) {
    Amount a;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), a.number);
    if (error != std::errc{} || !std::isfinite(a.number)) return {};
    a.rest.assign(end, text.data() + text.size());
    return a;
}

struct Stopped {};

/// Digits that an error supports, at least what shows the value.
std::string to_digits(double x, double se) {
    return std::isfinite(se) && se > 0 ? report::number(x, report::decimals_for(se), false)
                                       : fmt::format("{:.6g}", x);
}

}  // namespace

SolveCommand::SolveCommand(CLI::App& app)
    : command_{
          app.add_subcommand("solve", "find the value of an input at which a statistic reaches a goal")} {
    command_->add_option("MODEL", model_, "the model (TOML)")->required();
    command_->add_option("--vary", key_, "dotted path of a value of the model: price.copper.long_run")
        ->required();
    command_->add_option("--from", from_, "one end of the search, as in the file: \"3 USD/lb @2025-12\"")
        ->required();
    command_->add_option("--to", to_, "the other end")->required();
    command_
        ->add_option(
            "--until", until_,
            "the goal: \"P(npv_usd < 0) = 10 %\", \"P(claim NAME) = 50 %\", mean(COLUMN), median(COLUMN), "
            "quantile(COLUMN, P)")
        ->required();
    options_.add_to(*command_, "");
}

bool SolveCommand::parsed() const {
    return command_->parsed();
}

int SolveCommand::run() const {
    const auto risks = risks_of(options_.only);
    if (!risks || !options_.in_range()) return refused;
    const auto a = amount_of(from_), b = amount_of(to_);
    if (!a || !b || a->rest != b->rest || a->number == b->number)
        return misuse("--from and --to must be two different numbers with the same unit behind them");
    const auto load = [&](double x) {
        io::Sources sources;
        return read_or_say(sources, [&] {
            return io::load_model(model_, sources, {{key_, fmt::format("{}{}", x, a->rest)}});
        });
    };
    // Both ends first: what is wrong with either is said before anything runs.
    const auto first = load(a->number);
    if (!first || !load(b->number)) return refused;
    const auto target = read_or_say({}, [&] { return analysis::Target::parse(until_, first->claims); });
    if (!target) return refused;
    const auto columns = minerisk::detail::StudyModel{first->study}.columns();
    for (const std::string& name : target->columns())
        if (std::ranges::count(columns, name, &Column::name) == 0)
            return misuse("--until: `" + name + "` is no column of a run of this model");
    const MoreThreads threads{options_.threads};
    const Interrupts interrupts;
    Run how{.paths = options_.paths, .seed = options_.seed, .threads = options_.threads, .risks = *risks};
    how.stop = interrupts.token();
    how.metrics = target->columns();
    double seconds = 0;
    int runs = 0;
    const auto statistic = [&](double x) {
        const auto model = load(x);
        if (!model) throw Stopped{};
        Progress progress{how.paths, options_.quiet};
        how.progress = [&](std::uint64_t done) { progress.show(done); };
        const Outcome outcome = simulate(model->study, how);
        if (outcome.interrupted) throw Stopped{};
        seconds += outcome.elapsed_seconds;
        ++runs;
        const statistics::Estimate e = target->statistic(outcome);
        if (!options_.quiet)
            std::printf("  %s = %.6g%s: %s\n", key_.c_str(), x, a->rest.c_str(),
                        report::with_error(e.value, e.se).c_str());
        std::fflush(stdout);
        return e;
    };
    if (!options_.quiet)
        std::printf("%s\n%s paths each time, the same draws; until %s\n", model_.c_str(),
                    report::count_text(how.paths).c_str(), target->text().c_str());
    analysis::Solution s;
    try {
        s = analysis::solve(statistic, a->number, b->number, target->goal());
    } catch (const Stopped&) {
        misuse("stopped before the search had ended");
        return interrupts.token().stop_requested() ? interrupted : 1;
    }
    if (!s.found) {
        std::printf("not reached: at both ends the statistic stands on the same side of %.6g\n",
                    target->goal());
        return 1;
    }
    std::printf(
        "%s = %s ± %s%s makes %s\n", key_.c_str(), to_digits(s.x, s.se).c_str(),
        std::isfinite(s.se) ? report::number(s.se, report::decimals_for(s.se), false).c_str() : "(no error)",
        a->rest.c_str(), target->text().c_str());
    if (!options_.quiet)
        std::printf("%d runs, %.3g s; the error is that of the statistic over its slope\n", runs, seconds);
    return 0;
}

}  // namespace minerisk::inline v0::program
