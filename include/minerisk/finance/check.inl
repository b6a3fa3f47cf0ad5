#pragma once

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/plain_name.hpp"
#include "minerisk/finance/check.hpp"
#include "minerisk/finance/parties.hpp"

namespace minerisk::inline v0::finance {

namespace detail {

/// The checks of one finance; each adds what it finds.
class FinanceCheck {
public:
    FinanceCheck(const Spec& spec, const Project& project, const TimeGrid& grid)
        : s_{spec}, project_{project}, grid_{grid} {}

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
    void share(const std::string& field, double v) {
        found_.require(v > 0 && v <= 1, field, v, "must be in (0, 1]");
    }
    void up_to_one(const std::string& field, double v) {
        found_.require(v >= 0 && v <= 1, field, v, "must be in [0, 1]");
    }
    void not_negative(const std::string& field, double v) {
        found_.require(v >= 0 && is_finite(v), field, v, "must not be negative");
    }

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
        for (const Royalty& r : project_.royalties) known.insert(r.name);
        if (project_.tax.rate > 0) known.insert("income tax");
        if (s_.withholding && !known.insert("withholding").second)
            found_.add("withholding", "", "cannot go by the name of a royalty");
        for (const LevyTo& l : s_.levies) {
            if (!known.contains(l.levy))
                found_.add("levies." + l.levy, l.party,
                           "must be of a royalty, or of \"income tax\" or \"withholding\" where one is due");
            party("levies." + l.levy, l.party);
            paid.insert(l.levy);
        }
        for (const std::string& levy : known)
            if (!s_.parties.empty() && !paid.contains(levy))
                found_.add("levies." + levy, "", "must name the party that receives it");
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

    /// Whole periods, at least `least` of them.
    void periods(const std::string& field, Years time, int least) {
        const double count = time.canonical() * grid_.periods_per_year();
        found_.require(count >= least && std::abs(count - std::round(count)) < 1e-9 &&
                               count<1e4, field, time.canonical(), least> 0
                           ? "must be a whole number of periods, one at least"
                           : "must be a whole number of periods, and not negative");
    }

    void debt(const Debt& d) {
        const auto field = [](const char* name) { return std::string{"debt."} + name; };
        found_.require(!d.facilities.empty() && d.facilities.size() <= most_facilities, field("facility"),
                       static_cast<double>(d.facilities.size()), "must be 1 to 16 facilities");
        if (d.drawing == Drawing::pro_rata) share(field("gearing"), d.gearing);
        if (d.drawing == Drawing::equity_first)
            found_.require(d.equity_first > Money{}, field("equity_first"), d.equity_first.canonical(),
                           "must be positive");
        not_negative(field("close_after"), d.close_after.canonical());
        found_.require(d.closes_by.canonical() >= 0, field("closes_by"), d.closes_by.canonical(),
                       "must not be before the valuation date");
        not_negative(field("completion"), d.completion.canonical());
        not_negative(field("standby_equity"), d.standby_equity.canonical());
        not_negative(field("reserve"), d.reserve.canonical());
        not_negative(field("lockup_dscr"), d.lockup_dscr);
        not_negative(field("breach_dscr"), d.breach_dscr);
        not_negative(field("cure"), d.cure.canonical());
        found_.require(d.sweep >= 0 && d.sweep <= 1, field("sweep"), d.sweep, "must be in [0, 1]");
        std::set<std::string> names{"shareholders", "debt"};
        for (const Party& p : s_.parties) names.insert(p.name);
        for (const Supply& s : s_.supplies) names.insert(s.name);
        for (const Facility& f : d.facilities) facility(f, names);
    }

    void facility(const Facility& f, std::set<std::string>& names) {
        const auto field = [&](const char* name) { return "debt.facility." + f.name + "." + name; };
        if (!is_plain_name(f.name)) found_.add("debt.facility." + f.name, f.name, plain_name_rule);
        if (!names.insert(f.name).second)
            found_.add("debt.facility." + f.name, f.name,
                       "must be the name of this facility alone, and of no party");
        party(field("lender"), f.lender);
        found_.require(f.commitment > Money{}, field("commitment"), f.commitment.canonical(),
                       "must be positive");
        found_.require(f.available > Years{}, field("available"), f.available.canonical(),
                       "must be positive");
        const auto rate = [&](const char* name, double v) {
            found_.require(v >= 0 && v <= 1, field(name), v, "must be in [0, 1]");
        };
        rate("rate", f.rate.canonical());
        rate("commitment_fee", f.commitment_fee.canonical());
        rate("upfront_fee", f.upfront_fee);
        found_.require(f.exposure_fee >= 0 && f.exposure_fee < 0.5, field("exposure_fee"), f.exposure_fee,
                       "must be in [0, 0.5)");
        periods(field("grace"), f.grace, 0);
        periods(field("repaid_over"), f.repaid_over, 1);
        found_.require(f.rank >= 0 && f.rank <= 9, field("rank"), f.rank, "must be from 0 to 9");
        if (f.repayment == Repayment::table) {
            const double count = f.repaid_over.canonical() * grid_.periods_per_year();
            found_.require(static_cast<double>(f.table.size()) == std::round(count), field("table"),
                           static_cast<double>(f.table.size()),
                           "must have one share for each period of repayment");
            double sum = 0;
            bool negative = false;
            for (const double s : f.table) {
                sum += s;
                negative = negative || !(s >= 0);
            }
            found_.require(!negative && std::abs(sum - 1) < 1e-9, field("table"), sum,
                           "must be shares, none of them negative, that add up to 1");
        } else if (!f.table.empty()) {
            found_.require(false, field("table"), static_cast<double>(f.table.size()),
                           "has a meaning for repayment by table alone");
        }
        if (f.cover) {
            share(field("cover.share"), f.cover->share);
            share(field("cover.eligible"), f.cover->eligible);
        }
    }

    const Spec& s_;
    const Project& project_;
    const TimeGrid& grid_;
    Problems found_;
};

}  // namespace detail

MINERISK_BODY std::vector<Problem> finance_problems(const Spec& spec, const Project& project,
                                                    const TimeGrid& grid) {
    return detail::FinanceCheck{spec, project, grid}.run();
}

}  // namespace minerisk::inline v0::finance
