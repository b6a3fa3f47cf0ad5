#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "minerisk/core/build.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::schedule {

/// One way a decision can go.
struct BranchOption {
    enum class Then { go, decide_again, stop };
    std::string name{};
    double weight = 0;
    Then then = Then::go;
    Years delay{};  ///< before the build goes on, or before the decision is drawn again; not for `stop`
};

/// A decision on the whole project at a date: go on, wait and decide again by the same weights, or stop.
/// Until it goes on, a standing cost runs from the valuation date; a stop pays an exit cost and earns
/// nothing. Draw k of a path is row k of the uniforms of stream "schedule.branch".
class Branch {
public:
    struct Parameters {
        Years decided{};  ///< from the valuation date
        std::vector<BranchOption> options{};
        std::string base{};        ///< the option that --no-risk takes
        double standing_cost = 0;  ///< a year, as a share of the spend before the valuation date
        double exit_cost = 0;      ///< as a share of the same
    };
    struct Result {
        Decision decision = Decision::none;
        double pause_end = 0;  ///< when the build goes on, or the project stops; undecided: past the horizon
        std::uint32_t draws = 0;
    };

    /// Throws InputError naming each value outside its range.
    explicit Branch(Parameters p);

    Branch(const Branch&);
    Branch(Branch&&) noexcept;
    Branch& operator=(const Branch&);
    Branch& operator=(Branch&&) noexcept;
    ~Branch();
    const Parameters& parameters() const { return p_; }

    /// Decides each path of a block; a path still undecided at the horizon never goes on.
    void simulate_block(std::uint64_t seed, std::uint64_t first_path, double horizon, int width,
                        Result* results) const;
    Result base() const;

    /// Adds to `standing` [period] what path `path` pays until it goes on or stops, and for stopping; `sunk`
    /// is the spend before the valuation date that both are shares of.
    void pay_for_pause(const Result& d, double sunk, const TimeGrid& grid, int path,
                       BlockArray& standing) const;

private:
    const BranchOption& option_at(double u) const;
    static void take(const BranchOption& o, Result& r);

    Parameters p_;
    random::Stream stream_ = random::stream_of("schedule.branch");
};

}  // namespace minerisk::inline v0::schedule

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/factors/schedule/branch.inl"
#endif
