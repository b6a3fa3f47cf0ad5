#pragma once

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/plain_name.hpp"
#include "minerisk/finance/check_debt.hpp"

namespace minerisk::inline v0::finance::detail {

/// The checks of one debt; each adds what it finds.
class DebtCheck {
public:
    DebtCheck(const Debt& debt, const TimeGrid& grid, bool has_case, Problems& found)
        : d_{debt}, grid_{grid}, has_case_{has_case}, found_{found} {}

    void run(const std::vector<std::string>& lenders, std::set<std::string> taken) {
        terms();
        covenants();
        sizing();
        base_rate();
        bool lends = false;
        for (const Facility& f : d_.facilities) {
            const std::string field = "debt.facility." + f.name;
            if (!is_plain_name(f.name)) found_.add(field, f.name, plain_name_rule);
            if (!taken.insert(f.name).second)
                found_.add(field, f.name, "must be the name of this facility alone, and of no party");
            if (std::ranges::count(lenders, f.lender) == 0)
                found_.add(field + ".lender", f.lender, "must be the name of a party");
            facility(f);
            lends = lends || !f.overrun_of;
        }
        found_.require(lends || d_.facilities.empty(), "debt.facility",
                       static_cast<double>(d_.facilities.size()),
                       "must hold one that is not for cost overruns alone");
    }

private:
    static std::string field(const std::string& name) { return "debt." + name; }
    void share(const std::string& name, double v) { require_share(found_, name, v); }
    void not_negative(const std::string& name, double v) { require_not_negative(found_, name, v); }

    void terms() {
        found_.require(!d_.facilities.empty() && std::ssize(d_.facilities) <= most_facilities,
                       field("facility"), static_cast<double>(d_.facilities.size()),
                       "must be 1 to 16 facilities");
        if (d_.drawing == Drawing::pro_rata) share(field("gearing"), d_.gearing);
        if (d_.drawing == Drawing::equity_first)
            found_.require(d_.equity_first > Money{}, field("equity_first"), d_.equity_first.canonical(),
                           "must be positive");
        not_negative(field("close_after"), d_.close_after.canonical());
        found_.require(d_.closes_by.canonical() >= 0, field("closes_by"), d_.closes_by.canonical(),
                       "must not be before the valuation date");
        not_negative(field("completion"), d_.completion.canonical());
        require_up_to_one(found_, field("completion_test"), d_.completion_test);
        not_negative(field("standby_equity"), d_.standby_equity.canonical());
        not_negative(field("equity_before"), d_.equity_before.canonical());
        not_negative(field("reserve"), d_.reserve.canonical());
        not_negative(field("cure"), d_.cure.canonical());
        found_.require(d_.price_memory.canonical() >= 0, field("price_memory"), d_.price_memory.canonical(),
                       "must not be negative");
        if (d_.price_memory > Years{}) needs_case("price_memory", "a forecast");
        const auto looks_at_gearing = [](const auto& limits) {
            return std::ranges::any_of(limits, [](const auto& l) { return l.ratio == Ratio::gearing; });
        };
        if (d_.equity_before > Money{} && !looks_at_gearing(d_.covenants) && !looks_at_gearing(d_.sizing))
            found_.add(field("equity_before"), "", "has no meaning without a limit of the gearing");
        require_up_to_one(found_, field("sweep"), d_.sweep);
        const bool sculpts = std::ranges::any_of(
            d_.facilities, [](const Facility& f) { return f.repayment == Repayment::sculpted; });
        found_.require(sculpts ? d_.sculpted_dscr > 0 && is_finite(d_.sculpted_dscr) : d_.sculpted_dscr == 0,
                       field("sculpted_dscr"), d_.sculpted_dscr,
                       sculpts ? "must be positive: a facility is sculpted to it"
                               : "has no meaning without a facility that is sculpted");
        if (sculpts) needs_case("sculpted_dscr", "a sculpted repayment");
    }

    void needs_case(const std::string& name, const std::string& what) {
        if (!has_case_)
            found_.add(field(name), "",
                       what + " needs the lenders' case: state its prices in finance.lenders_case");
    }

    void limit(const std::string& name, Ratio ratio, double v) {
        const bool right =
            ratio == Ratio::gearing || ratio == Ratio::reserve_tail ? v > 0 && v < 1 : v > 0 && is_finite(v);
        found_.require(right, name, v,
                       ratio == Ratio::gearing || ratio == Ratio::reserve_tail ? "must be in (0, 1)"
                                                                               : "must be positive");
    }

    void covenants() {
        std::set<Ratio> once;
        for (const Covenant& c : d_.covenants) {
            const std::string name =
                std::string{"covenant."} + ratio_names[static_cast<std::size_t>(c.ratio)];
            if (!once.insert(c.ratio).second) found_.add(field(name), "", "must be stated once");
            if (!c.lockup && !c.breach)
                found_.add(field(name), "", "must state a limit: lockup, breach or both");
            if (c.lockup) limit(field(name + ".lockup"), c.ratio, *c.lockup);
            if (c.breach) limit(field(name + ".breach"), c.ratio, *c.breach);
            if (looks_ahead(c.ratio)) needs_case(name, "a ratio that looks ahead");
        }
    }

    void sizing() {
        std::set<Ratio> once;
        for (const SizingLimit& s : d_.sizing) {
            const std::string name = std::string{"sizing."} + ratio_names[static_cast<std::size_t>(s.ratio)];
            if (!once.insert(s.ratio).second) found_.add(field(name), "", "must be stated once");
            limit(field(name), s.ratio, s.limit);
            if (s.ratio == Ratio::cash || s.ratio == Ratio::reserve_tail)
                found_.add(field(name), "", "must be a ratio that less debt makes better");
            needs_case(name, "sizing");
        }
    }

    void base_rate() {
        const bool floats = std::ranges::any_of(d_.facilities, &Facility::floating);
        if (floats && !d_.base_rate) found_.add(field("base_rate"), "", "must be stated: a facility floats");
        if (!floats && d_.base_rate)
            found_.add(field("base_rate"), "", "has no meaning without a facility that floats");
        if (!d_.base_rate) return;
        rate(field("base_rate.now"), d_.base_rate->now.canonical());
        rate(field("base_rate.long_run"), d_.base_rate->long_run.canonical());
        const double volatility = d_.base_rate->volatility.canonical();
        found_.require(volatility >= 0 && volatility <= 0.1, field("base_rate.volatility"), volatility,
                       "must be in [0, 10 %]");
        const double half_life = d_.base_rate->half_life.canonical();
        found_.require(half_life > 0 && is_finite(half_life), field("base_rate.half_life"), half_life,
                       "must be positive");
    }

    void rate(const std::string& name, double v) { require_up_to_one(found_, name, v); }

    /// Whole periods, at least `least` of them.
    void periods(const std::string& name, Years time, int least) {
        const double count = time.canonical() * grid_.periods_per_year();
        const bool whole = count >= least && std::abs(count - std::round(count)) < 1e-9 && count < 1e4;
        found_.require(whole, name, time.canonical(),
                       least > 0 ? "must be a whole number of periods, one at least"
                                 : "must be a whole number of periods, and not negative");
    }

    void facility(const Facility& f) {
        const auto at = [&](const char* name) { return "debt.facility." + f.name + "." + name; };
        found_.require(f.commitment > Money{}, at("commitment"), f.commitment.canonical(),
                       "must be positive");
        found_.require(f.available > Years{}, at("available"), f.available.canonical(), "must be positive");
        rate(at("rate"), f.rate.canonical());
        if (f.base_floor && !f.floating)
            found_.add(at("base_floor"), "", "has no meaning for a loan at a fixed rate");
        if (f.base_floor)
            found_.require(f.base_floor->canonical() >= -0.1 && f.base_floor->canonical() <= 1,
                           at("base_floor"), f.base_floor->canonical(), "must be in [-10 %, 100 %]");
        rate(at("commitment_fee"), f.commitment_fee.canonical());
        rate(at("upfront_fee"), f.upfront_fee);
        found_.require(f.exposure_fee >= 0 && f.exposure_fee < 0.5, at("exposure_fee"), f.exposure_fee,
                       "must be in [0, 0.5)");
        periods(at("grace"), f.grace, 0);
        periods(at("repaid_over"), f.repaid_over, 1);
        found_.require(f.rank >= 0 && f.rank <= 9, at("rank"), f.rank, "must be from 0 to 9");
        if (f.overrun_of) not_negative(at("overrun_of"), f.overrun_of->canonical());
        if (f.cover) {
            share(at("cover.share"), f.cover->share);
            share(at("cover.eligible"), f.cover->eligible);
        }
        table(f, at("table"));
    }

    void table(const Facility& f, const std::string& at) {
        if (f.repayment != Repayment::table) {
            found_.require(f.table.empty(), at, static_cast<double>(f.table.size()),
                           "has a meaning for repayment by table alone");
            return;
        }
        const double count = f.repaid_over.canonical() * grid_.periods_per_year();
        found_.require(static_cast<double>(f.table.size()) == std::round(count), at,
                       static_cast<double>(f.table.size()),
                       "must have one share for each period of repayment");
        double sum = 0;
        bool negative = false;
        for (const double s : f.table) {
            sum += s;
            negative = negative || !(s >= 0);
        }
        found_.require(!negative && std::abs(sum - 1) < 1e-9, at, sum,
                       "must be shares, none of them negative, that add up to 1");
    }

    const Debt& d_;
    const TimeGrid& grid_;
    bool has_case_;
    Problems& found_;
};

MINERISK_BODY void add_debt_problems(const Debt& debt, const std::vector<std::string>& lenders,
                                     std::set<std::string> taken, const TimeGrid& grid, bool has_case,
                                     Problems& found) {
    DebtCheck{debt, grid, has_case, found}.run(lenders, std::move(taken));
}

}  // namespace minerisk::inline v0::finance::detail
