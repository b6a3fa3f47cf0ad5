#pragma once

#include <limits>

#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/valuation/detail/streams.hpp"
#include "minerisk/valuation/irr.hpp"

/// What the bodies of `irr` and `xirr` share.
namespace minerisk::inline v0::valuation::detail {

inline constexpr unsigned char unsettled = 255;  // by the kernel

/// The place in the order of rates: a number, -inf or +inf; NaN for what has none.
inline double ranked(IrrStatus status, double rate) {
    switch (status) {
        case IrrStatus::one:
        case IrrStatus::several:
            return rate;
        case IrrStatus::none_loss:
            return -std::numeric_limits<double>::infinity();
        case IrrStatus::none_gain:
        case IrrStatus::no_investment:
            return std::numeric_limits<double>::infinity();
        default:
            return std::numeric_limits<double>::quiet_NaN();
    }
}

/// The status that counts and signs stand for, given that flows of both signs exist.
inline IrrStatus status_of(const Roots& roots, const Signs& signs) {
    if (roots.falling > 1) return IrrStatus::several;
    if (roots.falling == 1) return IrrStatus::one;
    if (roots.rising > 0) return IrrStatus::rising_only;
    return signs.first < 0 ? IrrStatus::none_loss : IrrStatus::none_gain;
}

/// The statuses that need no rate; `one` for every other stream.
inline IrrStatus status_of(const Signs& signs) {
    if (!signs.finite || signs.first == 0) return IrrStatus::degenerate;
    if (!signs.payments) return IrrStatus::no_investment;
    if (!signs.receipts) return IrrStatus::none_loss;
    return IrrStatus::one;
}

/// The scalar proof for a stream with flows of both signs; the rate is per unit of the stream's time.
template <class Stream>
Irr proven(const Stream& stream, const Signs& signs, int* evaluations = nullptr) {
    const Roots roots = RootCount<Stream>{stream}.count();
    if (evaluations != nullptr) *evaluations += roots.evaluations;
    const IrrStatus status = status_of(roots, signs);
    return {ranked(status, math::expm1(-roots.s)), status, roots.falling, roots.rising};
}

/// Annual effective rate of a rate per period; the same bits for one period a year.
inline double annual(double per_period, int periods_per_year) {
    if (periods_per_year == 1 || !is_finite(per_period)) return per_period;
    return math::expm1(periods_per_year * math::log1p(per_period));
}

}  // namespace minerisk::inline v0::valuation::detail
