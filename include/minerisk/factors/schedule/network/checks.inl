#pragma once

#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/factors/schedule/network/checks.hpp"
#include "minerisk/factors/schedule/network/detail/check_advice.hpp"
#include "minerisk/factors/schedule/network/detail/check_risks.hpp"
#include "minerisk/factors/schedule/network/detail/check_work.hpp"
#include "minerisk/factors/schedule/network/detail/finding.hpp"
#include "minerisk/factors/schedule/network/detail/plan_index.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY std::vector<Finding> examine(const Plan& plan) {
    const detail::PlanIndex index{plan};
    detail::FindingList found;
    detail::WorkCheck{plan, index, found}.run();
    detail::RiskCheck{plan, index, found}.run();
    detail::Advice{plan, index, found}.run();
    return found.take();
}

MINERISK_BODY void check(const Plan& plan) {
    Problems problems;
    for (const Finding& f : examine(plan))
        if (f.error) problems.add(f.field, f.value, f.rule);
    problems.throw_if_any();
}

}  // namespace minerisk::inline v0::schedule
