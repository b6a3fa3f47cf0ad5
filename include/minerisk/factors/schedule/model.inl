#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/factors/schedule/model.hpp"
#include "minerisk/factors/schedule/network_build.hpp"
#include "minerisk/factors/schedule/top_down.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY Model::Model(Form form) : form_{std::move(form)} {}

MINERISK_BODY int Model::phases() const {
    return std::visit([](const auto& m) { return m.phases(); }, form_);
}

MINERISK_BODY auto Model::branch() const -> const std::optional<Branch>& {
    return std::visit([](const auto& m) -> const std::optional<Branch>& { return m.branch(); }, form_);
}

MINERISK_BODY std::vector<std::string> Model::stream_names() const {
    return std::visit([](const auto& m) { return m.stream_names(); }, form_);
}

MINERISK_BODY auto Model::workspace(int width) const -> Workspace {
    return std::visit([&](const auto& m) { return Workspace{m.workspace(width)}; }, form_);
}

MINERISK_BODY void Model::simulate_block(std::uint64_t seed, std::uint64_t first_path,
                                         const OutageBlock& outages, Workspace& work, BuildPaths& out) const {
    std::visit(
        [&]<class M>(const M& m) {
            m.simulate_block(seed, first_path, outages, std::get<typename M::Workspace>(work), out);
        },
        form_);
}

MINERISK_BODY void Model::base_block(const OutageBlock& outages, Workspace& work, BuildPaths& out) const {
    std::visit(
        [&]<class M>(const M& m) { m.base_block(outages, std::get<typename M::Workspace>(work), out); },
        form_);
}

}  // namespace minerisk::inline v0::schedule
