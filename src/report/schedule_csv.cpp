#include <cmath>
#include <limits>

#include "report/schedule_text.hpp"

namespace minerisk::inline v0::report {
namespace {

/// Rows of text that go to the file in large pieces.
class Rows {
public:
    explicit Rows(io::AtomicFile& file) : file_{file} {}
    void text(const std::string& cell) { next() += io::csv_field(cell); }
    void number(double x) {
        next();
        if (std::isfinite(x)) text_ += io::number_text(x);
    }
    void count(std::uint64_t x) { next() += std::to_string(x); }
    void end() {
        text_ += '\n';
        first_ = true;
        if (text_.size() > (1u << 20)) flush();
    }
    void flush() {
        file_.write(text_);
        text_.clear();
    }

private:
    std::string& next() {
        if (!first_) text_ += ',';
        first_ = false;
        return text_;
    }
    io::AtomicFile& file_;
    std::string text_;
    bool first_ = true;
};

struct Named {
    const char* name;
    Estimate ActivityResult::*value;
};
constexpr Named estimates[] = {
    {"criticality", &ActivityResult::criticality},
    {"start_criticality", &ActivityResult::start_criticality},
    {"finish_criticality", &ActivityResult::finish_criticality},
    {"significance", &ActivityResult::significance},
    {"ssi", &ActivityResult::ssi},
    {"pearson", &ActivityResult::pearson},
    {"spearman", &ActivityResult::spearman},
};

}  // namespace

void write_paths_csv(io::AtomicFile& file, const ScheduleOutcome& o, const schedule::Plan& plan) {
    const Dates dates{plan};
    Rows rows{file};
    const bool decided = !o.decision.empty();
    rows.text("path");
    if (decided) rows.text("decision");
    for (const std::string& id : o.milestones) rows.text(id + "_finish_year");
    rows.text("cost_usd");
    rows.end();
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    std::uint64_t row = 0;
    for (std::uint64_t i = 0; i < o.paths; ++i) {
        const bool goes_on = !decided || ScheduleOutcome::goes_on(o.decision[i]);
        rows.count(o.first_path + i);
        if (decided) rows.text(decision_names[static_cast<std::size_t>(o.decision[i])]);
        for (const std::vector<double>& finish : o.finish)
            rows.number(goes_on ? dates.year(finish[row]) : nothing);
        rows.number(goes_on ? o.cost[row] : nothing);
        rows.end();
        row += goes_on;
    }
    rows.flush();
}

void write_activities_csv(io::AtomicFile& file, const ScheduleOutcome& o, const schedule::Plan& plan) {
    const Dates dates{plan};
    Rows rows{file};
    for (const char* name :
         {"id", "name", "reaches_target", "duration_unit", "likely_duration", "likely_start_year",
          "likely_finish_year", "total_float", "free_float", "mean_duration", "mean_duration_se"})
        rows.text(name);
    for (const Named& e : estimates) {
        rows.text(e.name);
        rows.text(std::string{e.name} + "_se");
    }
    for (const char* end : {"start", "finish"})
        for (const double p : o.probs) rows.text(fmt::format("{}_p{:g}_year", end, 100 * p));
    rows.end();
    for (const ActivityResult& a : o.activities) {
        rows.text(a.id);
        rows.text(a.name);
        rows.text(a.reaches_target ? "yes" : "no");
        rows.text(!stated(o, plan, a).calendar.empty() ? "working days" : "years");
        rows.number(a.likely_duration);
        rows.number(dates.year(a.likely_start));
        rows.number(dates.year(a.likely_finish));
        rows.number(a.reaches_target ? a.likely_float : statistics::Estimate{}.value);
        rows.number(a.free_float);
        rows.number(a.mean_duration.value);
        rows.number(a.mean_duration.se);
        for (const Named& e : estimates) {
            rows.number((a.*e.value).value);
            rows.number((a.*e.value).se);
        }
        for (const auto* q : {&a.start_quantiles, &a.finish_quantiles})
            for (std::size_t i = 0; i < o.probs.size(); ++i)
                rows.number(i < q->size() ? dates.year((*q)[i].value) : statistics::Estimate{}.value);
        rows.end();
    }
    rows.flush();
}

}  // namespace minerisk::inline v0::report
