#pragma once

#include <string>

#include "minerisk/report/summary.hpp"

namespace minerisk::inline v0::report {

/// What the parties are left with, and what becomes of the debt; empty where the model has no finance.
std::string finance_text(const RunSummary& summary);

/// How often each claim of the model holds; empty where there is none.
std::string claims_text(const RunSummary& summary);

}  // namespace minerisk::inline v0::report
