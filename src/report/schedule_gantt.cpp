#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "report/schedule_text.hpp"

namespace minerisk::inline v0::report {
namespace {

constexpr std::size_t most_rows = 60;

/// Dates of a row, years from the plan's start.
struct Row {
    const ActivityResult* activity = nullptr;
    bool is_milestone = false;
    double start = 0, finish = 0;  ///< likely
    std::optional<double> median_start, median_finish, early_finish, late_finish;
};

/// Cells of one line, each one character as it shows.
class Cells {
public:
    Cells(int columns, double from, double to)
        : cells_(static_cast<std::size_t>(columns), " "), from_{from}, to_{to} {}
    int columns() const { return static_cast<int>(cells_.size()); }
    /// The cell in which what starts at an instant begins.
    int starting(double time) const { return within(std::floor(place(time) + 1e-9)); }
    /// The cell in which what finishes at an instant ends: between two cells it is the one before.
    int finishing(double time) const { return within(std::ceil(place(time) - 1e-9) - 1); }
    /// The cells of work from one instant to another, at least one.
    std::pair<int, int> span(double from, double to) const {
        return {starting(from), std::max(starting(from), finishing(to))};
    }
    const std::string& operator[](int i) const { return cells_[static_cast<std::size_t>(i)]; }
    void put(int i, const char* text) { cells_[static_cast<std::size_t>(i)] = text; }
    std::string text() const {
        std::string all;
        for (const std::string& c : cells_) all += c;
        return all;
    }

private:
    double place(double time) const { return (time - from_) / (to_ - from_) * columns(); }
    int within(double cell) const { return static_cast<int>(std::clamp(cell, 0.0, columns() - 1.0)); }

    std::vector<std::string> cells_;
    double from_, to_;
};

/// Marks on the axis: whole years, or whole months of a short plan, so far apart that labels fit between.
struct Ticks {
    std::vector<double> times;
    bool years = true;
};
Ticks ticks(double from, double to, double start_year, int columns) {
    const double wide = (to - from) / columns;  // years a cell
    double step = 0;
    for (const double s : {1.0 / 12, 0.25, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0})
        if (step == 0 && s / wide >= (s < 1 ? 9 : 5.5)) step = s;
    if (step == 0) step = 100;
    Ticks t{{}, step >= 1};
    for (double mark = std::ceil((start_year + from) / step - 1e-9) * step; mark < start_year + to - wide;
         mark += step)
        t.times.push_back(mark - start_year);
    return t;
}

std::string axis(const Cells& grid, const Ticks& t, double start_year) {
    std::string line;
    for (const double time : t.times) {
        line += spaces(grid.starting(time) - width_of(line));
        const std::string label =
            t.years ? fmt::format("{:.0f}", start_year + time) : month_of(start_year + time, false);
        if (grid.starting(time) + width_of(label) + 1 <= grid.columns()) line += "┊" + label;
    }
    return line;
}

bool hides(const std::string& cell) {
    return cell == " " || cell == "┊";
}

void draw(Cells& cells, const Row& r, bool likely_only) {
    const auto fill = [&](std::pair<int, int> span, auto&& look) {
        for (int i = span.first; i <= span.second; ++i) cells.put(i, look(cells[i]));
    };
    std::optional<std::pair<int, int>> whisker;
    if (r.late_finish) {
        whisker = {cells.finishing(*r.early_finish), cells.finishing(*r.late_finish)};
        fill(*whisker, [](const std::string&) { return "─"; });
    }
    if (!r.is_milestone) {
        fill(cells.span(r.start, r.finish), [&](const std::string&) { return likely_only ? "█" : "░"; });
        if (r.median_start)
            fill(cells.span(*r.median_start, *r.median_finish),
                 [](const std::string& below) { return below == "░" ? "▓" : "█"; });
    }
    if (whisker && whisker->second > whisker->first) {
        cells.put(whisker->first, "├");
        cells.put(whisker->second, "┤");
    }
    if (!r.is_milestone) return;
    cells.put(cells.finishing(r.finish), likely_only ? "◆" : "◇");
    if (r.median_finish) cells.put(cells.finishing(*r.median_finish), "◆");
}

std::vector<Row> rows_of(const ScheduleOutcome& o, const schedule::Plan& plan, bool& cut) {
    std::vector<const ActivityResult*> chosen;
    for (const ActivityResult& a : o.activities) chosen.push_back(&a);
    cut = chosen.size() > most_rows;
    if (cut) {
        const auto rank = [](const ActivityResult* a) {
            return std::isfinite(a->criticality.value) ? -a->criticality.value : 1.0;
        };
        std::ranges::stable_sort(chosen, {}, rank);
        chosen.resize(most_rows);
    }
    std::ranges::stable_sort(chosen, {}, &ActivityResult::likely_start);
    const auto place = [&](double prob) {
        return static_cast<std::size_t>(std::ranges::find(o.probs, prob) - o.probs.begin());
    };
    const std::size_t p10 = place(0.1), p50 = place(0.5), p90 = place(0.9);
    std::vector<Row> rows;
    for (const ActivityResult* a : chosen) {
        const auto of = [](const std::vector<statistics::Quantile>& q, std::size_t i) {
            return i < q.size() && !std::isnan(q[i].value) ? std::optional{q[i].value} : std::nullopt;
        };
        Row r;
        r.activity = a;
        r.start = a->likely_start;
        r.finish = a->likely_finish;
        const Distribution& duration = stated(o, plan, *a).duration;
        r.is_milestone = duration.is_fixed() && duration.base() == 0;
        r.median_start = of(a->start_quantiles, p50);
        r.median_finish = of(a->finish_quantiles, p50);
        r.early_finish = of(a->finish_quantiles, p10);
        r.late_finish = of(a->finish_quantiles, p90);
        if (!r.early_finish || !r.late_finish) r.early_finish = r.late_finish = std::nullopt;
        if (!r.median_finish) r.median_start = std::nullopt;
        rows.push_back(r);
    }
    return rows;
}

}  // namespace

std::string gantt(const ScheduleOutcome& o, const schedule::Plan& plan, int width) {
    if (o.activities.empty()) return {};
    bool cut = false;
    const std::vector<Row> rows = rows_of(o, plan, cut);
    const Dates dates = table_dates(o, plan);
    const int date_width = dates.days ? 12 : 9;
    const bool likely_only =
        std::ranges::none_of(rows, [](const Row& r) { return r.median_start.has_value(); });

    double from = rows.front().start, to = from;
    std::size_t longest = 4;
    for (const Row& r : rows) {
        for (const auto& time : {std::optional{r.finish}, r.median_finish, r.late_finish})
            if (time && std::isfinite(*time)) to = std::max(to, *time);
        longest = std::max(longest, static_cast<std::size_t>(width_of(id_text(r.activity->id))));
    }
    const double start_year = dates.start;
    from = std::floor(12 * (start_year + from) + 1e-6) / 12 - start_year;  // whole months
    to = std::ceil(12 * (start_year + to) - 1e-6) / 12 - start_year;
    if (!(to > from)) to = from + 1.0 / 12;
    const int label = static_cast<int>(longest) + 1;
    const int columns = std::max(20, width - label - (likely_only ? 1 : 2) * date_width);
    const Cells empty{columns, from, to};
    const Ticks marks = ticks(from, to, start_year, columns);

    const std::string head = likely_only ? "finish" : "P50";
    std::string text = line_of(left("", label) + left(axis(empty, marks, start_year), columns) +
                               (likely_only ? "" : right("likely", date_width)) + right(head, date_width));
    for (const Row& r : rows) {
        Cells cells = empty;
        draw(cells, r, likely_only);
        for (const double t : marks.times)
            if (hides(cells[cells.starting(t)])) cells.put(cells.starting(t), "┊");
        text += line_of(left(id_text(r.activity->id), label) + cells.text() +
                        (likely_only ? "" : right(dates.finishing(r.finish), date_width)) +
                        right(dates.finishing(r.median_finish.value_or(r.finish)), date_width));
    }
    text += likely_only
                ? "█ likely dates  ◆ milestone; the date is that of the finish\n"
                : "░ likely  █ median (P50 of start to P50 of finish)  ▓ both  ├──┤ finish from P10 to P90\n"
                  "◇ milestone, likely  ◆ its median; the dates are those of the finish\n";
    if (cut)
        text += fmt::format("the {} most critical of {} activities\n", most_rows,
                            count_text(o.activities.size()));
    return text;
}

}  // namespace minerisk::inline v0::report
