#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "io/text_escape.hpp"
#include "minerisk/core/math.hpp"
#include "program/calibrate/fits.hpp"
#include "report/layout.hpp"

namespace minerisk::inline v0::program {
namespace {

using report::decimals_for;
using report::number;
using report::right;

constexpr std::size_t calibration_width = 100;

/// Words in lines of the page; those after the first are indented by `indent`.
std::string folded(const std::string& text, std::size_t indent) {
    std::string out, line;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at);
        if (!line.empty() &&
            static_cast<std::size_t>(report::width_of(line + word)) + 1 > calibration_width) {
            out += line + "\n";
            line = std::string(indent, ' ') + word;
        } else {
            line += (at == 0 ? "" : " ") + word;
        }
        at = end + 1;
    }
    return out + line + "\n";
}

std::string three_digits(double x) {
    return number(x, std::max(0, decimals_for(x) + 1));
}

/// "0.141 ± 0.038"; the number alone, to three digits, where it has no error.
std::string estimate(double value, double error) {
    if (!std::isfinite(error)) return three_digits(value);
    return report::with_error(value, error);
}

std::string probability(double p) {
    return std::isfinite(p) ? number(p, 3) : "-";
}

std::string likelihood_cells(double value, int parameters, double least_aic) {
    const double aic = calibration::akaike(value, parameters);
    return right(number(value, 3, false), 12) + right(std::to_string(parameters), 5) +
           right(number(aic, 1, false), 10) + right(number(aic - least_aic, 1, false), 8);
}

std::string levels_of(const FittedClass& c, const FittedModel& m) {
    const auto& levels = m.fit.model.levels;
    const double year = 365.25, mean = m.fit.spontaneous / c.events.days * year;
    if (m.kind == BaselineKind::constant)
        return estimate(levels[0] * year, m.fit.errors.levels[0] * year) + " a year";
    if (m.kind == BaselineKind::reference)
        return three_digits(mean) + " a year on average, in step with the other classes";
    const auto [low, high] = std::ranges::minmax(levels);
    const auto shown = [&](double x) { return number(x * year, std::clamp(decimals_for(x * year), 0, 1)); };
    return fmt::format("{} a year on average, {} levels from {} to {}", three_digits(mean), levels.size(),
                       shown(low), shown(high));
}

std::string parameters_line(const FittedClass& c, const FittedModel& m) {
    const auto [n, b] = m.fit.model.excitation;
    std::string text = "    ";
    if (m.excited && n > 0) {
        text += "n " + estimate(n, m.fit.errors.branching) + ", b " + estimate(b, m.fit.errors.decay) +
                " /d: half-life " + number(half_life(m), std::clamp(decimals_for(half_life(m)), 0, 4)) + " d";
        if (m.fit.at_bound) text += " (at an end of the search: no error)";
        text += "; spontaneous ";
    } else if (m.excited) {
        text += "n 0: no successors explain it better; ";
    }
    return folded(text + levels_of(c, m), 8);
}

std::string class_table(const FittedClass& c) {
    double least = std::numeric_limits<double>::infinity();
    for (const FittedModel& m : c.models) least = std::min(least, m.fit.aic());
    const std::string name = c.name.empty() ? "all events" : io::shown(c.name, 24);
    std::string text = "\n" + report::left(name, 26) + right("lnL", 12) + right("par", 5) + right("AIC", 10) +
                       right("dAIC", 8) + right("KS D", 8) + right("p", 7) + right("Ljung-Box", 12) +
                       right("p", 7) + "\n";
    if (!c.name.empty())
        text += fmt::format("    {} events, {} a year\n", c.events.count(), number(c.rate(), 1));
    for (const FittedModel& m : c.models) {
        const auto& f = m.fitness;
        text += report::left(std::string{m.excited ? "Hawkes, " : "Poisson, "} + name_of(m.kind), 26) +
                likelihood_cells(m.fit.log_likelihood, m.fit.parameters, least) + right(number(f.ks, 3), 8) +
                right(probability(f.ks_p), 7) + right(number(f.ljung_box, 1), 12) +
                right(probability(f.ljung_box_p), 7) + "\n" + parameters_line(c, m);
    }
    return text;
}

/// "n 0.100 ± 0.036, half-life 3.2 ± 1.9 d".
std::string daily_successors(const calibration::DailyFit& fit) {
    if (fit.model.branching < 10 * calibration::least_branching) return "n 0";
    const double half_life = fit.half_life();
    const double error = half_life * fit.ratio_error / (-math::log(fit.model.ratio) * fit.model.ratio);
    return "n " + estimate(fit.model.branching, fit.branching_error) + ", half-life " +
           estimate(half_life, error) + " d";
}

/// Counts by day, in which nothing is spread over the day.
std::string daily_table(const FittedClass& c) {
    const double least = std::min(c.daily.aic(), c.daily_alone.aic());
    const auto row = [&](const char* name, const calibration::DailyFit& fit) {
        return report::left(name, 26) + likelihood_cells(fit.log_likelihood, fit.parameters, least) + "\n";
    };
    return "  counts by day, negative binomial, annual levels (these AIC stand apart)\n" +
           row("without successors", c.daily_alone) + row("with, on later days", c.daily) +
           folded("    " + daily_successors(c.daily) + ", k " +
                      estimate(c.daily.model.size, c.daily.size_error) +
                      (c.daily.at_bound ? " (at an end of the search: no errors)" : ""),
                  8);
}

/// Where a constant level takes for contagion what a moving one does not.
std::string drift_warning(const FittedClass& c) {
    const BaselineKind moving = c.chosen == BaselineKind::constant ? BaselineKind::annual : c.chosen;
    const FittedModel& flat = c.model(BaselineKind::constant, true);
    const FittedModel& other = c.model(moving, true);
    if (other.kind != moving) return {};
    const double n = flat.fit.model.excitation.branching, m = other.fit.model.excitation.branching;
    const double error = other.fit.errors.branching;
    if (!(n - m > std::max(0.1, std::isfinite(error) ? 2 * error : 0.0))) return {};
    return folded(
        fmt::format(
            "warning: {}: n is {} under a constant level and {} under {} baseline (AIC {} and {}): {} "
            "Beside a [security.regime], which moves the level, {} would count it twice.{}",
            c.name.empty() ? "all events" : io::shown(c.name), number(n, 2), number(m, 2),
            moving == BaselineKind::annual ? "an annual" : "a " + std::string{name_of(moving)},
            number(flat.fit.aic(), 1, false), number(other.fit.aic(), 1, false),
            other.fit.aic() < flat.fit.aic()
                ? "the difference is drift of the level, which a constant one takes for contagion."
                : "the difference may be drift of the level or contagion; AIC is for the constant one.",
            number(n, 2),
            moving == BaselineKind::reference
                ? ""
                : " " + number(m, 2) + " itself leans low: levels of their own take up some contagion."),
        9);
}

/// Where the memory is shorter than days can tell.
std::string memory_note(const FittedClass& c) {
    const FittedModel& m = c.taken();
    if (!(m.fit.model.excitation.branching > 0) || half_life(m) >= least_half_life) return {};
    return folded(
        fmt::format(
            "note: {}: a half-life of {} d rests on how the events of one day were spread over it. Counts "
            "by day, which know nothing of that, give {}",
            c.name.empty() ? "all events" : io::shown(c.name), number(half_life(m), 1),
            daily_successors(c.daily)),
        6);
}

std::string counts_table(const FittedCounts& f, const io::EventTable& table) {
    if (!f.monthly) return "\nmonths: too few whole ones for count models\n";
    const double n = static_cast<double>(f.months.size());
    double variance = 0;
    for (const int y : f.months)
        variance += (y - f.monthly->model.mean) * (y - f.monthly->model.mean) / (n - 1);
    const auto one = *f.monthly;
    double least = std::min(calibration::akaike(one.poisson_log_likelihood, 1),
                            calibration::akaike(one.log_likelihood, 2));
    if (f.regime)
        least = std::min(least,
                         calibration::akaike(f.regime->log_likelihood, calibration::RegimeFit::parameters));
    const auto row = [&](const char* name, double value, int parameters) {
        return report::left(name, 26) + likelihood_cells(value, parameters, least) + "\n";
    };
    std::string text =
        "\n" + report::left("all events, by month", 26) + right("lnL", 12) + right("par", 5) +
        right("AIC", 10) + right("dAIC", 8) + "\n" +
        fmt::format("    {} whole months: mean {}, variance {}; these AIC stand apart from those above\n",
                    f.months.size(), number(one.model.mean, 2), number(variance, 2));
    text += row("Poisson", one.poisson_log_likelihood, 1) + row("negative binomial", one.log_likelihood, 2);
    const auto size = [](const calibration::CountFit& fit) {
        return fit.at_bound ? std::string{"beyond the search (like Poisson)"}
                            : estimate(fit.model.size, fit.size_error);
    };
    text += "    k " + size(one);
    if (f.weekly) text += fmt::format("; of {} weeks k {}", f.weeks.size(), size(*f.weekly));
    text += " (variance = mean + mean^2 / k)\n";
    if (!f.regime) return text + "    two regimes: too few months to tell them apart\n";
    const auto& r = *f.regime;
    text += row("two regimes", r.log_likelihood, calibration::RegimeFit::parameters);
    const auto state = [](const char* name, const calibration::NegativeBinomial& law,
                          const calibration::NegativeBinomial& error, double leaves, double leaves_error) {
        return fmt::format("    {} {} a month, k {}; lasts {} months\n", name, estimate(law.mean, error.mean),
                           estimate(law.size, error.size),
                           estimate(1 / leaves, leaves_error / (leaves * leaves)));
    };
    const auto& m = r.model;
    if (r.at_bound) text += "    a stay is at an end of the search: the months hold no such switch\n";
    text += state("low ", m.low, r.errors.low, m.to_high, r.errors.to_high) +
            state("high", m.high, r.errors.high, m.to_low, r.errors.to_low);
    const bool whole = next_day(table.last).day == 1;
    return text + fmt::format("    the last {}month of the window is high with probability {}\n",
                              whole ? "" : "whole ", number(r.high_at_end, 2));
}

std::string what_is_taken(const FittedEvents& fitted) {
    std::string text = "\nfor a model file (--fragment FILE.toml writes it):\n";
    for (const FittedClass& c : stated(fitted)) {
        const auto& e = c.taken().fit.model.excitation;
        text +=
            folded(fmt::format("  [[security.class]] {}: rate {} /yr, {} of \"Hawkes, {}\"",
                               c.name.empty() ? "all events" : io::shown(c.name), three_digits(c.rate()),
                               e.branching > 0 ? fmt::format("branching {} and decay {} /d",
                                                             three_digits(e.branching), three_digits(e.decay))
                                               : "no branching",
                               name_of(c.chosen)),
                   6);
    }
    if (!takes_flat(fitted) && fitted.counts.has_regime())
        return text + folded(
                          "  [security.regime]: the two regimes of all events by month, scaled to a long-run "
                          "mean of 1",
                          6);
    return text + folded("  no [security.regime]: " + why_no_regime(fitted), 6);
}

}  // namespace

std::string calibration_text(const FittedEvents& fitted, const io::EventTable& table,
                             const CalibrationRequest& request) {
    const FittedClass& all = fitted.classes.front();
    std::string text =
        folded(fmt::format("{}: {} events from {} to {}, {} days, {} a year", io::escape_text(request.file),
                           number(static_cast<double>(all.events.count()), 0), to_string(table.first),
                           to_string(table.last), number(table.days(), 0), number(all.rate(), 1)),
               4);
    text += folded(fmt::format("{} of {} rows; left out: {} by --where, {} by date",
                               rows_meant(request) == "all rows" ? "all" : rows_meant(request),
                               number(table.rows, 0), table.unlike_where, table.out_of_window),
                   4);
    int shared = 0;
    const auto& events = table.events;
    for (std::size_t i = 1; i < events.size(); ++i)
        if (events[i].day == events[i - 1].day && (i < 2 || events[i - 2].day != events[i].day)) ++shared;
    text += folded(fmt::format("events are known by day: on {} days with several, the j-th of m stands "
                               "(j - 0.5)/m into the day",
                               shared),
                   4);
    text += folded(
        "n: mean number of direct successors of an event; b: their delay is exponential with mean "
        "1/b; ± one standard error",
        4);
    text += folded(
        "KS D: how unevenly the events fall on the model's own clock; Ljung-Box: how they hang "
        "together on it. A small p: the model does not describe them.",
        4);
    if (request.samples > 0)
        text +=
            folded(fmt::format("p: share of {} samples of the model, seen by day and fitted anew, that do "
                               "as badly (parametric bootstrap)",
                               number(request.samples, 0)),
                   4);
    if (table.uncertain_days > 0)
        text += folded(fmt::format("note: {} events have a date_prec other than 1, an uncertain day: --where "
                                   "date_prec=1 leaves them out",
                                   table.uncertain_days),
                       6);
    for (const std::string& note : fitted.notes) text += folded("note: " + note, 6);
    for (const FittedClass& c : fitted.classes) text += class_table(c) + daily_table(c);
    text += counts_table(fitted.counts, table);
    std::string warnings;
    for (const FittedClass& c : fitted.classes) warnings += drift_warning(c);
    for (const FittedClass& c : stated(fitted)) warnings += memory_note(c);
    if (!warnings.empty()) text += "\n" + warnings;
    return text + what_is_taken(fitted);
}

}  // namespace minerisk::inline v0::program
