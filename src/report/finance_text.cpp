#include "report/finance_text.hpp"

#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "minerisk/finance/inflation.hpp"
#include "minerisk/statistics/moments.hpp"
#include "minerisk/statistics/probability.hpp"
#include "minerisk/statistics/quantile.hpp"
#include "report/layout.hpp"

namespace minerisk::inline v0::report {
namespace {

constexpr int party_width = 19;

/// The columns of a run that finance has filled, by name.
class Columns {
public:
    explicit Columns(const Outcome& outcome) : outcome_{outcome} {}
    const Column* find(const std::string& name) const { return outcome_.find_column(name); }
    /// Mean, with its error; a dash where the run did not keep the column.
    std::string mean(const std::string& name, double unit) const {
        const Column* const c = find(name);
        if (!c) return "-";
        const auto m = statistics::mean(c->values);
        if (!std::isfinite(m.value)) return "-";
        if (!m.se) return number(m.value / unit, 1);
        return with_error(m.value / unit, *m.se / unit);
    }
    /// A quantile to `decimals`; what an infinite one means.
    std::string quantile(const std::string& name, double prob, double unit, int decimals) const {
        const Column* const c = find(name);
        if (!c || c->values.empty()) return "-";
        const double q = statistics::quantile(c->values, prob);
        if (std::isfinite(q)) return number(q / unit, decimals, c->kind != Kind::calendar_year);
        const std::string& word = q < 0 ? c->below : c->above;
        return std::isnan(q) || word.empty() ? "-" : word;
    }
    /// Share of the paths on which the number is below a bound.
    std::string below(const std::string& name, double bound) const {
        const Column* const c = find(name);
        return c ? percent(statistics::probability_below(c->values, bound)) : "-";
    }
    /// Share of the paths on which the number is above 0.
    std::string positive(const std::string& name) const {
        const Column* const c = find(name);
        if (!c) return "-";
        std::size_t count = 0;
        for (const double x : c->values) count += x > 0 ? 1 : 0;
        return percent(statistics::proportion(count, c->values.size()));
    }

    /// The median of the nominal IRR: that of the real one in nominal terms, as the order is the same.
    std::string nominal_irr(const std::string& party, const finance::Inflation& inflation) const {
        const Column* const c = find(party + ".irr");
        if (!c || c->values.empty()) return "-";
        const double q = statistics::quantile(c->values, 0.5);
        return std::isfinite(q) ? number(100 * finance::nominal_rate(q, inflation), 1)
                                : quantile(party + ".irr", 0.5, 0.01, 1);
    }

private:
    const Outcome& outcome_;
};

double mean_npv(const Columns& c, const std::string& party) {
    const Column* const column = c.find(party + ".npv_usd");
    return column ? statistics::mean(column->values).value : std::numeric_limits<double>::quiet_NaN();
}

std::string party_line(const Columns& c, const std::string& name, const std::string& rate, double whole,
                       const finance::Inflation& inflation) {
    const auto npv = [&](double prob) { return c.quantile(name + ".npv_usd", prob, 1e6, 0); };
    std::string line = left(name, party_width) + right(rate, 11) + right(c.mean(name + ".npv_usd", 1e6), 15) +
                       right(npv(0.05), 8) + right(npv(0.5), 8) + right(npv(0.95), 8) +
                       right(c.quantile(name + ".irr", 0.5, 0.01, 1), 10) +
                       right(c.nominal_irr(name, inflation), 10) +
                       right(c.mean(name + ".peak_funding_usd", 1e6), 14);
    const double share = mean_npv(c, name) / whole;
    return line_of(line + right(std::isfinite(share) ? number(100 * share, 1) : "-", 6));
}

std::string parties_text(const finance::Spec& spec, const Columns& c, double project_rate) {
    std::string text =
        "\nparties: NPV in real MUSD at the rate of each; median IRR in real and in nominal money\n";
    text += line_of(left("", party_width) + right("rate,", 11) + right("mean NPV", 15) + right("5 %", 8) +
                    right("50 %", 8) + right("95 %", 8) + right("IRR,", 10) + right("IRR,", 10) +
                    right("mean peak", 14) + right("share", 6));
    text += line_of(left("", party_width) + right("%", 11) + spaces(39) + right("% real", 10) +
                    right("% nominal", 10) + right("funding", 14) + right("%", 6));
    double whole = 0;
    for (const finance::Party& p : spec.parties) whole += mean_npv(c, p.name);
    const double none = std::numeric_limits<double>::quiet_NaN();
    text +=
        party_line(c, "shareholders", fmt::format("{:.4g} real", 100 * project_rate), none, spec.inflation);
    for (const finance::Party& p : spec.parties) {
        const char* const basis = p.nominal ? "nom." : "real";
        text += party_line(c, p.name, fmt::format("{:.4g} {}", 100 * p.discount_rate.canonical(), basis),
                           whole, spec.inflation);
    }
    text += "  shareholders: all stakes together";
    if (spec.withholding) text += ", before withholding";
    return text + "; share: of the sum of the mean NPVs of all parties\n";
}

/// A ratio as one reads it.
std::string spoken(finance::Ratio ratio) {
    using finance::Ratio;
    switch (ratio) {
        case Ratio::dscr:
            return "DSCR";
        case Ratio::forward_dscr:
            return "forward DSCR";
        case Ratio::llcr:
            return "LLCR";
        case Ratio::plcr:
            return "PLCR";
        case Ratio::reserve_tail:
            return "reserve tail";
        case Ratio::gearing:
            return "gearing";
        case Ratio::cash:
            return "cash in hand";
    }
    return "";
}

std::string limit_text(finance::Ratio ratio, double limit) {
    using finance::Ratio;
    const char* const side = ratio == Ratio::gearing ? "above" : "below";
    if (ratio == Ratio::cash) return fmt::format("{} {} {:.4g} MUSD", spoken(ratio), side, limit / 1e6);
    return fmt::format("{} {} {:.3g}", spoken(ratio), side, limit);
}

/// The worst value of each ratio that is tested, and how often its limits are missed.
template <class Line>
void covenant_lines(const finance::Debt& debt, const Columns& c, const Line& line) {
    using finance::Ratio;
    const double never = std::numeric_limits<double>::infinity();
    std::string lockup;
    for (const finance::Covenant& k : debt.covenants) {
        const std::string name = finance::ratio_names[static_cast<std::size_t>(k.ratio)];
        const bool money = k.ratio == Ratio::cash, most = k.ratio == Ratio::gearing;
        const std::string column = most    ? "debt.most_gearing"
                                   : money ? "debt.least_cash_usd"
                                           : "debt.least_" + name;
        const double unit = money ? 1e6 : 1;
        const int decimals = money ? 0 : 2;
        if (k.ratio != Ratio::dscr)
            line((most ? "most " : "least ") + spoken(k.ratio) + ", 5, 50, 95 %",
                 c.quantile(column, 0.05, unit, decimals) + ", " + c.quantile(column, 0.5, unit, decimals) +
                     ", " + c.quantile(column, 0.95, unit, decimals));
        if (k.lockup) lockup += (lockup.empty() ? "" : ", or ") + limit_text(k.ratio, *k.lockup);
        if (k.breach)
            line("P(breach: " + limit_text(k.ratio, *k.breach) + ")",
                 c.below("debt." + name + "_breach_year", never));
    }
    if (!lockup.empty()) line("P(lock-up: " + lockup + ")", c.below("debt.lockup_year", never));
}

std::string debt_text(const finance::Debt& debt, const finance::Sized& sized, const Columns& c) {
    std::string text = "\ndebt, nominal money, MUSD\n";
    const auto line = [&](const std::string& what, const std::string& value) {
        text += line_of(left(what, std::max<int>(46, static_cast<int>(what.size()) + 2)) + value);
    };
    const auto spread = [&](const std::string& name, double unit, int decimals) {
        return c.quantile(name, 0.05, unit, decimals) + ", " + c.quantile(name, 0.5, unit, decimals) + ", " +
               c.quantile(name, 0.95, unit, decimals);
    };
    const double never = std::numeric_limits<double>::infinity();
    if (!debt.sizing.empty())
        line("commitments after sizing, share of those stated",
             fmt::format("{:.1f} %, held by {}", 100 * sized.share,
                         sized.held_by ? spoken(*sized.held_by) : "none of its limits"));
    line("P(financial close)", c.below("financial_close_year", never));
    line("financial close, year, 5, 50, 95 %", spread("financial_close_year", 1, 1));
    if (debt.completion_guarantee)
        line("completion, year, 5, 50, 95 %", spread("debt.completion_year", 1, 1));
    line("all-in cost to first ore, 5, 50, 95 %", spread("debt.all_in_cost_usd", 1e6, 0));
    line("least DSCR, 5, 50, 95 %", spread("debt.least_dscr", 1, 2));
    covenant_lines(debt, c, line);
    line("P(default)", c.below("debt.default_year", never));
    if (debt.sculpted_dscr > 0)
        line(fmt::format("P(sculpting to {:.3g} leaves a balloon)", debt.sculpted_dscr),
             c.positive("debt.balloon_usd"));
    line("paid in by shareholders for service, mean", c.mean("debt.support_usd", 1e6));
    text +=
        line_of(left("facility", party_width) + right("commitment", 12) + right("drawn, mean", 17) +
                right("P(any draw)", 23) + right("expected loss", 16) + right("loss given default, %", 22));
    for (const finance::Facility& f : debt.facilities)
        text += line_of(
            left(f.name, party_width) + right(number(sized.share * f.commitment.canonical() / 1e6, 0), 12) +
            right(c.mean(f.name + ".drawn_usd", 1e6), 17) + right(c.positive(f.name + ".drawn_usd"), 23) +
            right(c.mean(f.name + ".loss_usd", 1e6), 16) +
            right(c.mean(f.name + ".loss_given_default", 0.01), 22));
    return text + "  loss: the balance at default less what is paid later, discounted at the loan's rate\n";
}

/// What befalls debt, by the end of some years.
std::string onsets_text(const RunSummary& s) {
    if (s.onsets.empty() || s.onsets.front().years.empty()) return "";
    const std::vector<ByYear>& all = s.onsets.front().years;
    std::vector<std::size_t> shown;
    for (const std::size_t after : {3u, 5u, 7u, 10u, 15u, 25u})
        if (after < all.size()) shown.push_back(after);
    std::string text = left("P(by the end of), %", party_width);
    for (const std::size_t y : shown) text += right(std::to_string(all[y].year), 14);
    text = line_of(text);
    for (const Onset& onset : s.onsets) {
        std::string line = left(onset.name, party_width);
        for (const std::size_t y : shown) {
            const statistics::Proportion& p = onset.years[y].probability;
            const bool bounded = p.low && p.high;
            const double error = bounded ? (*p.high - *p.low) / (2 * statistics::normal_95) : 0;
            const std::string share =
                bounded ? with_error(100 * p.value, 100 * error) : number(100 * p.value, 1);
            line += right(p.value == 0 ? "0" : share, 14);
        }
        text += line_of(line);
    }
    return text;
}

}  // namespace

std::string claims_text(const RunSummary& s) {
    if (s.claims.empty()) return "";
    std::string text = "\nclaims: how often each holds\n";
    for (const ClaimAnswer& a : s.claims) {
        const std::string chance = a.probability ? percent(*a.probability) : "not kept";
        std::string of = a.claim->holds.text();
        if (const auto* const one = a.claim->holds.single(); one && a.median) {
            const Column& c = s.outcome->column(one->column);
            const double unit = c.kind == Kind::money || c.kind == Kind::nominal_money ? 1e6
                                : c.kind == Kind::rate                                 ? 0.01
                                                                                       : 1;
            const char* const name = unit == 1e6 ? " MUSD" : unit == 0.01 ? " %" : "";
            const bool finite = std::isfinite(*a.median);
            of +=
                "; median " +
                (finite ? number(*a.median / unit, unit == 1e6 ? 0 : 2, c.kind != Kind::calendar_year) + name
                 : *a.median < 0 ? c.below
                                 : c.above);
        }
        text += wrapped(left("  " + chance + " ", 34), a.claim->text, 109);
        text += wrapped(spaces(34), of, 109);
    }
    return text;
}

std::string finance_text(const RunSummary& s) {
    if (!s.finance || s.figures.empty()) return "";  // none kept: `not kept` says so
    const Columns c{*s.outcome};
    std::string text = parties_text(*s.finance, c, s.discount_rate);
    if (s.finance->debt) text += debt_text(*s.finance->debt, s.sized, c) + onsets_text(s);
    return text;
}

}  // namespace minerisk::inline v0::report
