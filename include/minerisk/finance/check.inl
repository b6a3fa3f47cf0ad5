#pragma once

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/plain_name.hpp"
#include "minerisk/finance/check.hpp"
#include "minerisk/finance/check_debt.hpp"
#include "minerisk/finance/parties.hpp"

namespace minerisk::inline v0::finance {

namespace detail {

/// The checks of one finance; each adds what it finds.
class FinanceCheck {
public:
    FinanceCheck(const Spec& spec, const Project& project, const TimeGrid& grid, bool has_case)
        : s_{spec}, project_{project}, grid_{grid}, has_case_{has_case} {}

    std::vector<Problem> run() {
        const double inflation = s_.inflation.rate.canonical();
        found_.require(inflation > -0.5 && inflation <= 1, "inflation", inflation,
                       "must be in (-50 %, 100 %]");
        parties();
        stakes();
        for (std::size_t e = 0; e < s_.entries.size(); ++e) entry(e);
        shareholder_loans();
        withholding();
        levies();
        supplies();
        if (s_.interest_deducted && (!s_.debt || !project_.tax.due()))
            found_.add("interest_deducted", "true", "has no meaning without debt and an income tax");
        if (s_.debt) debt(*s_.debt);
        return found_.list();
    }

private:
    static std::string at(const char* list, std::size_t i, const char* field) {
        return std::string{list} + "[" + std::to_string(i + 1) + "]." + field;
    }
    bool is_party(const std::string& name) const { return party_number(s_, name) < s_.parties.size(); }
    void party(const std::string& field, const std::string& name) {
        if (!is_party(name)) found_.add(field, name, "must be the name of a party");
    }
    void share(const std::string& field, double v) { require_share(found_, field, v); }
    void not_negative(const std::string& field, double v) { require_not_negative(found_, field, v); }
    void up_to_one(const std::string& field, double v) { require_up_to_one(found_, field, v); }

    void parties() {
        std::set<std::string> names{"shareholders", "debt"};
        for (const Party& p : s_.parties) {
            const std::string field = "party." + p.name;
            if (!is_plain_name(p.name)) found_.add(field, p.name, plain_name_rule);
            if (!names.insert(p.name).second)
                found_.add(field, p.name, "must be the name of this party alone");
            const double rate = p.discount_rate.canonical();
            found_.require(rate > -1 && rate <= 10, field + ".discount_rate", rate,
                           "must be in (-1, 10] a year");
        }
    }

    void stakes() {
        if (s_.stakes.empty()) return;
        double sum = 0, carried = 0;
        std::set<std::string> paying;
        for (std::size_t i = 0; i < s_.stakes.size(); ++i) {
            const Stake& k = s_.stakes[i];
            party(at("stake", i, "holder"), k.holder);
            share(at("stake", i, "share"), k.share);
            if (!k.funded_by.empty()) party(at("stake", i, "funded_by"), k.funded_by);
            if (k.carried && !k.funded_by.empty())
                found_.add(at("stake", i, "funded_by"), k.funded_by,
                           "has no meaning for a carried stake: the others pay for it");
            if (!k.carried && !paying.insert(k.holder).second)
                found_.add(at("stake", i, "holder"), k.holder, "must hold one stake that is not carried");
            sum += k.share;
            if (k.carried) carried += k.share;
        }
        found_.require(std::abs(sum - 1) <= 1e-9, "stake", sum, "shares of all stakes must add up to 1");
        found_.require(carried < 1 - 1e-9, "stake", carried, "must leave a stake that is not carried");
        guarantees();
    }

    void guarantees() {
        if (std::ranges::none_of(s_.stakes, [](const Stake& k) { return k.guarantees.has_value(); })) return;
        if (!s_.debt || !s_.debt->completion_guarantee)
            return found_.add("stake", "", "has nothing to guarantee without debt and completion guarantee");
        double sum = 0;
        bool all_sound = true;
        for (std::size_t i = 0; i < s_.stakes.size(); ++i) {
            const std::string field = at("stake", i, "guarantees");
            const auto& share = s_.stakes[i].guarantees;
            const bool sound = share && *share >= 0 && *share <= 1;
            if (!share) found_.add(field, "", "must be stated for all stakes or for none");
            if (share) up_to_one(field, *share);
            all_sound = all_sound && sound;
            sum += share.value_or(0);
        }
        found_.require(!all_sound || std::abs(sum - 1) <= 1e-9, "stake", sum,
                       "shares of the guarantee must add up to 1");
    }

    void shareholder_loans() {
        if (!s_.shareholder_loans) return;
        share("shareholder_loans.share", s_.shareholder_loans->share);
        up_to_one("shareholder_loans.rate", s_.shareholder_loans->rate.canonical());
        if (s_.stakes.empty()) found_.add("shareholder_loans", "", "have no meaning without stakes");
    }

    void withholding() {
        if (!s_.withholding) {
            for (const Party& p : s_.parties)
                if (p.exempt)
                    found_.add("party." + p.name + ".exempt", "true", "has no meaning without withholding");
            return;
        }
        const auto& [dividends, interest] = *s_.withholding;
        up_to_one("withholding.dividends", dividends);
        if (interest) up_to_one("withholding.interest", *interest);
        if (s_.shareholder_loans && !interest)
            found_.add("withholding.interest", "", "must be stated where there are shareholder loans");
        if (!s_.shareholder_loans && interest)
            found_.add("withholding.interest", text_of(*interest),
                       "has no meaning without shareholder loans: that of lenders bears none");
        if (s_.stakes.empty()) found_.add("withholding", "", "has no meaning without stakes");
    }

    void entry(std::size_t i) {
        const Entry& e = s_.entries[i];
        party(at("entry", i, "buyer"), e.buyer);
        share(at("entry", i, "share"), e.share);
        not_negative(at("entry", i, "price"), e.price.canonical());
        const double date = e.date.canonical();
        found_.require(date >= 0 && date < grid_.length(), at("entry", i, "date"), date,
                       "must lie between the valuation date and the end of the grid");
        const auto seller = std::ranges::find_if(
            s_.stakes, [&](const Stake& k) { return k.holder == e.seller && !k.carried; });
        if (seller == s_.stakes.end()) {
            found_.add(at("entry", i, "seller"), e.seller, "must hold a stake that is not carried");
            return;
        }
        double sold = 0;
        for (std::size_t k = 0; k <= i; ++k)
            if (s_.entries[k].seller == e.seller) sold += s_.entries[k].share;
        found_.require(sold <= seller->share + 1e-12, at("entry", i, "share"), e.share,
                       "must not be more than the seller has left");
    }

    void levies() {
        std::set<std::string> known, paid;
        const auto name = [&](const std::string& levy) {
            if (!known.insert(levy).second)
                found_.add("levies." + levy, levy, "must be the name of one levy alone");
        };
        for (const Royalty& r : project_.royalties) name(r.name);
        if (project_.tax.due()) name("income tax");
        if (s_.withholding) name("withholding");
        if (project_.expropriation_compensation > 0) name("compensation");
        for (const LevyTo& l : s_.levies) {
            if (!known.contains(l.levy))
                found_.add(
                    "levies." + l.levy, l.party,
                    "must be of a royalty, or of \"income tax\", \"withholding\" or \"compensation\" where "
                    "one is due");
            party("levies." + l.levy, l.party);
            paid.insert(l.levy);
        }
        for (const std::string& levy : known)
            if (!s_.parties.empty() && !paid.contains(levy))
                found_.add("levies." + levy, "",
                           "must name the party that receives it, or pays it if it is a compensation");
        if (!s_.insurer.empty()) party("insurer", s_.insurer);
        if (project_.insurance && !s_.parties.empty() && s_.insurer.empty())
            found_.add("insurer", "", "must name the party that takes the premiums");
    }

    void supplies() {
        std::set<std::string> names{"shareholders", "debt"};
        for (const Party& p : s_.parties) names.insert(p.name);
        for (const Supply& s : s_.supplies) {
            const std::string field = "supply." + s.name;
            if (!is_plain_name(s.name)) found_.add(field, s.name, plain_name_rule);
            if (!names.insert(s.name).second)
                found_.add(field, s.name, "must be the name of this supply alone, and of no party");
            share(field + ".share", s.share);
            found_.require(s.by > Years{}, field + ".by", s.by.canonical(),
                           "must be after the valuation date");
        }
    }

    void debt(const Debt& d) {
        std::vector<std::string> lenders;
        std::set<std::string> taken{"shareholders", "debt"};
        for (const Party& p : s_.parties) lenders.push_back(p.name);
        taken.insert(lenders.begin(), lenders.end());
        for (const Supply& s : s_.supplies) taken.insert(s.name);
        add_debt_problems(d, lenders, std::move(taken), grid_, has_case_, found_);
    }

    const Spec& s_;
    const Project& project_;
    const TimeGrid& grid_;
    bool has_case_;
    Problems found_;
};

}  // namespace detail

MINERISK_BODY std::vector<Problem> finance_problems(const Spec& spec, const Project& project,
                                                    const TimeGrid& grid, bool has_case) {
    return detail::FinanceCheck{spec, project, grid, has_case}.run();
}

}  // namespace minerisk::inline v0::finance
