#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "minerisk/core/body.hpp"
#include "minerisk/finance/check.hpp"
#include "minerisk/finance/finance.hpp"
#include "minerisk/finance/inflation.hpp"
#include "minerisk/finance/parties.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::finance {

MINERISK_BODY Spec Finance::checked(Spec spec, const Project& project, const TimeGrid& grid, bool has_case) {
    Problems problems{"finance"};
    problems.add_all(finance_problems(spec, project, grid, has_case));
    problems.throw_if_any();
    return spec;
}

MINERISK_BODY Finance::Finance(Spec spec, const Project& project, const TimeGrid& grid,
                               valuation::Convention convention, Rate discount_rate, LenderCase lenders)
    : spec_{checked(std::move(spec), project, grid, !lenders.periods.empty())},
      grid_{grid},
      levels_{price_levels(spec_.inflation, grid_)},
      partners_{spec_, grid_} {
    for (int i = 0; i < grid_.periods(); ++i) begins_.push_back(grid_.begin(i));
    if (spec_.debt) {
        const Debt& debt = *spec_.debt;
        const Forecast forecast{std::move(lenders), grid_, levels_, debt.price_memory, debt.growth_from_cash};
        sized_ = size_debt(debt, grid_, levels_, forecast);
        debt_.emplace(scaled(debt, sized_.share), grid_, forecast);
        for (const Facility& f : spec_.debt->facilities) lenders_.push_back(party_number(spec_, f.lender));
    }
    if (spec_.interest_deducted) tax_.emplace(project.tax, grid_, levels_);
    for (const Royalty& r : project.royalties) royalty_to_.push_back(party_of_levy(spec_, r.name));
    if (project.tax.due()) tax_to_ = party_of_levy(spec_, "income tax");
    if (project.expropriation_compensation > 0 && !spec_.parties.empty())
        compensated_by_ = party_of_levy(spec_, "compensation");
    if (!spec_.insurer.empty()) insurer_ = party_number(spec_, spec_.insurer);
    discount_ = valuation::discount_factors(grid_, discount_rate, convention);
    for (const Party& p : spec_.parties)
        discounts_.push_back(
            valuation::discount_factors(grid_, real_discount_rate(p, spec_.inflation), convention));
    name_figures();
}

MINERISK_BODY void Finance::name_figures() {
    figures_.push_back({"first_full_year_sales_usd", Unit::nominal_money, {}, {}});
    figures_.push_back({"peak_build_year_usd", Unit::real_money, {}, {}});
    figures_.push_back({"build_capital_usd", Unit::real_money, {}, "never done"});
    for (const Supply& s : spec_.supplies)
        figures_.push_back({s.name + ".bought_usd", Unit::nominal_money, {}, {}});
    const auto party = [&](const std::string& name, bool invests) {
        rows_.push_back({static_cast<int>(figures_.size()), invests});
        figures_.push_back({name + ".npv_usd", Unit::real_money, {}, {}});
        figures_.push_back({name + ".irr", Unit::rate, "no return", "no outlay"});
        if (!invests) return;
        figures_.push_back({name + ".peak_funding_usd", Unit::real_money, {}, {}});
        figures_.push_back({name + ".payback_years", Unit::years, "no outlay", "never"});
        figures_.push_back({name + ".first_receipt_year", Unit::calendar_time, {}, "never"});
    };
    party("shareholders", true);
    for (const Party& p : spec_.parties) {
        const auto has_part = [&](const Stake& k) { return k.holder == p.name || k.funded_by == p.name; };
        party(p.name, std::ranges::any_of(spec_.stakes, has_part) ||
                          std::ranges::count(spec_.entries, p.name, &Entry::buyer) > 0);
    }
    first_of_debt_ = static_cast<int>(figures_.size());
    if (!debt_) return;
    const auto add = [&](const std::string& name, Unit unit, const char* above = "") {
        figures_.push_back({name, unit, {}, above});
    };
    add("financial_close_year", Unit::calendar_time, "never");
    add("debt.completion_year", Unit::calendar_time, "never");
    add("debt.drawn_usd", Unit::nominal_money);
    add("debt.peak_usd", Unit::nominal_money);
    add("debt.loss_usd", Unit::nominal_money);
    add("debt.support_usd", Unit::nominal_money);
    add("debt.build_interest_usd", Unit::nominal_money);
    add("debt.fees_usd", Unit::nominal_money);
    add("debt.all_in_cost_usd", Unit::nominal_money, "never done");
    add("debt.lockup_year", Unit::calendar_time, "never");
    add("debt.breach_year", Unit::calendar_time, "never");
    add("debt.default_year", Unit::calendar_time, "never");
    for (int r = 0; r < ratio_count; ++r) {
        const auto ratio = static_cast<Ratio>(r);
        if (!debt_->tests(ratio)) continue;
        const std::string name = ratio_names[static_cast<std::size_t>(r)];
        if (ratio == Ratio::gearing) {
            figures_.push_back({"debt.most_gearing", Unit::ratio, "no debt", {}});
        } else if (ratio == Ratio::cash) {
            add("debt.least_cash_usd", Unit::nominal_money, "no debt");
        } else {
            add("debt.least_" + name, Unit::ratio, ratio == Ratio::dscr ? "no debt service" : "no debt");
        }
    }
    for (const Covenant& c : debt_->spec().covenants)
        if (c.breach)
            add(std::string{"debt."} + ratio_names[static_cast<std::size_t>(c.ratio)] + "_breach_year",
                Unit::calendar_time, "never");
    if (debt_->spec().sculpted_dscr > 0) add("debt.balloon_usd", Unit::nominal_money);
    if (tax_) add("debt.tax_saved_usd", Unit::real_money);
    for (const Facility& f : debt_->spec().facilities) {
        add(f.name + ".drawn_usd", Unit::nominal_money);
        add(f.name + ".first_draw_year", Unit::calendar_time, "never");
        add(f.name + ".loss_usd", Unit::nominal_money);
        add(f.name + ".loss_given_default", Unit::ratio);
    }
}

MINERISK_BODY Finance::Workspace::Workspace(const Finance& finance, int width, bool keeps_lines)
    : width_{width},
      rows_{row_count, width},
      values_{static_cast<int>(finance.figures().size()), width},
      shareholders_{finance.grid_.periods(), width},
      party_(finance.parties()),
      account_{width},
      irr_status_(finance.parties() * static_cast<std::size_t>(width)),
      shareholders_status_(static_cast<std::size_t>(width)) {
    MINERISK_EXPECTS(width == wide_block || width == narrow_block);
    for (std::size_t k = 0; k < finance.parties(); ++k) flows_.emplace_back(finance.grid_.periods(), width);
    if (finance.debt_)
        debt_ = DebtModel::Workspace{*finance.debt_, keeps_lines ? finance.grid_.periods() : 0, width};
    if (finance.tax_) tax_ = cashflow::TaxModel::Workspace{*finance.tax_, width};
}

MINERISK_BODY void Finance::open(const Inputs& in, Workspace& w) const {
    if (tax_) tax_->open(in.mines, w.tax_);
    w.rows_.fill(0);
    w.account_.open();
    for (BlockArray& flow : w.flows_) flow.fill(0);
    for (int p = 0; p < w.width_; ++p) {
        const cashflow::Mine& mine = in.mines[static_cast<std::size_t>(p)];
        const bool stopped = in.build.decision[static_cast<std::size_t>(p)] == Decision::stopped;
        w.rows_(Workspace::comes_in, p) = stopped ? 0 : 1;
        w.rows_(Workspace::taken, p) = mine.taken;
        w.rows_(Workspace::end_period, p) =
            mine.end_period >= 0 ? mine.end_period : std::numeric_limits<double>::infinity();
        if (debt_) debt_->open(in.build.goes_on(p), mine.first_ore, mine.taken, p, w.debt_);
    }
}

MINERISK_BODY void Finance::tax_company(const Inputs& in, int i, Workspace& w) const {
    using cashflow::Line;
    tax_->run({.gross = in.ledger.row(Line::gross, i),
               .before_tax = in.ledger.row(Line::before_tax, i),
               .growth_capital = in.ledger.row(Line::growth_capital, i),
               .sustaining_capital = in.ledger.row(Line::sustaining_capital, i),
               .interest = w.debt_.rows().interest_owed,
               .tax = w.rows_.row(Workspace::tax)},
              i, w.tax_);
    for (int p = 0; p < w.width_; ++p)
        w.rows_(Workspace::tax_saved, p) += in.ledger.row(Line::tax, i)[p] - w.rows_(Workspace::tax, p);
}

MINERISK_BODY void Finance::run(const Inputs& in, Workspace& w) const {
    open(in, w);
    for (int i = 0; i < grid_.periods(); ++i) {
        if (debt_) {
            for (int p = 0; p < w.width_; ++p)
                w.debt_.rows().base_rate[p] = in.base_rate ? (*in.base_rate)(i, p) : 0.0;
            debt_->accrue(w.debt_);
        }
        const double* const of_project = in.ledger.row(cashflow::Line::tax, i);
        if (tax_) {
            tax_company(in, i, w);
        } else {
            std::copy_n(of_project, w.width_, w.rows_.row(Workspace::tax));
        }
        for (int p = 0; p < w.width_; ++p)
            w.rows_(Workspace::net, p) =
                in.ledger.row(cashflow::Line::net, i)[p] + (of_project[p] - w.rows_(Workspace::tax, p));
        if (debt_) run_debt(in, i, w);
        spread(in, i, w);
    }
    for (int p = 0; p < w.width_; ++p) {
        w.values_(0, p) = first_full_year_sales(in, in.mines[static_cast<std::size_t>(p)].first_ore, p);
        value_build(in, p, w);
    }
    value(w);
}

MINERISK_BODY double Finance::first_full_year_sales(const Inputs& in, double first_ore, int p) const {
    if (!(first_ore < grid_.length())) return 0;
    const int ppy = grid_.periods_per_year();
    const int from = (static_cast<int>(first_ore) + 1) * ppy;
    double sum = 0;
    for (int i = from; i < std::min(from + ppy, grid_.periods()); ++i)
        sum += in.ledger.row(cashflow::Line::gross, i)[p] * levels_[static_cast<std::size_t>(i)];
    return sum;
}

MINERISK_BODY void Finance::value_build(const Inputs& in, int p, Workspace& w) const {
    const auto growth = [&](int i) { return in.ledger.row(cashflow::Line::growth_capital, i)[p]; };
    const double first_ore = in.mines[static_cast<std::size_t>(p)].first_ore;
    double year = 0, peak = 0, until_ore = 0;
    for (int i = 0; i < grid_.periods(); ++i) {
        year += growth(i);
        if (grid_.begin(i) <= first_ore) until_ore += growth(i);
        peak = std::max(peak, year);
        if (grid_.ends_year(i)) year = 0;
    }
    w.values_(1, p) = peak;
    w.values_(2, p) = first_ore < grid_.length() ? until_ore : std::numeric_limits<double>::infinity();
    for (std::size_t s = 0; s < spec_.supplies.size(); ++s) {
        const Supply& supply = spec_.supplies[s];
        double sum = 0;
        for (int i = 0; i < grid_.periods(); ++i) {
            sum += growth(i) * levels_[static_cast<std::size_t>(i)] *
                   grid_.share_before(supply.by.canonical(), i);
        }
        w.values_(3 + static_cast<int>(s), p) = supply.share * sum;
    }
}

MINERISK_BODY void Finance::run_debt(const Inputs& in, int i, Workspace& w) const {
    using cashflow::Line;
    const auto line = [&](Line l) { return in.ledger.row(l, i); };
    const double level = levels_[static_cast<std::size_t>(i)];
    const double* const growth = line(Line::growth_capital);
    const double* const ore = line(Line::ore);
    const double* const plan = line(Line::plan_ore);
    const double* const suspended = line(Line::suspended);
    const double* const compensation = line(Line::compensation);
    const double* const net = w.rows_.row(Workspace::net);
    const double* const end_period = w.rows_.row(Workspace::end_period);
    DebtRows& r = w.debt_.rows();
    for (int p = 0; p < w.width_; ++p) {
        r.net[p] = net[p] * level;
        r.growth[p] = growth[p] * level;
        r.milled[p] = plan[p] > 0 ? ore[p] / plan[p] : 0.0;
        r.suspended[p] = suspended[p];
        r.price_index[p] = in.price_index ? (*in.price_index)(i, p) : 1.0;
        r.compensation[p] = compensation[p] * level;
        r.over[p] = i >= end_period[p] ? 1 : 0;
    }
    debt_->period(i, w.debt_);
}

MINERISK_BODY void Finance::spread(const Inputs& in, int i, Workspace& w) const {
    using cashflow::Line;
    for (std::size_t k = 0; k < parties(); ++k) w.party_[k] = w.flows_[k].row(i);
    const auto pays = [&](std::size_t party, const double* amount, double sign) {
        for (int p = 0; p < w.width_; ++p) w.party_[party][p] += sign * amount[p];
    };
    for (std::size_t k = 0; k < lenders_.size(); ++k)
        pays(lenders_[k], w.debt_.lender_flow(static_cast<int>(k)), 1);
    const DebtRows* const debt = debt_ ? &w.debt_.rows() : nullptr;
    partners_.spread({.i = i,
                      .level = levels_[static_cast<std::size_t>(i)],
                      .net = w.rows_.row(Workspace::net),
                      .to_equity = debt ? debt->to_equity : nullptr,
                      .guaranteed = debt ? debt->guaranteed : nullptr,
                      .comes_in = w.rows_.row(Workspace::comes_in),
                      .taken = w.rows_.row(Workspace::taken),
                      .equity = w.shareholders_.row(i),
                      .party = w.party_.data()},
                     w.account_);
    for (std::size_t r = 0; r < royalty_to_.size(); ++r)
        if (royalty_to_[r] < parties())
            pays(royalty_to_[r], in.ledger.royalty_row(static_cast<int>(r), i), 1);
    if (tax_to_ && *tax_to_ < parties()) pays(*tax_to_, w.rows_.row(Workspace::tax), 1);
    if (compensated_by_) pays(*compensated_by_, in.ledger.row(Line::compensation, i), -1);
    if (insurer_) {
        const double* const premium = in.ledger.row(Line::premium, i);
        const double* const recovery = in.ledger.row(Line::recovery, i);
        for (int p = 0; p < w.width_; ++p) w.party_[*insurer_][p] += premium[p] - recovery[p];
    }
}

MINERISK_BODY void Finance::value_party(const PartyRows& rows, const BlockArray& flow,
                                        const std::vector<double>& discount, valuation::IrrStatus* status,
                                        Workspace& w) const {
    const int ppy = grid_.periods_per_year();
    valuation::npv_block(flow, discount, w.values_.row(rows.first));
    valuation::irr_block(flow, ppy, w.values_.row(rows.first + 1), status);
    if (!rows.invests) return;
    kernels().funding(grid_.periods(), w.width_, flow.data(), begins_.data(), w.values_.row(rows.first + 2),
                      w.values_.row(rows.first + 4));
    valuation::payback_block(flow, ppy, {}, w.values_.row(rows.first + 3));
}

MINERISK_BODY void Finance::value(Workspace& w) const {
    value_party(rows_[0], w.shareholders_, discount_, w.shareholders_status_.data(), w);
    for (std::size_t k = 0; k < parties(); ++k)
        value_party(rows_[k + 1], w.flows_[k], discounts_[k],
                    w.irr_status_.data() + k * static_cast<std::size_t>(w.width_), w);
    if (debt_) value_debt(w);
}

MINERISK_BODY void Finance::value_debt(Workspace& w) const {
    for (int p = 0; p < w.width_; ++p) {
        const DebtOutcome d = w.debt_.outcome(p);
        int at = first_of_debt_;
        for (const double value :
             {d.close, d.completed, d.drawn, d.peak, d.loss, d.support, d.interest_of_build, d.fees,
              d.all_in_cost, d.lockup, d.breach, d.default_at})
            w.values_(at++, p) = value;
        for (int r = 0; r < ratio_count; ++r)
            if (debt_->tests(static_cast<Ratio>(r))) w.values_(at++, p) = d.worst_of(static_cast<Ratio>(r));
        for (const Covenant& c : debt_->spec().covenants)
            if (c.breach) w.values_(at++, p) = d.broken[static_cast<std::size_t>(c.ratio)];
        if (debt_->spec().sculpted_dscr > 0) w.values_(at++, p) = d.balloon;
        if (tax_) w.values_(at++, p) = w.rows_(Workspace::tax_saved, p);
        for (int k = 0; k < debt_->facilities(); ++k) {
            const LoanOutcome loan = w.debt_.loan(k, p);
            const double given =
                loan.at_default > 0 ? loan.loss / loan.at_default : std::numeric_limits<double>::quiet_NaN();
            for (const double value : {loan.drawn, loan.first_draw, loan.loss, given})
                w.values_(at++, p) = value;
        }
    }
}

}  // namespace minerisk::inline v0::finance
