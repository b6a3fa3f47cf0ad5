#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>

#include "minerisk/core/block.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/valuation/detail/proof.inl"
#include "minerisk/valuation/detail/streams.hpp"
#include "minerisk/valuation/irr.hpp"

namespace minerisk::inline v0::valuation {
namespace detail {

MINERISK_BODY Irr proven(const double* cash, std::ptrdiff_t periods, std::ptrdiff_t stride,
                         int* evaluations) {
    const Signs s = signs(static_cast<std::size_t>(periods),
                          [&](std::size_t i) { return cash[static_cast<std::ptrdiff_t>(i) * stride]; });
    const IrrStatus status = status_of(s);
    if (status != IrrStatus::one) return {ranked(status, 0), status, 0, 0};
    return proven(EqualSteps{cash, periods, stride, s.scale}, s, evaluations);
}

}  // namespace detail

MINERISK_BODY void irr_block(const BlockArray& cash, int periods_per_year, double* rate, IrrStatus* status) {
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

MINERISK_BODY Irr irr(std::span<const double> cash, int periods_per_year) {
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
