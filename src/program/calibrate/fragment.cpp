#include <cmath>

#include <fmt/format.h>

#include "io/text_escape.hpp"
#include "program/calibrate/fits.hpp"
#include "program/version.hpp"
#include "report/layout.hpp"

namespace minerisk::inline v0::program {
namespace {

using report::number;

/// Six significant digits.
std::string figure(double x) {
    return fmt::format("{:.6g}", x);
}

std::string key(const std::string& name, const std::string& value, const std::string& comment) {
    return report::line_of(report::left(name + " = " + value, 34) + (comment.empty() ? "" : " # " + comment));
}

std::string error_of(double value, double error) {
    return std::isfinite(error) ? report::with_error(value, error) : "no standard error";
}

std::string class_part(const FittedClass& c, const std::string& named) {
    const FittedModel& taken = c.taken();
    const auto& [n, b] = taken.fit.model.excitation;
    const double poisson = c.model(c.chosen, false).fit.aic(), hawkes = taken.fit.aic();
    std::string text =
        "\n[[security.class]]\n" + key("name", io::toml_text(named), "") +
        key("rate", "\"" + figure(c.rate()) + " /yr\"",
            fmt::format("{} events in {} days, successors included", c.events.count(), c.events.days));
    const FittedModel& flat = c.model(BaselineKind::constant, true);
    if (c.chosen == BaselineKind::constant) {
        text +=
            "# branching: under a constant level, as asked for. It holds the slow swings of the level too:\n"
            "# never put it beside a [security.regime].\n";
    } else {
        text += fmt::format(
            "# branching: from the fit with {} baseline, which leaves the slow swings of the level to\n"
            "# the regime. A constant level gives {}, with those swings in it: not to be used here.\n",
            c.chosen == BaselineKind::annual      ? "an annual"
            : c.chosen == BaselineKind::quarterly ? "a quarterly"
                                                  : "a reference (yearly counts of the other classes)",
            number(flat.fit.model.excitation.branching, 3));
    }
    if (!(n > 0)) {
        text += key("branching", "0", "no successors explain the events better");
    } else {
        text += key("branching", figure(n), error_of(n, taken.fit.errors.branching));
        text += key("decay", "\"" + figure(b) + " /d\"",
                    error_of(b, taken.fit.errors.decay) +
                        fmt::format("; half-life {} d", number(half_life(taken), 2)));
    }
    if (n > 0 && half_life(taken) < least_half_life)
        text += fmt::format(
            "# So short a memory rests on how the events of one day were spread over it: counts by day, "
            "which\n"
            "# know nothing of that, give {} with a half-life of {} d.\n",
            error_of(c.daily.model.branching, c.daily.branching_error), number(c.daily.half_life(), 1));
    text += hawkes < poisson
                ? fmt::format("# AIC {} against {} without successors.\n", number(hawkes, 1, false),
                              number(poisson, 1, false))
                : fmt::format("# Successors are not established: AIC {} with them, {} without.\n",
                              number(hawkes, 1, false), number(poisson, 1, false));
    if (std::isfinite(taken.fitness.ks_p))
        text += fmt::format("# KS D {} (p {}), Ljung-Box {} (p {}) by parametric bootstrap.\n",
                            number(taken.fitness.ks, 3), number(taken.fitness.ks_p, 3),
                            number(taken.fitness.ljung_box, 1), number(taken.fitness.ljung_box_p, 3));
    return text +
           "# Yours to state: exposure (the share of events that touches the project) and the outages.\n";
}

std::string regime_part(const FittedCounts& counts, const io::EventTable& table) {
    const auto& r = *counts.regime;
    const auto& m = r.model;
    const double mean =
        (r.stay_low() * m.low.mean + r.stay_high() * m.high.mean) / (r.stay_low() + r.stay_high());
    const auto stay = [](double leaves, double error) {
        return error_of(1 / leaves, error / (leaves * leaves)) + " months on average";
    };
    return fmt::format(
               "\n# Two hidden regimes of {} months' counts of all events, negative binomial in each; lnL "
               "{},\n"
               "# AIC {} against {} of one law. Multipliers are scaled so that the long-run mean is 1.\n"
               "[security.regime]\n",
               counts.months.size(), number(r.log_likelihood, 3, false),
               number(calibration::akaike(r.log_likelihood, calibration::RegimeFit::parameters), 1, false),
               number(calibration::akaike(counts.monthly->log_likelihood, 2), 1, false)) +
           key("low", figure(m.low.mean / mean),
               error_of(m.low.mean, r.errors.low.mean) + " events a month") +
           key("high", figure(m.high.mean / mean),
               error_of(m.high.mean, r.errors.high.mean) + " events a month") +
           key("to_high", "\"" + figure(12 * m.to_high) + " /yr\"",
               "low lasts " + stay(m.to_high, r.errors.to_high)) +
           key("to_low", "\"" + figure(12 * m.to_low) + " /yr\"",
               "high lasts " + stay(m.to_low, r.errors.to_low)) +
           key("start_high", figure(r.high_at_end),
               "at the end of the data, " + to_string(table.last) + ": judge it anew for your start");
}

}  // namespace

std::string calibration_fragment(const FittedEvents& fitted, const io::EventTable& table,
                                 const CalibrationRequest& request, const std::string& sha256) {
    const std::size_t slash = request.file.rfind('/');
    const std::string file =
        io::escape_text(slash == std::string::npos ? request.file : request.file.substr(slash + 1));
    std::string text = fmt::format(
        "# Security events, fitted by minerisk {} calibrate events; ± is a standard error.\n"
        "# Source: {}, {},\n# {} to {}: {} events. SHA-256 of the file:\n# {}\n",
        version(), file, rows_meant(request), to_string(table.first), to_string(table.last),
        fitted.classes.front().events.count(), sha256);
    for (const std::string& note : fitted.notes) text += "# " + note + "\n";
    text += !takes_flat(fitted) && fitted.counts.has_regime()
                ? regime_part(fitted.counts, table)
                : "\n# No [security.regime]: " + why_no_regime(fitted) + ".\n";
    for (const FittedClass& c : stated(fitted))
        text += class_part(c, c.name.empty() ? "security events" : c.name);
    return text;
}

}  // namespace minerisk::inline v0::program
