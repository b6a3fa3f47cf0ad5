#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <span>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0::valuation {

enum class PaybackStatus : unsigned char {
    reached,             ///< the outlay came back
    never,               ///< it had not come back when the stream ended: ranks above every time
    nothing_to_pay_back  ///< cumulative cash was never negative: ranks below every time
};

inline constexpr std::array<const char*, 3> payback_status_names{"reached", "never", "nothing_to_pay_back"};

/// When a project has paid back what it took.
struct Payback {
    /// From the start of the stream; +inf for `never`, -inf for `nothing_to_pay_back`.
    double years = std::numeric_limits<double>::infinity();
    PaybackStatus status = PaybackStatus::never;
};

namespace detail {

/// Follows cumulative cash, taken as linear within a period, to its first return to zero.
class PaybackClock {
public:
    /// Takes the next flow.
    void take(double cash) {
        const double before = total_;
        total_ += cash;
        owed_ = owed_ || total_ < 0;
        if (before < 0 && total_ >= 0 && !back_) {
            back_ = true;
            at_ = period_ - before / cash;
        }
        ++period_;
    }
    Payback answer(int periods_per_year) const {
        if (!owed_ && total_ >= 0)
            return {-std::numeric_limits<double>::infinity(), PaybackStatus::nothing_to_pay_back};
        if (!back_) return {};
        return {at_ / periods_per_year, PaybackStatus::reached};
    }

private:
    double total_ = 0;
    double at_ = 0;
    int period_ = 0;
    bool owed_ = false;
    bool back_ = false;
};

}  // namespace detail

/// Payback time: when cumulative cash, once negative, first returns to zero, counted from the start of the
/// stream (so it includes the build) and linear inside a period. A later dip, for an expansion or closure,
/// does not undo it.
///
/// With `factors` (see `discount_factors`) each flow counts discounted: the discounted payback.
/// Throws nothing; a flow that is not a number makes the answer `never` or leaves it at what came before.
MINERISK_BODY Payback payback(std::span<const double> cash, int periods_per_year = 1,
                              std::span<const double> factors = {});

/// The payback of each path of a block [period][path]: `width` times in years (ranked as those of `Payback`)
/// and, if wanted, statuses. Allocates nothing, throws nothing; the same bits as `payback` of the path alone.
MINERISK_BODY void payback_block(const BlockArray& cash, int periods_per_year,
                                 std::span<const double> factors, double* years,
                                 PaybackStatus* status = nullptr);

}  // namespace minerisk::inline v0::valuation

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/valuation/payback.inl"
#endif
