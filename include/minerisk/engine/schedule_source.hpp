#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/core/errors.hpp"
#include "minerisk/engine/build_block.hpp"
#include "minerisk/factors/schedule/network/network.hpp"

/// Where the paths of a network come from. A source is a value that says `network()`, `end()` (years from the
/// plan's start beyond which nothing is looked at), `base()` (the path without risk), `in_study()`, and makes
/// a worker for each thread: `run(seed, first_path, without, floats)` gives a block of paths; where the
/// source `decides()`, `decision(p)` says what became of path p.
namespace minerisk::inline v0::detail {

/// The network within its study: the study's security events act on what they find under way, and its
/// decision moves the build or ends it. The same paths as in a run of the study.
template <class PriceModel>
class NetworkInStudy {
public:
    /// Throws InputError if the study builds without a network.
    explicit NetworkInStudy(const Study<PriceModel>& study) : study_{study} {
        Problems problems;
        if (!study.schedule().network())
            problems.add("schedule", "top-down", "must be a network: without one there are no activities");
        problems.throw_if_any();
    }

    const schedule::Network& network() const { return build().network(); }
    double end() const { return study_.grid().length() + build().shift(); }
    const schedule::NetworkWorkspace& base() const { return build().base(); }
    static constexpr bool in_study() { return true; }
    bool decides() const { return build().branch().has_value(); }

    class Worker {
    public:
        explicit Worker(const NetworkInStudy& source) : block_{source.study_, source.network().width()} {}
        int width() const { return block_.network()->network.width; }
        const schedule::NetworkWorkspace& run(std::uint64_t seed, std::uint64_t first_path,
                                              const schedule::Without& without, bool floats) {
            schedule::NetworkBuild::Workspace& work = *block_.network();
            work.floats = floats;
            work.without = without;
            Risks risks;
            risks.security = !without.security;
            block_.simulate(seed, first_path, risks);
            return work.network;
        }
        Decision decision(int p) const { return block_.build().decision[static_cast<std::size_t>(p)]; }

    private:
        BuildBlock<PriceModel> block_;
    };

private:
    const schedule::NetworkBuild& build() const { return *study_.schedule().network(); }
    Study<PriceModel> study_;
};

}  // namespace minerisk::inline v0::detail
