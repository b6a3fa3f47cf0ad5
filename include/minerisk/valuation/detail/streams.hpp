#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include "minerisk/core/math.hpp"
#include "minerisk/valuation/detail/root_count.hpp"

namespace minerisk::inline v0::valuation::detail {

/// Signs of a stream and the power of two that brings its largest flow near 1.
struct Signs {
    bool finite = true;
    int first = 0;  ///< sign of the first flow that is not zero; 0 if all are
    int last = 0;
    bool receipts = false;
    bool payments = false;
    double scale = 1;
};

template <class Flow>
Signs signs(std::size_t count, const Flow& flow) {
    Signs s;
    double largest = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double c = flow(i);
        if (!std::isfinite(c)) s.finite = false;
        if (!(c < 0 || c > 0)) continue;
        s.last = c > 0 ? 1 : -1;
        if (s.first == 0) s.first = s.last;
        (c > 0 ? s.receipts : s.payments) = true;
        largest = std::fabs(c) > largest ? std::fabs(c) : largest;
    }
    if (s.finite && largest > 0) {
        const int exponent = std::ilogb(largest);
        s.scale = std::ldexp(1.0, exponent > 1000 ? -1000 : (exponent < -1000 ? 1000 : -exponent));
    }
    return s;
}

/// One flow a period, `stride` numbers apart; times count in periods.
class EqualSteps {
public:
    EqualSteps(const double* cash, std::ptrdiff_t periods, std::ptrdiff_t stride, double scale)
        : cash_{cash}, stride_{stride}, scale_{scale} {
        first_receipt_ = first_payment_ = last_receipt_ = last_payment_ = -1;
        for (std::ptrdiff_t i = 0; i < periods; ++i) {
            const double c = flow(i);
            if (c > 0) last_receipt_ = i;
            if (c < 0) last_payment_ = i;
            if (c > 0 && first_receipt_ < 0) first_receipt_ = i;
            if (c < 0 && first_payment_ < 0) first_payment_ = i;
        }
    }
    Extent extent() const {
        return {static_cast<double>(first_receipt_), static_cast<double>(last_receipt_),
                static_cast<double>(first_payment_), static_cast<double>(last_payment_)};
    }
    double scale() const {
        const auto first = std::min(first_receipt_, first_payment_);
        return 4.0 / static_cast<double>(std::max(last_receipt_, last_payment_) - first);
    }
    /// Horner's rule from the far end for s <= 0 and from the near end for s > 0, each side down to its own
    /// last flow, so that nothing overflows and neither side vanishes.
    Balance balance(double s) const {
        const bool backward = s <= 0;
        const double ratio = math::exp(backward ? s : -s);
        const std::ptrdiff_t step = backward ? -1 : 1;
        const auto receipts_end = backward ? first_receipt_ : last_receipt_;
        const auto payments_end = backward ? first_payment_ : last_payment_;
        std::ptrdiff_t i =
            backward ? std::max(last_receipt_, last_payment_) : std::min(first_receipt_, first_payment_);
        Side receipts, payments;
        const auto both_end =
            backward ? std::max(receipts_end, payments_end) : std::min(receipts_end, payments_end);
        for (; i != both_end + step; i += step) {
            const double c = flow(i);
            receipts.take(ratio, c > 0 ? c : 0);
            payments.take(ratio, c < 0 ? -c : 0);
        }
        if (receipts_end != both_end) {
            for (; i != receipts_end + step; i += step) receipts.take(ratio, std::max(flow(i), 0.0));
        } else {
            for (; i != payments_end + step; i += step) payments.take(ratio, std::max(-flow(i), 0.0));
        }
        const double direction = backward ? 1 : -1;
        return {
            s,
            math::log(receipts.value / payments.value) + s * static_cast<double>(receipts_end - payments_end),
            static_cast<double>(receipts_end) + direction * ratio * receipts.slope / receipts.value,
            static_cast<double>(payments_end) + direction * ratio * payments.slope / payments.value};
    }

private:
    struct Side {
        double value = 0;
        double slope = 0;
        void take(double ratio, double amount) {
            slope = slope * ratio + value;
            value = value * ratio + amount;
        }
    };
    double flow(std::ptrdiff_t i) const { return cash_[i * stride_] * scale_; }

    const double* cash_;
    std::ptrdiff_t stride_;
    double scale_;
    std::ptrdiff_t first_receipt_, first_payment_, last_receipt_, last_payment_;
};

/// Flows at any times, in years from the first; those of one time are to be netted before.
class AnyTimes {
public:
    AnyTimes(std::span<const double> times, std::span<const double> amounts, double scale)
        : times_{times}, amounts_{amounts}, scale_{scale} {
        bool receipts = false;
        bool payments = false;
        for (std::size_t i = 0; i < times.size(); ++i) {
            if (amounts[i] > 0) {
                if (!receipts) extent_.first_receipt = times[i];
                extent_.last_receipt = times[i];
                receipts = true;
            } else if (amounts[i] < 0) {
                if (!payments) extent_.first_payment = times[i];
                extent_.last_payment = times[i];
                payments = true;
            }
        }
    }
    Extent extent() const { return extent_; }
    double scale() const {
        const double first = std::min(extent_.first_receipt, extent_.first_payment);
        return 4.0 / (std::max(extent_.last_receipt, extent_.last_payment) - first);
    }
    Balance balance(double s) const {
        const double receipts_end = s <= 0 ? extent_.first_receipt : extent_.last_receipt;
        const double payments_end = s <= 0 ? extent_.first_payment : extent_.last_payment;
        double receipts = 0, payments = 0, receipts_slope = 0, payments_slope = 0;
        for (std::size_t i = 0; i < times_.size(); ++i) {
            const double amount = amounts_[i] * scale_;
            if (amount > 0) {
                const double value = amount * math::exp(s * (times_[i] - receipts_end));
                receipts += value;
                receipts_slope += value * (times_[i] - receipts_end);
            } else if (amount < 0) {
                const double value = -amount * math::exp(s * (times_[i] - payments_end));
                payments += value;
                payments_slope += value * (times_[i] - payments_end);
            }
        }
        return {s, math::log(receipts / payments) + s * (receipts_end - payments_end),
                receipts_end + receipts_slope / receipts, payments_end + payments_slope / payments};
    }

private:
    std::span<const double> times_;
    std::span<const double> amounts_;
    double scale_;
    Extent extent_;
};

}  // namespace minerisk::inline v0::valuation::detail
