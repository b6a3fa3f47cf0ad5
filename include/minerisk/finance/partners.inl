#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

#include "minerisk/core/body.hpp"
#include "minerisk/finance/parties.hpp"
#include "minerisk/finance/partners.hpp"

namespace minerisk::inline v0::finance {

MINERISK_BODY Partners::Partners(const Spec& spec, const TimeGrid& grid) : carry_repaid_{spec.carry_repaid} {
    const auto party = [&](const std::string& name) { return party_number(spec, name); };
    for (const finance::Stake& s : spec.stakes) {
        stakes_.push_back(
            {party(s.holder), party(s.funded_by.empty() ? s.holder : s.funded_by), s.carried, s.share});
        if (s.carried) carried_ += s.share;
        if (s.guarantees) guarantors_.push_back({stakes_.back().payer, *s.guarantees});
    }
    for (const finance::Entry& e : spec.entries) {
        entries_.push_back(
            {grid.period_at(e.date.canonical()), party(e.buyer), party(e.seller), e.price.canonical()});
        stakes_.push_back({party(e.buyer), party(e.buyer), false, 0});
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

MINERISK_BODY double Partners::share_of(std::size_t stake, int i, bool enters) const {
    return enters ? share_at_[static_cast<std::size_t>(i) * stakes_.size() + stake] : stakes_[stake].share;
}

MINERISK_BODY double Partners::funding_share(std::size_t stake) const {
    return stakes_[stake].carried ? 0 : stakes_[stake].share / (1 - carried_);
}

MINERISK_BODY void Partners::spread(double flow, int i, bool enters, double& owed,
                                    std::span<double> parties) const {
    if (flow < 0) {
        for (std::size_t s = 0; s < stakes_.size(); ++s)
            if (!stakes_[s].carried)
                parties[stakes_[s].payer] += flow * (share_of(s, i, enters) / (1 - carried_));
        if (carry_repaid_) owed -= flow * carried_;
        return;
    }
    const double repaid = std::min(owed, flow * carried_);
    owed -= repaid;
    const double kept = carried_ > 0 ? 1 - repaid / (flow > 0 ? flow * carried_ : 1) : 1;
    for (std::size_t s = 0; s < stakes_.size(); ++s) {
        const double share = share_of(s, i, enters);
        parties[stakes_[s].holder] += flow * share * (stakes_[s].carried ? kept : 1);
        if (repaid > 0 && !stakes_[s].carried) parties[stakes_[s].payer] += repaid * (share / (1 - carried_));
    }
}

MINERISK_BODY void Partners::call_guarantors(double support, std::span<double> parties) const {
    for (const Guarantor& g : guarantors_) parties[g.party] -= support * g.share;
}

MINERISK_BODY void Partners::pay_entries(int i, std::span<double> parties) const {
    for (const Entry& e : entries_) {
        if (e.period != i) continue;
        parties[e.buyer] -= e.price;
        parties[e.seller] += e.price;
    }
}

}  // namespace minerisk::inline v0::finance
