#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>

#include "minerisk/core/block.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/valuation/detail/streams.hpp"

namespace minerisk::inline v0::valuation {

/// What is known of the internal rate of return of a stream, the rate where its NPV falls through zero as the
/// rate rises. Rates count from -100 % (excluded) to infinity.
enum class IrrStatus : unsigned char {
    one,            ///< one falling root; rising roots may exist besides (a closure cost makes one)
    several,        ///< several falling roots; the value is the lowest
    none_loss,      ///< NPV below zero at every rate: ranks below every IRR
    none_gain,      ///< NPV above zero at every rate: ranks above every IRR
    no_investment,  ///< no payment, some receipt: ranks with none_gain
    rising_only,    ///< no falling root but a rising one: no rank
    degenerate      ///< all flows zero, or one of them not finite: no rank
};
inline constexpr int irr_statuses = 7;

/// The name in files and reports: "one", "several", ...
constexpr std::string_view name_of(IrrStatus status) {
    constexpr std::array<std::string_view, irr_statuses> names{
        "one", "several", "none_loss", "none_gain", "no_investment", "rising_only", "degenerate"};
    return names[static_cast<std::size_t>(status)];
}

/// A rate with its certificate: how often the NPV crosses zero at rates above -100 %, in each direction.
struct Irr {
    double rate = std::numeric_limits<double>::quiet_NaN();  ///< annual effective; see `irr` for the ranks
    IrrStatus status = IrrStatus::degenerate;
    int falling = 0;
    int rising = 0;

    bool exists() const { return status == IrrStatus::one || status == IrrStatus::several; }
};

namespace detail {

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

/// The scalar proof for one flow a period, `stride` numbers apart; the rate is per period.
inline Irr proven(const double* cash, std::ptrdiff_t periods, std::ptrdiff_t stride,
                  int* evaluations = nullptr) {
    const Signs s = signs(static_cast<std::size_t>(periods),
                          [&](std::size_t i) { return cash[static_cast<std::ptrdiff_t>(i) * stride]; });
    const IrrStatus status = status_of(s);
    if (status != IrrStatus::one) return {ranked(status, 0), status, 0, 0};
    return proven(EqualSteps{cash, periods, stride, s.scale}, s, evaluations);
}

/// Annual effective rate of a rate per period; the same bits for one period a year.
inline double annual(double per_period, int periods_per_year) {
    if (periods_per_year == 1 || !is_finite(per_period)) return per_period;
    return math::expm1(periods_per_year * math::log1p(per_period));
}

}  // namespace detail

/// The IRR of every path of a block [period][path], one flow a period: annual effective rates and statuses,
/// `width` of each. A path without an IRR gets -inf for none_loss, +inf for none_gain and no_investment, NaN
/// for rising_only and degenerate: as the statistics want it.
///
/// Falling and rising roots are counted apart, by proof: the kernel's sign rules, or, for the few paths that
/// these do not settle, the subdivision of `detail::RootCount`. Zero is 1e-12 of the sum of absolute
/// discounted flows. Never throws, never allocates; a path's bits do not depend on the other paths of the
/// block.
inline void irr_block(const BlockArray& cash, int periods_per_year, double* rate, IrrStatus* status) {
    static_assert(sizeof(IrrStatus) == 1);
    const int width = cash.width();
    auto* codes = reinterpret_cast<unsigned char*>(status);
    kernels().irr(cash.rows(), width, cash.data(), rate, codes);
    for (int path = 0; path < width; ++path) {
        if (codes[path] == detail::unsettled) {
            const Irr settled = detail::proven(cash.data() + path, cash.rows(), width);
            rate[path] = settled.rate;
            status[path] = settled.status;
        }
        rate[path] = detail::annual(rate[path], periods_per_year);
    }
}

/// The IRR of one stream of flows, one a period, the first undiscounted: the same bits as in any block, with
/// the number of falling and rising roots. With `several` falling roots the rate is the lowest.
///
///   NPV(r) = sum c_i / (1 + r)^(i / periods_per_year),   rate: where NPV falls through zero as r rises
///
/// Never throws on data: what is not finite gives `degenerate`. Allocates only when a thread first meets a
/// longer stream.
inline Irr irr(std::span<const double> cash, int periods_per_year = 1) {
    MINERISK_EXPECTS(periods_per_year >= 1);
    const int periods = static_cast<int>(cash.size());
    const auto s = detail::signs(cash.size(), [&](std::size_t i) { return cash[i]; });
    Irr result{0, detail::status_of(s), 0, 0};
    if (result.status == IrrStatus::one) {
        thread_local BlockArray lanes;
        if (lanes.rows() != periods) lanes = BlockArray{periods, narrow_block};
        for (int i = 0; i < periods; ++i) lanes(i, 0) = cash[static_cast<std::size_t>(i)];
        std::array<double, narrow_block> rates;
        std::array<unsigned char, narrow_block> codes;
        kernels().irr(periods, narrow_block, lanes.data(), rates.data(), codes.data());
        if (codes[0] == detail::unsettled) {
            result = detail::proven(cash.data(), periods, 1);
        } else {
            result.status = static_cast<IrrStatus>(codes[0]);
            result.rate = rates[0];
            result.falling = result.status == IrrStatus::one ? 1 : 0;
            // Roots of both kinds alternate, and the signs of the first and the last flow tell which come
            // first.
            if (result.falling == 1) result.rising = (s.first > 0 ? 1 : 0) + (s.last < 0 ? 1 : 0);
            if (result.status == IrrStatus::rising_only) result.rising = 1;
        }
    }
    result.rate = detail::annual(detail::ranked(result.status, result.rate), periods_per_year);
    return result;
}

}  // namespace minerisk::inline v0::valuation
