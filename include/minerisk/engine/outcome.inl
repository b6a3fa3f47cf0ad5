#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/engine/outcome.hpp"
#include "minerisk/engine/run.hpp"

namespace minerisk::inline v0 {

namespace detail {
template <class C>
const C* find_name(const std::vector<C>& all, std::string_view name) {
    for (const C& c : all)
        if (c.name == name) return &c;
    return nullptr;
}
}  // namespace detail

MINERISK_BODY auto Outcome::find_column(std::string_view name) const -> const Column* {
    return detail::find_name(columns, name);
}

MINERISK_BODY auto Outcome::find_status(std::string_view name) const -> const StatusColumn* {
    return detail::find_name(statuses, name);
}

MINERISK_BODY std::span<const double> Outcome::operator[](std::string_view name) const {
    return column(name).values;
}

MINERISK_BODY std::span<const double> Outcome::npv() const {
    return (*this)["npv_usd"];
}

MINERISK_BODY std::span<const double> Outcome::irr() const {
    return (*this)["irr"];
}

MINERISK_BODY auto Outcome::column(std::string_view name) const -> const Column& {
    if (const Column* const c = find_column(name)) return *c;
    throw std::out_of_range{"no column `" + std::string{name} + "` in the outcome"};
}

MINERISK_BODY auto Outcome::status(std::string_view name) const -> const StatusColumn& {
    if (const StatusColumn* const s = find_status(name)) return *s;
    throw std::out_of_range{"no status `" + std::string{name} + "` in the outcome"};
}

MINERISK_BODY auto Outcome::counts(const StatusColumn& c) -> std::vector<std::uint64_t> {
    std::vector<std::uint64_t> n(c.names.size(), 0);
    for (const unsigned char s : c.values) ++n[s];
    return n;
}

}  // namespace minerisk::inline v0
