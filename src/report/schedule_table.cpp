#include <array>
#include <cmath>

#include "report/schedule_text.hpp"

namespace minerisk::inline v0::report {
namespace {

constexpr int quantile_width = 14;
constexpr std::size_t most_curves = 12;

/// The numbers of one curve in the unit of its table.
class CurveText {
public:
    CurveText(const Curve& curve, double unit) : c_{curve}, unit_{unit} {}

    std::string number_of(double x, int decimals) const {
        if (std::isinf(x)) return "never";
        return std::isnan(x) ? "-" : number(x / unit_, decimals);
    }
    std::string likely() const { return number_of(c_.likely, 2); }
    std::string mean() const {
        return with_error(c_.summary.mean.value / unit_, c_.summary.mean.se.value_or(Estimate{}.se) / unit_);
    }
    std::string sd() const {
        const auto& m = c_.summary.mean;
        if (!m.sd) return "-";
        return is_one_value(*m.sd, m.value) ? "0" : number(*m.sd / unit_, decimals_for(*m.se / unit_));
    }
    /// A quantile and its interval to the digits that the interval supports.
    std::array<std::string, 2> quantile(const statistics::Quantile& q) const {
        if (q.low && q.low == q.high)
            return {std::isfinite(q.value) ? exact(q.value / unit_) : number_of(q.value, 0), "one value"};
        const auto is_number = [](const std::optional<double>& x) { return x && std::isfinite(*x); };
        double error = c_.summary.mean.se.value_or(0);  // where neither end is a number
        if (is_number(q.low) && is_number(q.high))
            error = (*q.high - *q.low) / (2 * statistics::normal_95);
        else if (std::isfinite(q.value) && (is_number(q.low) || is_number(q.high)))
            error = std::abs(q.value - (is_number(q.low) ? *q.low : *q.high)) / statistics::normal_95;
        int d = decimals_for(error / unit_);
        const char* dash = " – ";
        const auto interval = [&]() -> std::string {
            if (q.low && q.high) return number_of(*q.low, d) + dash + number_of(*q.high, d);
            if (q.low) return "above " + number_of(*q.low, d);
            return q.high ? "below " + number_of(*q.high, d) : "unbounded";
        };
        while (d > 0 && width_of(interval()) >= quantile_width) --d;
        if (width_of(interval()) >= quantile_width) dash = "–";
        return {number_of(q.value, d), interval()};
    }

private:
    const Curve& c_;
    double unit_;
};

constexpr double month = 1.0 / 12;

std::string heading(const ScheduleSummary& s, const Provenance& from) {
    const ScheduleOutcome& o = *s.outcome;
    const Curve& target = s.finishes.front();
    std::string text = io::shown(from.model.empty() ? from.file : from.model, schedule_width) + "\n";
    text += fmt::format("{} {}, seed {}; starts {}, data date: {}\n", count_text(o.paths),
                        o.paths == 1 ? "path" : "paths", o.seed, to_string(s.plan->start),
                        s.plan->data_date.canonical() > 0
                            ? day_of(Dates{*s.plan}.year(s.plan->data_date.canonical()), false)
                            : "the start");
    if (o.in_study)
        text += "within the study: its security events act on exposed work, its decision on the build\n";
    if (o.rows() < o.paths)
        text += fmt::format(
            "given that the project goes on: {} of the paths end at the decision and are in no figure "
            "below\n",
            count_text(o.paths - o.rows()));
    text += "target: the finish of " + id_and_name(target.id, target.name, 80) + "\n";
    if (s.cost)
        text += "cost: " + (s.money.empty() ? "USD" : io::shown(s.money, 60)) + ", without escalation\n";
    text +=
        "times are months (twelfths of a year) from the start, or the month or day that they fall in\n"
        "P90: 90 % of the paths are no later (cost no more), 10 % are; [..] is a 95 % interval\n\n";
    return text;
}

/// One line a curve: likely value, mean, spread, and how often the likely value is kept.
std::string in_short(const ScheduleSummary& s, const MoneyUnit& money) {
    const Dates dates = table_dates(*s.outcome, *s.plan);
    std::string text =
        line_of(left("", name_width) + right("likely: by", 11) + right("months", 10) +
                right("mean ± error", 20) + right("sd", 9) + right("P(no later or dearer)", 32));
    for (std::size_t i = 0; i < std::min(most_curves, s.finishes.size()); ++i) {
        const Curve& c = s.finishes[i];
        const CurveText t{c, month};
        text += line_of(left(id_text(c.id), name_width) + right(dates.finishing(c.likely), 11) +
                        right(t.likely(), 10) + right(t.mean(), 20) + right(t.sd(), 9) +
                        right(percent(c.within_likely), 32));
    }
    if (s.cost) {
        const CurveText t{*s.cost, money.size};
        text += line_of(left(fmt::format("cost, {}", money.name), name_width) + right("", 11) +
                        right(t.likely(), 10) + right(t.mean(), 20) + right(t.sd(), 9) +
                        right(percent(s.cost->within_likely), 32));
    }
    if (s.finishes.size() > most_curves)
        text += fmt::format("  {} more milestones stand in the files of --out\n",
                            s.finishes.size() - most_curves);
    for (const Curve& c : s.finishes)
        if (c.summary.above > 0)
            text += wrapped(fmt::format("  {}: ", id_text(c.id)),
                            fmt::format("{} of the paths never finish ({}); mean and sd leave them out",
                                        count_text(c.summary.above), beyond_calendar),
                            schedule_width);
    return text + "\n";
}

std::string s_curves(const ScheduleSummary& s, const MoneyUnit& money) {
    const Dates dates = table_dates(*s.outcome, *s.plan);
    std::string text = left("S-curve", name_width);
    for (const double p : curve_probs) text += right(p_text(p), quantile_width);
    text += "\n";
    const auto rows = [&](const Curve& c, const CurveText& t, const std::string& label) {
        std::string values = left(label, name_width), intervals = left("  95 % interval", name_width);
        for (const auto& q : c.summary.quantiles) {
            const auto [value, interval] = t.quantile(q);
            values += right(value, quantile_width);
            intervals += right(interval, quantile_width);
        }
        return line_of(values) + line_of(intervals);
    };
    for (std::size_t i = 0; i < std::min(most_curves, s.finishes.size()); ++i) {
        const Curve& c = s.finishes[i];
        std::string months = left(id_text(c.id), name_width);
        for (const auto& q : c.summary.quantiles) months += right(dates.finishing(q.value), quantile_width);
        text += line_of(months) + rows(c, CurveText{c, month}, "  months");
    }
    if (s.cost) text += rows(*s.cost, CurveText{*s.cost, money.size}, fmt::format("cost, {}", money.name));
    return text + "\n";
}

std::string deadlines(const ScheduleSummary& s) {
    if (s.deadlines.empty()) return {};
    const Dates dates = table_dates(*s.outcome, *s.plan);
    std::string text = "deadlines: share of the paths that meet them\n";
    for (const Deadline& d : s.deadlines)
        text += line_of("  " + left(id_text(d.activity), name_width) + right(dates.finishing(d.date), 11) +
                        "  " + percent(d.met));
    return text + "\n";
}

std::string contingency(const ScheduleSummary& s, const MoneyUnit& money) {
    const CurveText time{s.finishes.front(), month};
    std::string text =
        line_of(left("contingency", name_width) + right("months", 10) + right("95 % interval", 18) +
                (s.cost ? right(money.name, 14) + right("95 % interval", 18) : ""));
    for (const Contingency& c : s.contingencies) {
        const auto [months, interval] = time.quantile(c.finish);
        std::string row =
            left(p_text(c.prob) + " - likely", name_width) + right(months, 10) + right(interval, 18);
        if (s.cost) {
            const auto [amount, range] = CurveText{*s.cost, money.size}.quantile(c.cost);
            row += right(amount, 14) + right(range, 18);
        }
        text += line_of(row);
    }
    text += "  what is added to the likely finish and cost for that confidence in each alone\n";
    if (std::isfinite(s.outcome->merge_bias.value))
        text += fmt::format(
            "merge bias: {} months, the mean finish less the {} months that mean durations give\n",
            with_error(s.outcome->merge_bias, month), number(s.outcome->finish_at_means / month, 2));
    return text + "\n";
}

std::string limits(const ScheduleSummary& s, const MoneyUnit& money) {
    if (!s.limits) return {};
    const LimitsMet& l = *s.limits;
    const Dates days{*s.plan, true};
    std::string text = "limits asked about: share of the paths that keep them\n";
    const auto row = [&](const std::string& what, const statistics::Proportion& p) {
        text += line_of("  " + left(what, 44) + percent(p));
    };
    if (l.budget)
        row(fmt::format("cost no more than {} {}", number(*l.budget / money.size, 1), money.name), l.cost);
    if (l.date) row("finish no later than " + days.finishing(*l.date), l.finish);
    if (l.budget && l.date) row("both (joint confidence level)", l.both);
    return text + "\n";
}

std::string joint(const ScheduleSummary& s, const MoneyUnit& money) {
    if (!s.joint) return {};
    const JointLevels& j = *s.joint;
    const Dates dates = table_dates(*s.outcome, *s.plan);
    const auto amount = [&](double x) {
        return number(x / money.size, std::abs(x) >= 1e3 * money.size ? 0 : 1);
    };
    std::string text = "cost and finish together (joint confidence level)\n";
    text += fmt::format("  both within their {}: {}\n", p_text(j.prob), percent(j.met));
    text += fmt::format("    that is {} {} and {} ({} months); were they independent, {:.3g} %\n",
                        amount(j.cost_limit), money.name, dates.finishing(j.finish_limit),
                        number(j.finish_limit / month, 1), 100 * j.prob * j.prob);
    if (const auto& q = j.same_prob; q.value > 0 && q.value < 1)
        text += fmt::format(
            "  both hold on {:.3g} % of the paths if each is set at its P{:.1f}{}\n", 100 * j.level,
            100 * q.value,
            q.low && q.high ? fmt::format("  [{:.1f}, {:.1f}]", 100 * *q.low, 100 * *q.high) : std::string{});
    if (!j.frontier.empty()) {
        text += fmt::format("  pairs that hold on {:.3g} % of the paths\n", 100 * j.level);
        text += line_of("    " + right("cost at", 8) + right(money.name, 12) + right("finish by", 12) +
                        right("months", 10) + right("95 % interval", 18));
        for (const auto& p : j.frontier) {
            const auto end = [&](const std::optional<double>& t, const char* none) {
                return t ? number(*t / month, 1) : none;
            };
            text += line_of("    " + right(p_text(p.x_prob), 8) + right(amount(p.x), 12) +
                            right(dates.finishing(p.y), 12) + right(number(p.y / month, 1), 10) +
                            right(end(p.y_low, "none") + " – " + end(p.y_high, "none"), 18));
        }
    }
    text += "  correlation of ln cost and ln finish: " + with_error(j.log_correlation) + "\n";
    return text + "\n";
}

}  // namespace

std::string table(const ScheduleSummary& s, const Provenance& from) {
    const ScheduleOutcome& o = *s.outcome;
    const MoneyUnit money = MoneyUnit::of(s.cost ? s.cost->summary.mean.value : 0);
    std::string text = heading(s, from) + in_short(s, money);
    if (o.rows() > 1) text += s_curves(s, money);
    text += deadlines(s);
    if (o.rows() > 1) text += contingency(s, money);
    text += limits(s, money) + joint(s, money) + activity_table(s) + driver_table(s) + ranking_table(s) +
            spend_table(s);
    if (o.interrupted)
        text += fmt::format("interrupted: {} of {} paths are here, the longest complete prefix\n",
                            count_text(o.paths), count_text(o.paths_asked));
    return text;
}

}  // namespace minerisk::inline v0::report
