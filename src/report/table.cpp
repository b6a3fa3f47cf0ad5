#include <array>

#include "minerisk/report/write.hpp"
#include "report/number.hpp"

namespace minerisk::inline v0::report {
namespace {

constexpr int label_width = 25;
constexpr int cell_width = 16;

/// Prints one metric's numbers in its unit, each to the digits that its error supports.
class Printer {
public:
    explicit Printer(const Metric& m) : m_{m}, group_{m.column->kind != Kind::calendar_year} {}

    std::string value(double x, double error) const { return value_to(x, decimals_for(error / m_.unit)); }
    std::string value_to(double x, int decimals) const {
        if (x == -INFINITY) return m_.column->below.empty() ? "-inf" : m_.column->below;
        if (x == INFINITY) return m_.column->above.empty() ? "inf" : m_.column->above;
        if (std::isnan(x)) return "-";
        return number(x / m_.unit, decimals, group_);
    }
    std::string mean() const {
        const auto& mean = m_.summary.mean;
        if (mean.count == 0) return "-";
        if (!mean.se) return value(mean.value, 0);
        return value(mean.value, *mean.se) + " ± " + number(*mean.se / m_.unit, decimals_for(*mean.se / m_.unit));
    }
    std::string sd() const {
        const auto& mean = m_.summary.mean;
        return mean.sd ? number(*mean.sd / m_.unit, mean.se ? decimals_for(*mean.se / m_.unit) : 2) : "-";
    }
    std::string tail() const {
        const auto& tail = m_.summary.tail;
        if (!tail) return "-";
        if (!tail->se) return value(tail->value, 0);
        return value(tail->value, *tail->se) + " ± " + number(*tail->se / m_.unit, decimals_for(*tail->se / m_.unit));
    }
    std::array<std::string, 2> quantile(const statistics::Quantile& q) const {
        if (!q.low || !q.high) return {value(q.value, 0), ""};
        const double width = *q.high - *q.low;
        const int decimals = decimals_for(std::isfinite(width) && width > 0 ? width / 3.92 / m_.unit : 0);
        return {value_to(q.value, decimals),
                "[" + value_to(*q.low, decimals) + ", " + value_to(*q.high, decimals) + "]"};
    }

private:
    const Metric& m_;
    bool group_;
};

/// Pads by characters as they show: "±" is one.
std::string right(const std::string& text, int width) {
    int shown = 0;
    for (const char c : text) shown += (c & 0xc0) != 0x80;
    return std::string(static_cast<std::size_t>(std::max(1, width - shown)), ' ') + text;
}

std::string percent(const statistics::Proportion& p) {
    if (p.low && p.high) {
        const int d = decimals_for(100 * (*p.high - *p.low) / 3.92);
        return number(100 * p.value, std::max(d, 0)) + " %  [" + number(100 * *p.low, std::max(d, 0)) + ", " +
               number(100 * *p.high, std::max(d, 0)) + "]";
    }
    return p.value > 0 ? "yes" : "no";
}

std::string statuses(const Outcome& o) {
    std::string text;
    for (const StatusColumn& s : o.statuses) {
        const auto counts = Outcome::counts(s);
        std::string line;
        for (std::size_t i = 0; i < counts.size(); ++i)
            if (counts[i] > 0) line += (line.empty() ? "" : ", ") + s.names[i] + " " + number(static_cast<double>(counts[i]), 0);
        text += fmt::format("  {:<{}}{}\n", s.name, label_width - 2, line);
    }
    return text;
}

std::string single(const RunSummary& s) {
    std::string text;
    for (const Metric& m : s.metrics)
        text += fmt::format("{:<{}}{}\n", m.label, label_width, right(Printer{m}.value_to(m.column->values[0], 2), cell_width));
    return text;
}

std::string many(const RunSummary& s) {
    std::string text = fmt::format("{:<{}}{}{}{}\n", "", label_width, right("mean ± error", cell_width + 4),
                                   right("sd", 12), right("mean of lowest 5 %", cell_width + 6));
    for (const Metric& m : s.metrics) {
        const Printer p{m};
        text += fmt::format("{:<{}}{}{}{}\n", m.label, label_width, right(p.mean(), cell_width + 4), right(p.sd(), 12),
                            right(p.tail(), cell_width + 6));
    }
    std::string notes;
    for (const Metric& m : s.metrics) {
        const auto note = [&](std::size_t count, const std::string& what) {
            if (count > 0)
                notes += fmt::format("  {}: mean and sd leave out {} paths with \"{}\"; quantiles rank them\n", m.label,
                                     number(static_cast<double>(count), 0), what);
        };
        note(m.summary.below, m.column->below);
        note(m.summary.above, m.column->above);
        if (m.summary.missing > 0)
            notes += fmt::format("  {}: {} paths have no such number and are set aside\n", m.label,
                                 number(static_cast<double>(m.summary.missing), 0));
    }
    text += notes;
    text += fmt::format("\n{:<{}}", "quantile  [95 % interval]", label_width);
    for (const auto& q : s.metrics[0].summary.quantiles) text += right(fmt::format("{:g} %", 100 * q.prob), cell_width);
    text += "\n";
    for (const Metric& m : s.metrics) {
        std::string values = fmt::format("{:<{}}", m.label, label_width);
        std::string intervals(static_cast<std::size_t>(label_width), ' ');
        for (const auto& q : m.summary.quantiles) {
            const auto [value, interval] = Printer{m}.quantile(q);
            values += right(value, cell_width);
            intervals += right(interval, cell_width);
        }
        text += values + "\n" + intervals + "\n";
    }
    return text;
}

}  // namespace

std::string table(const RunSummary& s, const Provenance& from) {
    const Outcome& o = *s.outcome;
    std::string text = from.model + "\n";
    text += fmt::format("{} {} from {}; {}; {:.4g} % a year, {}; measure {}\n", number(static_cast<double>(o.paths), 0),
                        o.paths == 1 ? "path" : "paths", s.valuation_date, s.money, 100 * s.discount_rate, s.convention,
                        s.measure);
    text += "risks that move: " + words(o.risks) + "\n\n";
    text += o.paths == 1 ? single(s) : many(s);
    text += "\n";
    text += fmt::format("{:<{}}{}\n", "P(NPV < 0)", label_width, percent(s.loss));
    text += fmt::format("{:<{}}{}\n", fmt::format("P(IRR < {:.3g} %)", 100 * s.hurdle_rate), label_width,
                        percent(s.below_hurdle));
    text += "paths by status\n" + statuses(o);
    for (const std::string& remark : s.remarks) text += "note: " + remark + "\n";
    if (o.interrupted)
        text += fmt::format("interrupted: {} of {} paths are here, the longest complete prefix\n",
                            number(static_cast<double>(o.paths), 0), number(static_cast<double>(o.paths_asked), 0));
    return text;
}

}  // namespace minerisk::inline v0::report
