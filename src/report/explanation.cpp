#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "io/text_escape.hpp"
#include "minerisk/finance/inflation.hpp"
#include "minerisk/report/write.hpp"
#include "report/number.hpp"

namespace minerisk::inline v0::report {
namespace {

using cashflow::Line;
using cashflow::MetalLine;

/// A table of numbers with heads, printed to a terminal or into a CSV file.
struct Sheet {
    struct Row {
        std::string label;
        std::vector<double> values;
    };
    std::string label;
    std::vector<std::string> heads;
    std::vector<int> decimals;  ///< below 0: a calendar year, which has no thousands
    std::vector<Row> rows;

    /// For the terminal: a head "gold, koz" stands in two lines, so that columns stay narrow.
    std::string text() const {
        const auto name_of = [](const std::string& head) { return head.substr(0, head.find(", ")); };
        const auto unit_of = [](const std::string& head) {
            const std::size_t comma = head.find(", ");
            return comma == std::string::npos ? std::string{} : head.substr(comma + 2);
        };
        std::vector<std::vector<std::string>> cells;
        std::size_t first = label.size();
        std::vector<std::size_t> width(heads.size());
        bool units = false;
        for (std::size_t c = 0; c < heads.size(); ++c) {
            width[c] = std::max(name_of(heads[c]).size(), unit_of(heads[c]).size());
            units = units || !unit_of(heads[c]).empty();
        }
        for (const Row& r : rows) {
            first = std::max(first, r.label.size());
            auto& line = cells.emplace_back();
            for (std::size_t c = 0; c < heads.size(); ++c) {
                const bool year = decimals[c] < 0;
                line.push_back(std::isfinite(r.values[c]) ? number(r.values[c], std::abs(decimals[c]), !year)
                               : std::isnan(r.values[c])  ? "-"
                                                          : "never");
                width[c] = std::max(width[c], line.back().size());
            }
        }
        std::string out;
        const auto row = [&](const std::string& name, auto&& cell) {
            std::string line = fmt::format("  {:<{}}", name, first);
            for (std::size_t c = 0; c < heads.size(); ++c) line += fmt::format("  {:>{}}", cell(c), width[c]);
            out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
        };
        row(label, [&](std::size_t c) { return name_of(heads[c]); });
        if (units) row("", [&](std::size_t c) { return unit_of(heads[c]); });
        for (std::size_t r = 0; r < rows.size(); ++r)
            row(rows[r].label, [&](std::size_t c) { return cells[r][c]; });
        return out;
    }
    std::string csv() const {
        std::string out = io::csv_field(label);
        for (const auto& h : heads) out += "," + io::csv_field(h);
        out += "\n";
        for (const Row& r : rows) {
            out += io::csv_field(r.label);
            for (const double v : r.values)
                out += "," + (std::isfinite(v) ? io::number_text(v) : std::string{});
            out += "\n";
        }
        return out;
    }
};

std::string date(const TimeGrid& grid, double t) {
    return std::isfinite(t) ? number(grid.calendar_year(t), 2, false) : "never";
}
std::string period_label(const TimeGrid& grid, int i) {
    return number(grid.calendar_year(grid.begin(i)), grid.periods_per_year() == 1 ? 0 : 2, false);
}

Sheet builds(const PathBlock<>& b) {
    Sheet s{
        "phase", {"start", "slip", "first ore", "ramp-up, months", "capital ratio"}, {-2, 3, -2, 1, 3}, {}};
    const auto& grid = b.study().grid();
    const auto& build = b.build();
    for (int k = 0; k < build.start.rows(); ++k)
        s.rows.push_back({b.study().project().phases[static_cast<std::size_t>(k)].name,
                          {grid.calendar_year(build.start(k, 0)), build.slip(k, 0),
                           grid.calendar_year(build.milestone(k, 0)), build.ramp_up(k, 0) * 12,
                           build.capital_ratio(k, 0)}});
    return s;
}

/// What each activity of the network took on the path; empty for the top-down form.
Sheet activities(const PathBlock<>& b) {
    Sheet s{"activity",
            {"start", "finish", "months", "likely", "float, months", "cost, MUSD"},
            {-2, -2, 1, 1, 1, 1},
            {}};
    const auto* build = b.study().schedule().network();
    if (!build) return s;
    const schedule::Network& network = build->network();
    const schedule::NetworkWorkspace& w = *b.network();
    const double zero = decimal_year(network.plan().start);
    for (std::size_t i = 0; i < network.plan().activities.size(); ++i) {
        const int j = network.logic().rank(static_cast<int>(i));
        const double begin = w.dates(2 * j, 0), end = w.dates(2 * j + 1, 0);
        const double room =
            std::min(w.start_slack(j, 0), w.finish_slack(j, 0)) * network.logic().years_per_unit(j);
        const double likely = build->base().dates(2 * j + 1, 0) - build->base().dates(2 * j, 0);
        const bool has_float = network.logic().reaches_target(j) && !network.logic().is_done(j);
        s.rows.push_back({network.activity(j).id,
                          {zero + begin, zero + end, 12 * (end - begin), 12 * likely,
                           has_float ? 12 * room : std::numeric_limits<double>::quiet_NaN(),
                           w.activity_cost(j, 0) / 1e6}});
    }
    return s;
}

/// The causes of delay that came on the path, by the factor on what they hit in full or by the months.
Sheet causes(const PathBlock<>& b) {
    Sheet s{"cause", {"factor", "months"}, {3, 1}, {}};
    const auto* build = b.study().schedule().network();
    if (!build) return s;
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const schedule::Plan& plan = build->network().plan();
    for (std::size_t d = 0; d < plan.drivers.size(); ++d)
        if (const double factor = b.network()->factor(static_cast<int>(d), 0); factor != 1)
            s.rows.push_back({plan.drivers[d].id + " " + plan.drivers[d].name, {factor, none}});
    for (std::size_t e = 0; e < plan.events.size(); ++e)
        if (const double delay = b.network()->delay(static_cast<int>(e), 0); delay > 0)
            s.rows.push_back({plan.events[e].id + " " + plan.events[e].name, {none, 12 * delay}});
    return s;
}

Sheet multipliers(const PathBlock<>& b) {
    Sheet s{"multiplier", {"value"}, {4}, {}};
    for (int i = 0; i < technical_count; ++i)
        s.rows.push_back({technical_names[static_cast<std::size_t>(i)], {b.technical()(i, 0)}});
    return s;
}

Sheet outages(const PathBlock<>& b) {
    Sheet s{"channel", {"begin", "days", "loss, build", "loss, operation"}, {-3, 1, 2, 2}, {}};
    for (int c = 0; c < channel_count; ++c)
        for (const Outage& o : b.outages().of(0, static_cast<Channel>(c)))
            s.rows.push_back({channel_names[static_cast<std::size_t>(c)],
                              {b.study().grid().calendar_year(o.begin), (o.end - o.begin) * 365.25,
                               o.build_loss, o.operation_loss}});
    return s;
}

/// Days of milling that the outages of the path cost, given when it operates.
double milling_days_lost(const PathBlock<>& b, const OutageBlock& outages) {
    const auto& mine = b.mine(0);
    const double until = std::min(mine.last_ore, b.study().grid().length());
    double lost = 0;
    walk_supply_line(outages, 0, SiteUse::operation,
                     cashflow::operation_stores(b.study().cash_flow().project().buffers), mine.first_ore,
                     until, [&](double from, double to, double pace) {
                         if (pace < 1) lost += 365.25 * (1 - pace) * (to - from);
                         return true;
                     });
    return lost;
}

/// The security events that touch the project, by time: where, how long each channel was hit, what it cost,
/// and how many days of milling were lost through it after what stores bridged.
Sheet diary(PathBlock<>& b) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    Sheet s{"event", {"when"}, {-3}, {}};
    for (const char* name : channel_names) s.heads.push_back(std::string{name} + ", days");
    s.heads.insert(s.heads.end(), {"milling, days", "cost, MUSD"});
    s.decimals.resize(s.heads.size(), 1);
    const double lost = milling_days_lost(b, b.outages());
    OutageBlock without;
    const double over = b.mine(0).ended();  // what comes later is nobody's matter
    for (const security::DiaryEntry& e : b.diary(0)) {
        if (!(e.time < over)) break;
        const security::StoppageClass& c = b.study().security().classes()[e.source];
        std::string what = c.name;
        if (!c.kinds.empty()) what += ": " + c.kinds[static_cast<std::size_t>(e.kind)].name;
        if (!c.places.empty()) what += ", " + c.places[static_cast<std::size_t>(e.place)].name;
        if (c.batch) what += fmt::format(" ({} attacks)", e.attacks);
        if (e.evacuated > 0) what += fmt::format(" (staff out {:.0f} d)", 365.25 * e.evacuated);
        if (e.kept_off_by >= 0)
            what += " (kept off: " +
                    b.study().security().spec().protections[static_cast<std::size_t>(e.kept_off_by)].name +
                    ")";
        if (e.turned_by >= 0)
            what += " (turned milder: " +
                    b.study().security().spec().protections[static_cast<std::size_t>(e.turned_by)].name + ")";
        std::vector<double> row{b.study().grid().calendar_year(e.time)};
        for (const double years : e.years) row.push_back(years > 0 ? 365.25 * years : none);
        const bool operates =
            e.kept_off_by < 0 && e.time >= b.mine(0).first_ore && e.time < b.mine(0).last_ore;
        if (operates)
            b.ground().outages_without(
                {.event_class = static_cast<int>(e.source), .row = static_cast<std::int64_t>(e.row)}, 1,
                without);
        row.push_back(operates ? lost - milling_days_lost(b, without) : none);
        row.push_back(e.cost > 0 ? e.cost / 1e6 : none);
        s.rows.push_back({std::move(what), std::move(row)});
    }
    for (const Suspension& x : b.outages().suspensions(0)) {
        if (!(x.begin < over)) break;
        std::vector<double> row(s.heads.size(), none);
        row[0] = b.study().grid().calendar_year(x.begin);
        row[1] = 365.25 * (x.end - x.begin);
        std::string what = "FORCE MAJEURE, ";
        what += x.for_good ? "never ends: given up at last" : "all is suspended";
        const auto after =
            std::ranges::upper_bound(s.rows, row[0], {}, [](const Sheet::Row& r) { return r.values[0]; });
        s.rows.insert(after, {std::move(what), std::move(row)});
    }
    return s;
}

/// Days of full closure of each channel by year, and the mean alert of its regime (of two states: the
/// share of the year in the high one).
Sheet security_by_year(const PathBlock<>& b) {
    Sheet s{"year", {}, {}, {}};
    for (const char* name : channel_names) s.heads.push_back(std::string{name} + ", days lost");
    s.heads.push_back("alert, %");
    s.decimals.assign(s.heads.size(), 1);
    const auto& grid = b.study().grid();
    for (int i = 0; i < grid.periods(); ++i) {
        std::vector<double> row;
        for (int c = 0; c < channel_count; ++c) {
            double days = 0;
            for (const Outage& o : b.outages().of(0, static_cast<Channel>(c)))
                days += 365.25 * o.operation_loss *
                        std::max(0.0, std::min(o.end, grid.end(i)) - std::max(o.begin, grid.begin(i)));
            row.push_back(days);
        }
        row.push_back(100 * b.alert()(i, 0));
        s.rows.push_back({period_label(grid, i), std::move(row)});
    }
    return s;
}

Sheet production(const PathBlock<>& b) {
    Sheet s{"period", {"plan, Mt", "available, %", "milled, Mt", "moved, Mt"}, {2, 1, 2, 1}, {}};
    const auto& metals = b.study().project().metals;
    for (const auto& m : metals) {
        const bool ounces = m.name == "gold" || m.name == "silver";
        s.heads.insert(s.heads.end(),
                       {m.name + (ounces ? ", g/t" : ", %"), m.name + (ounces ? ", koz" : ", kt"),
                        m.name + (ounces ? ", USD/oz" : ", USD/lb")});
        s.decimals.insert(s.decimals.end(), {ounces ? 3 : 3, 1, ounces ? 0 : 2});
    }
    const auto& l = b.ledger();
    for (int i = 0; i < b.study().grid().periods(); ++i) {
        const double ore = l.line(Line::ore)(i, 0);
        std::vector<double> row{l.line(Line::plan_ore)(i, 0) / 1e6, 100 * l.line(Line::availability)(i, 0),
                                ore / 1e6, l.line(Line::mined)(i, 0) / 1e6};
        for (std::size_t m = 0; m < metals.size(); ++m) {
            const bool ounces = metals[m].name == "gold" || metals[m].name == "silver";
            const double contained = l.line(MetalLine::contained, static_cast<int>(m))(i, 0);
            const double recovered = l.line(MetalLine::recovered, static_cast<int>(m))(i, 0);
            row.push_back(ore > 0 ? contained / ore * (ounces ? 1e6 : 100) : 0);
            row.push_back(recovered / (ounces ? 1e3 * units::tonnes_per_troy_oz : 1e3));
            row.push_back(b.prices()[m](i, 0) * (ounces ? units::tonnes_per_troy_oz : units::tonnes_per_lb));
        }
        s.rows.push_back({period_label(b.study().grid(), i), std::move(row)});
    }
    return s;
}

/// What events and insurance cost and bring is shown where there is any.
Sheet money(const PathBlock<>& b) {
    static constexpr std::pair<Line, const char*> lines[] = {{Line::gross, "gross"},
                                                             {Line::selling, "selling"},
                                                             {Line::nsr, "NSR"},
                                                             {Line::onsite, "onsite"},
                                                             {Line::royalty, "royalty"},
                                                             {Line::tax, "tax"},
                                                             {Line::growth_capital, "growth"},
                                                             {Line::sustaining_capital, "sustaining"},
                                                             {Line::closure, "closure"},
                                                             {Line::standing, "standing"},
                                                             {Line::damage, "damage"},
                                                             {Line::premium, "premium"},
                                                             {Line::recovery, "recovery"},
                                                             {Line::working_capital, "working"},
                                                             {Line::compensation, "compensation"},
                                                             {Line::net, "net cash"}};
    static constexpr std::array may_be_missing{Line::damage, Line::premium, Line::recovery,
                                               Line::working_capital, Line::compensation};
    const int periods = b.study().grid().periods();
    std::vector<std::pair<Line, const char*>> shown;
    for (const auto& [line, head] : lines) {
        bool any = std::ranges::count(may_be_missing, line) == 0;
        for (int i = 0; i < periods && !any; ++i) any = b.ledger().line(line)(i, 0) != 0;
        if (any) shown.emplace_back(line, head);
    }
    Sheet s{"MUSD", {}, {}, {}};
    for (const auto& [line, head] : shown) s.heads.push_back(head);
    s.decimals.assign(s.heads.size(), 1);
    for (int i = 0; i < periods; ++i) {
        std::vector<double> row;
        for (const auto& [line, head] : shown) row.push_back(b.ledger().line(line)(i, 0) / 1e6);
        s.rows.push_back({period_label(b.study().grid(), i), std::move(row)});
    }
    return s;
}

/// What every party receives less what it pays, in MUSD of real money.
Sheet parties(const PathBlock<>& b) {
    const finance::Spec& spec = b.study().finance()->spec();
    Sheet s{"MUSD, real", {"shareholders"}, {1}, {}};
    for (const finance::Party& p : spec.parties) s.heads.push_back(p.name);
    s.decimals.assign(s.heads.size(), 1);
    for (int i = 0; i < b.study().grid().periods(); ++i) {
        std::vector<double> row{b.finance().shareholders()(i, 0) / 1e6};
        for (std::size_t k = 0; k < spec.parties.size(); ++k) row.push_back(b.finance().flow(k)(i, 0) / 1e6);
        s.rows.push_back({period_label(b.study().grid(), i), std::move(row)});
    }
    return s;
}

/// The debt account while there is debt, or money of it in the project's accounts; nominal.
Sheet debt(const PathBlock<>& b, bool whole) {
    using finance::DebtLine;
    Sheet s{"MUSD, nominal", {"index"}, {3}, {}};
    for (const char* name : finance::debt_line_names) s.heads.emplace_back(name);
    s.decimals.resize(s.heads.size(), 1);
    std::vector<finance::Ratio> ahead;  // beside the DSCR, which is a line
    for (int r = 1; r < finance::ratio_count; ++r) {
        const auto ratio = static_cast<finance::Ratio>(r);
        if (!b.study().finance()->debt()->tests(ratio)) continue;
        ahead.push_back(ratio);
        s.heads.emplace_back(finance::ratio_names[static_cast<std::size_t>(r)]);
        s.decimals.push_back(ratio == finance::Ratio::cash ? 1 : 2);
    }
    const auto& lines = b.finance().debt();
    for (int i = 0; i < b.study().grid().periods(); ++i) {
        std::vector<double> row{b.study().finance()->levels()[static_cast<std::size_t>(i)]};
        bool any = false;  // more than a balance that grows when all else is over
        for (std::size_t k = 0; k < finance::debt_line_names.size(); ++k) {
            const auto line = static_cast<DebtLine>(k);
            const double value = lines.line(line)(i, 0);
            const bool flows = line != DebtLine::dscr && line != DebtLine::balance &&
                               line != DebtLine::overdue &&
                               (line != DebtLine::cash || std::abs(lines.line(DebtLine::balance)(i, 0)) > 1);
            any = any || (flows && std::abs(value) > 1);  // USD
            row.push_back(line == DebtLine::dscr ? value : value / 1e6);
        }
        for (const finance::Ratio ratio : ahead)
            row.push_back(lines.ratio(ratio)(i, 0) / (ratio == finance::Ratio::cash ? 1e6 : 1));
        if (any || whole) s.rows.push_back({period_label(b.study().grid(), i), std::move(row)});
    }
    s.decimals[1 + static_cast<std::size_t>(DebtLine::dscr)] = 2;
    return s;
}

/// What finance says of the path in figures: parties by row.
Sheet party_values(const PathBlock<>& b) {
    const auto& finance = *b.study().finance();
    Sheet s{"party",
            {"NPV, MUSD", "IRR real, %", "IRR nominal, %", "peak funding, MUSD", "payback, years"},
            {1, 2, 2, 1, 2},
            {}};
    const auto& values = b.finance().values();
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t k = 0; k <= finance.parties(); ++k) {
        const auto [row, invests] = finance.party_rows()[k];
        const double irr = values(row + 1, 0);
        s.rows.push_back(
            {k == 0 ? "shareholders" : finance.spec().parties[k - 1].name,
             {values(row, 0) / 1e6, 100 * irr, 100 * finance::nominal_rate(irr, finance.spec().inflation),
              invests ? values(row + 2, 0) / 1e6 : none, invests ? values(row + 3, 0) : none}});
        for (double& v : s.rows.back().values)
            if (std::isinf(v)) v = none;
    }
    return s;
}

std::string debt_story(const PathBlock<>& b) {
    const auto& grid = b.study().grid();
    const finance::DebtOutcome& d = b.finance().debt().outcome(0);
    const auto musd = [](double x) {
        return std::isfinite(x) ? number(x / 1e6, 1) + " MUSD" : std::string{"never done"};
    };
    std::string text = fmt::format(
        "  financial close {}; drawn {}, lost to lenders {}; all-in cost {} (interest {}, fees {})\n",
        date(grid, d.close), musd(d.drawn), musd(d.loss), musd(d.all_in_cost), musd(d.interest_of_build),
        musd(d.fees));
    text += fmt::format(
        "  least DSCR {}; lock-up {}; covenant broken {}; default {}; paid in by shareholders for service "
        "{}\n",
        std::isfinite(d.worst_of(finance::Ratio::dscr)) ? number(d.worst_of(finance::Ratio::dscr), 2)
                                                        : "none",
        date(grid, d.lockup), date(grid, d.breach), date(grid, d.default_at), musd(d.support));
    return text;
}

/// Every line of the account by period, in base units: for programs.
Sheet account(const PathBlock<>& b) {
    Sheet s{"period", {}, {}, {}};
    const auto& metals = b.study().project().metals;
    for (const auto& m : metals) s.heads.push_back(m.name + "_price_usd_per_t");
    for (const char* name : cashflow::line_names) s.heads.push_back(name);
    for (const auto& m : metals)
        for (const char* name : cashflow::metal_line_names) s.heads.push_back(m.name + "_" + name + "_t");
    for (int i = 0; i < b.study().grid().periods(); ++i) {
        std::vector<double> row;
        for (std::size_t m = 0; m < metals.size(); ++m) row.push_back(b.prices()[m](i, 0));
        for (int k = 0; k < cashflow::line_count; ++k)
            row.push_back(b.ledger().line(static_cast<Line>(k))(i, 0));
        for (std::size_t m = 0; m < metals.size(); ++m)
            for (int k = 0; k < cashflow::metal_line_count; ++k)
                row.push_back(b.ledger().line(static_cast<MetalLine>(k), static_cast<int>(m))(i, 0));
        s.rows.push_back({period_label(b.study().grid(), i), std::move(row)});
    }
    return s;
}

std::string decision(const PathBlock<>& b) {
    const auto& grid = b.study().grid();
    const std::string draws =
        b.build().draws[0] == 1 ? "one draw" : std::to_string(b.build().draws[0]) + " draws";
    switch (b.build().decision[0]) {
        case Decision::none:
            return "no decision stands in the way of the build\n";
        case Decision::go:
            return "after " + draws + " the project goes on at " + date(grid, b.build().pause_end(0, 0)) +
                   "\n";
        case Decision::stopped:
            return "after " + draws + " the project stops at " + date(grid, b.build().pause_end(0, 0)) +
                   " and pays its exit cost\n";
        case Decision::undecided:
            return "after " + draws + " the project is still undecided at the horizon\n";
    }
    return {};
}

std::string values(const PathBlock<>& b) {
    using B = PathBlock<>;
    const auto& v = b.values();
    const auto& terms = b.study().spec().valuation;
    const auto& mine = b.mine(0);
    const auto& grid = b.study().grid();
    const auto line = [](const std::string& label, const std::string& value) {
        return fmt::format("  {:<34}{}\n", label, value);
    };
    const auto musd = [](double x) { return number(x / 1e6, 2) + " MUSD"; };
    std::string text =
        line(fmt::format("NPV at {:.4g} %", 100 * terms.discount_rate.canonical()), musd(v(B::npv, 0)));
    text += line("NPV with sunk cost", musd(v(B::npv, 0) - b.study().sunk_carried()));
    text += line(fmt::format("NPV at the hurdle rate, {:.4g} %", 100 * terms.hurdle_rate.canonical()),
                 musd(v(B::npv_at_hurdle, 0)));
    std::vector<double> net;
    for (int i = 0; i < grid.periods(); ++i) net.push_back(b.ledger().net()(i, 0));
    const auto irr = valuation::irr(net, grid.periods_per_year());
    text += line("IRR", (std::isfinite(irr.rate) ? number(100 * irr.rate, 3) + " %" : "none") + ", status " +
                            std::string{valuation::name_of(irr.status)} +
                            fmt::format(" ({} falling, {} rising roots)", irr.falling, irr.rising));
    text += line("payback from the valuation date", std::isfinite(v(B::payback, 0))
                                                        ? number(v(B::payback, 0), 2) + " years"
                                                    : v(B::payback, 0) < 0 ? "nothing to pay back"
                                                                           : "never");
    text +=
        line("profitability index",
             std::isfinite(v(B::profitability_index, 0)) ? number(v(B::profitability_index, 0), 3) : "none");
    text += line("first ore, last ore", date(grid, mine.first_ore) + ", " + date(grid, mine.last_ore));
    text += line("mine", cashflow::mine_end_names[static_cast<std::size_t>(mine.end)]);
    text += line("growth capital", musd(mine.capital));
    text += line("milling lost to outages",
                 mine.planned > 0 ? number(100 * mine.lost / mine.planned, 2) + " % of plan" : "no plan");
    text +=
        line("ore left unmined", number((b.study().cash_flow().total_ore() - mine.milled) / 1e6, 2) + " Mt");
    return text;
}

/// The events that hit a channel for longest, for the eye; the CSV file has all.
Sheet longest(Sheet all, std::size_t count) {
    const auto days = [](const Sheet::Row& row) {
        double most = 0;
        for (std::size_t i = 1; i < row.values.size(); ++i) most = std::fmax(most, row.values[i]);
        return most;
    };
    std::ranges::stable_sort(all.rows, std::ranges::greater{}, days);
    if (all.rows.size() > count) all.rows.resize(count);
    std::ranges::stable_sort(all.rows, {}, [](const Sheet::Row& row) { return row.values[0]; });
    return all;
}

}  // namespace

std::string explanation(PathBlock<>& b, const Provenance& from, std::uint64_t seed, Risks risks) {
    std::string text = from.model + "\n";
    if (risks.any()) {
        text += fmt::format("path {} of seed {}; risks that move: {}\n", b.first_path(), seed, words(risks));
    } else {
        text += "no risk\n";
    }
    for (const std::string& line : bases(risks, b.study())) text += "  " + line + "\n";
    for (const std::string& line : from.assumed) text += "note: " + line + "\n";
    text += fmt::format("money: {}; {}\n", b.study().spec().money, "times are decimal calendar years");
    text += "\nDecision and build\n  " + decision(b) + builds(b).text();
    if (b.network()) {
        text += "\nActivities (what was done before the data date costs nothing more; - has no float)\n" +
                activities(b).text();
        if (const Sheet came = causes(b); !came.rows.empty())
            text += "\nCauses that came on this path\n" + came.text();
    }
    text += "\nTechnical multipliers\n" + multipliers(b).text();
    if (const Sheet events = diary(b); !events.rows.empty()) {
        text += fmt::format(
                    "\nDiary of the events that touched the project: the longest or dearest {} of {} "
                    "(milling: days lost\nafter what the stores absorbed)\n",
                    std::min<std::size_t>(15, events.rows.size()), events.rows.size()) +
                longest(events, 15).text();
        text += "\nSecurity by period (days of full closure, at the losses of operation)\n" +
                security_by_year(b).text();
    }
    text += "\nProduction and prices\n" + production(b).text();
    text += "\nMoney\n" + money(b).text();
    if (b.study().finance()) {
        if (b.study().finance()->debt()) {
            text +=
                "\nDebt (by period while there is any; `index`: nominal per real money)\n" + debt_story(b);
            if (const Sheet account = debt(b, false); !account.rows.empty()) text += account.text();
        }
        text += "\nParties: what each receives less what it pays\n" + parties(b).text();
        text += "\nParties: value at the rate of each, real money\n" + party_values(b).text();
    }
    text += "\nValue\n" + values(b);
    return text;
}

void write_explanation(io::OutputFolder& folder, PathBlock<>& b) {
    folder.file("builds.csv").write(builds(b).csv());
    if (b.network()) folder.file("activities.csv").write(activities(b).csv());
    folder.file("multipliers.csv").write(multipliers(b).csv());
    folder.file("diary.csv").write(diary(b).csv());
    folder.file("outages.csv").write(outages(b).csv());
    folder.file("security.csv").write(security_by_year(b).csv());
    folder.file("periods.csv").write(account(b).csv());
    if (b.study().finance()) {
        folder.file("parties.csv").write(parties(b).csv());
        if (b.study().finance()->debt()) folder.file("debt.csv").write(debt(b, true).csv());
    }
}

}  // namespace minerisk::inline v0::report
