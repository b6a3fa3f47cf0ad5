#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "minerisk/factors/schedule/network_build.hpp"
#include "minerisk/factors/schedule/top_down.hpp"

namespace minerisk::inline v0::schedule {

/// A schedule model of either form, chosen once a block: from the outside (`TopDown`) or by a network of
/// activities (`NetworkBuild`). Both give a `BuildPaths`.
class Model {
public:
    using Form = std::variant<TopDown, NetworkBuild>;
    using Workspace = std::variant<TopDown::Workspace, NetworkBuild::Workspace>;

    Model(Form form) : form_{std::move(form)} {}

    const Form& form() const { return form_; }
    /// The network, or null for the top-down form.
    const NetworkBuild* network() const { return std::get_if<NetworkBuild>(&form_); }
    int phases() const {
        return std::visit([](const auto& m) { return m.phases(); }, form_);
    }
    const std::optional<Branch>& branch() const {
        return std::visit([](const auto& m) -> const std::optional<Branch>& { return m.branch(); }, form_);
    }
    std::vector<std::string> stream_names() const {
        return std::visit([](const auto& m) { return m.stream_names(); }, form_);
    }
    Workspace workspace(int width) const {
        return std::visit([&](const auto& m) { return Workspace{m.workspace(width)}; }, form_);
    }

    void simulate_block(std::uint64_t seed, std::uint64_t first_path, const OutageBlock& outages,
                        Workspace& work, BuildPaths& out) const {
        std::visit(
            [&]<class M>(const M& m) {
                m.simulate_block(seed, first_path, outages, std::get<typename M::Workspace>(work), out);
            },
            form_);
    }
    /// Every schedule risk at its base.
    void base_block(const OutageBlock& outages, Workspace& work, BuildPaths& out) const {
        std::visit(
            [&]<class M>(const M& m) { m.base_block(outages, std::get<typename M::Workspace>(work), out); },
            form_);
    }

private:
    Form form_;
};

}  // namespace minerisk::inline v0::schedule
