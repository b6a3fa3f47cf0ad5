#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/cash_fan.hpp"

namespace minerisk::inline v0::detail {

MINERISK_BODY CashFan empty_fan(const std::optional<finance::Finance>& finance, int periods,
                                std::uint64_t paths) {
    CashFan fan;
    const auto add = [&](std::string name, bool nominal) {
        fan.series.push_back(
            {std::move(name), nominal, {static_cast<std::size_t>(periods), std::vector<double>(paths)}});
    };
    add("net_usd", false);
    if (finance) {
        add("shareholders_usd", false);
        for (const finance::Party& p : finance->spec().parties) add(p.name + "_usd", false);
        if (finance->debt()) add("debt_usd", true);
    }
    return fan;
}

}  // namespace minerisk::inline v0::detail
