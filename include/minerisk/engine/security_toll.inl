#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/security_toll.hpp"

namespace minerisk::inline v0::detail {

MINERISK_BODY SecurityToll empty_toll(const security::Stoppages& security, std::uint64_t paths) {
    SecurityToll toll;
    const auto add = [&](const std::string& name) {
        SecurityTollRow row;
        row.name = name;
        for (std::vector<double>* x :
             {&row.events, &row.halted, &row.mill_days, &row.damage, &row.value_lost})
            x->assign(paths, 0.0);
        for (std::vector<double>& x : row.days) x.assign(paths, 0.0);
        toll.rows.push_back(std::move(row));
    };
    for (const security::StoppageClass& c : security.classes()) add(c.name);
    toll.classes = toll.rows.size();
    if (security.spec().force_majeure) add("force majeure");
    add("all of these");
    return toll;
}

}  // namespace minerisk::inline v0::detail
