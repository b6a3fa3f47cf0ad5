#pragma once

#include <array>

namespace minerisk::inline v0 {

/// What a state may do to a project on a path. Dates are [FiscalEvent][path], years from the valuation date;
/// infinite: it does not come.
enum class FiscalEvent : int {
    change,        ///< of royalty and tax
    expropriation  ///< the mine is taken from its owners
};
inline constexpr int fiscal_event_count = 2;
inline constexpr std::array<const char*, fiscal_event_count> fiscal_event_names{"change", "expropriation"};

}  // namespace minerisk::inline v0
