#include "program/commands.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "io/text_escape.hpp"
#include "minerisk/engine/stock.hpp"
#include "minerisk/io/model_file.hpp"
#include "minerisk/io/render.hpp"
#include "minerisk/report/npy.hpp"
#include "minerisk/report/write.hpp"
#include "program/calibrate_command.hpp"
#include "program/compare_command.hpp"
#include "program/interrupts.hpp"
#include "program/misuse.hpp"
#include "program/output_folder.hpp"
#include "program/progress.hpp"
#include "program/read_or_say.hpp"
#include "program/run_options.hpp"
#include "program/schedule_command.hpp"
#include "program/solve_command.hpp"
#include "program/version.hpp"

namespace minerisk::inline v0::program {
namespace {

/// What the command line says.
struct Options {
    std::string model;
    RunOptions run;
    bool no_risk = false;
    std::uint64_t path = 0;
    std::uint64_t seed = 2026;  ///< of `explain`
    std::string only;
    std::string csv;
    std::string metrics, format;  ///< of `run`
    bool path_given = false, seed_given = false;
};

/// On how many of the paths of a run the toll of security is taken: each is valued again without each class.
std::uint64_t paths_of_toll(std::uint64_t paths) {
    return std::min<std::uint64_t>(paths, std::clamp<std::uint64_t>(paths / 50, 200, 5000));
}

/// Whether something was said about the draws of a run that draws nothing; says so.
bool drawn_without_risk(bool no_risk, const std::string& only, bool seed_given) {
    if (!no_risk || (only.empty() && !seed_given)) return false;
    misuse("--no-risk draws nothing: --only and --seed have no meaning with it");
    return true;
}

/// How the paths go into the folder of `--out`.
struct PathFormats {
    bool csv = false, npy = false;
};

/// What `--format` asks for; nothing, said why, for a word that is no format.
std::optional<PathFormats> formats_of(const RunOptions& o, const std::string& format) {
    if (format.empty()) return PathFormats{.csv = true};
    if (o.out.empty()) {
        misuse("--format says how --out writes the paths: it has no meaning without a folder");
        return {};
    }
    PathFormats formats;
    for (const std::string& word : words_of(format)) {
        if (word != "csv" && word != "npy") {
            misuse("--format " + word + ": must be csv, npy or both, separated by a comma");
            return {};
        }
        (word == "csv" ? formats.csv : formats.npy) = true;
    }
    return formats;
}

/// Runs the paths; nothing, said why, if the model has no such metric.
std::optional<Outcome> simulated(const Study<>& study, const Run& how) {
    try {
        return simulate(study, how);
    } catch (const InputError& error) {
        for (const Problem& p : error.problems()) {
            if (p.field != "metrics") throw;
            misuse("--metrics " + p.value + ": " + p.rule);
        }
        return {};
    }
}

int run(const Options& all) {
    const RunOptions& o = all.run;
    if (drawn_without_risk(all.no_risk, o.only, o.seed_given->count() > 0)) return refused;
    const auto risks = all.no_risk ? Risks::none() : risks_of(o.only);
    if (!risks) return refused;
    if (all.no_risk && o.paths_given->count() > 0 && o.paths != 1)
        return misuse("--no-risk is one path: --paths " + std::to_string(o.paths) +
                      " has no meaning with it");
    if (!o.in_range()) return refused;
    const auto formats = formats_of(o, all.format);
    if (!formats) return refused;
    io::Sources sources;
    const auto model = study_of(all.model, sources);
    if (!model) return refused;
    if (!o.out.empty() && !takes(o.out, {"summary.json", "paths.csv"})) return refused;

    const MoreThreads threads{o.threads};
    Run how{.paths = all.no_risk ? 1 : o.paths,
            .seed = o.seed,
            .threads = o.threads,
            .risks = report::moving(*risks, model->study)};
    how.metrics = words_of(all.metrics);
    std::optional<io::OutputFolder> folder;
    std::optional<report::NpyColumns> npy;
    if (formats->npy) {
        npy.emplace(folder.emplace(o.out));
        how.rows = npy->sink();
    }
    std::optional<Outcome> outcome;
    SecurityToll toll;
    CashFan fan;
    {
        const Interrupts interrupts;  // before the first worker thread starts
        how.stop = interrupts.token();
        Progress progress{how.paths, o.quiet};
        how.progress = [&](std::uint64_t done) { progress.show(done); };
        outcome = simulated(model->study, how);
        if (!outcome) return refused;
        if (!outcome->interrupted) toll = security_toll(model->study, how, paths_of_toll(how.paths));
        if (!outcome->interrupted && !o.out.empty())
            fan = cash_fan(model->study, how, std::min<std::uint64_t>(how.paths, 5000));
    }
    if (outcome->paths == 0) {
        misuse("interrupted before the first paths were complete: nothing to report");
        return interrupted;
    }

    auto summary = report::summarize(*outcome, model->study, toll, model->claims);
    if (fan.paths > 0) summary.fan = &fan;
    const report::Provenance from{model->name, all.model, &sources, version(), model->assumed};
    if (!o.quiet) {
        std::string text = report::table(summary, from);
        if (risks->security && !model->study.security().classes().empty() && toll.paths == 0)
            text += "interrupted: what each part of security takes is left out\n";
        for (const std::string& line : report::bases(*risks, model->study)) text += "base of " + line + "\n";
        if (!all.no_risk)
            text += run_line(outcome->seed, outcome->threads, outcome->isa, outcome->elapsed_seconds,
                             outcome->paths) +
                    "\n";
        std::fputs(text.c_str(), stdout);
    }
    bool came_late = false;
    if (!o.out.empty()) {
        if (!folder) folder.emplace(o.out);
        came_late = write_folder(*folder, [&](io::OutputFolder& files) {
            files.file("summary.json").write(report::json(summary, from));
            if (formats->csv) report::write_paths_csv(files.file("paths.csv"), *outcome);
            if (npy) npy->finish(*outcome);
        });
        std::string written = o.out + "/summary.json";
        if (formats->csv) written += ", " + o.out + "/paths.csv";
        if (npy) written += ", " + o.out + "/*.npy";
        if (!o.quiet) std::printf("written: %s\n", io::escape_text(written).c_str());
    }
    return outcome->interrupted || came_late ? interrupted : 0;
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
    const auto model = study_of(o.model, sources);
    if (!model) return refused;
    std::printf("%s: %s is sound\n", io::escape_text(o.model).c_str(), io::escape_text(model->name).c_str());
    for (const std::string& line : model->assumed) std::printf("note: %s\n", line.c_str());
    if (const auto* build = model->study.schedule().network()) print_advice(build->network().plan());
    return 0;
}

int explain(const Options& o) {
    if (o.no_risk == o.path_given) return misuse("explain needs either --path or --no-risk");
    if (drawn_without_risk(o.no_risk, o.only, o.seed_given)) return refused;
    const auto risks = o.no_risk ? Risks::none() : risks_of(o.only);
    if (!risks) return refused;
    io::Sources sources;
    const auto model = study_of(o.model, sources);
    if (!model) return refused;
    if (!o.csv.empty() && !takes(o.csv, {"periods.csv"})) return refused;
    const Risks moving = report::moving(*risks, model->study);
    auto block = replay(model->study, o.path, o.seed, moving);
    const report::Provenance from{model->name, o.model, &sources, version(), model->assumed};
    std::fputs(report::explanation(block, from, o.seed, moving).c_str(), stdout);
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
    o.run.add_to(*run_command, "summary.json and the paths");
    run_command->add_option("--metrics", o.metrics, "metrics to keep of each path: npv_usd,irr,... (all)");
    run_command->add_option("--format", o.format, "how --out writes the paths: csv, npy or csv,npy (csv)");
    run_command->add_flag("--no-risk", o.no_risk, "one path with every risk at its base");

    CLI::App* check_command = app.add_subcommand("check", "say all that is wrong with a model");
    common(check_command);

    CLI::App* explain_command = app.add_subcommand("explain", "tell the whole story of one path");
    common(explain_command);
    auto* path = explain_command->add_option("--path", o.path, "number of the path, from 0");
    auto* seed = explain_command->add_option("--seed", o.seed, "seed of the random numbers (2026)");
    explain_command->add_flag("--no-risk", o.no_risk, "the path with every risk at its base");
    explain_command->add_option("--only", o.only, "risks that move, as in the run");
    explain_command->add_option("--csv", o.csv, "folder for the tables as CSV files");

    seed->check(CLI::NonNegativeNumber);

    CompareCommand compare_command{app};
    SolveCommand solve_command{app};
    ScheduleCommand schedule_command{app};
    CalibrateCommand calibrate_command{app};

    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& e) {
        return app.exit(e);
    } catch (const CLI::ParseError& e) {
        return misuse(e.what());
    }
    o.path_given = path->count() > 0;
    o.seed_given = seed->count() > 0;
    if (run_command->parsed()) return run(o);
    if (check_command->parsed()) return check(o);
    if (compare_command.parsed()) return compare_command.run();
    if (solve_command.parsed()) return solve_command.run();
    if (schedule_command.parsed()) return schedule_command.run();
    if (calibrate_command.parsed()) return calibrate_command.run();
    return explain(o);
}

}  // namespace minerisk::inline v0::program
