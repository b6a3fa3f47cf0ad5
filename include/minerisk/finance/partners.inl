#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

#include "minerisk/core/body.hpp"
#include "minerisk/finance/loan.hpp"
#include "minerisk/finance/parties.hpp"
#include "minerisk/finance/partners.hpp"
#include "minerisk/kernels/active.hpp"

namespace minerisk::inline v0::finance {

MINERISK_BODY Partners::Partners(const Spec& spec, const TimeGrid& grid)
    : parties_{spec.parties.size()},
      stakes_{spec.stakes.size() + spec.entries.size()},
      carry_repaid_{spec.carry_repaid},
      of_dividends_(parties_, 0.0),
      of_interest_(parties_, 0.0) {
    const auto party = [&](const std::string& name) { return static_cast<int>(party_number(spec, name)); };
    std::vector<StakeTerms> stakes;
    for (const Stake& s : spec.stakes) {
        stakes.push_back({party(s.holder), party(s.funded_by.empty() ? s.holder : s.funded_by), s.carried,
                          s.share, s.share});
        if (s.carried) carried_ += s.share;
        if (s.guarantees) guarantors_.push_back({stakes.back().payer, *s.guarantees});
    }
    for (const finance::Entry& e : spec.entries) {
        entries_.push_back({grid.period_at(e.date.canonical()), e.date.canonical(),
                            party_number(spec, e.buyer), party_number(spec, e.seller), e.price.canonical()});
        stakes.push_back({party(e.buyer), party(e.buyer), false, 0, 0});
    }
    if (spec.shareholder_loans) {
        lent_ = spec.shareholder_loans->share;
        loan_rate_ = accrual(spec.shareholder_loans->rate.canonical(), grid.step());
    }
    if (spec.withholding) {
        withheld_to_ = party_of_levy(spec, "withholding");
        for (std::size_t k = 0; k < parties_; ++k) {
            if (spec.parties[k].exempt) continue;
            of_dividends_[k] = spec.withholding->dividends;
            of_interest_[k] = spec.withholding->interest.value_or(0);
        }
    }
    for (int i = 0; i < grid.periods(); ++i) {
        for (std::size_t e = 0; e < entries_.size(); ++e) {
            if (entries_[e].period != i) continue;
            const auto from = std::ranges::find_if(spec.stakes, [&](const Stake& s) {
                return s.holder == spec.entries[e].seller && !s.carried;
            });
            stakes[static_cast<std::size_t>(from - spec.stakes.begin())].share -= spec.entries[e].share;
            stakes[spec.stakes.size() + e].share += spec.entries[e].share;
        }
        terms_.insert(terms_.end(), stakes.begin(), stakes.end());
    }
}

MINERISK_BODY double Partners::funding_share(std::size_t stake) const {
    return terms_[stake].is_carried ? 0 : terms_[stake].before / (1 - carried_);
}

MINERISK_BODY void Partners::pay_entries(const Flows& flows, int width) const {
    for (const Entry& e : entries_) {
        if (e.period != flows.i) continue;
        for (int p = 0; p < width; ++p) {
            if (!(flows.comes_in[p] > 0) || e.date >= flows.taken[p]) continue;
            flows.party[e.buyer][p] -= e.price;
            flows.party[e.seller][p] += e.price;
        }
    }
}

MINERISK_BODY void Partners::spread(const Flows& flows, Account& account) const {
    const int width = account.rows_.width();
    pay_entries(flows, width);
    kernels().spread({.level = flows.level,
                      .parties = static_cast<int>(parties_),
                      .stakes = static_cast<int>(stakes_),
                      .guarantors = flows.guaranteed ? static_cast<int>(guarantors_.size()) : 0,
                      .stake = terms_.data() + static_cast<std::size_t>(flows.i) * stakes_,
                      .guarantor = guarantors_.data(),
                      .of_dividends = of_dividends_.data(),
                      .of_interest = of_interest_.data(),
                      .withheld_to = static_cast<int>(withheld_to_),
                      .carried = carried_,
                      .carry_repaid = carry_repaid_,
                      .lent = lent_,
                      .loan_rate = loan_rate_,
                      .net = flows.net,
                      .to_equity = flows.to_equity,
                      .guaranteed = flows.guaranteed,
                      .comes_in = flows.comes_in,
                      .owed = account.rows_.row(0),
                      .loan = account.rows_.row(1),
                      .interest = account.rows_.row(2),
                      .equity = flows.equity,
                      .party = flows.party},
                     width);
}

}  // namespace minerisk::inline v0::finance
