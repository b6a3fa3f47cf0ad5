#include "io/read_finance.hpp"

#include <algorithm>
#include <string>

namespace minerisk::inline v0::io {
namespace {

using namespace finance;

void read_parties(const Table& t, Spec& s) {
    const auto parties = t.optional_table("party");
    if (!parties) return;
    for (const Table& p : parties->named_tables())
        s.parties.push_back({p.name(), p.required<Rate>("discount_rate"),
                             p.choice<bool>("basis", {{"real", false}, {"nominal", true}}),
                             p.optional<bool>("exempt").value_or(false)});
}

void read_stakes(const Table& t, const Dates& dates, Spec& s) {
    for (const Table& k : t.optional_tables("stake"))
        s.stakes.push_back({k.required<std::string>("holder"), k.required<double>("share"),
                            k.optional<bool>("carried").value_or(false),
                            k.optional<std::string>("funded_by").value_or(""),
                            k.optional<double>("guarantees")});
    const auto repaid = t.optional<bool>("carry_repaid");
    bool carries = false;
    for (const Stake& k : s.stakes) carries = carries || k.carried;
    if (carries && !repaid) t.required<bool>("carry_repaid");  // worth money: it must be said
    t.require(carries || !repaid, "carry_repaid", "has no meaning without a carried stake");
    s.carry_repaid = repaid.value_or(false);
    for (const Table& e : t.optional_tables("entry"))
        s.entries.push_back({e.required<std::string>("buyer"), e.required<std::string>("seller"),
                             e.required<double>("share"), dates.to_come(e, "date"),
                             e.required<Money>("price")});
}

std::optional<Ratio> ratio_of(const std::string& name) {
    const auto at = std::ranges::find(ratio_names, name);
    if (at == ratio_names.end()) return {};
    return static_cast<Ratio>(at - ratio_names.begin());
}
std::string ratio_rule() {
    std::string rule = "must be one of";
    for (const char* name : ratio_names) rule += std::string{rule.ends_with("of") ? " " : ", "} + name;
    return rule;
}

/// A limit of a ratio: money for the cash in hand.
std::optional<double> read_limit(const Table& t, const std::string& key, Ratio ratio) {
    if (ratio != Ratio::cash) return t.optional<double>(key);
    const auto money = t.optional<Money>(key);
    return money ? std::optional{money->canonical()} : std::nullopt;
}

void read_ratios(const Table& t, Debt& d) {
    if (const auto covenants = t.optional_table("covenant"))
        for (const Table& c : covenants->named_tables()) {
            const auto ratio = ratio_of(c.name());
            const Ratio as = ratio.value_or(Ratio::dscr);
            const Covenant covenant{as, read_limit(c, "lockup", as), read_limit(c, "breach", as)};
            if (ratio) {
                d.covenants.push_back(covenant);
            } else {
                covenants->fail(c.name(), ratio_rule());
            }
        }
    if (const auto sizing = t.optional_table("sizing"))
        for (const auto& [name, limit] : sizing->named_values<double>()) {
            const auto ratio = ratio_of(name);
            if (ratio) {
                d.sizing.push_back({*ratio, limit});
            } else {
                sizing->fail(name, ratio_rule());
            }
        }
    if (const auto base = t.optional_table("base_rate"))
        d.base_rate = BaseRate{base->required<Rate>("now"), base->required<Rate>("long_run"),
                               base->required<Years>("half_life"), base->required<Rate>("volatility")};
}

void read_shareholder_money(const Table& t, Spec& s) {
    if (const auto loans = t.optional_table("shareholder_loans"))
        s.shareholder_loans = {loans->required<double>("share"), loans->required<Rate>("rate")};
    if (const auto withheld = t.optional_table("withholding"))
        s.withholding = {withheld->required<double>("dividends"), withheld->optional<double>("interest")};
}

Facility read_facility(const Table& t) {
    Facility f;
    f.name = t.name();
    f.lender = t.required<std::string>("lender");
    f.commitment = t.required<Money>("commitment");
    f.available = t.required<Years>("available");
    f.floating = t.has("margin");
    f.rate = t.required<Rate>(f.floating ? "margin" : "rate");
    if (f.floating && t.optional<Rate>("rate"))
        t.fail("rate", "must not stand beside a margin: a loan floats or not");
    f.base_floor = t.optional<Rate>("base_floor");
    f.overrun_of = t.optional<Money>("overrun_of");
    f.upfront_fee = t.optional<double>("upfront_fee").value_or(0);
    f.commitment_fee = t.optional<Rate>("commitment_fee").value_or(Rate{});
    f.exposure_fee = t.optional<double>("exposure_fee").value_or(0);
    f.interest = t.choice<BuildInterest>("build_interest", {{"financed", BuildInterest::financed},
                                                            {"capitalised", BuildInterest::capitalised},
                                                            {"paid", BuildInterest::paid}});
    f.grace = t.required<Years>("grace");
    f.repaid_over = t.required<Years>("repaid_over");
    f.repayment = t.choice<Repayment>("repayment", {{"level principal", Repayment::level_principal},
                                                    {"annuity", Repayment::annuity},
                                                    {"bullet", Repayment::bullet},
                                                    {"table", Repayment::table},
                                                    {"sculpted", Repayment::sculpted}});
    if (f.repayment == Repayment::table) f.table = t.list<double>("table");
    f.rank = t.optional<int>("rank").value_or(0);
    if (const auto cover = t.optional_table("cover"))
        f.cover = Cover{cover->required<double>("share"), cover->required<double>("eligible")};
    return f;
}

Debt read_debt(const Table& t, const Dates& dates) {
    Debt d;
    d.drawing = t.choice<Drawing>("drawing", {{"pro rata", Drawing::pro_rata},
                                              {"debt first", Drawing::debt_first},
                                              {"equity first", Drawing::equity_first}});
    if (d.drawing == Drawing::pro_rata) d.gearing = t.required<double>("gearing");
    if (d.drawing == Drawing::equity_first) d.equity_first = t.required<Money>("equity_first");
    d.close_after = t.required<Years>("close_after");
    if (t.has("closes_by")) d.closes_by = dates.to_come(t, "closes_by");
    d.completion_guarantee = t.required<bool>("completion_guarantee");
    if (d.completion_guarantee) {
        d.completion = t.required<Years>("completion");
        d.completion_test = t.optional<double>("completion_test").value_or(0);
    }
    d.standby_equity = t.optional<Money>("standby_equity").value_or(Money{});
    d.reserve = t.optional<Years>("reserve").value_or(Years{});
    d.sculpted_dscr = t.optional<double>("sculpted_dscr").value_or(0);
    d.price_memory = t.optional<Years>("price_memory").value_or(Years{});
    if (t.has("growth_after_ore"))
        d.growth_from_cash =
            t.choice<bool>("growth_after_ore", {{"from shareholders", false}, {"from cash", true}});
    d.equity_before = t.optional<Money>("equity_before").value_or(Money{});
    read_ratios(t, d);
    d.sweep = t.optional<double>("sweep").value_or(0);
    d.cure = t.required<Years>("cure");
    for (const Table& f : t.table("facility").named_tables()) d.facilities.push_back(read_facility(f));
    return d;
}

}  // namespace

std::optional<Spec> read_finance(const Table& root, const MoneyReader& money, const Dates& dates) {
    const auto t = root.optional_table("finance");
    if (!t) return {};
    Spec s;
    s.inflation.rate = t->required<Rate>("inflation");
    if (const std::string& base = money.base(); base.size() == 7)
        s.inflation.base = dates.years(Date{std::stoi(base.substr(0, 4)), std::stoi(base.substr(5)), 15});
    read_parties(*t, s);
    read_stakes(*t, dates, s);
    read_shareholder_money(*t, s);
    if (const auto levies = t->optional_table("levies"))
        for (auto& [levy, party] : levies->named_values<std::string>()) s.levies.push_back({levy, party});
    if (const auto supplies = t->optional_table("supply"))
        for (const Table& x : supplies->named_tables())
            s.supplies.push_back({x.name(), x.required<double>("share"), dates.to_come(x, "by")});
    s.insurer = t->optional<std::string>("insurer").value_or("");
    s.interest_deducted = t->optional<bool>("interest_deducted").value_or(false);
    if (const auto debt = t->optional_table("debt")) s.debt = read_debt(*debt, dates);
    return s;
}

std::vector<Price> read_lenders_prices(const Table& root, const MoneyReader& money,
                                       const std::vector<Metal>& metals) {
    std::vector<Price> prices;
    const auto finance = root.optional_table("finance");
    const auto lenders = finance ? finance->optional_table("lenders_case") : std::nullopt;
    if (!lenders) return prices;
    for (const Metal& metal : metals) prices.push_back(money.required<Price>(*lenders, metal.name));
    return prices;
}

}  // namespace minerisk::inline v0::io
