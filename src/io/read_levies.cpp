#include "io/read_levies.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace minerisk::inline v0::io {
namespace {

/// `scale = [{ from = "3 USD/lb", rate = "2 %" }, ...]` with `scale_of = "copper"`, or `from` a share with
/// `scale_of = "margin"`.
RoyaltyScale read_scale(const Table& royalty, const MoneyReader& money, const Project& p) {
    RoyaltyScale s;
    const auto of = royalty.required<std::string>("scale_of");
    const bool on_margin = of == "margin";
    const bool on_metal = std::ranges::count(p.metals, of, &Metal::name) > 0;
    royalty.require(on_margin != on_metal, "scale_of",
                    on_metal ? "is the name of a metal and the operating margin: rename the metal"
                             : "must be \"margin\" or the name of one of the metals");
    if (on_metal) s.metal = of;
    for (const Table& step : royalty.tables("scale")) {
        const double from = on_metal    ? money.required<Price>(step, "from", &royalty).canonical()
                            : on_margin ? step.required<double>("from")
                                        : (step.pass_over(), 0.0);
        s.steps.push_back({from, step.required<double>("rate")});
    }
    return s;
}

AdvanceRoyalty read_advance(const Table& royalty, const MoneyReader& money, const Dates& dates) {
    const Table t = royalty.table("advance");
    AdvanceRoyalty a;
    a.from = dates.required(t, "from");
    for (const std::string& amount : t.list<std::string>("by_year"))
        a.by_year.push_back(money.convert<Money>(t, "by_year", amount, &royalty));
    a.cap = money.required<Money>(t, "cap", &royalty);
    return a;
}

/// `growth_capital = { depreciation = "straight line", over = "10 yr", initial_allowance = "25 %" }`, or
/// `{ depreciation = "declining", rate = "15 %/yr" }`; without the table it is deducted when spent.
Depreciation read_depreciation(const Table& tax, const char* key) {
    const auto t = tax.optional_table(key);
    if (!t) return {};
    Depreciation d;
    d.method =
        t->choice<DepreciationMethod>("depreciation", {{"expensed", DepreciationMethod::expensed},
                                                       {"straight line", DepreciationMethod::straight_line},
                                                       {"declining", DepreciationMethod::declining}});
    d.over = d.method == DepreciationMethod::straight_line ? t->required<Years>("over")
                                                           : t->optional<Years>("over").value_or(Years{});
    d.rate = d.method == DepreciationMethod::declining ? t->required<Rate>("rate")
                                                       : t->optional<Rate>("rate").value_or(Rate{});
    d.initial_allowance = t->optional<double>("initial_allowance").value_or(0);
    return d;
}

IncomeTax read_tax(const Table& t, const Dates& dates) {
    IncomeTax tax;
    tax.rate = t.required<double>("rate");
    tax.holiday = t.optional<Years>("holiday").value_or(Years{});
    if (const auto from = t.optional<Date>("from")) tax.from = dates.years(*from);
    tax.nominal = t.optional_choice<bool>("basis", {{"real", false}, {"nominal", true}}).value_or(false);
    tax.growth_capital = read_depreciation(t, "growth_capital");
    tax.sustaining_capital = read_depreciation(t, "sustaining_capital");
    tax.loss_expiry = t.optional<Years>("loss_expiry");
    tax.minimum_rate = t.optional<double>("minimum_rate").value_or(0);
    if (t.has("final_rate") || t.has("final_for")) {
        tax.final_rate = t.required<double>("final_rate");
        tax.final_for = t.required<Years>("final_for");
    }
    return tax;
}

}  // namespace

void read_levies(const Table& root, const MoneyReader& money, const Dates& dates, Project& p) {
    for (const Table& t : root.optional_tables("royalty")) {
        Royalty r;
        r.name = t.required<std::string>("name");
        if (t.has("scale")) {
            r.scale = read_scale(t, money, p);
            t.require(!t.optional<double>("rate"), "rate", "has no meaning beside a scale");
        } else {
            t.require(!t.optional<std::string>("scale_of"), "scale_of", "has no meaning without a scale");
            r.rate = t.required<double>("rate");
        }
        r.base = t.choice<RoyaltyBase>(
            "base", {{"gross", RoyaltyBase::gross}, {"nsr", RoyaltyBase::net_smelter_return}});
        r.active = t.required<bool>("active");
        if (const auto from = t.optional<Date>("from")) r.from = dates.years(*from);
        if (t.has("advance")) r.advance = read_advance(t, money, dates);
        p.royalties.push_back(std::move(r));
    }
    p.tax = read_tax(root.table("tax"), dates);
}

}  // namespace minerisk::inline v0::io
