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

namespace minerisk::inline v0::finance {

MINERISK_BODY Finance::Finance(Spec spec, const Project& project, const TimeGrid& grid,
                               valuation::Convention convention, Rate discount_rate, LenderCase lenders)
    : spec_{std::move(spec)}, grid_{grid} {
    Problems problems{"finance"};
    problems.add_all(finance_problems(spec_, project, grid_, !lenders.periods.empty()));
    problems.throw_if_any();
    levels_ = price_levels(spec_.inflation, grid_);
    if (!spec_.stakes.empty()) partners_.emplace(spec_, grid_);
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
      keeps_lines_{keeps_lines},
      values_{static_cast<int>(finance.figures().size()), width},
      shareholders_{finance.grid_.periods(), width},
      accounts_(static_cast<std::size_t>(width)),
      party_(finance.parties()),
      irr_status_(finance.parties() * static_cast<std::size_t>(width)),
      shareholders_status_(static_cast<std::size_t>(width)) {
    for (std::size_t k = 0; k < finance.parties(); ++k) flows_.emplace_back(finance.grid_.periods(), width);
    if (finance.debt_)
        debt_ = DebtModel::Workspace{finance.debt_->facilities(), keeps_lines ? finance.grid_.periods() : 1,
                                     width};
    if (finance.tax_) {
        tax_ = cashflow::TaxModel::Workspace{*finance.tax_, width};
        tax_rows_ = BlockArray{3, width};
    }
}

MINERISK_BODY void Finance::tax_company(const Inputs& in, int i, Workspace& w) const {
    using cashflow::Line;
    double* const interest = w.tax_rows_.row(0);
    for (int p = 0; p < w.width_; ++p)
        interest[p] = debt_->interest(p, in.base_rate ? (*in.base_rate)(i, p) : 0.0, w.debt_);
    tax_->run({.gross = in.ledger.row(Line::gross, i),
               .before_tax = in.ledger.row(Line::before_tax, i),
               .growth_capital = in.ledger.row(Line::growth_capital, i),
               .sustaining_capital = in.ledger.row(Line::sustaining_capital, i),
               .interest = interest,
               .tax = w.tax_rows_.row(1)},
              i, w.tax_);
    for (int p = 0; p < w.width_; ++p)
        w.tax_rows_(2, p) += in.ledger.row(Line::tax, i)[p] - w.tax_rows_(1, p);
}

MINERISK_BODY void Finance::run(const Inputs& in, Workspace& w) const {
    if (tax_) {
        tax_->open(in.mines, w.tax_);
        w.tax_rows_.fill(0);
    }
    std::ranges::fill(w.accounts_, Partners::Account{});
    if (debt_)
        for (int p = 0; p < w.width_; ++p) {
            const cashflow::Mine& mine = in.mines[static_cast<std::size_t>(p)];
            debt_->open(in.build.goes_on(p), mine.first_ore, mine.taken, p, w.debt_);
        }
    for (int i = 0; i < grid_.periods(); ++i) {
        if (tax_) tax_company(in, i, w);
        for (int p = 0; p < w.width_; ++p) spread(in, i, p, w);
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

MINERISK_BODY void Finance::spread(const Inputs& in, int i, int p, Workspace& w) const {
    using cashflow::Line;
    const auto line = [&](Line l) { return in.ledger.row(l, i)[p]; };
    const double level = levels_[static_cast<std::size_t>(i)];
    const std::span<double> parties{w.party_};
    std::ranges::fill(parties, 0.0);

    const cashflow::Mine& mine = in.mines[static_cast<std::size_t>(p)];
    const double tax = tax_ ? w.tax_rows_(1, p) : line(Line::tax);
    const double net = line(Line::net) + (line(Line::tax) - tax);

    // Nominal first: loans and the price of stakes.
    const bool enters = in.build.decision[static_cast<std::size_t>(p)] != Decision::stopped;
    double to_equity = 0, guaranteed = 0;
    if (debt_) {
        const DebtModel::Flow flow =
            debt_->period({.net = net * level,
                           .growth = line(Line::growth_capital) * level,
                           .milled = line(Line::plan_ore) > 0 ? line(Line::ore) / line(Line::plan_ore) : 0.0,
                           .suspended = line(Line::suspended),
                           .price_index = in.price_index ? (*in.price_index)(i, p) : 1.0,
                           .base_rate = in.base_rate ? (*in.base_rate)(i, p) : 0.0,
                           .compensation = line(Line::compensation) * level,
                           .over = mine.end_period >= 0 && i >= mine.end_period},
                          i, w.keeps_lines_ ? i : 0, p, w.debt_);
        to_equity = flow.to_equity;
        guaranteed = flow.guaranteed / level;
        for (std::size_t k = 0; k < lenders_.size(); ++k)
            parties[lenders_[k]] += w.debt_.lender_flow(static_cast<int>(k), p);
    }
    if (partners_ && enters) partners_->pay_entries(i, mine.taken, parties);
    for (double& flow : parties) flow /= level;

    double equity = net + to_equity / level;
    if (std::abs(equity) < 1e-12 * (std::abs(net) + std::abs(to_equity))) equity = 0;  // but for rounding
    w.shareholders_(i, p) = equity;
    if (partners_) {
        double rest = equity;
        if (guaranteed > 0 && partners_->has_guarantors()) {
            rest = equity + guaranteed;
            if (std::abs(rest) < 1e-9 * guaranteed) rest = 0;  // but for rounding
            partners_->call_guarantors(rest - equity, parties);
        }
        partners_->spread(rest, {i, enters, level}, w.accounts_[static_cast<std::size_t>(p)], parties);
    }
    for (std::size_t r = 0; r < royalty_to_.size(); ++r)
        if (royalty_to_[r] < parties.size())
            parties[royalty_to_[r]] += in.ledger.royalty_row(static_cast<int>(r), i)[p];
    if (tax_to_ && *tax_to_ < parties.size()) parties[*tax_to_] += tax;
    if (compensated_by_) parties[*compensated_by_] -= line(Line::compensation);
    if (insurer_) parties[*insurer_] += line(Line::premium) - line(Line::recovery);
    for (std::size_t k = 0; k < parties.size(); ++k) w.flows_[k](i, p) = parties[k];
}

MINERISK_BODY void Finance::value(Workspace& w) const {
    const int ppy = grid_.periods_per_year();
    const auto value_party = [&](const PartyRows& rows, const BlockArray& flow,
                                 const std::vector<double>& discount, valuation::IrrStatus* status) {
        valuation::npv_block(flow, discount, w.values_.row(rows.first));
        valuation::irr_block(flow, ppy, w.values_.row(rows.first + 1), status);
        if (!rows.invests) return;
        valuation::payback_block(flow, ppy, {}, w.values_.row(rows.first + 3));
        for (int p = 0; p < w.width_; ++p) {
            double sum = 0, least = 0, first = std::numeric_limits<double>::infinity();
            for (int i = 0; i < grid_.periods(); ++i) {
                sum += flow(i, p);
                least = std::min(least, sum);
                if (flow(i, p) > 0) first = std::min(first, grid_.begin(i));
            }
            w.values_(rows.first + 2, p) = -least;
            w.values_(rows.first + 4, p) = first;
        }
    };
    value_party(rows_[0], w.shareholders_, discount_, w.shareholders_status_.data());
    for (std::size_t k = 0; k < parties(); ++k)
        value_party(rows_[k + 1], w.flows_[k], discounts_[k],
                    w.irr_status_.data() + k * static_cast<std::size_t>(w.width_));
    if (!debt_) return;
    for (int p = 0; p < w.width_; ++p) {
        const DebtOutcome& d = w.debt_.outcome(p);
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
        if (tax_) w.values_(at++, p) = w.tax_rows_(2, p);
        for (int k = 0; k < debt_->facilities(); ++k) {
            const LoanOutcome& loan = w.debt_.loan(k, p);
            const double given =
                loan.at_default > 0 ? loan.loss / loan.at_default : std::numeric_limits<double>::quiet_NaN();
            for (const double value : {loan.drawn, loan.first_draw, loan.loss, given})
                w.values_(at++, p) = value;
        }
    }
}

}  // namespace minerisk::inline v0::finance
