#include "program/schedule_command.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "io/import/import.hpp"
#include "io/units_text.hpp"
#include "minerisk/engine/schedule_ranking.hpp"
#include "minerisk/engine/stock.hpp"
#include "minerisk/inputs/price_index.hpp"
#include "minerisk/io/model_file.hpp"
#include "minerisk/io/render.hpp"
#include "minerisk/report/schedule.hpp"
#include "program/interrupts.hpp"
#include "program/misuse.hpp"
#include "program/output_folder.hpp"
#include "program/progress.hpp"
#include "program/read_or_say.hpp"
#include "program/run_options.hpp"
#include "program/version.hpp"
#include "report/number.hpp"

namespace minerisk::inline v0::program {
namespace {

constexpr std::uint64_t most_ranking_paths = 20'000;
constexpr std::uint64_t most_ranking_paths_in_study = 5'000;  // each run draws the study's events anew
constexpr std::size_t ranking_steps = 5;

/// What a model file holds: a network alone, or one within a study.
struct Subject {
    std::string name, money;
    std::vector<std::string> assumed{};
    std::variant<schedule::Network, Study<>> of;

    bool in_study() const { return std::holds_alternative<Study<>>(of); }
    const schedule::NetworkWorkspace& base() const {
        if (const auto* study = std::get_if<Study<>>(&of)) return study->schedule().network()->base();
        return std::get<schedule::Network>(of).base();
    }
    const schedule::Network& network() const {
        if (const auto* study = std::get_if<Study<>>(&of)) return study->schedule().network()->network();
        return std::get<schedule::Network>(of);
    }
};

/// The network that a model file holds, or what is wrong with it.
std::optional<Subject> load(const std::string& file, io::Sources& sources) {
    return read_or_say(sources, [&]() -> Subject {
        if (io::kind_of(file) != io::ModelKind::study) {
            io::ScheduleModel model = io::load_schedule(file, sources);
            return {model.name, model.money, {}, schedule::Network{std::move(model.plan)}};
        }
        io::Model model = io::load_model(file, sources);
        const std::string money = model.study.spec().money;
        if (!model.study.schedule().network()) {
            Problems problems;
            problems.add(
                io::shown(file), "",
                "builds top-down: there are no activities without `schedule.form = \"network\"` and a "
                "[network]");
            problems.throw_if_any();
        }
        return {model.name, money, model.assumed, std::move(model.study)};
    });
}

/// Columns of the terminal that standard output goes to; those of a page if it is none.
int columns_of_terminal() {
    winsize size{};
    if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 100;
    return std::clamp(static_cast<int>(size.ws_col), 60, 200);
}

ScheduleOutcome simulated(const Subject& subject, const ScheduleRun& how) {
    return std::visit(
        [&]<class Of>(const Of& of) {
            if constexpr (std::is_same_v<Of, schedule::Network>) {
                return simulate(of, how);
            } else {
                return simulate_schedule(of, how);
            }
        },
        subject.of);
}

/// Ranks the risks, with one line of progress over all its runs. Nothing if it was interrupted.
std::optional<Ranking> rank(const Subject& subject, Run how, double prob, bool quiet) {
    const std::size_t risks = risk_count(subject.network().plan(), subject.in_study());
    std::uint64_t runs = 1 + risks;
    for (std::size_t k = 0; k < std::min(ranking_steps, risks); ++k) runs += risks - k;
    Progress progress{runs * how.paths, quiet};
    std::uint64_t before = 0;
    how.progress = [&](std::uint64_t done) {
        progress.show(before + done);
        if (done == how.paths) before += done;
    };
    Ranking ranking =
        std::visit([&](const auto& of) { return rank_by_removal(of, how, prob, ranking_steps); }, subject.of);
    if (how.stop.stop_requested()) return {};
    return ranking;
}

}  // namespace

ScheduleCommand::ScheduleCommand(CLI::App& app)
    : command_{app.add_subcommand("schedule",
                                  "simulate a network of activities: dates, cost and their risks")},
      import_{command_->add_subcommand("import", "turn a schedule of another program into a model file")} {
    command_->add_option("MODEL", model_, "the model file (TOML) with a [network]");
    paths_given_ = command_->add_option("--paths", paths_, "paths to run (100000)");
    seed_given_ = command_->add_option("--seed", seed_, "seed of the random numbers (2026)");
    seed_given_->check(CLI::NonNegativeNumber);
    threads_given_ = command_->add_option("--threads", threads_, "threads to use (all of the machine)");
    out_given_ =
        command_->add_option("--out", out_, "folder for schedule.json, paths.csv and activities.csv");
    command_->add_flag("--no-risk", no_risk_, "the critical path on likely durations alone");
    rank_given_ = command_->add_option(
        "--rank", rank_, "rank the risks by what this percentile drops without them (80; 0: no ranking)");
    asked_[0] =
        command_->add_option("--confidence", confidences_, "percentiles for the contingency, as 50,80,90")
            ->delimiter(',');
    asked_[1] = command_->add_option("--budget", budget_,
                                     "money of the model, as \"7000 MUSD\": how often the cost stays within");
    asked_[2] = command_->add_option("--date", date_,
                                     "a day, as 2031-06-30: how often the target is finished by its end");
    command_->add_flag("--gantt", gantt_, "draw the plan and its median on a time axis");
    command_->add_flag("--quiet", quiet_, "no progress and no table");

    import_->add_option("FILE", file_, "a schedule: .xml (Microsoft Project), .xer (P6), .sm, .rcp or .csv")
        ->required();
    import_->add_option("-o,--output", written_, "the model file to write")->required();
    import_->add_option("--start", start_, "first day of a file without dates (2026-01-01)");
    import_->add_option("--project", project_, "id or short name of one of several projects of a P6 file");
    import_->add_option("--money", month_, "month of the money of costs, as 2025-12 (costs are left out)");
    import_->add_flag("--force", force_, "write over a file that is there");
}

bool ScheduleCommand::parsed() const {
    return command_->parsed();
}

bool ScheduleCommand::options_agree() const {
    const auto refuse = [](const std::string& why) {
        misuse(why);
        return false;
    };
    if (out_given_->count() > 0 && out_.empty()) return refuse("--out \"\": must name a folder");
    if (quiet_ && gantt_) return refuse("--gantt has no meaning with --quiet");
    if ((threads_given_->count() > 0 && threads_ < 1) || threads_ > 1024)
        return refuse("--threads " + std::to_string(threads_) + ": must be from 1 to 1024");
    if (!no_risk_) return true;
    if (paths_given_->count() > 0 && paths_ != 1)
        return refuse("--no-risk is one path: --paths " + std::to_string(paths_) + " has no meaning with it");
    if (seed_given_->count() > 0 || (rank_given_->count() > 0 && rank_ > 0))
        return refuse("--no-risk draws nothing: --seed and --rank have no meaning with it");
    for (const CLI::Option* o : asked_)
        if (o->count() > 0)
            return refuse("--no-risk is one path: " + o->get_name() + " has no meaning with it");
    return true;
}

int ScheduleCommand::run() const {
    if (import_->parsed()) return import_file();
    if (!options_agree()) return refused;
    if (model_.empty()) return misuse("schedule: MODEL is required");
    if (no_risk_) return report_likely();
    return simulate_model();
}

int ScheduleCommand::simulate_model() const {
    if (paths_ < 1 || paths_ > 2'000'000'000)
        return misuse("--paths " + std::to_string(paths_) + ": must be from 1 to 2000000000");
    if (!(rank_ >= 0 && rank_ < 100))
        return misuse(fmt::format("--rank {:g}: must be 0 or a percentile below 100", rank_));
    for (const double c : confidences_)
        if (!(c > 0 && c < 100))
            return misuse(fmt::format("--confidence {:g}: must be a percentile between 0 and 100", c));
    report::ScheduleQuestions questions;
    questions.confidences.clear();
    for (const double c : confidences_) questions.confidences.push_back(c / 100);
    if (!budget_.empty()) {
        const auto money = io::parse_quantity<Money>(budget_);
        if (!money) return misuse("--budget " + budget_ + ": " + money.rule);
        questions.budget = money.value.canonical();
    }
    const auto day = parse_date(date_);
    if (!date_.empty() && !day) return misuse("--date " + date_ + ": must be a day as 2031-06-30");
    io::Sources sources;
    const auto subject = load(model_, sources);
    if (!subject) return refused;
    if (day) questions.date = years_between(subject->network().plan().start, next_day(*day));
    const schedule::Plan& plan = subject->network().plan();
    if (!out_.empty() && !takes(out_, {"schedule.json", "paths.csv", "activities.csv"})) return refused;

    const MoreThreads threads{threads_};
    auto interrupts = std::make_optional<Interrupts>();  // before the first worker thread starts
    ScheduleRun how;
    how.run.paths = paths_;
    how.run.seed = seed_;
    how.run.threads = threads_;
    how.run.stop = interrupts->token();
    ScheduleOutcome outcome;
    {
        Progress progress{paths_, quiet_};
        how.run.progress = [&](std::uint64_t done) { progress.show(done); };
        outcome = simulated(*subject, how);
    }
    if (outcome.paths == 0) {
        misuse("interrupted before the first paths were complete: nothing to report");
        return interrupted;
    }
    if (outcome.rows() == 0)
        throw RunError{"no path goes on after the decision of the study: nothing to report"};
    how.run.paths = std::min(paths_, subject->in_study() ? most_ranking_paths_in_study : most_ranking_paths);
    const auto ranking_began = std::chrono::steady_clock::now();
    std::optional<Ranking> ranking;
    const bool asked = rank_ > 0 && how.run.paths > 1 && risk_count(plan, subject->in_study()) > 0;
    if (asked && !outcome.interrupted) ranking = rank(*subject, how.run, rank_ / 100, quiet_);
    const double ranking_seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - ranking_began).count();
    interrupts.reset();

    auto summary = report::summarize(outcome, plan, questions);
    summary.money = subject->money;
    summary.ranking = ranking ? &*ranking : nullptr;
    summary.ranking_paths = how.run.paths;
    const report::Provenance from{subject->name, model_, &sources, version(), subject->assumed};
    if (!quiet_) {
        std::string text = report::table(summary, from);
        if (gantt_) text += report::gantt(outcome, plan, columns_of_terminal()) + "\n";
        if (asked && !ranking) text += "interrupted: the risks are not ranked\n";
        if (!asked && rank_given_->count() > 0 && rank_ > 0)
            text += "nothing is ranked: the plan has no risk that could be taken out, or there is one path\n";
        text += run_line(outcome.seed, outcome.threads, outcome.isa, outcome.elapsed_seconds, outcome.paths) +
                (ranking ? fmt::format("; ranking {:.3g} s\n", ranking_seconds) : "\n");
        std::fputs(text.c_str(), stdout);
    }
    bool came_late = false;
    if (!out_.empty()) {
        came_late = write_folder(out_, [&](io::OutputFolder& folder) {
            folder.file("schedule.json").write(report::json(summary, from));
            report::write_paths_csv(folder.file("paths.csv"), outcome, plan);
            report::write_activities_csv(folder.file("activities.csv"), outcome, plan);
        });
        if (!quiet_)
            std::printf("written: %s\n", io::escape_text(out_ + "/schedule.json, " + out_ + "/paths.csv, " +
                                                         out_ + "/activities.csv")
                                             .c_str());
    }
    return outcome.interrupted || (asked && !ranking) || came_late ? interrupted : 0;
}

int ScheduleCommand::report_likely() const {
    io::Sources sources;
    const auto subject = load(model_, sources);
    if (!subject) return refused;
    const schedule::Plan& plan = subject->network().plan();
    const ScheduleOutcome outcome = report::likely_outcome(subject->network(), subject->base());
    const report::Provenance from{subject->name, model_, &sources, version(), subject->assumed};
    if (!quiet_) {
        std::string text = report::likely_table(subject->network(), subject->base(), from, subject->money);
        if (gantt_) text += "\n" + report::gantt(outcome, plan, columns_of_terminal());
        std::fputs(text.c_str(), stdout);
    }
    if (out_.empty()) return 0;
    if (!takes(out_, {"schedule.json", "activities.csv"})) return refused;
    auto summary = report::summarize(outcome, plan);
    summary.money = subject->money;
    summary.risks = false;
    const bool came_late = write_folder(out_, [&](io::OutputFolder& folder) {
        folder.file("schedule.json").write(report::json(summary, from));
        report::write_activities_csv(folder.file("activities.csv"), outcome, plan);
    });
    if (!quiet_)
        std::printf("written: %s\n",
                    io::escape_text(out_ + "/schedule.json, " + out_ + "/activities.csv").c_str());
    return came_late ? interrupted : 0;
}

int ScheduleCommand::import_file() const {
    io::ImportOptions options;
    if (!start_.empty()) {
        const auto day = parse_date(start_);
        if (!day) return misuse("--start " + start_ + ": must be a day as 2026-01-31");
        options.start = *day;
    }
    if (!month_.empty() && !PriceIndex::is_month(month_))
        return misuse("--money " + month_ + ": must be a month as 2025-12");
    options.project = project_;
    options.money = month_;
    if (!written_.ends_with(".toml")) return misuse("--output " + written_ + ": must end in .toml");
    std::error_code ignored;
    if (std::filesystem::equivalent(file_, written_, ignored))
        return misuse("--output " + written_ + ": must not be the file that is read");
    if (!force_ && std::filesystem::exists(std::filesystem::symlink_status(written_, ignored)))
        return misuse(written_ + ": is there already; --force writes over it");
    io::Sources sources;
    std::string model;
    const auto imported = read_or_say(sources, [&] {
        io::Imported got = io::import_network(file_, sources, options);
        model = io::model_text(got.plan, file_, month_);
        return got;
    });
    if (!imported) return refused;
    io::write_whole_file(written_, model);

    const schedule::Plan& plan = imported->plan;
    const auto counted = [](std::size_t count, const char* one, const char* many) {
        return fmt::format("{} {}", count, count == 1 ? one : many);
    };
    std::string text =
        fmt::format("{}: {}, {}, {}; target {}\n", io::escape_text(written_),
                    counted(plan.activities.size(), "activity", "activities"),
                    counted(plan.links.size(), "link", "links"),
                    counted(plan.calendars.size(), "calendar", "calendars"), io::shown(plan.target));
    for (const std::string& line : imported->remarks) text += "note: " + io::escape_text(line) + "\n";
    for (const std::string& line : imported->not_understood)
        text += "not read: " + io::escape_text(line) + "\n";
    if (imported->not_understood.empty()) text += "all of the schedule was understood\n";
    std::fputs(text.c_str(), stdout);
    return 0;
}

}  // namespace minerisk::inline v0::program
