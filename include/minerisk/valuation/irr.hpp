#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/kernels/active.hpp"

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

/// The scalar proof for one flow a period, `stride` numbers apart; the rate is per period.
MINERISK_BODY Irr proven(const double* cash, std::ptrdiff_t periods, std::ptrdiff_t stride,
                         int* evaluations = nullptr);

}  // namespace detail

/// The IRR of every path of a block [period][path], one flow a period: annual effective rates and statuses,
/// `width` of each. A path without an IRR gets -inf for none_loss, +inf for none_gain and no_investment, NaN
/// for rising_only and degenerate: as the statistics want it.
///
/// Falling and rising roots are counted apart, by proof: the kernel's sign rules, or, for the few paths that
/// these do not settle, the subdivision of `detail::RootCount`. Zero is 1e-12 of the sum of absolute
/// discounted flows. Never throws, never allocates; a path's bits do not depend on the other paths of the
/// block.
MINERISK_BODY void irr_block(const BlockArray& cash, int periods_per_year, double* rate, IrrStatus* status);

/// The IRR of one stream of flows, one a period, the first undiscounted: the same bits as in any block, with
/// the number of falling and rising roots. With `several` falling roots the rate is the lowest.
///
///   NPV(r) = sum c_i / (1 + r)^(i / periods_per_year),   rate: where NPV falls through zero as r rises
///
/// Never throws on data: what is not finite gives `degenerate`. Allocates only when a thread first meets a
/// longer stream.
MINERISK_BODY Irr irr(std::span<const double> cash, int periods_per_year = 1);

}  // namespace minerisk::inline v0::valuation

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/valuation/irr.inl"
#endif
