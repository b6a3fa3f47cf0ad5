#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "minerisk/cashflow/availability.hpp"
#include "minerisk/cashflow/cash_flow.hpp"
#include "minerisk/cashflow/event_costs.hpp"
#include "minerisk/cashflow/insurance.hpp"
#include "minerisk/cashflow/ledger.hpp"
#include "minerisk/cashflow/mine.hpp"
#include "minerisk/cashflow/production.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/suspensions.hpp"
#include "minerisk/core/technical.hpp"
#include "minerisk/inputs/check.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::cashflow {

MINERISK_BODY Project CashFlow::checked(Project project, const TimeGrid& grid) {
    Problems problems;
    problems.add_all(problems_of(project));
    problems.require(project.metals.size() <= most_metals, "metal",
                     static_cast<double>(project.metals.size()), "at most 8 metals can be sold");
    problems.require(grid.years() >= 3, "grid.years", grid.years(),
                     "must be at least 3: milling stops two years before the end, so that closure is inside");
    problems.add_all(period_problems(project.tax, grid));
    problems.throw_if_any();
    return project;
}

MINERISK_BODY CashFlow::CashFlow(Project project, const TimeGrid& grid, std::vector<double> levels)
    : project_{checked(std::move(project), grid)},
      grid_{grid},
      production_{project_},
      royalties_{project_, grid_},
      tax_{project_.tax, grid_,
           levels.empty() ? std::vector<double>(static_cast<std::size_t>(grid.periods()), 1.0)
                          : std::move(levels)} {
    for (const OreBin& b : project_.ore) total_ore_ += b.ore.canonical();
    for (std::size_t m = 0; m < project_.metals.size(); ++m)
        if (project_.metals[m].name == project_.concentrate.carrier) carrier_ = m;
    stop_ = std::min(project_.lease_end.canonical(), grid_.length() - 2);
    stores_ = operation_stores(project_.buffers);
    for (const SunkCost& s : project_.sunk) sunk_ += s.amount.canonical();
    if (project_.insurance) policy_.emplace(*project_.insurance);
}

MINERISK_BODY void CashFlow::run(const Inputs& in, Workspace& w, Ledger& ledger) const {
    const int width = in.alert.width();
    MINERISK_EXPECTS(width == wide_block || width == narrow_block);
    w.losses.clear();
    std::fill_n(w.rows.row(Workspace::tied_up), width, 0.0);
    for (int p = 0; p < width; ++p) open(in, p, w);
    find_availability(in, width, w);
    production_.open(w.production);
    tax_.open(w.mines, w.tax);
    for (int i = 0; i < grid_.periods(); ++i) {
        produce(in, i, width, w, ledger);
        account(in, i, width, w, ledger);
        spend(in, i, width, w, ledger);
        settle(in, i, width, w, ledger);
    }
}

MINERISK_BODY void CashFlow::open(const Inputs& in, int p, Workspace& w) const {
    constexpr double never = std::numeric_limits<double>::infinity();
    Mine& mine = w.mines[static_cast<std::size_t>(p)];
    mine = Mine{};
    mine.first_ore = never;
    for (int k = 0; k < in.build.milestone.rows(); ++k)
        mine.first_ore = std::min(mine.first_ore, in.build.milestone(k, p));
    const auto suspensions = in.outages.suspensions(p);
    const auto at = static_cast<std::size_t>(p);
    mine.over = std::min(project_.lease_end.canonical(), given_up(suspensions));
    mine.stop = std::min(stop_, mine.over);
    if (in.build.decision[at] == Decision::stopped) mine.over = std::min(mine.over, in.build.pause_end(0, p));
    const auto date = [&](FiscalEvent event) { return in.fiscal(static_cast<int>(event), p); };
    mine.change = date(FiscalEvent::change);
    mine.taken = date(FiscalEvent::expropriation) < mine.over ? date(FiscalEvent::expropriation) : never;
    mine.over = std::min(mine.over, mine.taken);
    mine.stop = std::min(mine.stop, mine.taken);
    if (!(mine.first_ore < std::min(mine.stop, halted_for_good(suspensions)))) mine.first_ore = never;
    mine.eventful = policy_ || !suspensions.empty() || !in.outages.damages(p).empty();
    mine.last_ore = never;
    royalties_.open(p, std::min(mine.first_ore, mine.over), mine.change, w.royalties);
    mine.progressive_left = project_.closure.progressive.canonical();
}

MINERISK_BODY void CashFlow::find_availability(const Inputs& in, int width, Workspace& w) const {
    Operation operations[wide_block];
    for (int p = 0; p < width; ++p) {
        const Mine& mine = w.mines[static_cast<std::size_t>(p)];
        operations[p] = {mine.first_ore, mine.stop};
    }
    const std::span all{operations, static_cast<std::size_t>(width)};
    if (!policy_) return w.milling.run(in.outages, 0, stores_, all, grid_, w.availability);
    const bool any_reason = project_.insurance->denial_of_access;
    if (!any_reason) w.milling.run(in.outages, 0, stores_, all, grid_, w.availability);
    for (int p = 0; p < width; ++p) {
        const auto at = static_cast<std::size_t>(p);
        if (any_reason) {
            w.milling.run(in.outages, p, stores_, all.subspan(at, 1), grid_, w.availability, &w.losses);
        } else {
            add_site_losses(in.outages, p, operations[p], grid_, w.losses);
        }
        w.losses.end_list();
    }
}

MINERISK_BODY void CashFlow::produce(const Inputs& in, int i, int width, Workspace& w, Ledger& ledger) const {
    constexpr double never = std::numeric_limits<double>::infinity();
    const double from = grid_.begin(i), end = grid_.end(i);
    double* const closure = ledger.row(Line::closure, i);
    double* const until = w.rows.row(Workspace::until);
    for (int p = 0; p < width; ++p) {
        Mine& mine = w.mines[static_cast<std::size_t>(p)];
        closure[p] = decide(i, mine);
        const double to = std::min(end, mine.stop);
        until[p] = mine.end_period < 0 && mine.first_ore < to ? to : -never;
    }
    double* const planned = ledger.row(Line::plan_ore, i);
    double* const possible = w.rows.row(Workspace::possible);
    production_.plan(in.build, from, until, planned);
    const double* const available = w.availability.row(i);
    for (int p = 0; p < width; ++p) possible[p] = planned[p] * available[p];

    Production::Yield yield{.ore = ledger.row(Line::ore, i),
                            .mined = ledger.row(Line::mined, i),
                            .expensed = w.rows.row(Workspace::expensed),
                            .sustained_mined = w.rows.row(Workspace::sustained_mined),
                            .sustained_ore = w.rows.row(Workspace::sustained_ore),
                            .contained = {},
                            .recovered = {}};
    for (std::size_t m = 0; m < project_.metals.size(); ++m) {
        yield.contained[m] = ledger.row(MetalLine::contained, static_cast<int>(m), i);
        yield.recovered[m] = ledger.row(MetalLine::recovered, static_cast<int>(m), i);
    }
    const auto factor = [&](Technical item) { return in.technical.row(static_cast<int>(item)); };
    production_.mill(possible, factor(Technical::grade), factor(Technical::recovery_odds), w.production,
                     yield);
    if (ledger.keeps_everything())
        for (int p = 0; p < width; ++p) yield.mined[p] += prestripped(project_, in.build, p, from, end);

    double* const suspended = ledger.row(Line::suspended, i);
    const double* const closure_factor = factor(Technical::closure);
    std::copy_n(available, width, ledger.row(Line::availability, i));
    for (int p = 0; p < width; ++p) {
        Mine& mine = w.mines[static_cast<std::size_t>(p)];
        const double before = mine.milled;
        mine.milled = w.production.milled(p);
        mine.exhausted = production_.exhausted(p, w.production);
        if (until[p] > -never) closure[p] += follow(i, planned[p], possible[p], yield.ore[p], before, mine);
        if (mine.end_period < 0 && mine.taken <= end)  // before its first ore
            end_mine(mine, MineEnd::expropriated, i, never, grid_.year_of(i));
        const bool year_later = mine.end_period >= 0 && mine.end != MineEnd::expropriated &&
                                i == payment_period(mine) + grid_.periods_per_year();
        if (year_later) closure[p] += project_.closure.year_after.canonical();
        closure[p] *= closure_factor[p];
        suspended[p] =
            suspended_time(in.outages.suspensions(p), from, std::min(end, mine.ended())) / grid_.step();
    }
}

MINERISK_BODY double CashFlow::decide(int i, Mine& mine) const {
    const bool closes_now = project_.early_closure_years > 0 && mine.end_period < 0 &&
                            mine.bad_years >= project_.early_closure_years;
    if (!closes_now) return 0;
    end_mine(mine, MineEnd::closed_early, i - 1, grid_.begin(i), grid_.year_of(i - 1));
    return end_payment(mine);
}

MINERISK_BODY double CashFlow::follow(int i, double planned, double possible, double ore, double before,
                                      Mine& mine) const {
    const double from = grid_.begin(i), to = std::min(grid_.end(i), mine.stop);
    const double used = possible > ore && mine.exhausted ? ore / possible : 1.0;
    mine.planned += used * planned;  // only until the ore is out
    mine.lost += used * (planned - possible);
    mine.year_planned += planned;
    mine.year_lost += planned - possible;
    mine.year_ore += ore;
    double closure = progressive_closure(mine, before);
    if (mine.exhausted) {
        const double start = std::max(from, mine.first_ore);
        end_mine(mine, MineEnd::exhausted, i, start + used * (to - start), grid_.year_of(i));
    } else if (mine.stop <= grid_.end(i)) {
        end_mine(mine,
                 mine.stop == mine.taken ? MineEnd::expropriated
                 : mine.stop < stop_     ? MineEnd::abandoned
                                         : MineEnd::cut,
                 i, mine.stop, grid_.year_of(i));
    }
    if (mine.end_period == i && mine.end != MineEnd::expropriated) closure += end_payment(mine);
    return closure;
}

MINERISK_BODY double CashFlow::compensation(const Mine& mine, int i) const {
    const bool now = mine.end == MineEnd::expropriated && mine.end_period == i;
    return now ? project_.expropriation_compensation * (sunk_ + mine.capital) : 0.0;
}

MINERISK_BODY void CashFlow::end_mine(Mine& mine, MineEnd how, int period, double when, int year) const {
    if (how != MineEnd::expropriated) mine.taken = std::numeric_limits<double>::infinity();  // over before
    mine.end = how;
    mine.end_period = period;
    mine.last_ore = when;
    mine.last_fixed_year = year;
}

MINERISK_BODY double CashFlow::end_payment(Mine& mine) const {
    const double paid = project_.closure.at_end.canonical() + mine.progressive_left;
    mine.progressive_left = 0;
    return paid;
}

MINERISK_BODY int CashFlow::payment_period(const Mine& mine) {
    return mine.end == MineEnd::closed_early ? mine.end_period + 1 : mine.end_period;
}

MINERISK_BODY double CashFlow::progressive_closure(Mine& mine, double before) const {
    const Closure& c = project_.closure;
    if (!(mine.progressive_left > 0)) return 0;
    const double from = c.from.canonical(), to = c.to.canonical(), now = mine.milled;
    const double share = (std::clamp(now, from, to) - std::clamp(before, from, to)) / (to - from);
    const double paid = now >= to ? mine.progressive_left : c.progressive.canonical() * share;
    mine.progressive_left -= paid;
    return paid;
}

MINERISK_BODY void CashFlow::account(const Inputs& in, int i, int width, Workspace& w, Ledger& ledger) const {
    const Concentrate& c = project_.concentrate;
    const OperatingCosts& cost = project_.costs;
    const auto factor = [&](Technical item) { return in.technical.row(static_cast<int>(item)); };
    MetalRows metals[most_metals];
    for (std::size_t m = 0; m < project_.metals.size(); ++m) {
        const int metal = static_cast<int>(m);
        metals[m] = {project_.metals[m].payable, project_.metals[m].refining_charge.canonical(),
                     ledger.row(MetalLine::recovered, metal, i), in.prices[m].row(i),
                     ledger.row(MetalLine::payable, metal, i)};
    }
    kernels().account({.metals = static_cast<int>(project_.metals.size()),
                       .carrier = static_cast<int>(carrier_),
                       .metal = metals,
                       .dry_per_metal = 1 / c.grade.canonical(),
                       .treatment_charge = c.treatment_charge.canonical(),
                       .freight_per_dry = c.freight.canonical() / (1 - c.moisture),
                       .mining = cost.mining.canonical(),
                       .processing = cost.processing.canonical(),
                       .general = cost.general.canonical(),
                       .sustaining_per_mined = cost.sustaining_per_mined.canonical(),
                       .sustaining_per_ore = cost.sustaining_per_ore.canonical(),
                       .treatment = factor(Technical::treatment),
                       .freight = factor(Technical::freight),
                       .mining_factor = factor(Technical::mining_cost),
                       .processing_factor = factor(Technical::processing_cost),
                       .sustaining_factor = factor(Technical::sustaining),
                       .ore = ledger.row(Line::ore, i),
                       .expensed = w.rows.row(Workspace::expensed),
                       .sustained_mined = w.rows.row(Workspace::sustained_mined),
                       .sustained_ore = w.rows.row(Workspace::sustained_ore),
                       .dry = ledger.row(Line::concentrate, i),
                       .gross = ledger.row(Line::gross, i),
                       .selling = ledger.row(Line::selling, i),
                       .nsr = ledger.row(Line::nsr, i),
                       .mining_cost = ledger.row(Line::mining, i),
                       .processing_cost = ledger.row(Line::processing, i),
                       .general_cost = ledger.row(Line::general, i),
                       .sustaining_capital = ledger.row(Line::sustaining_capital, i)},
                      width);
}

MINERISK_BODY void CashFlow::spend(const Inputs& in, int i, int width, Workspace& w, Ledger& ledger) const {
    const double from = grid_.begin(i), end = grid_.end(i);
    double* const fixed_years = w.rows.row(Workspace::fixed_years);
    double* const running = w.rows.row(Workspace::protecting);
    double* const growth_capital = ledger.row(Line::growth_capital, i);
    double* const standing = ledger.row(Line::standing, i);
    double* const damage = ledger.row(Line::damage, i);
    double* const premium = ledger.row(Line::premium, i);
    double* const recovery = ledger.row(Line::recovery, i);
    double* const compensated = ledger.row(Line::compensation, i);
    const double *const alert = in.alert.row(i), *const capital = in.build.capital.row(i);
    const double *const pause_end = in.build.pause_end.row(0), *const pause_cost = in.build.standing.row(i);
    for (int p = 0; p < width; ++p) {
        Mine& mine = w.mines[static_cast<std::size_t>(p)];
        const double fixed_from = mine.first_ore + project_.costs.fixed_from.canonical();
        double years = std::clamp(end - fixed_from, 0.0, grid_.step());
        if (mine.end_period >= 0 && grid_.year_of(i) > mine.last_fixed_year) years = 0;
        if (mine.end == MineEnd::expropriated)
            years = std::clamp(mine.taken - std::max(from, fixed_from), 0.0, years);
        const ProtectionMoney protecting =
            protection_money(project_.protections, alert[p], pause_end[p], in.outages.suspensions(p), from,
                             std::min(end, mine.ended()));
        const bool builds =  // no more capital once the mine has ended; a schedule stops when it is halted
            (mine.end_period < 0 || i <= mine.end_period) && from < mine.over;
        const double held =  // nothing is built beyond the lease, or after an expropriation
            grid_.share_before(std::min(project_.lease_end.canonical(), mine.taken), i);
        const double growth = builds ? capital[p] * held + protecting.capital : 0.0;
        const EventMoney events = mine.eventful ? event_money(in, i, p, w, mine) : EventMoney{};
        mine.capital += growth;

        fixed_years[p] = years;
        running[p] = protecting.running;
        growth_capital[p] = growth;
        standing[p] = pause_cost[p] * grid_.share_before(mine.taken, i) + events.standing;
        damage[p] = events.damage;
        premium[p] = events.premium;
        recovery[p] = events.recovery;
        compensated[p] = compensation(mine, i);
    }
}

MINERISK_BODY void CashFlow::settle(const Inputs& in, int i, int width, Workspace& w, Ledger& ledger) const {
    const OperatingCosts& cost = project_.costs;
    const WorkingCapital& working = project_.working_capital;
    kernels().onsite({.fixed = cost.fixed.canonical(),
                      .security_low = cost.security_low.canonical(),
                      .security_more = (cost.security_high - cost.security_low).canonical(),
                      .years = w.rows.row(Workspace::fixed_years),
                      .alert = in.alert.row(i),
                      .protecting = w.rows.row(Workspace::protecting),
                      .nsr = ledger.row(Line::nsr, i),
                      .mining = ledger.row(Line::mining, i),
                      .processing = ledger.row(Line::processing, i),
                      .general = ledger.row(Line::general, i),
                      .fixed_cost = ledger.row(Line::fixed, i),
                      .security = ledger.row(Line::security, i),
                      .onsite = ledger.row(Line::onsite, i),
                      .operating_margin = w.rows.row(Workspace::operating_margin)},
                     width);
    royalties_.run(in.prices, w.rows.row(Workspace::operating_margin), i, w.royalties, ledger);
    double* const before_tax = ledger.row(Line::before_tax, i);
    double* const working_capital = ledger.row(Line::working_capital, i);
    kernels().settle({.nsr = ledger.row(Line::nsr, i),
                      .royalty = ledger.row(Line::royalty, i),
                      .onsite = ledger.row(Line::onsite, i),
                      .growth = ledger.row(Line::growth_capital, i),
                      .sustaining = ledger.row(Line::sustaining_capital, i),
                      .closure = ledger.row(Line::closure, i),
                      .standing = ledger.row(Line::standing, i),
                      .damage = ledger.row(Line::damage, i),
                      .premium = ledger.row(Line::premium, i),
                      .recovery = ledger.row(Line::recovery, i),
                      .of_nsr = working.receivable.canonical() / grid_.step(),
                      .of_onsite = (working.stock - working.payable).canonical() / grid_.step(),
                      .tied_up = w.rows.row(Workspace::tied_up),
                      .margin = w.rows.row(Workspace::margin),
                      .before_tax = before_tax,
                      .working_capital = working_capital},
                     width);
    double* const tax = ledger.row(Line::tax, i);
    tax_.run({.gross = ledger.row(Line::gross, i),
              .before_tax = before_tax,
              .growth_capital = ledger.row(Line::growth_capital, i),
              .sustaining_capital = ledger.row(Line::sustaining_capital, i),
              .interest = nullptr,
              .tax = tax},
             i, w.tax);
    const double* const compensation = ledger.row(Line::compensation, i);
    double* const net = ledger.row(Line::net, i);
    for (int p = 0; p < width; ++p)  // what is tied up goes with the mine
        if (grid_.end(i) >= w.mines[static_cast<std::size_t>(p)].taken) working_capital[p] = 0;
    for (int p = 0; p < width; ++p) net[p] = before_tax[p] - tax[p] - working_capital[p] + compensation[p];
    for (int p = 0; p < width; ++p)
        review_year(i, w.rows(Workspace::margin, p), w.mines[static_cast<std::size_t>(p)]);
}

MINERISK_BODY void CashFlow::review_year(int i, double margin, Mine& mine) const {
    mine.year_margin += margin;
    if (!grid_.ends_year(i)) return;
    const bool half_cut = mine.year_lost > 0.5 * mine.year_planned;
    if (mine.year_ore > 0 && !half_cut) mine.bad_years = mine.year_margin < 0 ? mine.bad_years + 1 : 0;
    mine.year_margin = mine.year_planned = mine.year_lost = mine.year_ore = 0;
}

MINERISK_BODY auto CashFlow::event_money(const Inputs& in, int i, int p, const Workspace& w, Mine& mine) const
    -> EventMoney {
    EventMoney m;
    const double from = grid_.begin(i);
    const double to = std::min(grid_.end(i), mine.ended());
    if (!(from < to)) return m;
    const auto at = static_cast<std::size_t>(p);
    // The pause of the decision has a standing cost of its own.
    m.standing = suspension_cost(project_.force_majeure.standing_cost, sunk_, in.outages.suspensions(p),
                                 in.build.commitments[at], std::max(from, in.build.pause_end(0, p)), to);
    const auto damages = damages_between(in.outages.damages(p), from, to, mine.damage);
    for (const Damage& d : damages) m.damage += d.cost;
    if (!policy_) return m;
    m.premium = policy_->premium(mine.claims, sunk_ + mine.capital, in.alert(i, p), from, to);
    m.recovery = policy_->recovery(mine.claims, grid_.year_of(i), damages, w.losses[at], from, to);
    return m;
}

}  // namespace minerisk::inline v0::cashflow
