#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "minerisk/factors/schedule/network/order.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"

namespace minerisk::inline v0::schedule::detail {

/// A plan by the indices of its activities. The plan must outlive it.
class PlanIndex {
public:
    explicit PlanIndex(const Plan& plan)
        : of_{numbered(plan)},
          arrows_{arrows_of(plan, of_)},
          after_{static_cast<int>(plan.activities.size()), arrows_, Neighbours::Side::after},
          before_{static_cast<int>(plan.activities.size()), arrows_, Neighbours::Side::before} {}

    /// -1 if there is no such activity; the first if there are several.
    int of(std::string_view id) const {
        const auto found = of_.find(id);
        return found == of_.end() ? -1 : found->second;
    }
    int activities() const { return after_.activities(); }
    /// Of the links between two known activities, in their order.
    const std::vector<Arrow>& arrows() const { return arrows_; }
    const Neighbours& after() const { return after_; }
    const Neighbours& before() const { return before_; }

private:
    using Numbers = std::unordered_map<std::string_view, int>;

    static Numbers numbered(const Plan& plan) {
        Numbers numbers;
        numbers.reserve(plan.activities.size());
        for (std::size_t i = 0; i < plan.activities.size(); ++i)
            numbers.emplace(plan.activities[i].id, static_cast<int>(i));
        return numbers;
    }
    static std::vector<Arrow> arrows_of(const Plan& plan, const Numbers& numbers) {
        std::vector<Arrow> arrows;
        arrows.reserve(plan.links.size());
        for (const Link& link : plan.links) {
            const auto from = numbers.find(link.from);
            const auto to = numbers.find(link.to);
            if (from != numbers.end() && to != numbers.end()) arrows.emplace_back(from->second, to->second);
        }
        return arrows;
    }

    Numbers of_;
    std::vector<Arrow> arrows_;
    Neighbours after_;
    Neighbours before_;
};

}  // namespace minerisk::inline v0::schedule::detail
