#include <cmath>

#include "io/import/draft.hpp"
#include "io/import/lines.hpp"
#include "io/text_escape.hpp"

namespace minerisk::inline v0::io {
namespace {

constexpr double most_resources = 1'000;

/// A file of the Patterson format: whole numbers, whatever the lines; n and R, R capacities, then for each
/// activity its duration, R demands, the number of its successors, and these.
class Rcplib {
public:
    explicit Rcplib(Draft& draft) : draft_{draft} {
        int number = 0;
        for (const std::string_view line : lines_of(draft.text())) {
            ++number;
            for (const std::string_view word : words_of(line)) words_.push_back({word, number});
        }
    }

    Imported read() {
        const int jobs = whole("number of activities", most_jobs);
        const int resources = whole("number of resources", most_resources);
        for (int r = 0; r < resources; ++r) whole("capacity of a resource", 1e9);
        for (int job = 1; job <= jobs; ++job) read_job(job, jobs, resources);
        if (at_ < words_.size())
            draft_.refuse(words_[at_].line, "number", words_[at_].text, "must not follow the last activity");
        if (resources > 0)
            draft_.leave("resource, with its demands and capacity",
                         "resources, with their demands and capacities", resources);
        draft_.remark("durations are in periods; a period is " +
                      number_text(std::round(draft_.options().period.in(units::day)*1e6) / 1e6) + " d");
        draft_.remark("the file has no dates; the start is " + to_string(draft_.options().start));
        return draft_.finish();
    }

private:
    struct Word {
        std::string_view text;
        int line;
    };

    /// The next number; the end of the file and anything else is refused.
    int whole(const std::string& field, double most) {
        if (at_ >= words_.size()) {
            draft_.refuse(words_.empty() ? 0 : words_.back().line, field, "",
                          "is required; the file may be cut short");
        }
        const Word word = words_[at_++];
        const double value = draft_.within(word.line, field, word.text, most);
        if (value != std::floor(value)) draft_.fault(word.line, field, word.text, "must be a whole number");
        draft_.throw_if_any();
        return static_cast<int>(value);
    }

    void read_job(int job, int jobs, int resources) {
        const std::string name = "activity " + std::to_string(job);
        schedule::Activity activity;
        activity.id = std::to_string(job);
        activity.name = name;
        const double period = draft_.options().period.canonical();
        const int line = at_ < words_.size() ? words_[at_].line : 0;
        activity.duration = distribution::fixed(
            period * whole(name + ".duration", std::floor(most_days * units::day.canonical() / period)));
        for (int r = 0; r < resources; ++r) whole(name + ".demand", 1e9);
        const int successors = whole(name + ".number of successors", jobs);
        draft_.add(activity.id, activity, line, name);
        for (int s = 0; s < successors; ++s) {
            schedule::Link link;
            link.from = std::to_string(job);
            link.to = std::to_string(whole(name + ".successor", 1e9));
            const std::string stated = link.to;
            draft_.link(std::move(link), words_[at_ - 1].line, name + ".successor", stated);
        }
    }

    Draft& draft_;
    std::vector<Word> words_;
    std::size_t at_ = 0;
};

}  // namespace

Imported import_rcplib(Draft& draft) {
    return Rcplib{draft}.read();
}

}  // namespace minerisk::inline v0::io
