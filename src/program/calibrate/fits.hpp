#pragma once

#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "minerisk/calibration/fit.hpp"
#include "program/calibrate/request.hpp"

namespace minerisk::inline v0::program {

/// A Poisson or a Hawkes process under one baseline.
struct FittedModel {
    BaselineKind kind;
    bool excited;  ///< Hawkes
    calibration::Baseline baseline;
    calibration::EventFit fit;
    calibration::Fitness fitness;
};

/// All events, or those of one class, with every model that was fitted to them.
struct FittedClass {
    std::string name;  ///< empty: all events
    calibration::EventTimes events;
    std::vector<FittedModel> models;
    BaselineKind chosen = BaselineKind::annual;    ///< whose branching the fragment takes
    calibration::DailyFit daily{}, daily_alone{};  ///< by day under annual levels, and without successors

    const FittedModel& model(BaselineKind kind, bool excited) const {
        for (const FittedModel& m : models)
            if (m.kind == kind && m.excited == excited) return m;
        return models.front();
    }
    const FittedModel& taken() const { return model(chosen, true); }
    /// Events a year of 365.25 days.
    double rate() const { return static_cast<double>(events.count()) / events.days * 365.25; }
};

/// What the counts of months and weeks of all events say.
struct FittedCounts {
    std::vector<int> months, weeks;
    std::optional<calibration::CountFit> monthly, weekly;
    std::optional<calibration::RegimeFit> regime;
    /// Whether two regimes explain the months better than one law, by AIC.
    bool has_regime() const {
        return regime && !regime->at_bound &&
               calibration::akaike(regime->log_likelihood, calibration::RegimeFit::parameters) <
                   calibration::akaike(monthly->log_likelihood, 2);
    }
};

struct FittedEvents {
    std::vector<FittedClass> classes;  ///< all events first, then each class
    FittedCounts counts;
    std::vector<std::string> notes;  ///< what was left out, and why
};

/// Fits everything; the bootstrap comes after.
FittedEvents fit_all(const io::EventTable& table, const CalibrationRequest& request);

/// How many samples `bootstrap_all` draws.
std::uint64_t samples_of(const FittedEvents& fitted, int samples);
/// Gives each model its statistics, with probabilities unless it was stopped.
void bootstrap_all(FittedEvents& fitted, const calibration::BootstrapRun& how);

/// Why the regimes are not taken: "two regimes explain ...".
std::string why_no_regime(const FittedEvents& fitted);
/// Whether the fragment takes a branching that was fitted under a constant level.
bool takes_flat(const FittedEvents& fitted);
/// The classes that the fragment states: each class, or all events where there is none.
std::span<const FittedClass> stated(const FittedEvents& fitted);
/// Half-lives of fewer days are a matter of how the events of one day were spread over it.
inline constexpr double least_half_life = 2;
double half_life(const FittedModel& model);

/// "annual".
const char* name_of(BaselineKind kind);
/// The report for a terminal, at most 100 columns wide.
std::string calibration_text(const FittedEvents& fitted, const io::EventTable& table,
                             const CalibrationRequest& request);
/// The part of a model file, with its sources.
std::string calibration_fragment(const FittedEvents& fitted, const io::EventTable& table,
                                 const CalibrationRequest& request, const std::string& sha256);
/// "rows with date_prec=1 and target=civilians", or "all rows".
std::string rows_meant(const CalibrationRequest& request);

}  // namespace minerisk::inline v0::program
