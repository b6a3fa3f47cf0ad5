#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "minerisk/analysis/target.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/statistics/moments.hpp"
#include "minerisk/statistics/quantile.hpp"

namespace minerisk::inline v0::analysis {

MINERISK_BODY Target Target::parse(std::string_view text, std::span<const Claim> claims) {
    const auto trimmed = [](std::string_view s) {
        while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
        while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
        return s;
    };
    const auto fail = [&](const std::string& rule) {
        throw InputError{{{"until", std::string{text}, rule}}};
    };
    Target t;
    t.text_ = trimmed(text);
    const std::size_t close = text.rfind(')'), open = text.find('(');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        fail(
            "must be a statistic and its value: \"P(npv_usd < 0) = 10 %\", \"mean(irr) = 15 %\", "
            "\"median(COLUMN) = ...\" or \"quantile(COLUMN, 0.1) = ...\"");
    const std::string_view what = trimmed(text.substr(0, open));
    const std::string_view of = trimmed(text.substr(open + 1, close - open - 1));
    const std::string_view after = trimmed(text.substr(close + 1));
    if (!after.starts_with('=')) fail("must have = and a value after its bracket");
    // A value is written as in a condition.
    t.goal_ = Condition::parse("value > " + std::string{trimmed(after.substr(1))}).single()->value;
    if (what == "P") {
        t.kind_ = probability;
        if (of.starts_with("claim ")) {
            const std::string name{trimmed(of.substr(6))};
            const auto at = std::ranges::find(claims, name, &Claim::name);
            if (at == claims.end()) fail("must name a claim of the model after `claim`");
            t.condition_ = at->holds;
        } else {
            t.condition_ = Condition::parse(of);
        }
        if (!(t.goal_ > 0 && t.goal_ < 1)) fail("must ask for a probability between 0 and 1");
        return t;
    }
    t.column_ = of;
    if (what == "mean") return t;
    t.kind_ = quantile;
    if (what == "median") return t;
    if (what != "quantile") fail("must begin with P, mean, median or quantile");
    const std::size_t comma = of.find(',');
    const std::string prob{comma == std::string_view::npos ? std::string_view{}
                                                           : trimmed(of.substr(comma + 1))};
    const auto [end, error] = std::from_chars(prob.data(), prob.data() + prob.size(), t.prob_);
    if (error != std::errc{} || end != prob.data() + prob.size() || !(t.prob_ > 0 && t.prob_ < 1))
        fail("must name a probability between 0 and 1 after a comma: quantile(irr, 0.1)");
    t.column_ = trimmed(of.substr(0, comma));
    return t;
}

MINERISK_BODY std::vector<std::string> Target::columns() const {
    return kind_ == probability ? condition_.columns() : std::vector{column_};
}

MINERISK_BODY statistics::Estimate Target::statistic(const Outcome& outcome) const {
    if (kind_ == probability) {
        const statistics::Proportion p = condition_.probability(outcome);
        return {p.value, std::sqrt(p.value * (1 - p.value) / static_cast<double>(p.count))};
    }
    const auto values = outcome[column_];
    if (kind_ == mean) {
        const statistics::Mean m = statistics::mean(values);
        return {m.value, m.se.value_or(std::numeric_limits<double>::quiet_NaN())};
    }
    const statistics::Quantile q = statistics::quantile_with_interval(values, prob_);
    const bool bounded = q.low && q.high && is_finite(*q.low) && is_finite(*q.high);
    return {q.value, bounded ? (*q.high - *q.low) / (2 * statistics::normal_95)
                             : std::numeric_limits<double>::quiet_NaN()};
}

}  // namespace minerisk::inline v0::analysis
