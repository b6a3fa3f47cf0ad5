#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "io/text_escape.hpp"
#include "minerisk/report/comparison.hpp"
#include "report/layout.hpp"
#include "report/looks.hpp"

namespace minerisk::inline v0::report {
namespace {

constexpr int narrow_page = 100;
constexpr int metric_column = 24;
constexpr int difference_column = 21;
constexpr int quantile_column = 25;
constexpr int party_difference = 18;
constexpr int party_median = 21;

/// A metric of the comparison as people read it.
struct MetricRow {
    const Look* look;
    const analysis::MetricDifference* metric;
    std::string label;

    const statistics::Paired& paired() const { return metric->paired; }
    std::string mean(const statistics::Mean& m) const {
        const bool year = metric->name.ends_with("_year");
        if (m.count == 0) return "-";
        if (!m.se || is_one_value(*m.se, m.value)) return exact(m.value / look->unit, !year);
        const int d = decimals_for(*m.se / look->unit);
        return number(m.value / look->unit, d, !year) + " ± " + number(*m.se / look->unit, d);
    }
    /// What a value without a number is called.
    std::string word(double x) const {
        if (std::isnan(x)) return "-";
        const std::string& rank = x < 0 ? metric->below : metric->above;
        return rank.empty() ? "none" : rank;
    }
};

/// A difference with its error, to fewer digits where the column is too narrow for what the error supports.
std::string difference_text(double value, double se, double unit, int column = difference_column) {
    if (std::isfinite(value) && is_one_value(se, value)) return exact(value / unit);
    std::string text = with_error(statistics::Estimate{value, se}, unit);
    for (int d = decimals_for(se / unit) - 1; width_of(text) >= column && d > 0; --d)
        text = number(value / unit, d) + " ± " + number(se / unit, d);
    return text;
}

/// A quantile of the difference and its interval: "12.3 [11.9, 12.8]".
std::string with_interval(const statistics::Quantile& q, double unit, int column = quantile_column) {
    if (std::isnan(q.value)) return "-";
    if (std::isinf(q.value)) return q.value < 0 ? "down, without a number" : "up, without a number";
    if (q.low == q.value && q.high == q.value) return exact(q.value / unit);
    const auto end = [&](const std::optional<double>& x, int d) {
        return x && std::isfinite(*x) ? number(*x / unit, d) : std::string{"-"};
    };
    const bool bounded = q.low && q.high && std::isfinite(*q.low) && std::isfinite(*q.high);
    int d = bounded ? decimals_for((*q.high - *q.low) / (2 * statistics::normal_95 * unit)) : 2;
    std::string text;
    do {
        text = number(q.value / unit, d) + " [" + end(q.low, d) + ", " + end(q.high, d) + "]";
    } while (width_of(text) >= column && d-- > 0);
    if (bounded && end(q.low, d) == end(q.high, d))  // all of it is lost to rounding
        return fmt::format("{:.1g} [{:.1g}, {:.1g}]", q.value / unit, *q.low / unit, *q.high / unit);
    return text;
}

/// To three digits.
std::string ratio_text(double x) {
    if (std::isnan(x)) return "-";
    if (std::isinf(x)) return "infinite";
    if (x >= 1e6) return fmt::format("{:.1e}", x);
    return number(x, x > 0 ? 2 - static_cast<int>(std::floor(std::log10(x))) : 2);
}

std::string percent_of(double x) {
    return std::isnan(x) ? "-" : number(100 * x, 1) + " %";
}

std::string interval_text(double low, double high, int decimals) {
    return "[" + number(low, decimals) + ", " + number(high, decimals) + "]";
}

/// "31.47 % becomes 31.20 %, -0.27 points [-0.31, -0.23]"
std::string shift_text(const statistics::ShareShift& s) {
    if (std::isnan(s.difference.value)) return "-";
    const int d = std::max(0, decimals_for(100 * (s.high - s.low) / (2 * statistics::normal_95)));
    return number(100 * s.x.value, d) + " % becomes " + number(100 * s.y.value, d) + " %, " +
           (s.difference.value > 0 ? "+" : "") + number(100 * s.difference.value, d) + " points " +
           interval_text(100 * s.low, 100 * s.high, d);
}

std::vector<MetricRow> metric_rows(const ComparedModel& m, double discount_rate) {
    const double npv = m.comparison.metric("npv_usd").paired.difference.value;
    std::vector<MetricRow> rows;
    for (const Look& look : looks) {
        const analysis::MetricDifference* const found = m.comparison.find(look.name);
        if (!found) continue;
        const analysis::MetricDifference& d = *found;
        // Unless the sunk cost differs it says the same as NPV.
        if (d.name == "npv_including_sunk_usd" && is_one_value(d.paired.difference.value - npv, npv))
            continue;
        rows.push_back({&look, &d, look.label_at(discount_rate)});
    }
    return rows;
}

std::string mean_table(const std::vector<MetricRow>& rows) {
    const auto cells = [](const std::string& label, const std::string& base, const std::string& with,
                          const std::string& difference, const std::string& higher,
                          const std::string& ratio) {
        return line_of(left(label, metric_column) + right(base, 19) + right(with, 19) +
                       right(difference, difference_column) + right(higher, 8) + right(ratio, 9));
    };
    std::string text = cells("", "", "", "", "higher", "variance") +
                       cells("mean ± standard error", "base", "with", "difference", "on", "ratio");
    for (const MetricRow& r : rows) {
        const statistics::Paired& p = r.paired();
        text +=
            cells(r.label, r.mean(p.x), r.mean(p.y),
                  difference_text(p.difference.value, p.difference.se.value_or(std::nan("")), r.look->unit),
                  percent_of(p.above.value), ratio_text(p.variance_ratio));
    }
    return text;
}

std::string difference_tables(const std::vector<MetricRow>& rows) {
    const auto heads = [](const std::string& what) {
        std::string text = left(what, metric_column);
        for (const char* p : {"10 %", "50 %", "90 %"}) text += right(p, quantile_column);
        return line_of(text);
    };
    std::string text = "\ndifference on the same path, its quantiles [95 % interval]\n" + heads("");
    for (const MetricRow& r : rows) {
        std::string cells = left(r.label, metric_column);
        for (const auto& q : r.paired().quantiles)
            if (q.prob == 0.1 || q.prob == 0.5 || q.prob == 0.9)
                cells += right(with_interval(q, r.look->unit), quantile_column);
        text += line_of(cells);
    }
    text += "\nquantiles of each model by itself, their difference ± standard error\n" + heads("");
    for (const MetricRow& r : rows) {
        std::string cells = left(r.label, metric_column);
        for (const auto& s : r.paired().shifts) {
            const bool words = std::isinf(s.x) || std::isinf(s.y);
            cells += right(!words       ? difference_text(s.difference.value, s.difference.se, r.look->unit)
                           : s.x == s.y ? "both " + r.word(s.x)
                           : std::isinf(s.x) ? "was " + r.word(s.x)
                                             : "now " + r.word(s.y),
                           quantile_column);
        }
        text += line_of(cells);
    }
    return text;
}

/// Whether a change pays, and what it may cost.
std::string verdict(const ComparedModel& m, double hurdle_rate) {
    const auto label = [](const std::string& text) { return left(text, metric_column); };
    const statistics::Paired& npv = m.comparison.metric("npv_usd").paired;
    std::string text;
    if (m.comparison.loss) text += line_of(label("P(NPV < 0)") + shift_text(*m.comparison.loss));
    if (m.comparison.below_hurdle)
        text += line_of(label(fmt::format("P(IRR < {:.3g} %)", 100 * hurdle_rate)) +
                        shift_text(*m.comparison.below_hurdle));
    text +=
        wrapped(label("it pays"),
                "NPV is higher on " + percent(npv.above) + " of the paths, the same on " + percent(npv.tied),
                narrow_page);
    const auto [value, se] = m.break_even.present_value;
    const auto [yearly, yearly_se] = m.break_even.yearly;
    const double sign = value < 0 ? -1 : 1;
    std::string much = difference_text(sign * value, se, 1e6) + " MUSD of present value";
    if (std::isfinite(yearly))
        much +=
            ", or " + difference_text(sign * yearly, yearly_se, 1e6) + " MUSD a year from first to last ore";
    much = value == 0 ? "reached: the mean NPV is the same"
                      : "its cost " + std::string{value < 0 ? "would have to fall" : "could rise"} + " by " +
                            much + ", until the mean NPV is that of the base";
    if (value != 0 && std::isfinite(se) && std::abs(value) < statistics::normal_95 * se)
        much += " (not told from zero by so many paths)";
    return text + wrapped(label("break-even cost"), much, narrow_page);
}

/// Which pairs have no difference, which have only an order, and the statuses behind it.
std::string pairs_left_out(const std::vector<MetricRow>& rows, const analysis::Comparison& c) {
    std::string ranked, aside, changes;
    const auto add = [](std::string& list, const std::string& item) {
        list += (list.empty() ? "" : "; ") + item;
    };
    for (const MetricRow& r : rows) {
        const statistics::PairCounts& n = r.paired().counts;
        const std::string name = r.label.substr(0, r.label.find(','));
        std::string parts;
        const auto part = [&](std::size_t count, const char* what) {
            if (count > 0) parts += (parts.empty() ? " " : ", ") + count_text(count) + what;
        };
        part(n.same, " in neither model");
        part(n.higher, " rise");
        part(n.lower, " fall");
        if (!parts.empty()) add(ranked, name + parts);
        parts.clear();
        part(n.neither, " in neither model");
        part(n.only_x, " only in the base");
        part(n.only_y, " only with the change");
        if (!parts.empty()) add(aside, name + parts);
    }
    for (const analysis::StatusChange& s : c.changes)
        if (s.status.find('.') == std::string::npos)  // of the project; those of parties stand in the files
            add(changes, s.status + " " + s.from + " to " + s.to + " " + count_text(s.paths));
    std::string text;
    const auto say = [&](const char* what, const std::string& list) {
        if (!list.empty()) text += std::string{"  "} + what + "\n" + wrapped("    ", list, narrow_page);
    };
    say("paths without a number in one model or both, which quantiles rank and means leave out:", ranked);
    say("paths set aside, which have no such number:", aside);
    say("paths whose status changes:", changes);
    return text;
}

std::string stream_list(const std::vector<std::string>& names) {
    constexpr std::size_t most = 6;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i)
        text += (i > 0 ? ", " : "") + io::escape_text(names[i]);
    if (names.size() > most) text += fmt::format(" and {} more", names.size() - most);
    return text;
}

std::string stream_warning(const analysis::UnpairedStreams& u) {
    if (!u.any()) return {};
    std::string text =
        "these draws are made by one of the models alone, so they are not paired and widen the errors:";
    if (!u.only_base.empty()) text += " only the base " + stream_list(u.only_base);
    if (!u.only_with.empty())
        text += std::string{u.only_base.empty() ? "" : ";"} + " only this model " + stream_list(u.only_with);
    return wrapped("warning: ", text, narrow_page);
}

std::string note_lines(const std::vector<std::string>& lines, const std::vector<std::string>& said) {
    std::string text;
    for (const std::string& line : lines)
        if (std::ranges::find(said, line) == said.end()) text += wrapped("note: ", line, narrow_page);
    return text;
}

std::string party_row(const std::string& name, const std::string& base, const std::string& with,
                      const std::string& difference, const std::string& median, const std::string& higher) {
    return line_of(left(name, 19) + right(base, 17) + right(with, 17) + right(difference, party_difference) +
                   right(median, party_median) + right(higher, 8));
}

/// What the change is worth to each party.
std::string parties_text(const ComparedModel& m) {
    static constexpr Look look{"", "", 1e6};
    std::string rows, same;
    for (const std::string& name : m.parties.both) {
        const analysis::MetricDifference* const npv = m.comparison.find(name + ".npv_usd");
        if (!npv) continue;  // no path of either has one
        const MetricRow row{&look, npv, name};
        const statistics::Paired& p = row.paired();
        if (p.tied.value == 1) {
            same += (same.empty() ? "" : ", ") + name;
            continue;
        }
        const auto median = std::ranges::find(p.quantiles, 0.5, &statistics::Quantile::prob);
        rows += party_row(name, row.mean(p.x), row.mean(p.y),
                          difference_text(p.difference.value, p.difference.se.value_or(std::nan("")),
                                          look.unit, party_difference),
                          median == p.quantiles.end() ? "-" : with_interval(*median, look.unit, party_median),
                          percent_of(p.above.value));
    }
    std::string text;
    if (!rows.empty())
        text = "\nparties, NPV at the rate of each, MUSD; the difference is that on the same path\n" +
               party_row("", "", "", "", "median", "higher") +
               party_row("mean ± std error", "base", "with", "difference", "difference", "on") + rows;
    const auto say = [&](const char* what, const std::string& names) {
        if (!names.empty()) text += wrapped(std::string{what} + ": ", names, narrow_page);
    };
    const auto joined = [](const std::vector<std::string>& names) {
        std::string list;
        for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
        return list;
    };
    say("parties that have the same on every path", same);
    say("parties not compared, as their rates differ", joined(m.parties.other_rate));
    say("parties of the base alone", joined(m.parties.only_base));
    say("parties of this model alone", joined(m.parties.only_with));
    return text;
}

std::string model_text(const ComparedModel& m, const ComparisonReport& r) {
    std::string text = "\n" + m.from.model + " (" + io::escape_text(m.from.file) + ")\n";
    if (m.comparison.paths < r.paths)
        text += wrapped("interrupted: ",
                        count_text(m.comparison.paths) + " of " + count_text(r.paths) +
                            " paths are here, the longest prefix that both models completed",
                        narrow_page);
    text += stream_warning(m.unpaired);
    std::vector<MetricRow> rows = metric_rows(m, r.basis.discount_rate);
    std::string same;
    std::erase_if(rows, [&](const MetricRow& row) {
        const statistics::Paired& p = row.paired();
        const statistics::PairCounts& n = p.counts;
        if (p.tied.value != 1 || n.only_x + n.only_y > 0) return false;
        same += (same.empty() ? "" : ", ") + row.label.substr(0, row.label.find(','));
        return true;
    });
    if (!rows.empty()) text += mean_table(rows);
    if (!same.empty()) text += wrapped("", "the same on every path: " + same, narrow_page);
    text += pairs_left_out(rows, m.comparison);
    if (!rows.empty()) text += difference_tables(rows);
    text += parties_text(m) + "\n" + verdict(m, r.basis.hurdle_rate);
    return text + note_lines(m.remarks, r.remarks) + note_lines(m.from.assumed, r.base.assumed);
}

}  // namespace

std::string table(const ComparisonReport& r) {
    std::string text =
        wrapped("base: ", r.base.model + " (" + io::escape_text(r.base.file) + ")", narrow_page);
    text += wrapped("",
                    count_text(r.paths) + (r.paths == 1 ? " path" : " paths") +
                        " of each model on the same draws, " + words(r.basis),
                    narrow_page);
    text += "risks that move: " + words(r.risks) + "\n";
    text += note_lines(r.remarks, {}) + note_lines(r.base.assumed, {});
    for (const ComparedModel& m : r.with) text += model_text(m, r);
    text +=
        "\n" +
        wrapped(
            "",
            "variance ratio: so many times the paths would give independent runs the same error of the mean "
            "difference",
            narrow_page);
    for (const std::string& file : r.not_run)
        text += "interrupted: " + io::escape_text(file) + " was not run\n";
    return text;
}

}  // namespace minerisk::inline v0::report
