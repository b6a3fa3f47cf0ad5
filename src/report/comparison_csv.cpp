#include <cmath>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "io/text_escape.hpp"
#include "minerisk/report/comparison.hpp"

namespace minerisk::inline v0::report {
namespace {

using statistics::normal_95;

/// The rows of one model.
class ComparisonRows {
public:
    ComparisonRows(std::string& text, const std::string& file) : text_{text}, file_{io::csv_field(file)} {}

    void row(const std::string& metric, const std::string& figure, std::optional<double> value,
             std::optional<double> se, std::optional<double> low, std::optional<double> high) {
        text_ += file_ + "," + io::csv_field(metric) + "," + io::csv_field(figure);
        for (const auto& x : {value, se, low, high}) {
            text_ += ',';
            if (x && std::isfinite(*x)) text_ += io::number_text(*x);
        }
        text_ += '\n';
    }
    void with_error(const std::string& metric, const std::string& figure, double value,
                    std::optional<double> se) {
        const double half = normal_95 * se.value_or(std::nan(""));
        row(metric, figure, value, se, value - half, value + half);
    }
    void metric(const analysis::MetricDifference& m) {
        const statistics::Paired& p = m.paired;
        row(m.name, "pairs of numbers", static_cast<double>(p.counts.numbers), {}, {}, {});
        row(m.name, "ranked pairs", static_cast<double>(p.counts.ranked()), {}, {}, {});
        with_error(m.name, "mean of base", p.x.value, p.x.se);
        with_error(m.name, "mean with", p.y.value, p.y.se);
        with_error(m.name, "mean difference", p.difference.value, p.difference.se);
        row(m.name, "variance ratio", p.variance_ratio, {}, {}, {});
        row(m.name, "share higher", p.above.value, {}, p.above.low, p.above.high);
        row(m.name, "share lower", p.below.value, {}, p.below.low, p.below.high);
        row(m.name, "share same", p.tied.value, {}, p.tied.low, p.tied.high);
        for (const auto& q : p.quantiles)
            row(m.name, fmt::format("quantile {:g} of difference", q.prob), q.value, {}, q.low, q.high);
        for (const auto& s : p.shifts)
            with_error(m.name, fmt::format("difference of quantiles {:g}", s.prob), s.difference.value,
                       s.difference.se);
    }
    void share(const std::string& name, const statistics::ShareShift& s) {
        row(name, "share of base", s.x.value, {}, s.x.low, s.x.high);
        row(name, "share with", s.y.value, {}, s.y.low, s.y.high);
        row(name, "difference", s.difference.value, s.difference.se, s.low, s.high);
    }

private:
    std::string& text_;
    std::string file_;
};

}  // namespace

std::string comparison_csv(const ComparisonReport& r) {
    std::string text = "with,metric,figure,value,se,low,high\n";
    for (const ComparedModel& m : r.with) {
        ComparisonRows rows{text, m.from.file};
        rows.with_error("break_even", "present value", m.break_even.present_value.value,
                        m.break_even.present_value.se);
        rows.with_error("break_even", "a year", m.break_even.yearly.value, m.break_even.yearly.se);
        if (m.comparison.loss) rows.share("npv_below_0", *m.comparison.loss);
        if (m.comparison.below_hurdle) rows.share("irr_below_hurdle", *m.comparison.below_hurdle);
        for (const auto& d : m.comparison.metrics) rows.metric(d);
    }
    return text;
}

}  // namespace minerisk::inline v0::report
