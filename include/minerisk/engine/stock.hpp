#pragma once

#include "minerisk/engine/cash_fan.hpp"
#include "minerisk/engine/security_toll.hpp"
#include "minerisk/engine/simulate.hpp"

// The engine for the stock price models is compiled once, in the library; other models are compiled by their
// users.
#ifdef MINERISK_COMPILED_KERNELS
namespace minerisk::inline v0 {
extern template class BuildBlock<price::Stock>;
extern template class PathBlock<price::Stock>;
extern template CashFan cash_fan<price::Stock>(const Study<price::Stock>&, const Run&, std::uint64_t);
extern template SecurityToll security_toll<price::Stock>(const Study<price::Stock>&, const Run&,
                                                         std::uint64_t);
}  // namespace minerisk::inline v0
#endif
