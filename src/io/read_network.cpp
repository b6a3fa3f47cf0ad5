#include "io/read_network.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "io/dates.hpp"
#include "io/document.hpp"
#include "io/link_text.hpp"
#include "io/read_distribution.hpp"
#include "minerisk/core/nearest_name.hpp"
#include "minerisk/factors/schedule/network/checks.hpp"
#include "minerisk/factors/schedule/network/detail/finding.hpp"

namespace minerisk::inline v0::io {
namespace {

using schedule::detail::entry;

constexpr std::array<std::string_view, 7> week{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

/// Problems with items of lists of a table, put at their places together at the end.
class ItemProblems {
public:
    explicit ItemProblems(const Table& t) : t_{t} {}
    ~ItemProblems() {
        if (!all_.empty()) attach_problems(t_, all_);
    }
    ItemProblems(const ItemProblems&) = delete;
    ItemProblems& operator=(const ItemProblems&) = delete;
    void add(std::string_view list, std::size_t i, std::string_view rule) {
        Problem p;
        p.field = entry(list, i);
        p.rule = rule;
        all_.push_back(std::move(p));
    }

private:
    const Table& t_;
    std::vector<Problem> all_;
};

Dates dates_of(const Table& t) {
    const Date start = t.required<Date>("start");
    const bool known = t.well_read("start") && (!t.has("data_date") || t.optional<Date>("data_date"));
    return {TimeGrid::yearly(1, is_valid(start) ? start : Date{2026, 1, 1}), known};
}

class NetworkReader {
public:
    NetworkReader(const Table& root, const MoneyReader& money)
        : root_{root}, t_{root.table("network")}, money_{money}, dates_{dates_of(t_)} {}

    std::optional<schedule::Plan> read() {
        if (!t_.exists()) return {};
        plan_.name = t_.optional<std::string>("name").value_or("");
        plan_.start = t_.required<Date>("start");
        if (t_.has("data_date")) plan_.data_date = dates_.required(t_, "data_date");
        plan_.target = t_.required<std::string>("target");
        plan_.milestones = names(t_, "milestones");
        if (t_.has("capital")) capital_ = sum(t_, "capital");
        for_each("calendar", "name", [&](const Table& e, std::string name, std::size_t) {
            plan_.calendars.push_back(calendar(e, std::move(name)));
        });
        activities();
        for_each("hammock", "id", [&](const Table& e, std::string id, std::size_t i) {
            plan_.hammocks.push_back({std::move(id), text(e, "name"), e.required<std::string>("from"),
                                      e.required<std::string>("to"), cost(e, entry("hammock", i)),
                                      e.optional<Years>("likely").value_or(Years{}),
                                      e.optional<bool>("from_start").value_or(false)});
        });
        risks();
        common();
        if (states_money_) root_.table("money");  // reports the gap
        examine();
        return t_.ok() ? std::optional{std::move(plan_)} : std::nullopt;
    }

private:
    static std::string text(const Table& t, std::string_view key) {
        return t.optional<std::string>(key).value_or("");
    }
    static std::vector<std::string> names(const Table& t, std::string_view key) {
        return t.optional_list<std::string>(key).value_or(std::vector<std::string>{});
    }
    static void forbid(const Table& t, std::string_view key, std::string_view rule) {
        if (!t.has(key)) return;
        leave(t, key);
        t.fail(key, rule);
    }
    /// Takes the key as read: what is said of it elsewhere is enough.
    static void leave(const Table& t, std::string_view key) {
        if (t.has(key)) t.node()->find(key)->used = true;
    }

    /// What the list states, item by item or by id, with the id and the number of each.
    template <class Read>
    void for_each(std::string_view list, std::string_view id_key, const Read& read) {
        std::size_t i = 0;
        const auto take = [&](const Table& e, std::string id) {
            places_.emplace(entry(list, i), e);
            read(e, std::move(id), i++);
        };
        const Node* node = t_.has(list) ? t_.node()->find(list) : nullptr;
        if (node && node->kind == Kind::table) {
            for (const Table& e : t_.table(list).named_tables()) take(e, e.name());
        } else {
            for (const Table& e : list == "activity" ? t_.tables(list) : t_.optional_tables(list)) {
                std::string id = e.required<std::string>(id_key);
                ids_known_ = ids_known_ && e.well_read(id_key);
                take(e, std::move(id));
            }
        }
        if (i > 0 || list != "activity") return;
        ids_known_ = false;
        if (t_.well_read(list)) t_.fail(list, "at least one activity is needed");
    }

    Money sum(const Table& t, std::string_view key) {
        states_money_ = true;
        return money_.required<Money>(t, key);
    }
    /// `cost`, or `share` of the capital; `owner` is the path by which findings name the table.
    Money cost(const Table& t, const std::string& owner) {
        if (!t.has("share")) return t.has("cost") ? sum(t, "cost") : Money{};
        stated_[owner + ".cost"] = "share";
        const double share = t.required<double>("share");
        forbid(t, "cost", "must not stand beside a share");
        t.require(t_.has("capital"), "share", "needs network.capital, of which it is a share");
        return share * capital_;
    }
    /// A duration in the time of the activity: working days if it has a calendar.
    static Distribution duration(const Table& t, std::string_view key, bool on_calendar) {
        return on_calendar ? read_distribution<WorkingDays>(t, key) : read_distribution<ElapsedTime>(t, key);
    }

    schedule::WorkCalendar calendar(const Table& t, std::string name) const {
        schedule::WorkCalendar c;
        c.name = std::move(name);
        c.works.fill(false);
        ItemProblems problems{t};
        const std::vector<std::string> days = t.list<std::string>("days");
        for (std::size_t k = 0; k < days.size(); ++k) {
            const auto day = static_cast<std::size_t>(std::ranges::find(week, days[k]) - week.begin());
            if (day < week.size())
                c.works[day] = true;
            else
                problems.add("days", k, "must be one of: Mon, Tue, Wed, Thu, Fri, Sat, Sun");
        }
        if (t.has("closures")) c.closures = t.pairs<Date, Date>("closures");
        if (!t.well_read("closures")) c.closures.clear();  // findings count them
        if (t.has("seasons")) {
            const auto seasons = t.pairs<std::string, std::string>("seasons");
            for (std::size_t k = 0; t.well_read("seasons") && k < seasons.size(); ++k) {
                const auto from = parse_date("2024-" + seasons[k].first);
                const auto to = parse_date("2024-" + seasons[k].second);
                if (from && to)
                    c.seasons.push_back({{from->month, from->day}, {to->month, to->day}});
                else
                    problems.add("seasons", k, "must be a first and a last day, as [\"12-01\", \"02-28\"]");
            }
        }
        return c;
    }

    void activities() {
        for_each("activity", "id", [&](const Table& e, std::string id, std::size_t i) {
            plan_.activities.push_back(activity(e, std::move(id), entry("activity", i)));
            read_links(e);
        });
    }
    schedule::Activity activity(const Table& t, std::string id, const std::string& owner) {
        schedule::Activity a;
        a.id = std::move(id);
        a.name = text(t, "name");
        a.calendar = text(t, "calendar");
        if (t.optional<bool>("milestone").value_or(false)) {
            for (const char* key : {"duration", "finish_on", "interruptible"})
                forbid(t, key, "has no meaning for a milestone");
        } else {
            a.duration = duration(t, "duration", t.has("calendar"));
            if (!t.well_read("duration")) a.duration = distribution::fixed(1);  // nothing more to say of it
        }
        a.interruptible = t.optional<bool>("interruptible").value_or(false);
        progress(t, a);
        if (const auto b = t.optional_table("bounds")) bounds(*b, a);
        if (const auto f = t.optional_table("finish_on"))
            a.finish_on = {dates_.required(*f, "date"), read_distribution<ElapsedTime>(*f, "wait")};
        if (t.has("finish_on") && a.progress == schedule::Progress::done)
            t.fail("finish_on", "has no meaning for work that is done");
        a.cost = cost(t, owner);
        if (t.has("cost") || t.has("share"))
            a.time_dependent = t.required<double>("time_dependent");
        else
            forbid(t, "time_dependent", "has no meaning without a cost or a share");
        if (const auto exposure = t.optional_table("exposure")) {
            for (std::size_t k = 0; k < a.exposure.channel.size(); ++k)
                a.exposure.channel[k] = exposure->optional<double>(channel_names[k]).value_or(0);
            if (const auto by_class = exposure->optional_table("build_loss"))
                a.exposure.class_loss = by_class->named_values<double>();
        }
        return a;
    }
    void progress(const Table& t, schedule::Activity& a) const {
        const bool started = t.has("started"), finished = t.has("finished");
        if (started) a.started = dates_.required(t, "started");
        if (finished) a.finished = dates_.end_of(t, "finished");
        if (finished && !started) t.fail("finished", "needs the date of the start: started");
        if (!started || !t.well_read("started") || (finished && !t.well_read("finished"))) return;
        a.progress = finished ? schedule::Progress::done : schedule::Progress::under_way;
    }
    void bounds(const Table& t, schedule::Activity& a) const {
        constexpr std::array keys{"start_not_earlier", "finish_not_earlier", "start_not_later",
                                  "finish_not_later", "deadline"};
        for (std::size_t k = 0; k < keys.size(); ++k)
            if (t.has(keys[k]))
                a.bounds.push_back({static_cast<schedule::BoundKind>(k), k == 0 || k == 2
                                                                             ? dates_.required(t, keys[k])
                                                                             : dates_.end_of(t, keys[k])});
    }
    /// The links of the activity read last: one for each item, so that findings can count them.
    void read_links(const Table& t) {
        const schedule::Activity& to = plan_.activities.back();
        const std::vector<std::string> after = names(t, "after");
        ItemProblems problems{t};
        for (std::size_t k = 0; k < after.size(); ++k) {
            Parsed<std::vector<LinkText>> links = parse_links(after[k]);
            LinkText link;
            if (links && links.value.size() == 1)
                link = std::move(links.value[0]);
            else
                problems.add("after", k, links ? "must be one link" : links.rule);
            if (link.lag.working && link.calendar.empty()) link.calendar = to.calendar;
            if (link.lag.working && link.calendar.empty())
                problems.add("after", k,
                             "must name the calendar of its working days, as in \"A+4 wd@five days\"");
            plan_.links.push_back(
                {std::move(link.from), to.id, link.type, link.lag.value, std::move(link.calendar)});
        }
    }

    /// `owner` as for `cost`.
    std::vector<schedule::Hit> hits(const Table& t, const std::string& owner) {
        std::vector<schedule::Hit> all;
        const Node* node = t.has("hits") ? t.node()->find("hits") : nullptr;
        if (node && node->kind == Kind::table) {
            for (auto& [id, weight] : t.table("hits").named_values<double>()) {
                stated_[entry(owner + ".hits", all.size())] = "hits." + id;
                all.push_back({id, weight});
            }
        } else {
            for (std::string& id : t.list<std::string>("hits")) all.push_back({std::move(id), 1});
        }
        return all;
    }
    /// In the time of the first activity that is hit; of what is nowhere, nothing can be said.
    Distribution delay(const Table& t, const std::vector<schedule::Hit>& hits) const {
        for (const schedule::Hit& hit : hits)
            for (const schedule::Activity& a : plan_.activities)
                if (a.id == hit.activity) return duration(t, "delay", !a.calendar.empty());
        if (!t.has("delay")) t.required<std::string>("delay");  // reports the gap
        leave(t, "delay");
        return {};
    }
    void risks() {
        for_each("driver", "id", [&](const Table& e, std::string id, std::size_t i) {
            plan_.drivers.push_back({std::move(id), text(e, "name"), e.required<double>("probability"),
                                     read_distribution<double>(e, "factor"), hits(e, entry("driver", i)),
                                     text(e, "group"), e.optional<bool>("security").value_or(false)});
        });
        for_each("event", "id", [&](const Table& e, std::string id, std::size_t i) {
            schedule::RiskEvent r;
            r.id = std::move(id);
            r.name = text(e, "name");
            r.probability = e.required<double>("probability");
            r.hits = hits(e, entry("event", i));
            r.delay = delay(e, r.hits);
            r.cost = cost(e, entry("event", i));
            r.security = e.optional<bool>("security").value_or(false);
            plan_.events.push_back(std::move(r));
        });
        for_each("choice", "id", [&](const Table& e, std::string id, std::size_t) {
            plan_.choices.push_back(choice(e, std::move(id)));
        });
        for_each("rework", "id", [&](const Table& e, std::string id, std::size_t) {
            plan_.reworks.push_back({std::move(id), e.required<std::string>("activity"),
                                     e.required<double>("probability"), read_distribution<double>(e, "share"),
                                     e.list<std::string>("repeats"), e.required<int>("rounds")});
        });
    }
    schedule::Choice choice(const Table& t, std::string id) const {
        schedule::Choice c;
        c.id = std::move(id);
        if (const auto late = t.optional_table("late_if"))
            c.late_if = {late->required<std::string>("activity"), dates_.required(*late, "date")};
        if (t.has("if_risk")) c.if_risk = t.required<std::string>("if_risk");
        if (const auto taken = t.optional_table("if_taken"))
            c.if_taken = {taken->required<std::string>("choice"), taken->required<std::string>("option")};
        bool conditional = false;
        for (const char* key : {"late_if", "if_risk", "if_taken"}) {
            if (conditional) forbid(t, key, "must not stand beside another condition");
            conditional = conditional || t.has(key);
        }
        constexpr const char* decided = "has no meaning where a condition decides";
        if (conditional)
            forbid(t, "base", decided);
        else
            c.base = t.required<std::string>("base");
        for (const Table& o : t.tables("option")) {
            if (conditional) forbid(o, "probability", decided);
            c.options.push_back({o.required<std::string>("name"),
                                 conditional ? 0 : o.required<double>("probability"),
                                 o.list<std::string>("activities")});
        }
        return c;
    }
    void common() {
        if (const auto s = t_.optional_table("stoppages")) {
            plan_.stoppages = {s->required<Rate>("rate"), read_distribution<ElapsedTime>(*s, "length"),
                               hits(*s, "stoppages"), cost(*s, "stoppages")};
            if (s->has("share")) stated_["stoppages.cost"] = "stoppages.share";
        }
        if (const auto s = t_.optional_table("systemic"))
            plan_.systemic = {s->required<double>("cost_sigma"), s->required<double>("duration_sigma"),
                              s->required<double>("correlation"), names(*s, "activities")};
        if (const auto f = t_.optional_table("feedback"))
            plan_.feedback = {f->required<Rate>("strength"), f->required<double>("most"),
                              f->list<std::string>("activities")};
        if (const auto c = t_.optional_table("cost"))
            plan_.cost = {c->required<double>("market_mu"), c->required<double>("market_sigma"),
                          c->required<double>("item_mu"), c->required<double>("item_sigma")};
    }

    /// Puts every error of the plan at its place. Without every id, links and hits could be blamed unduly.
    void examine() {
        if (!ids_known_) return;
        std::map<std::string, std::vector<Problem>> by_table;
        std::vector<std::string> ids;
        for (const schedule::Activity& a : plan_.activities) ids.push_back(a.id);
        int suggestions = 20;  // each looks at every id
        for (schedule::Finding& f : schedule::examine(plan_)) {
            if (!f.error) continue;
            std::string table = f.field.substr(0, f.field.find(']') + 1);
            if (!places_.contains(table)) table.clear();
            Problem p;
            const auto stated = stated_.find(f.field);
            if (stated != stated_.end())
                p.field = stated->second;
            else
                p.field =
                    table.size() < f.field.size() ? f.field.substr(table.empty() ? 0 : table.size() + 1) : "";
            p.value = std::move(f.value);
            p.rule = std::move(f.rule);
            if (p.rule == schedule::detail::unknown_activity && p.value.size() > 2 && suggestions-- > 0)
                if (const std::string meant = nearest_name(p.value, ids); !meant.empty())
                    p.rule += "; did you mean `" + meant + "`?";
            by_table[table].push_back(std::move(p));
            if (by_table.size() > 1000) break;
        }
        for (const auto& [table, problems] : by_table)
            attach_problems(table.empty() ? t_ : places_.at(table), problems);
    }

    const Table& root_;
    Table t_;
    const MoneyReader& money_;
    Dates dates_;
    schedule::Plan plan_;
    Money capital_{};
    bool states_money_ = false;
    bool ids_known_ = true;
    std::map<std::string, Table> places_;        ///< of the tables with an id, by the path of findings
    std::map<std::string, std::string> stated_;  ///< path of a finding: that of the file, from its table
};

}  // namespace

std::optional<schedule::Plan> read_network(const Table& root, const MoneyReader& money) {
    return NetworkReader{root, money}.read();
}

}  // namespace minerisk::inline v0::io
