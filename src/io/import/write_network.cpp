#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <unordered_map>
#include <variant>

#include "io/import/draft.hpp"
#include "io/link_text.hpp"
#include "io/text_escape.hpp"

namespace minerisk::inline v0::io {
namespace {

constexpr std::array<std::string_view, 7> weekday_names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 5> bound_keys{"start_not_earlier", "finish_not_earlier",
                                                     "start_not_later", "finish_not_later", "deadline"};

std::string quoted(std::string_view text) {
    return toml_text(text);
}

/// "a, b, c" of the texts that `text` makes of the items.
template <class Items, class Text>
std::string joined(const Items& items, Text&& text) {
    std::string out;
    for (const auto& item : items) out += (out.empty() ? "" : ", ") + text(item);
    return out;
}

/// "[a, b, c]", on lines of `a_line` items where there are more.
template <class Items, class Text>
std::string list(const Items& items, std::size_t a_line, Text&& text) {
    std::string out;
    std::size_t count = 0;
    const bool wraps = items.size() > a_line;
    for (const auto& item : items) {
        const bool wrap = wraps && count % a_line == 0;
        out += std::string{count == 0 ? "" : wrap ? "," : ", "} + (wrap ? "\n    " : "") + text(item);
        ++count;
    }
    return "[" + out + (wraps ? "\n]" : "]");
}

std::string month_day(schedule::WorkCalendar::MonthDay day) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "\"%02d-%02d\"", day.month, day.day);
    return buffer;
}

std::string money_text(Money money, const std::string& month) {
    const double millions = money.in(units::MUSD);
    const bool exact = millions * units::MUSD.canonical() == money.canonical() && std::abs(millions) >= 0.01;
    const std::string text =
        exact ? number_text(millions) + " MUSD" : number_text(money.canonical()) + " USD";
    return month.empty() ? text : text + " @" + month;
}

class NetworkWriter {
public:
    NetworkWriter(const schedule::Plan& plan, const std::string& month) : plan_{plan}, month_{month} {}

    std::string write() {
        for (const schedule::Link& link : plan_.links) after_[link.to].push_back(&link);
        head();
        for (const schedule::WorkCalendar& calendar : plan_.calendars) write_calendar(calendar);
        for (const schedule::Activity& activity : plan_.activities) write_activity(activity);
        for (const schedule::Hammock& hammock : plan_.hammocks) write_hammock(hammock);
        if (has_cost_ && !month_.empty()) text_ = "[money]\nbase = " + quoted(month_) + "\n\n" + text_;
        return comments() + text_;
    }

private:
    void line(std::string_view key, const std::string& value) {
        text_ += std::string{key} + " = " + value + "\n";
    }

    /// The day of a time. A time within a day is written as the nearer day, which a comment says.
    std::string date(Years time) { return to_string(day_that_begins(time)); }
    /// The day at whose end something is over.
    std::string last_day(Years time) {
        return to_string(date_of(days_since_epoch(day_that_begins(time)) - 1));
    }
    Date day_that_begins(Years time) {
        const auto zero = days_since_epoch(plan_.start);
        long day = zero + std::lround(time.canonical() * 365.2425);
        const auto off = [&](long d) {
            return std::abs(years_between(plan_.start, date_of(d)) - time.canonical());
        };
        while (off(day - 1) < off(day)) --day;
        while (off(day + 1) < off(day)) ++day;
        if (off(day) > 1e-9) ++inexact_dates_;
        return date_of(day);
    }

    void head() {
        text_ += "[network]\n";
        line("name", quoted(plan_.name));
        line("start", to_string(plan_.start));
        if (plan_.data_date != Years{}) line("data_date", date(plan_.data_date));
        if (!plan_.target.empty()) line("target", quoted(plan_.target));
        if (!plan_.milestones.empty()) line("milestones", "[" + joined(plan_.milestones, quoted) + "]");
    }

    void write_calendar(const schedule::WorkCalendar& calendar) {
        text_ += "\n[[network.calendar]]\n";
        line("name", quoted(calendar.name));
        std::vector<std::string_view> days;
        for (std::size_t d = 0; d < calendar.works.size(); ++d)
            if (calendar.works[d]) days.push_back(weekday_names[d]);
        line("days", "[" + joined(days, quoted) + "]");
        if (!calendar.closures.empty()) {
            const auto range = [](const auto& c) {
                return "[" + to_string(c.first) + ", " + to_string(c.second) + "]";
            };
            line("closures", list(calendar.closures, 4, range));
        }
        if (!calendar.seasons.empty()) {
            line("seasons", "[" + joined(calendar.seasons, [](const auto& s) {
                                return "[" + month_day(s.first) + ", " + month_day(s.second) + "]";
                            }) + "]");
        }
    }

    /// A distribution of a quantity that `one` writes.
    template <class One>
    std::string of(const Distribution& d, One&& one) {
        if (d.is_fixed()) return one(d.base());
        const auto is = [&](const Distribution& other) {
            return std::ranges::all_of(std::array{0.01, 0.3, 0.6, 0.95},
                                       [&](double u) { return d.quantile(u) == other.quantile(u); });
        };
        const double low = d.lower(), likely = d.base(), high = d.upper();
        const bool bounded =
            std::isfinite(low) && std::isfinite(high) && low <= likely && likely <= high && low < high;
        const std::string three = "[" + one(low) + ", " + one(likely) + ", " + one(high) + "] }";
        if (bounded && is(distribution::pert({.low = low, .likely = likely, .high = high})))
            return "{ pert = " + three;
        if (bounded && is(distribution::triangular({.low = low, .likely = likely, .high = high})))
            return "{ triangular = " + three;
        if (bounded && is(distribution::uniform({.low = low, .high = high})))
            return "{ uniform = [" + one(low) + ", " + one(high) + "] }";
        ++fixed_distributions_;
        return one(likely);
    }
    std::string span_of(const Distribution& d, bool working) {
        return of(d, [&](double x) { return quoted(span_text({x, working})); });
    }

    void write_activity(const schedule::Activity& a) {
        text_ += "\n[[network.activity]]\n";
        line("id", quoted(a.id));
        if (!a.name.empty()) line("name", quoted(a.name));
        if (a.finish_on) {
            line("finish_on", "{ date = " + date(a.finish_on->first) +
                                  ", wait = " + span_of(a.finish_on->second, false) + " }");
        }
        line("duration", span_of(a.duration, !a.calendar.empty()));
        if (!a.calendar.empty()) line("calendar", quoted(a.calendar));
        if (const auto links = after_.find(a.id); links != after_.end()) {
            line("after",
                 list(links->second, 12, [](const schedule::Link* l) { return quoted(link_text(*l)); }));
        }
        if (a.progress != schedule::Progress::to_come) line("started", date(a.started));
        if (a.progress == schedule::Progress::done) line("finished", last_day(a.finished));
        if (!a.bounds.empty()) line("bounds", "{ " + bounds(a) + " }");
        if (a.cost != Money{}) {
            line("cost", quoted(money_text(a.cost, month_)));
            line("time_dependent", quoted(number_text(std::round(a.time_dependent * 1e12) / 1e10) + " %"));
            has_cost_ = true;
        }
        if (a.interruptible) line("interruptible", "true");
        if (a.exposure.any()) line("exposure", "{ " + exposure(a.exposure) + " }");
    }
    static std::string exposure(const schedule::Exposure& e) {
        std::string out, by_class;
        for (std::size_t c = 0; c < e.channel.size(); ++c)
            if (e.channel[c] > 0)
                out += (out.empty() ? "" : ", ") + std::string{channel_names[c]} + " = " +
                       number_text(e.channel[c]);
        for (const auto& [name, loss] : e.class_loss)
            by_class += (by_class.empty() ? "" : ", ") + quoted(name) + " = " + number_text(loss);
        return by_class.empty() ? out : out + ", build_loss = { " + by_class + " }";
    }

    /// One of each kind: the tightest.
    std::string bounds(const schedule::Activity& a) {
        std::string out;
        for (std::size_t kind = 0; kind < bound_keys.size(); ++kind) {
            std::optional<Years> tightest;
            for (const schedule::DateBound& b : a.bounds) {
                if (b.kind != static_cast<schedule::BoundKind>(kind)) continue;
                const bool not_earlier = kind < 2;
                tightest = !tightest     ? b.date
                           : not_earlier ? std::max(*tightest, b.date)
                                         : std::min(*tightest, b.date);
            }
            if (tightest)
                out += (out.empty() ? "" : ", ") + std::string{bound_keys[kind]} + " = " +
                       (kind == 0 || kind == 2 ? date(*tightest) : last_day(*tightest));
        }
        return out;
    }

    void write_hammock(const schedule::Hammock& h) {
        text_ += "\n[[network.hammock]]\n";
        line("id", quoted(h.id));
        if (!h.name.empty()) line("name", quoted(h.name));
        line("from", quoted(h.from));
        line("to", quoted(h.to));
        if (h.from_start) line("from_start", "true");
        if (h.likely != Years{}) line("likely", quoted(number_text(h.likely.canonical() * 365.25) + " d"));
        if (h.cost != Money{}) {
            line("cost", quoted(money_text(h.cost, month_)));
            has_cost_ = true;
        }
    }

    /// What the text cannot say, or asks of its reader.
    std::string comments() const {
        std::string out;
        const auto comment = [&](const std::string& text) { out += "# " + text + "\n"; };
        const auto missing = [&](std::size_t count, const char* what) {
            if (count > 0) comment("not written: " + std::to_string(count) + " " + what);
        };
        missing(plan_.drivers.size(), "drivers");
        missing(plan_.events.size(), "events");
        missing(plan_.choices.size(), "choices");
        missing(plan_.reworks.size(), "reworks");
        missing(plan_.stoppages ? 1 : 0, "set of stoppages");
        missing(plan_.systemic ? 1 : 0, "systemic factor");
        missing(plan_.feedback ? 1 : 0, "delay feedback");
        const schedule::CostUncertainty& c = plan_.cost;
        missing(c.market_mu != 0 || c.market_sigma != 0 || c.item_mu != 0 || c.item_sigma != 0 ? 1 : 0,
                "uncertainty of costs");
        if (inexact_dates_ > 0)
            comment("dates within a day, written as the nearer day: " + std::to_string(inexact_dates_));
        if (fixed_distributions_ > 0)
            comment("distributions written as their base value: " + std::to_string(fixed_distributions_));
        if (has_cost_ && month_.empty())
            comment("costs need the month of their money: money = \"YYYY-MM\" or @YYYY-MM");
        return out.empty() ? out : out + "\n";
    }

    const schedule::Plan& plan_;
    const std::string& month_;
    std::unordered_map<std::string, std::vector<const schedule::Link*>> after_;
    std::string text_;
    int inexact_dates_ = 0;
    int fixed_distributions_ = 0;
    bool has_cost_ = false;
};

}  // namespace

std::string write_network(const schedule::Plan& plan, const std::string& money) {
    return NetworkWriter{plan, money}.write();
}

}  // namespace minerisk::inline v0::io
