#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <variant>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/run.hpp"
#include "minerisk/engine/study_parts.hpp"

namespace minerisk::inline v0 {

/// A run that cannot go on, with the path that stopped it.
class RunError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Throws RunError if a path of the block has more stoppages than are drawn.
MINERISK_BODY void refuse_overflow(const schedule::NetworkWorkspace& w, std::uint64_t first_path);

/// What happens on the ground to one block of paths, whatever the prices: security events, and the build
/// that meets them. A worker's workspace and the results of its last block.
template <class PriceModel = price::Stock>
class BuildBlock {
public:
    BuildBlock(const Study<PriceModel>& study, int width)
        : study_{study},
          security_work_{width},
          schedule_work_{study.schedule().workspace(width)},
          alert_{study.grid().periods(), width},
          build_{study.schedule().phases(), study.grid().periods(), width} {
        if (const auto* build = study.schedule().network()) outages_.keep_events(build->by_class());
    }

    /// Risks that are off stand at their base.
    void simulate(std::uint64_t seed, std::uint64_t first_path, Risks risks) {
        has_events_ = risks.security;
        if (risks.security) {
            const int full = study_.security().simulate_block(seed, first_path, study_.grid(), security_work_,
                                                              outages_, alert_);
            if (full >= 0)
                throw RunError{
                    "security class `" + study_.security().classes()[static_cast<std::size_t>(full)].name +
                    "`: a path of the block that starts at path " + std::to_string(first_path) +
                    " has more than " + std::to_string(security::Stoppages::most_events) + " events"};
        } else {
            study_.security().base_block(outages_, alert_);
        }
        build(seed, first_path, risks);
    }
    /// The last block once more, of the same draws, with something of its security left out.
    void leave_out(const security::LeftOut& without, std::uint64_t seed, std::uint64_t first_path,
                   Risks risks) {
        if (!has_events_) return;
        study_.security().apply(without, alert_.width(), security_work_, outages_);
        build(seed, first_path, risks);
    }
    /// What the first paths of the last block would meet with something left out, whatever is built.
    void outages_without(const security::LeftOut& without, int paths, OutageBlock& outages) {
        MINERISK_EXPECTS(has_events_);
        study_.security().apply(without, paths, security_work_, outages);
    }

    const OutageBlock& outages() const { return outages_; }
    /// The events of a class on a path of the block; only where security moves.
    std::vector<security::Event> events(std::size_t c, int path) const {
        return security_work_.events.of(c, path);
    }
    /// The security events that touch the project on a path of the block; none where security is off.
    std::vector<security::DiaryEntry> diary(int path) const {
        if (!has_events_) return {};
        return study_.security().diary(path, security_work_);
    }
    /// Mean alert of the security regime, [period][path].
    const BlockArray& alert() const { return alert_; }
    const BuildPaths& build() const { return build_; }
    /// The network's part, where the study builds by a network; null for the top-down form.
    schedule::NetworkBuild::Workspace* network() {
        return std::get_if<schedule::NetworkBuild::Workspace>(&schedule_work_);
    }
    const schedule::NetworkBuild::Workspace* network() const {
        return std::get_if<schedule::NetworkBuild::Workspace>(&schedule_work_);
    }

private:
    void build(std::uint64_t seed, std::uint64_t first_path, Risks risks) {
        const schedule::Model& schedule = study_.schedule();
        if (risks.schedule) {
            schedule.simulate_block(seed, first_path, outages_, schedule_work_, build_);
        } else {
            schedule.base_block(outages_, schedule_work_, build_);
        }
        if (const auto* work = network()) refuse_overflow(work->network, first_path);
    }

    Study<PriceModel> study_;
    security::Stoppages::Workspace security_work_;
    schedule::Model::Workspace schedule_work_;
    OutageBlock outages_;
    BlockArray alert_;
    BuildPaths build_;
    bool has_events_ = false;
};

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/build_block.inl"
#endif
