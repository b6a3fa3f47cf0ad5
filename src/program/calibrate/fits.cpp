#include "program/calibrate/fits.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "io/text_escape.hpp"
#include "minerisk/core/math.hpp"

namespace minerisk::inline v0::program {

using calibration::Baseline;
using calibration::EventTimes;

namespace {

constexpr std::size_t most_classes = 50;
constexpr int most_days_of_window = 36'525;  ///< more is a mistyped date

EventTimes times_of(const io::EventTable& table, const std::string* kind) {
    std::vector<int> days;
    for (const auto& e : table.events)
        if (!kind || e.kind == *kind) days.push_back(e.day);
    return calibration::spread_over_days(days, table.days());
}

/// In step with the yearly counts of the events of other kinds. Nothing, and a note why, where a year has
/// events of this kind only.
std::optional<Baseline> step_with_others(const io::EventTable& table, const std::string& kind,
                                         std::vector<std::string>& notes) {
    std::vector<double> edges = calibration::calendar_edges(table.first, table.last, 12);
    const Baseline years = Baseline::stepped(edges);
    std::vector<double> others(years.pieces()), own(years.pieces());
    double all = 0;
    for (const auto& e : table.events) {
        const std::size_t year = years.piece_at(e.day + 0.5);
        ++(e.kind == kind ? own : others)[year];
        all += e.kind == kind ? 0 : 1;
    }
    for (std::size_t y = 0; y < others.size(); ++y) {
        if (others[y] == 0 && own[y] > 0) {
            notes.push_back(fmt::format("{}: no reference baseline, as {} has no event of another class",
                                        io::shown(kind), table.first.year + static_cast<int>(y)));
            return {};
        }
        others[y] *= years.days() / (all * years.length(y));  // 1 on average
    }
    return Baseline::shaped(std::move(edges), std::move(others));
}

FittedClass fit_class(const io::EventTable& table, const CalibrationRequest& request, std::string name,
                      EventTimes events, std::vector<std::string>& notes) {
    FittedClass c;
    c.name = std::move(name);
    c.events = std::move(events);
    std::vector<std::pair<BaselineKind, Baseline>> baselines{
        {BaselineKind::constant, Baseline::constant(c.events.days)}};
    for (const auto& [kind, months] : {std::pair{BaselineKind::annual, 12}, {BaselineKind::quarterly, 3}}) {
        auto edges = calibration::calendar_edges(table.first, table.last, months);
        if (edges.size() > 2) baselines.emplace_back(kind, Baseline::stepped(std::move(edges)));
    }
    if (!c.name.empty()) {
        auto in_step = step_with_others(table, c.name, notes);
        if (in_step) baselines.emplace_back(BaselineKind::reference, *std::move(in_step));
    }
    for (const bool excited : {false, true}) {
        for (const auto& [kind, baseline] : baselines) {
            auto fit = excited ? calibration::fit_hawkes(c.events, baseline)
                               : calibration::fit_poisson(c.events, baseline);
            c.models.push_back({kind, excited, baseline, std::move(fit), {}});
        }
    }
    const Baseline& years = baselines[baselines.size() > 1 ? 1 : 0].second;
    c.daily = calibration::fit_daily(c.events, years, true);
    c.daily_alone = calibration::fit_daily(c.events, years, false);
    const auto has = [&](BaselineKind kind) {
        return std::ranges::any_of(baselines, [&](const auto& b) { return b.first == kind; });
    };
    c.chosen = request.baseline.value_or(c.name.empty() ? BaselineKind::annual : BaselineKind::reference);
    if (c.chosen == BaselineKind::reference && has(c.chosen)) {
        const double flat = c.model(BaselineKind::constant, false).fit.aic();
        const double in_step = c.model(BaselineKind::reference, false).fit.aic();
        if (in_step > flat) {
            notes.push_back(
                fmt::format("{}: does not move in step with the other classes (AIC of Poisson {:.1f}, "
                            "under a constant level {:.1f}); {}",
                            io::shown(c.name), in_step, flat,
                            request.baseline ? "its branching under that baseline holds its own drift"
                                             : "its own annual levels are taken"));
            if (!request.baseline) c.chosen = BaselineKind::annual;
        }
    }
    if (!has(c.chosen)) c.chosen = has(BaselineKind::annual) ? BaselineKind::annual : BaselineKind::constant;
    return c;
}

FittedCounts fit_counts_of(const EventTimes& all, const io::EventTable& table) {
    FittedCounts f;
    f.months = calibration::monthly_counts(all, table.first, table.last);
    f.weeks = calibration::weekly_counts(all);
    const auto some = [](const std::vector<int>& counts) {
        return counts.size() >= 12 && std::ranges::max(counts) > 0;
    };
    if (some(f.months)) f.monthly = calibration::fit_counts(f.months);
    if (some(f.weeks)) f.weekly = calibration::fit_counts(f.weeks);
    if (f.monthly) f.regime = calibration::fit_regime(f.months);
    return f;
}

}  // namespace

FittedEvents fit_all(const io::EventTable& table, const CalibrationRequest& request) {
    FittedEvents fitted;
    const auto too_few = [&](std::size_t count) { return count < static_cast<std::size_t>(request.least); };
    Problems problems;
    if (too_few(table.events.size()))
        problems.add("events", std::to_string(table.events.size()),
                     "must be at least " + std::to_string(request.least) + " within the window (--least)");
    std::map<std::string, std::size_t> kinds;
    if (!request.query.class_column.empty())
        for (const auto& e : table.events) ++kinds[e.kind];
    if (kinds.size() > most_classes)
        problems.add("--class-column " + request.query.class_column, std::to_string(kinds.size()),
                     "must have at most " + std::to_string(most_classes) + " values");
    if (table.days() > most_days_of_window)
        problems.add("window", to_string(table.first) + " to " + to_string(table.last),
                     "must be at most 100 years; --from and --to narrow it");
    problems.throw_if_any();
    fitted.classes.push_back(fit_class(table, request, "", times_of(table, nullptr), fitted.notes));
    for (const auto& [kind, count] : kinds) {
        if (kind.empty()) {
            fitted.notes.push_back(
                fmt::format("{} events have no class: they are in \"all events\" alone", count));
        } else if (too_few(count)) {
            fitted.notes.push_back(fmt::format("{}: no fit of its own, {} events are fewer than {} (--least)",
                                               io::shown(kind), count, request.least));
        } else {
            fitted.classes.push_back(fit_class(table, request, kind, times_of(table, &kind), fitted.notes));
        }
    }
    fitted.counts = fit_counts_of(fitted.classes.front().events, table);
    return fitted;
}

std::uint64_t samples_of(const FittedEvents& fitted, int samples) {
    std::uint64_t models = 0;
    for (const FittedClass& c : fitted.classes) models += c.models.size();
    return models * static_cast<std::uint64_t>(samples);
}

void bootstrap_all(FittedEvents& fitted, const calibration::BootstrapRun& how) {
    for (FittedClass& c : fitted.classes)
        for (FittedModel& m : c.models) m.fitness = calibration::fitness(c.events, m.baseline, m.fit, how);
}

std::string why_no_regime(const FittedEvents& fitted) {
    const FittedCounts& f = fitted.counts;
    if (takes_flat(fitted)) return "the branching is from a constant level and holds the slow swings already";
    if (!f.regime) return "there are too few months for two regimes";
    if (f.regime->at_bound) return "the months hold no switch to one of the two regimes, or back";
    return "two regimes explain the months no better than one law";
}

bool takes_flat(const FittedEvents& fitted) {
    return std::ranges::any_of(stated(fitted),
                               [](const FittedClass& c) { return c.chosen == BaselineKind::constant; });
}

std::span<const FittedClass> stated(const FittedEvents& fitted) {
    return std::span{fitted.classes}.subspan(fitted.classes.size() > 1 ? 1 : 0);
}

double half_life(const FittedModel& model) {
    return math::log(2) / model.fit.model.excitation.decay;
}

const char* name_of(BaselineKind kind) {
    switch (kind) {
        case BaselineKind::constant:
            return "constant";
        case BaselineKind::annual:
            return "annual";
        case BaselineKind::quarterly:
            return "quarterly";
        case BaselineKind::reference:
            return "reference";
    }
    return "";
}

std::string rows_meant(const CalibrationRequest& request) {
    std::string text;
    for (const auto& [column, value] : request.query.where)
        text += (text.empty() ? "rows with " : " and ") + io::shown(column) + "=" + io::shown(value);
    return text.empty() ? "all rows" : text;
}

}  // namespace minerisk::inline v0::program
