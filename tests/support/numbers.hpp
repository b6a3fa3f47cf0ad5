#pragma once

#include <limits>

namespace testing_support {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double never = infinity;  ///< a date that does not come
inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double a_month = 1.0 / 12;  ///< in years

}  // namespace testing_support
