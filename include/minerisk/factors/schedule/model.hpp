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

    Model(Form form);

    const Form& form() const { return form_; }
    /// The network, or null for the top-down form.
    const NetworkBuild* network() const { return std::get_if<NetworkBuild>(&form_); }
    int phases() const;
    const std::optional<Branch>& branch() const;
    std::vector<std::string> stream_names() const;
    Workspace workspace(int width) const;

    void simulate_block(std::uint64_t seed, std::uint64_t first_path, const OutageBlock& outages,
                        Workspace& work, BuildPaths& out) const;
    /// Every schedule risk at its base.
    void base_block(const OutageBlock& outages, Workspace& work, BuildPaths& out) const;

private:
    Form form_;
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/model.inl"
#endif
