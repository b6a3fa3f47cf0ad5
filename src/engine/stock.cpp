#include "minerisk/engine/stock.hpp"

namespace minerisk::inline v0 {
template class Study<price::Stock>;
template class BuildBlock<price::Stock>;
template class PathBlock<price::Stock>;
template Outcome simulate<price::Stock>(const Study<price::Stock>&, const Run&);
template CashFan cash_fan<price::Stock>(const Study<price::Stock>&, const Run&, std::uint64_t);
template SecurityToll security_toll<price::Stock>(const Study<price::Stock>&, const Run&, std::uint64_t);
}  // namespace minerisk::inline v0
