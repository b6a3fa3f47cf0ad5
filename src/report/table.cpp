#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "minerisk/report/write.hpp"
#include "report/finance_text.hpp"
#include "report/layout.hpp"
#include "report/security_text.hpp"

namespace minerisk::inline v0::report {
namespace {

constexpr int page_width = 109;
constexpr int label_width = 24;
constexpr int cell_width = 17;

/// Prints one metric's numbers in its unit, each to the digits that its error supports, with that error. A
/// number on which all of its paths agree has none: it stands with its own digits and is called one value.
class Printer {
public:
    explicit Printer(const Metric& m) : m_{m}, group_{m.column->kind != Kind::calendar_year} {}

    std::string value(double x, int decimals) const {
        return std::isfinite(x) ? number(x / m_.unit, decimals, group_) : word(x);
    }
    std::string mean() const {
        const auto& mean = m_.summary.mean;
        return mean.count == 0 ? "-" : with_error(mean.value, mean.se);
    }
    std::string sd() const {
        const auto& mean = m_.summary.mean;
        if (!mean.sd) return "-";
        if (is_one_value(*mean.sd, mean.value)) return "0";
        return number(*mean.sd / m_.unit, decimals_for(*mean.se / m_.unit));
    }
    /// Only where low is bad: the lowest costs or paybacks are nobody's worry.
    std::string tail() const {
        const auto& tail = m_.summary.tail;
        if (!tail || !m_.low_is_bad) return "";
        if (!std::isfinite(tail->value)) return word(tail->value);
        if (tail->se && !is_one_value(*tail->se, tail->value)) return with_error(tail->value, tail->se);
        // Its few paths may agree by chance; only where all below the share's quantile surely do is it
        // certain.
        const auto certain = [&](const statistics::Quantile& q) {
            return q.prob == tail->share && q.low == q.value && q.high == q.value;
        };
        return std::ranges::any_of(m_.summary.quantiles, certain) ? with_error(tail->value, tail->se)
                                                                  : "[too few paths]";
    }
    /// The value, and below it its interval; that of a word which is certain is not shown.
    std::array<std::string, 2> quantile(const statistics::Quantile& q) const {
        if (std::isnan(q.value)) return {"-", ""};
        if (q.low == q.value && q.high == q.value)
            return std::isfinite(q.value) ? std::array{exact(q.value / m_.unit, group_), std::string{one}}
                                          : std::array{word(q.value), std::string{}};
        int decimals = decimals_of(q);
        while (decimals > 0 && interval(q, decimals).size() >= static_cast<std::size_t>(cell_width))
            --decimals;
        return {value(q.value, decimals), interval(q, decimals)};
    }

private:
    static constexpr const char* one = "[one value]";

    std::string word(double x) const {
        if (std::isnan(x)) return "-";
        const std::string& rank = x < 0 ? m_.column->below : m_.column->above;
        return rank.empty() || rank.size() > 10 ? "none" : rank;
    }
    std::string with_error(double x, std::optional<double> se) const {
        if (!se || is_one_value(*se, x)) return exact(x / m_.unit, group_) + " " + one;
        const int decimals = decimals_for(*se / m_.unit);
        return value(x, decimals) + " ± " + number(*se / m_.unit, decimals);
    }
    /// From the width of the interval, or twice the half of it that is bounded by a number; where neither end
    /// is one, from the standard error of the mean.
    int decimals_of(const statistics::Quantile& q) const {
        const auto is_number = [](const std::optional<double>& x) { return x && std::isfinite(*x); };
        double width = 0;
        if (is_number(q.low) && is_number(q.high))
            width = *q.high - *q.low;
        else if (std::isfinite(q.value) && (is_number(q.low) || is_number(q.high)))
            width = 2 * std::abs(q.value - (is_number(q.low) ? *q.low : *q.high));
        const double error = width > 0 ? width / (2 * statistics::normal_95) : m_.summary.mean.se.value_or(0);
        return decimals_for(error / m_.unit);
    }
    std::string interval(const statistics::Quantile& q, int decimals) const {
        if (q.low && q.high) return "[" + value(*q.low, decimals) + ", " + value(*q.high, decimals) + "]";
        if (q.low) return "[above " + value(*q.low, decimals) + "]";
        return q.high ? "[below " + value(*q.high, decimals) + "]" : "[unbounded]";
    }

    const Metric& m_;
    bool group_;
};

/// Of the project; those of parties stand in the files.
std::string statuses(const Outcome& o) {
    std::string text;
    for (const StatusColumn& s : o.statuses) {
        if (s.name.find('.') != std::string::npos) continue;
        const auto counts = Outcome::counts(s);
        std::string line;
        for (std::size_t i = 0; i < counts.size(); ++i)
            if (counts[i] > 0) line += (line.empty() ? "" : "; ") + s.names[i] + " " + count_text(counts[i]);
        text += fmt::format("  {:<{}}{}\n", s.name, label_width - 2, line);
    }
    return text;
}

std::string single(const RunSummary& s) {
    std::string text;
    for (const Metric& m : s.metrics)
        text += fmt::format("{:<{}}{}\n", m.label, label_width,
                            right(Printer{m}.value(m.column->values[0], 2), cell_width));
    const auto line = [&](const std::string& what, const std::optional<statistics::Proportion>& p) {
        if (p)
            text +=
                fmt::format("{:<{}}{}\n", what, label_width, right(p->value > 0 ? "yes" : "no", cell_width));
    };
    line("NPV below 0", s.loss);
    line(fmt::format("IRR below {:.3g} %", 100 * s.hurdle_rate), s.below_hurdle);
    return text;
}

/// Which paths the mean and sd of a metric leave out.
std::string left_out(const RunSummary& s) {
    std::string ranked, aside;
    for (const Metric& m : s.metrics) {
        const std::string name = m.label.substr(0, m.label.find(','));
        const auto note = [&](std::string& list, std::size_t count, const std::string& what) {
            if (count > 0) list += (list.empty() ? "" : "; ") + name + " " + count_text(count) + what;
        };
        note(ranked, m.summary.below, " \"" + m.column->below + "\" (lowest)");
        note(ranked, m.summary.above, " \"" + m.column->above + "\" (highest)");
        note(aside, m.summary.missing, "");
    }
    std::string text;
    if (!ranked.empty())
        text +=
            "  paths that quantiles rank, and mean and sd leave out:\n" + wrapped("    ", ranked, page_width);
    if (!aside.empty())
        text += "  paths set aside, which have no such number:\n" + wrapped("    ", aside, page_width);
    return text;
}

std::string many(const RunSummary& s) {
    std::string text = fmt::format("{:<{}}{}{}{}\n", "", label_width, right("mean ± standard error", 25),
                                   right("sd", 12), right("mean of lowest 5 %", 22));
    const auto ends = [](std::string line) { return line.substr(0, line.find_last_not_of(' ') + 1) + "\n"; };
    for (const Metric& m : s.metrics) {
        const Printer p{m};
        text += ends(fmt::format("{:<{}}{}{}{}", m.label, label_width, right(p.mean(), 25), right(p.sd(), 12),
                                 right(p.tail(), 22)));
    }
    text += left_out(s);
    text += fmt::format("\n{:<{}}", "quantile", label_width);
    for (const auto& q : s.metrics.front().summary.quantiles)
        text += right(fmt::format("{:g} %", 100 * q.prob), cell_width);
    text += "\n  [95 % interval]\n";
    for (const Metric& m : s.metrics) {
        std::string values = fmt::format("{:<{}}", m.label, label_width);
        std::string intervals(static_cast<std::size_t>(label_width), ' ');
        for (const auto& q : m.summary.quantiles) {
            const auto [value, interval] = Printer{m}.quantile(q);
            values += right(value, cell_width);
            intervals += right(interval, cell_width);
        }
        text += values + "\n";
        if (intervals.find_first_not_of(' ') != std::string::npos) text += ends(intervals);
    }
    if (s.loss || s.below_hurdle) text += "\n";
    if (s.loss) text += fmt::format("{:<{}}{}\n", "P(NPV < 0)", label_width, percent(*s.loss));
    if (s.below_hurdle)
        text += fmt::format("{:<{}}{}\n", fmt::format("P(IRR < {:.3g} %)", 100 * s.hurdle_rate), label_width,
                            percent(*s.below_hurdle));
    return text;
}

/// What the run declined to keep, and what cannot be said for that reason.
std::string not_kept(const RunSummary& s) {
    const Outcome& o = *s.outcome;
    if (o.declined.empty()) return "";
    std::string names;
    for (const std::string& name : o.declined) names += (names.empty() ? "" : ", ") + name;
    if (o.find_column("irr") && !s.below_hurdle)
        names += fmt::format("; P(IRR < {:.3g} %) takes npv_at_hurdle_usd", 100 * s.hurdle_rate);
    return wrapped("not kept: ", names, page_width);
}

}  // namespace

std::string table(const RunSummary& s, const Provenance& from) {
    const Outcome& o = *s.outcome;
    std::string text =
        from.model + "\n" + count_text(o.paths) + (o.paths == 1 ? " path " : " paths ") + words(s) + "\n";
    text += "risks that move: " + words(o.risks) + "\n\n";
    if (!s.metrics.empty()) text += o.paths == 1 ? single(s) : many(s);
    if (const std::string counts = statuses(o); !counts.empty()) text += "paths by status\n" + counts;
    text += not_kept(s);
    text += finance_text(s) + claims_text(s);
    const std::string security = security_text(s);
    text += security;
    if (!(security.empty() && !s.finance && s.claims.empty()) && !(s.remarks.empty() && from.assumed.empty()))
        text += "\n";
    for (const std::string& remark : s.remarks) text += wrapped("note: ", remark, page_width);
    for (const std::string& line : from.assumed) text += wrapped("note: ", line, page_width);
    if (o.interrupted)
        text += fmt::format("interrupted: {} of {} paths are here, the longest complete prefix\n",
                            number(static_cast<double>(o.paths), 0),
                            number(static_cast<double>(o.paths_asked), 0));
    return text;
}

}  // namespace minerisk::inline v0::report
