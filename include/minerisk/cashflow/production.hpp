#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/build.hpp"
#include "minerisk/inputs/project.hpp"
#include "minerisk/kernels/table.hpp"

namespace minerisk::inline v0::cashflow {

/// The most metals that a project can sell.
inline constexpr std::size_t most_metals = 8;

/// The production of a block of paths: what the phases could mill, and the ore, milled in the order of the
/// table. Bins are constant inside, so that a stretch is integrated exactly whatever periods cut it.
class Production {
public:
    explicit Production(const Project& project);

    /// Where the paths of a block stand in the ore.
    class Workspace {
    public:
        Workspace() = default;
        explicit Workspace(int width) : rows_{2, width}, bin_(static_cast<std::size_t>(width)) {}
        /// Since the beginning, in tonnes.
        double milled(int path) const { return rows_(so_far, path); }

    private:
        friend class Production;
        enum Row { so_far, left_in_bin };
        BlockArray rows_;
        std::vector<std::int64_t> bin_;
    };

    /// All paths at the beginning of the ore.
    void open(Workspace& w) const;
    bool exhausted(int path, const Workspace& w) const {
        return w.bin_[static_cast<std::size_t>(path)] + 1 == std::ssize(bins_);
    }

    /// Ore that the phases could mill from `from` until a time of each path (-infinity: none), in tonnes.
    void plan(const BuildPaths& build, double from, const double* until, double* planned) const;

    /// What milling yields and moves, in tonnes; arrays [path].
    struct Yield {
        double *ore, *mined, *expensed, *sustained_mined, *sustained_ore;
        std::array<double*, most_metals> contained;  ///< metal in the ore
        std::array<double*, most_metals> recovered;  ///< and into concentrate
    };
    /// Mills up to `tonnes`, less where the ore runs out. Grades x `grade`; recoveries r are moved on their
    /// odds: to r odds / (1 - r + r odds).
    void mill(const double* tonnes, const double* grade, const double* odds, Workspace& w,
              const Yield& y) const;

private:
    struct Capacity {
        double full;  // t a year
        std::vector<RampRow> steps;
    };
    std::size_t metals_ = 0;
    std::vector<Capacity> phases_;
    std::vector<OreRow> bins_;      // behind the last an empty one
    std::vector<GradeRow> grades_;  // metal by metal, of each bin
};

/// Material moved before first ore whose cost is in the growth capital, in tonnes.
inline double prestripped(const Project& project, const BuildPaths& build, int path, double from, double to) {
    double sum = 0;
    for (std::size_t k = 0; k < project.phases.size(); ++k) {
        const double milestone = build.milestone(static_cast<int>(k), path);
        if (milestone == std::numeric_limits<double>::infinity()) continue;
        for (const Prestrip& s : project.phases[k].prestrip) {
            const double a = milestone - s.before_from.canonical(), b = milestone - s.before_to.canonical();
            sum += s.mined.canonical() * std::max(0.0, std::min(b, to) - std::max(a, from)) / (b - a);
        }
    }
    return sum;
}

}  // namespace minerisk::inline v0::cashflow

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/cashflow/production.inl"
#endif
