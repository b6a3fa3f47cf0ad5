#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

#include "minerisk/core/body.hpp"
#include "minerisk/finance/loan.hpp"
#include "minerisk/finance/parties.hpp"
#include "minerisk/finance/partners.hpp"

namespace minerisk::inline v0::finance {

MINERISK_BODY Partners::Partners(const Spec& spec, const TimeGrid& grid)
    : carry_repaid_{spec.carry_repaid},
      of_dividends_(spec.parties.size(), 0.0),
      of_interest_(spec.parties.size(), 0.0) {
    const auto party = [&](const std::string& name) { return party_number(spec, name); };
    for (const finance::Stake& s : spec.stakes) {
        stakes_.push_back(
            {party(s.holder), party(s.funded_by.empty() ? s.holder : s.funded_by), s.carried, s.share});
        if (s.carried) carried_ += s.share;
        if (s.guarantees) guarantors_.push_back({stakes_.back().payer, *s.guarantees});
    }
    for (const finance::Entry& e : spec.entries) {
        entries_.push_back({grid.period_at(e.date.canonical()), e.date.canonical(), party(e.buyer),
                            party(e.seller), e.price.canonical()});
        stakes_.push_back({party(e.buyer), party(e.buyer), false, 0});
    }
    if (spec.shareholder_loans) {
        lent_ = spec.shareholder_loans->share;
        loan_rate_ = accrual(spec.shareholder_loans->rate.canonical(), grid.step());
    }
    if (spec.withholding) {
        withheld_to_ = party_of_levy(spec, "withholding");
        for (std::size_t k = 0; k < spec.parties.size(); ++k) {
            if (spec.parties[k].exempt) continue;
            of_dividends_[k] = spec.withholding->dividends;
            of_interest_[k] = spec.withholding->interest.value_or(0);
        }
    }
    std::vector<double> shares;
    for (const Stake& s : stakes_) shares.push_back(s.share);
    for (int i = 0; i < grid.periods(); ++i) {
        for (std::size_t e = 0; e < entries_.size(); ++e) {
            if (entries_[e].period != i) continue;
            const auto from = std::ranges::find_if(spec.stakes, [&](const finance::Stake& s) {
                return s.holder == spec.entries[e].seller && !s.carried;
            });
            shares[static_cast<std::size_t>(from - spec.stakes.begin())] -= spec.entries[e].share;
            shares[spec.stakes.size() + e] += spec.entries[e].share;
        }
        share_at_.insert(share_at_.end(), shares.begin(), shares.end());
    }
}

MINERISK_BODY double Partners::share_of(std::size_t stake, const Period& at) const {
    return at.enters ? share_at_[static_cast<std::size_t>(at.i) * stakes_.size() + stake]
                     : stakes_[stake].share;
}

MINERISK_BODY double Partners::funding_share(std::size_t stake, const Period& at) const {
    return stakes_[stake].carried ? 0 : share_of(stake, at) / (1 - carried_);
}

MINERISK_BODY double Partners::funding_share(std::size_t stake) const {
    return funding_share(stake, {.enters = false});
}

MINERISK_BODY void Partners::spread(double flow, const Period& at, Account& account,
                                    std::span<double> parties) const {
    account.interest += (account.loan + account.interest) * loan_rate_;
    if (flow < 0) {
        for (std::size_t s = 0; s < stakes_.size(); ++s)
            if (!stakes_[s].carried) parties[stakes_[s].payer] += flow * funding_share(s, at);
        account.loan -= flow * lent_ * at.level;
        if (carry_repaid_) account.owed -= flow * (1 - lent_) * carried_;
        return;
    }
    pay_dividends(pay_loans(flow, at, account, parties), at, account.owed, parties);
}

MINERISK_BODY double Partners::pay_loans(double flow, const Period& at, Account& account,
                                         std::span<double> parties) const {
    const auto settle = [&](double& balance, double cash) {
        const double due = balance / at.level;
        balance = cash < due ? balance - cash * at.level : 0;
        return std::min(cash, due);
    };
    const double interest = settle(account.interest, flow);
    const double principal = settle(account.loan, flow - interest);
    if (!(interest + principal > 0)) return flow;
    for (std::size_t s = 0; s < stakes_.size(); ++s) {
        const double share = funding_share(s, at);
        receive(stakes_[s].payer, interest * share, of_interest_, parties);
        parties[stakes_[s].payer] += principal * share;
    }
    return flow - interest - principal;
}

MINERISK_BODY void Partners::pay_dividends(double dividends, const Period& at, double& owed,
                                           std::span<double> parties) const {
    const double repaid = std::min(owed, dividends * carried_);
    owed -= repaid;
    const double kept = carried_ > 0 ? 1 - repaid / (dividends > 0 ? dividends * carried_ : 1) : 1;
    for (std::size_t s = 0; s < stakes_.size(); ++s) {
        const double share = share_of(s, at);
        receive(stakes_[s].holder, dividends * share * (stakes_[s].carried ? kept : 1), of_dividends_,
                parties);
        if (repaid > 0 && !stakes_[s].carried)
            receive(stakes_[s].payer, repaid * (share / (1 - carried_)), of_dividends_, parties);
    }
}

MINERISK_BODY void Partners::receive(std::size_t party, double amount, const std::vector<double>& withheld,
                                     std::span<double> parties) const {
    const double tax = amount * withheld[party];
    parties[party] += amount - tax;
    if (tax > 0) parties[withheld_to_] += tax;
}

MINERISK_BODY void Partners::call_guarantors(double support, std::span<double> parties) const {
    for (const Guarantor& g : guarantors_) parties[g.party] -= support * g.share;
}

MINERISK_BODY void Partners::pay_entries(int i, double taken, std::span<double> parties) const {
    for (const Entry& e : entries_) {
        if (e.period != i || e.date >= taken) continue;
        parties[e.buyer] -= e.price;
        parties[e.seller] += e.price;
    }
}

}  // namespace minerisk::inline v0::finance
