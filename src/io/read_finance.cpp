#include "io/read_finance.hpp"

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
    f.rate = t.required<Rate>("rate");
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
                                                    {"table", Repayment::table}});
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
    if (d.completion_guarantee) d.completion = t.required<Years>("completion");
    d.standby_equity = t.optional<Money>("standby_equity").value_or(Money{});
    d.reserve = t.optional<Years>("reserve").value_or(Years{});
    d.lockup_dscr = t.optional<double>("lockup_dscr").value_or(0);
    d.breach_dscr = t.optional<double>("breach_dscr").value_or(0);
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
    if (const auto debt = t->optional_table("debt")) s.debt = read_debt(*debt, dates);
    return s;
}

}  // namespace minerisk::inline v0::io
