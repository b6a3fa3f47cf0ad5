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
    const Table tax = root.table("tax");
    p.tax.rate = tax.required<double>("rate");
    p.tax.holiday = tax.optional<Years>("holiday").value_or(Years{});
    if (const auto from = tax.optional<Date>("from")) p.tax.from = dates.years(*from);
}

}  // namespace minerisk::inline v0::io
