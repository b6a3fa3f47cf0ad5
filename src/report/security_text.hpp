#pragma once

#include <string>

#include "minerisk/report/summary.hpp"

namespace minerisk::inline v0::report {

/// What security takes by class, and when force majeure comes; empty where neither is known.
std::string security_text(const RunSummary& summary);

}  // namespace minerisk::inline v0::report
