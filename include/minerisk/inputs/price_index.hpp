#pragma once

#include <map>
#include <string>

#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0 {

/// A price index by month ("2024-12" -> 315.605): brings money of one month into that of another.
class PriceIndex {
public:
    PriceIndex() = default;
    /// Throws InputError for a month that is not `YYYY-MM` or a level that is not positive.
    explicit PriceIndex(std::map<std::string, double> levels);
    static bool is_month(const std::string& m);
    bool knows(const std::string& month) const { return levels_.count(month) > 0; }
    /// Money of month `from` times this is money of month `to`. Both months must be known, or be the same.
    double factor(const std::string& from, const std::string& to) const;
    const std::map<std::string, double>& levels() const { return levels_; }

private:
    std::map<std::string, double> levels_;
};

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/inputs/price_index.inl"
#endif
