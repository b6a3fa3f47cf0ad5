#include "program/compare_command.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <deque>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "minerisk/engine/stock.hpp"
#include "minerisk/report/comparison.hpp"
#include "program/interrupts.hpp"
#include "program/misuse.hpp"
#include "program/output_folder.hpp"
#include "program/progress.hpp"
#include "program/read_or_say.hpp"
#include "program/version.hpp"

namespace minerisk::inline v0::program {
namespace {

/// A model with the files it came from.
struct Loaded {
    std::string file;
    io::Sources sources{};
    std::optional<io::Model> model{};

    report::Provenance from() const { return {model->name, file, &sources, version(), model->assumed}; }
    const Study<>& study() const { return model->study; }
};

/// All models, the base first, valued on the same terms; or what is wrong, said.
std::optional<std::deque<Loaded>> load_all(const std::string& base, const std::vector<std::string>& with) {
    std::deque<Loaded> models;  // sources are referred to
    models.push_back({base});
    for (const std::string& file : with) models.push_back({file});
    bool sound = true;
    for (Loaded& m : models) {
        m.model = study_of(m.file, m.sources);
        sound = sound && m.model.has_value();
    }
    if (!sound) return {};
    for (std::size_t i = 1; i < models.size(); ++i) {
        const auto comparable = read_or_say({}, [&] {
            analysis::require_comparable(models[0].study(), models[i].study(), base, models[i].file);
            return true;
        });
        sound = sound && comparable.has_value();
    }
    if (!sound) return {};
    return models;
}

/// Runs one model after the other and holds the paths of two of them at most.
class Runner {
public:
    Runner(const std::deque<Loaded>& models, Run how, bool quiet)
        : models_{models}, how_{std::move(how)}, progress_{models.size() * how_.paths, quiet} {
        how_.progress = [this](std::uint64_t done) { progress_.show(before_ + done); };
    }

    report::ComparisonReport report() {
        const Loaded& base = models_.front();
        report::ComparisonReport r;
        r.base = base.from();
        r.remarks = base.study().spec().remarks;
        r.basis = report::basis_of(base.study());
        r.risks = how_.risks;
        r.paths = how_.paths;
        r.seed = how_.seed;
        const Outcome base_paths = simulated(base.study(), r);
        r.threads = base_paths.threads;
        r.isa = base_paths.isa;
        for (std::size_t i = 1; i < models_.size(); ++i) {
            const Loaded& m = models_[i];
            Outcome paths;
            if (!r.interrupted) paths = simulated(m.study(), r);
            if (paths.paths == 0) {
                r.not_run.push_back(m.file);
                continue;
            }
            const auto began = std::chrono::steady_clock::now();
            r.with.push_back({m.from(), m.study().spec().remarks,
                              analysis::unpaired_streams(base.study(), m.study(), how_.risks),
                              analysis::compared_parties(base.study(), m.study()),
                              analysis::compare(base_paths, paths),
                              analysis::break_even(m.study(), base_paths, paths)});
            comparing_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        }
        return r;
    }
    double comparing_seconds() const { return comparing_; }

private:
    Outcome simulated(const Study<>& study, report::ComparisonReport& r) {
        Outcome o = simulate(study, how_);
        before_ += how_.paths;
        r.paths_run += o.paths;
        r.elapsed_seconds += o.elapsed_seconds;
        r.interrupted = r.interrupted || o.interrupted;
        return o;
    }

    const std::deque<Loaded>& models_;
    Run how_;
    Progress progress_;
    std::uint64_t before_ = 0;
    double comparing_ = 0;
};

}  // namespace

CompareCommand::CompareCommand(CLI::App& app)
    : command_{app.add_subcommand("compare", "say what a change is worth, path by path on the same draws")} {
    command_->add_option("BASE", base_, "the model to compare with (TOML)")->required();
    command_->add_option("WITH", with_, "models with a change, each set against BASE")->required();
    options_.add_to(*command_, "compare.json and compare.csv");
}

bool CompareCommand::parsed() const {
    return command_->parsed();
}

int CompareCommand::run() const {
    const auto risks = risks_of(options_.only);
    if (!risks || !options_.in_range()) return refused;
    const auto models = load_all(base_, with_);
    if (!models) return refused;
    if (!options_.out.empty() && !takes(options_.out, {"compare.json", "compare.csv"})) return refused;

    const MoreThreads threads{options_.threads};
    report::ComparisonReport report;
    double comparing = 0;
    {
        const Interrupts interrupts;  // before the first worker thread starts
        Run how{.paths = options_.paths, .seed = options_.seed, .threads = options_.threads, .risks = *risks};
        how.risks.fiscal = std::ranges::any_of(
            *models, [&](const Loaded& m) { return report::moving(*risks, m.study()).fiscal; });
        how.stop = interrupts.token();
        Runner runner{*models, std::move(how), options_.quiet};
        report = runner.report();
        comparing = runner.comparing_seconds();
    }
    if (report.with.empty()) {
        misuse("interrupted before two models had paths: nothing to compare");
        return interrupted;
    }
    if (!options_.quiet) {
        const std::string text =
            report::table(report) +
            run_line(report.seed, report.threads, report.isa, report.elapsed_seconds, report.paths_run) +
            fmt::format("; comparing {:.2g} s\n", comparing);
        std::fputs(text.c_str(), stdout);
    }
    bool came_late = false;
    if (!options_.out.empty()) {
        came_late = write_folder(options_.out, [&](io::OutputFolder& folder) {
            folder.file("compare.json").write(report::json(report));
            folder.file("compare.csv").write(report::comparison_csv(report));
        });
        if (!options_.quiet)
            std::printf(
                "written: %s\n",
                io::escape_text(options_.out + "/compare.json, " + options_.out + "/compare.csv").c_str());
    }
    return report.interrupted || came_late ? interrupted : 0;
}

}  // namespace minerisk::inline v0::program
