#include "program/calibrate_command.hpp"

#include <filesystem>

#include <CLI/CLI.hpp>

#include "program/misuse.hpp"

namespace minerisk::inline v0::program {

CalibrateCommand::CalibrateCommand(CLI::App& app)
    : command_{app.add_subcommand("calibrate", "fit models of security events to data")} {
    command_->require_subcommand(1);
    CLI::App* events = command_->add_subcommand(
        "events", "fit Poisson, self-exciting and regime models to a table of dated events");
    CalibrationRequest& r = request_;
    events->add_option("FILE", r.file, "the events (CSV with a header), one a row")->required();
    events->add_option("--date-column", r.query.date_column, "column of the day (date_start)");
    events->add_option("--class-column", r.query.class_column,
                       "column whose values are classes: each is fitted by itself too");
    events->add_option("--where", where_, "COLUMN=VALUE: only rows that have it; may be said again")
        ->allow_extra_args(false);
    events->add_option("--from", from_, "first day of the window (the first event's)");
    events->add_option("--to", to_, "last day of the window (the last event's)");
    events->add_option("--baseline", baseline_,
                       "constant, annual, quarterly or reference (in step with the other classes): whose "
                       "branching the fragment takes (annual; of classes reference)");
    events->add_option("--least", r.least, "events that a class needs for a fit of its own (30)");
    events->add_option("--bootstrap", r.samples, "samples of the bootstrap, 0 for none (200)");
    events->add_option("--seed", r.seed, "seed of the random numbers (2026)")->check(CLI::NonNegativeNumber);
    threads_given_ = events->add_option("--threads", r.threads, "threads to use (all of the machine)");
    events->add_option("--fragment", r.fragment, "the part of a model file to write (.toml)");
    events->add_flag("--force", force_, "write over a fragment that is there");
    events->add_flag("--quiet", r.quiet, "no progress and no table");
    events->footer(
        "Example, for the UCDP events of one region whose day is exact:\n"
        "  minerisk calibrate events events.csv --where date_prec=1 --from 2004-01-01 --to 2021-12-31 \\\n"
        "      --class-column actor_family --fragment security.toml");
}

bool CalibrateCommand::parsed() const {
    return command_->parsed();
}

bool CalibrateCommand::understood() {
    const auto refuse = [](const std::string& why) {
        misuse(why);
        return false;
    };
    CalibrationRequest& r = request_;
    for (const std::string& text : where_) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0)
            return refuse("--where " + text + ": must be COLUMN=VALUE");
        r.query.where.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    const auto day = [&](const char* option, const std::string& text, std::optional<Date>& into) {
        if (text.empty()) return true;
        into = parse_date(text);
        return into || refuse(std::string{option} + " " + text + ": must be a day as 2021-12-31");
    };
    if (!day("--from", from_, r.query.from) || !day("--to", to_, r.query.to)) return false;
    if (r.query.to && *r.query.to == Date{9999, 12, 31}) return refuse("--to: must be before 9999-12-31");
    if (r.query.from && r.query.to && *r.query.from > *r.query.to)
        return refuse("--from " + from_ + ": must not be after --to " + to_);
    constexpr std::pair<const char*, BaselineKind> kinds[] = {{"constant", BaselineKind::constant},
                                                              {"annual", BaselineKind::annual},
                                                              {"quarterly", BaselineKind::quarterly},
                                                              {"reference", BaselineKind::reference}};
    for (const auto& [name, kind] : kinds)
        if (baseline_ == name) r.baseline = kind;
    if (!baseline_.empty() && !r.baseline)
        return refuse("--baseline " + baseline_ + ": must be constant, annual, quarterly or reference");
    if (r.baseline == BaselineKind::reference && r.query.class_column.empty())
        return refuse("--baseline reference follows the other classes: it needs --class-column");
    if (r.least < 10) return refuse("--least " + std::to_string(r.least) + ": must be at least 10");
    if (r.samples < 0 || r.samples > 1'000'000)
        return refuse("--bootstrap " + std::to_string(r.samples) + ": must be from 0 to 1000000");
    if ((threads_given_->count() > 0 && r.threads < 1) || r.threads > 1024)
        return refuse("--threads " + std::to_string(r.threads) + ": must be from 1 to 1024");
    if (r.fragment.empty()) return !r.quiet || refuse("--quiet prints nothing: it needs --fragment");
    if (!r.fragment.ends_with(".toml")) return refuse("--fragment " + r.fragment + ": must end in .toml");
    std::error_code ignored;
    if (std::filesystem::equivalent(r.file, r.fragment, ignored))
        return refuse("--fragment " + r.fragment + ": must not be the file that is read");
    if (!force_ && std::filesystem::exists(std::filesystem::symlink_status(r.fragment, ignored)))
        return refuse(r.fragment + ": is there already; --force writes over it");
    return true;
}

int CalibrateCommand::run() {
#ifdef MINERISK_HAS_CALIBRATION
    return understood() ? calibrate_events(request_) : refused;
#else
    return misuse(
        "calibrate: this program was built without it; install NLopt (Debian: libnlopt-dev) and build anew "
        "with -DMINERISK_BUILD_CALIBRATION=ON");
#endif
}

}  // namespace minerisk::inline v0::program
