#include <algorithm>
#include <cmath>
#include <sstream>

#include "io/import/draft.hpp"
#include "io/import/lines.hpp"
#include "io/text_escape.hpp"

namespace minerisk::inline v0::io {
namespace {

/// A file of the PSPLIB library: sections of rows of whole numbers, each below a headline.
class Psplib {
public:
    explicit Psplib(Draft& draft) : draft_{draft}, lines_{lines_of(draft.text())} {}

    Imported read() {
        jobs_ = static_cast<int>(value_after("jobs (incl. supersource/sink )", 1, most_jobs));
        read_information();
        read_durations();
        read_precedence();
        const int resources = resources_;
        if (resources > 0)
            draft_.leave("resource, with its demands and capacity",
                         "resources, with their demands and capacities", resources);
        draft_.remark("durations are in periods; a period is " +
                      number_text(std::round(draft_.options().period.in(units::day)*1e6) / 1e6) + " d");
        draft_.remark("the file has no dates; the start is " + to_string(draft_.options().start));
        if (!mpm_time_.empty()) draft_.remark("the file states MPM-Time " + mpm_time_ + " periods");
        return draft_.finish();
    }

private:
    /// The line that starts with `head`, or a refusal.
    std::size_t find(std::string_view head) const {
        for (std::size_t i = 0; i < lines_.size(); ++i)
            if (trimmed_blanks(lines_[i]).starts_with(head)) return i;
        draft_.refuse(0, std::string{head}, "", "is required; the file may be cut short");
    }
    static int number_of(std::size_t line) { return static_cast<int>(line) + 1; }

    double value_after(std::string_view head, double least, double most) const {
        const std::size_t line = find(head);
        const std::string_view text = lines_[line];
        const std::string_view value =
            trimmed_blanks(text.substr(std::min(text.find(':'), text.size() - 1) + 1));
        const double number = draft_.within(number_of(line), std::string{head}, value, most);
        draft_.throw_if_any();
        if (number < least || number != std::floor(number))
            draft_.refuse(number_of(line), std::string{head}, value, "must be a whole number from 1 on");
        return number;
    }

    /// "pronr. #jobs rel.date duedate tardcost MPM-Time" and its row.
    void read_information() {
        const std::size_t head = find("PROJECT INFORMATION");
        if (head + 2 >= lines_.size()) return cut_short(head);
        const auto names = words_of(lines_[head + 1]);
        const auto values = words_of(lines_[head + 2]);
        for (std::size_t i = 0; i < std::min(names.size(), values.size()); ++i) {
            if (names[i] == "MPM-Time") mpm_time_ = values[i];
            if (names[i] == "rel.date" && values[i] != "0")
                draft_.leave("release date " + shown(values[i]) + "");
            if (names[i] == "duedate" && values[i] != "0") draft_.leave("due date " + shown(values[i]) + "");
        }
    }

    void cut_short(std::size_t line) {
        draft_.refuse(number_of(line), std::string{trimmed_blanks(lines_[line])}, "",
                      "must be followed by its rows; the file may be cut short");
    }

    /// Rows of numbers from the line after the headline and its heads on, one for each job.
    template <class Row>
    void rows(std::string_view head, Row&& row) {
        std::size_t line = find(head) + 2;
        if (line < lines_.size() && lines_[line].starts_with("---")) ++line;
        for (int job = 1; job <= jobs_; ++job, ++line) {
            if (line >= lines_.size() || lines_[line].starts_with("***")) {
                draft_.refuse(number_of(std::min(line, lines_.size() - 1)), std::string{head}, "",
                              "must have a row for each of " + std::to_string(jobs_) + " jobs; found " +
                                  std::to_string(job - 1) + "; the file may be cut short");
            }
            const auto words = words_of(lines_[line]);
            const std::string field = "job " + std::to_string(job);
            std::vector<long> numbers;
            for (const std::string_view word : words) {
                const double value = draft_.within(number_of(line), field, word, 1e9, true);
                if (value != std::floor(value))
                    draft_.fault(number_of(line), field, word, "must be a whole number");
                numbers.push_back(static_cast<long>(value));
            }
            draft_.throw_if_any();
            if (numbers.size() < 3 || numbers[0] != job) {
                draft_.refuse(number_of(line), std::string{head}, trimmed_blanks(lines_[line]),
                              "must be the row of job " + std::to_string(job));
            }
            row(number_of(line), field, numbers);
        }
    }

    void read_precedence() {
        rows("PRECEDENCE RELATIONS", [&](int line, const std::string& field, const std::vector<long>& n) {
            if (n[1] != 1)
                draft_.fault(line, field + ".modes", std::to_string(n[1]),
                             "must be 1: files with several modes a job are not read");
            if (n[2] != static_cast<long>(n.size()) - 3) {
                draft_.fault(line, field + ".successors", std::to_string(n.size() - 3),
                             "must be as many as the row says, " + std::to_string(n[2]));
            }
            for (std::size_t i = 3; i < n.size(); ++i) {
                schedule::Link link;
                link.from = std::to_string(n[0]);
                link.to = std::to_string(n[i]);
                draft_.link(std::move(link), line, field + ".successors", std::to_string(n[i]));
            }
        });
    }

    void read_durations() {
        rows("REQUESTS/DURATIONS", [&](int line, const std::string& field, const std::vector<long>& n) {
            schedule::Activity activity;
            activity.id = std::to_string(n[0]);
            activity.name = field;
            const double periods = draft_.within(
                line, field + ".duration", std::to_string(n[2]),
                std::floor(most_days * units::day.canonical() / draft_.options().period.canonical()));
            activity.duration = distribution::fixed(periods * draft_.options().period.canonical());
            resources_ = static_cast<int>(n.size()) - 3;
            draft_.add(activity.id, activity, line, field);
        });
    }

    Draft& draft_;
    std::vector<std::string_view> lines_;
    int jobs_ = 0;
    int resources_ = 0;
    std::string mpm_time_;
};

}  // namespace

Imported import_psplib(Draft& draft) {
    return Psplib{draft}.read();
}

}  // namespace minerisk::inline v0::io
