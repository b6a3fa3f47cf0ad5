#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>

#include "minerisk/cashflow/availability.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/supply_line.hpp"
#include "minerisk/inputs/project.hpp"

namespace minerisk::inline v0::cashflow {

/// What a policy has paid on one path so far. Starts anew for each path.
struct Claims {
    int year = -1;                                                ///< of the grid, that `limit_left` is of
    double limit_left = 0;                                        ///< real USD
    double last_paid = -std::numeric_limits<double>::infinity();  ///< when a claim was last paid
    std::size_t loss = 0;   ///< the first loss of production that is not settled to its end
    double occurrence = 0;  ///< when the occurrence that it belongs to began
};

/// Political-violence insurance of one project: damage, and business interruption.
///
///   damage        min(limit left, max(0, cost - deductible)), each event by itself
///   interruption  margin x integral of the loss of production, from `waiting` after the occurrence began
///                 to `indemnity` later, as far as the limit left reaches
///   premium       insured value x rate x years insured, rate = low + (high - low) x alert of the period;
///                 x loading if a claim was paid in the loading time before the period began
///
/// An occurrence is an unbroken stretch of lost production; one that began before the inception is not
/// covered. The limit is that of a year of the grid (from the valuation date and its anniversaries), for both
/// kinds together. Claims use it up in the order of time: interruption as it accrues, day by day; a damage at
/// the instant of its event, after what has accrued until then; of damages at one instant the first in the
/// list first. What the limit cuts is lost: it is not paid from the limit of the next year.
class Policy {
public:
    explicit Policy(const Insurance& i)
        : deductible_{i.deductible.canonical()},
          limit_{i.annual_limit.canonical()},
          waiting_{i.waiting.canonical()},
          indemnity_{i.indemnity.canonical()},
          margin_{i.daily_margin.canonical()},
          low_{i.premium_low},
          high_{i.premium_high},
          loading_{i.loading},
          loading_years_{i.loading_years.canonical()},
          inception_{i.from.canonical()} {}

    /// For the time [from, to) of a period in which `alert` is the share of the high regime. Claims that are
    /// paid in the period itself do not load it: call before `recovery`.
    double premium(const Claims& claims, double insured, double alert, double from, double to) const {
        const double years = std::max(0.0, to - std::max(from, inception_));
        const bool loaded = claims.last_paid + loading_years_ > from;
        return insured * (low_ + (high_ - low_) * alert) * years * (loaded ? loading_ : 1);
    }

    /// What is paid for the time [from, to), which lies in year `year` of the grid: for these damages, all in
    /// it, and for what it holds of the path's losses of production. Times must not go back.
    double recovery(Claims& claims, int year, std::span<const Damage> damages,
                    std::span<const ProductionLoss> losses, double from, double to) const {
        if (claims.year != year) {
            claims.year = year;
            claims.limit_left = limit_;
        }
        double sum = 0;
        for (const Damage& d : damages) {
            if (!(d.time >= inception_)) continue;
            sum += interruption(claims, losses, from, d.time);
            from = std::max(from, d.time);
            sum += pay(claims, std::max(0.0, d.cost - deductible_), d.time, d.time);
        }
        return sum + interruption(claims, losses, from, to);
    }

private:
    double interruption(Claims& claims, std::span<const ProductionLoss> losses, double from,
                        double to) const {
        double sum = 0;
        for (; claims.loss < losses.size(); ++claims.loss) {
            const ProductionLoss& loss = losses[claims.loss];
            if (!(loss.begin < to)) break;
            if (claims.loss == 0 || losses[claims.loss - 1].end < loss.begin) claims.occurrence = loss.begin;
            const double covered = claims.occurrence + waiting_;
            const double begin = std::max(std::max(from, loss.begin), covered);
            const double end = std::min(std::min(to, loss.end), covered + indemnity_);
            if (claims.occurrence >= inception_ && begin < end)
                sum += pay(claims, margin_ * loss.share * (end - begin), begin, end);
            if (loss.end > to) break;
        }
        return sum;
    }
    /// Pays a claim that accrues evenly over [begin, end], as far as the limit reaches.
    double pay(Claims& claims, double claim, double begin, double end) const {
        const double paid = std::min(claims.limit_left, claim);
        if (!(paid > 0)) return 0;
        claims.limit_left -= paid;
        claims.last_paid = paid < claim ? begin + (end - begin) * (paid / claim) : end;
        return paid;
    }

    double deductible_, limit_, waiting_, indemnity_, margin_, low_, high_, loading_, loading_years_;
    double inception_;
};

}  // namespace minerisk::inline v0::cashflow
