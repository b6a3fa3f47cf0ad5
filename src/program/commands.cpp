#include "program/commands.hpp"

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <tbb/global_control.h>
#include <CLI/CLI.hpp>

#include "io/text_escape.hpp"
#include "minerisk/engine/stock.hpp"
#include "minerisk/io/model_file.hpp"
#include "minerisk/io/render.hpp"
#include "minerisk/report/write.hpp"
#include "program/calibrate_command.hpp"
#include "program/interrupts.hpp"
#include "program/misuse.hpp"
#include "program/output_folder.hpp"
#include "program/progress.hpp"
#include "program/schedule_command.hpp"
#include "program/version.hpp"
#include "report/number.hpp"

namespace minerisk::inline v0::program {
namespace {

/// What the command line says.
struct Options {
    std::string model;
    std::uint64_t paths = 100'000;
    std::uint64_t seed = 2026;
    int threads = 0;
    std::string out;
    bool no_risk = false;
    std::string only;
    bool quiet = false;
    std::uint64_t path = 0;
    std::string csv;
    bool threads_given = false, paths_given = false, path_given = false, seed_given = false;
};

/// Whether something was said about the draws of a run that draws nothing; says so.
bool drawn_without_risk(const Options& o) {
    if (!o.no_risk || (o.only.empty() && !o.seed_given)) return false;
    misuse("--no-risk draws nothing: --only and --seed have no meaning with it");
    return true;
}

std::optional<Risks> risks_of(const Options& o) {
    if (o.no_risk) return Risks::none();
    if (o.only.empty()) return Risks::all();
    Risks risks = Risks::none();
    std::string rest = o.only;
    while (true) {
        const std::size_t comma = rest.find(',');
        const std::string word = rest.substr(0, comma);
        if (word == "price")
            risks.price = true;
        else if (word == "schedule")
            risks.schedule = true;
        else if (word == "security")
            risks.security = true;
        else if (word == "technical")
            risks.technical = true;
        else {
            misuse("--only " + word +
                   ": must be some of price, schedule, security, technical, separated by commas");
            return {};
        }
        if (comma == std::string::npos) return risks;
        rest.erase(0, comma + 1);
    }
}

/// Loads the model or says what is wrong with it.
std::optional<io::Model> load(const Options& o, io::Sources& sources) {
    try {
        return io::load_model(o.model, sources);
    } catch (const InputError& error) {
        std::fputs(io::render_error(error, sources).c_str(), stderr);
        return {};
    }
}

int run(const Options& o) {
    if (drawn_without_risk(o)) return refused;
    const auto risks = risks_of(o);
    if (!risks) return refused;
    if (o.no_risk && o.paths_given && o.paths != 1)
        return misuse("--no-risk is one path: --paths " + std::to_string(o.paths) +
                      " has no meaning with it");
    if (o.paths < 1 || o.paths > 2'000'000'000)
        return misuse("--paths " + std::to_string(o.paths) + ": must be from 1 to 2000000000");
    if ((o.threads_given && o.threads < 1) || o.threads > 1024)
        return misuse("--threads " + std::to_string(o.threads) + ": must be from 1 to 1024");
    io::Sources sources;
    const auto model = load(o, sources);
    if (!model) return refused;
    if (!o.out.empty() && !takes(o.out, {"summary.json", "paths.csv"})) return refused;

    // The scheduler's own limit is the machine's cores; more threads were asked for by name.
    std::optional<tbb::global_control> more_threads;
    if (o.threads > 0)
        more_threads.emplace(tbb::global_control::max_allowed_parallelism,
                             static_cast<std::size_t>(o.threads));
    Run how{.paths = o.no_risk ? 1 : o.paths, .seed = o.seed, .threads = o.threads, .risks = *risks};
    Outcome outcome;
    {
        const Interrupts interrupts;  // before the first worker thread starts
        how.stop = interrupts.token();
        Progress progress{how.paths, o.quiet};
        how.progress = [&](std::uint64_t done) { progress.show(done); };
        outcome = simulate(model->study, how);
    }
    if (outcome.paths == 0) {
        misuse("interrupted before the first paths were complete: nothing to report");
        return interrupted;
    }

    const auto summary = report::summarize(outcome, model->study);
    const report::Provenance from{model->name, o.model, &sources, version(), model->assumed};
    if (!o.quiet) {
        std::string text = report::table(summary, from);
        for (const std::string& line : report::bases(*risks, model->study)) text += "base of " + line + "\n";
        if (!o.no_risk)
            text += fmt::format(
                "seed {}, {} {}, kernels {}, {:.3g} s, {} paths a second\n", outcome.seed, outcome.threads,
                outcome.threads == 1 ? "thread" : "threads", outcome.isa, outcome.elapsed_seconds,
                report::number(static_cast<double>(outcome.paths) / outcome.elapsed_seconds, 0));
        std::fputs(text.c_str(), stdout);
    }
    bool came_late = false;
    if (!o.out.empty()) {
        came_late = write_folder(o.out, [&](io::OutputFolder& folder) {
            folder.file("summary.json").write(report::json(summary, from));
            report::write_paths_csv(folder.file("paths.csv"), outcome);
        });
        if (!o.quiet) std::printf("written: %s/summary.json, %s/paths.csv\n", o.out.c_str(), o.out.c_str());
    }
    return outcome.interrupted || came_late ? interrupted : 0;
}

/// What `check` says of a network besides errors: where it deserves a second look.
void print_advice(const schedule::Plan& plan) {
    for (const schedule::Finding& f : schedule::examine(plan)) {
        if (f.error) continue;
        const std::string line = f.field + (f.value.empty() ? "" : " = " + f.value) + ": " + f.rule;
        std::printf("advice: %s\n", io::escape_text(line).c_str());
    }
}

int check_schedule(const Options& o) {
    io::Sources sources;
    try {
        const io::ScheduleModel model = io::load_schedule(o.model, sources);
        std::printf("%s: %s is sound\n", io::escape_text(o.model).c_str(),
                    io::escape_text(model.name).c_str());
        print_advice(model.plan);
        return 0;
    } catch (const InputError& error) {
        std::fputs(io::render_error(error, sources).c_str(), stderr);
        return refused;
    }
}

int check(const Options& o) {
    if (io::kind_of(o.model) == io::ModelKind::network_alone) return check_schedule(o);
    io::Sources sources;
    const auto model = load(o, sources);
    if (!model) return refused;
    std::printf("%s: %s is sound\n", io::escape_text(o.model).c_str(), io::escape_text(model->name).c_str());
    for (const std::string& line : model->assumed) std::printf("note: %s\n", line.c_str());
    if (const auto* build = model->study.schedule().network()) print_advice(build->network().plan());
    return 0;
}

int explain(const Options& o) {
    if (o.no_risk == o.path_given) return misuse("explain needs either --path or --no-risk");
    if (drawn_without_risk(o)) return refused;
    const auto risks = risks_of(o);
    if (!risks) return refused;
    io::Sources sources;
    const auto model = load(o, sources);
    if (!model) return refused;
    if (!o.csv.empty() && !takes(o.csv, {"periods.csv"})) return refused;
    const auto block = replay(model->study, o.path, o.seed, *risks);
    const report::Provenance from{model->name, o.model, &sources, version(), model->assumed};
    std::fputs(report::explanation(block, from, o.seed, *risks).c_str(), stdout);
    const auto write = [&](io::OutputFolder& folder) { report::write_explanation(folder, block); };
    return !o.csv.empty() && write_folder(o.csv, write) ? interrupted : 0;
}

}  // namespace

int run_program(int argc, char** argv) {
    CLI::App app{"Monte Carlo risk of mining projects: NPV and IRR under price, schedule and security risk",
                 "minerisk"};
    app.require_subcommand(1);
    app.set_version_flag(
        "--version", [] { return version_text(); }, "Libraries, instruction set, options");
    Options o;
    const auto common = [&](CLI::App* sub) {
        sub->add_option("MODEL", o.model, "the model file (TOML)")->required();
    };

    CLI::App* run_command = app.add_subcommand("run", "value a model on many paths");
    common(run_command);
    auto* paths = run_command->add_option("--paths", o.paths, "paths to run (100000)");
    auto* run_seed = run_command->add_option("--seed", o.seed, "seed of the random numbers (2026)");
    auto* threads = run_command->add_option("--threads", o.threads, "threads to use (all of the machine)");
    run_command->add_option("--out", o.out, "folder for summary.json and paths.csv");
    run_command->add_flag("--no-risk", o.no_risk, "one path with every risk at its base");
    run_command->add_option("--only", o.only, "risks that move: price,schedule,security,technical");
    run_command->add_flag("--quiet", o.quiet, "no progress and no table");

    CLI::App* check_command = app.add_subcommand("check", "say all that is wrong with a model");
    common(check_command);

    CLI::App* explain_command = app.add_subcommand("explain", "tell the whole story of one path");
    common(explain_command);
    auto* path = explain_command->add_option("--path", o.path, "number of the path, from 0");
    auto* seed = explain_command->add_option("--seed", o.seed, "seed of the random numbers (2026)");
    explain_command->add_flag("--no-risk", o.no_risk, "the path with every risk at its base");
    explain_command->add_option("--only", o.only, "risks that move, as in the run");
    explain_command->add_option("--csv", o.csv, "folder for the tables as CSV files");

    for (CLI::Option* given : {run_seed, seed}) given->check(CLI::NonNegativeNumber);

    ScheduleCommand schedule_command{app};
    CalibrateCommand calibrate_command{app};

    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& e) {
        return app.exit(e);
    } catch (const CLI::ParseError& e) {
        return misuse(e.what());
    }
    o.threads_given = threads->count() > 0;
    o.paths_given = paths->count() > 0;
    o.path_given = path->count() > 0;
    o.seed_given = seed->count() + run_seed->count() > 0;
    if (run_command->parsed()) return run(o);
    if (check_command->parsed()) return check(o);
    if (schedule_command.parsed()) return schedule_command.run();
    if (calibrate_command.parsed()) return calibrate_command.run();
    return explain(o);
}

}  // namespace minerisk::inline v0::program
