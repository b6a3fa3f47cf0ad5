#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/factors/schedule/branch.hpp"
#include "minerisk/factors/schedule/build_clock.hpp"
#include "minerisk/factors/schedule/top_down.hpp"
#include "minerisk/random/correlation.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY TopDown::TopDown(std::vector<std::string> names, std::vector<PlannedBuild> builds,
                               Parameters parameters, Stores stores, Money sunk, const TimeGrid& grid)
    : names_{std::move(names)},
      builds_{std::move(builds)},
      p_{std::move(parameters)},
      stores_{stores},
      sunk_{sunk.canonical()},
      grid_{grid} {
    MINERISK_EXPECTS(names_.size() == builds_.size());
    check();
    for (std::size_t k = 0; k < builds_.size(); ++k) {
        const PhaseRisk& r = p_.phases[k];
        for (std::size_t i = 0; i < parts.size(); ++i)
            streams_.push_back(random::stream_of("schedule." + names_[k] + "." + parts[i]));
        const random::Correlation joint{{"slip", "capital", "ramp"},
                                        {{"slip", "capital", r.slip_capital},
                                         {"slip", "ramp", r.slip_ramp},
                                         {"capital", "ramp", r.capital_ramp}},
                                        place(k) + "correlation"};
        roots_.push_back(joint.cholesky());
    }
}

MINERISK_BODY std::vector<std::string> TopDown::stream_names() const {
    std::vector<std::string> all;
    for (const std::string& name : names_)
        for (const char* part : parts) all.push_back("schedule." + name + "." + part);
    if (p_.branch) all.push_back("schedule.branch");
    return all;
}

MINERISK_BODY void TopDown::simulate_block(std::uint64_t seed, std::uint64_t first_path,
                                           const OutageBlock& outages, Workspace&, BuildPaths& out) const {
    const int width = out.milestone.width();
    alignas(64) double z[3 * wide_block];
    for (std::size_t k = 0; k < builds_.size(); ++k) {
        for (std::size_t i = 0; i < 3; ++i)
            kernels().normals(seed, streams_[3 * k + i].value, first_path, 0, 1, width,
                              z + i * static_cast<std::size_t>(width));
        ratios(k, width, z, out);
    }
    Branch::Result decided[wide_block];
    if (p_.branch) p_.branch->simulate_block(seed, first_path, grid_.length(), width, decided);
    build_all(outages, decided, out);
}

MINERISK_BODY void TopDown::base_block(const OutageBlock& outages, Workspace&, BuildPaths& out) const {
    const int width = out.milestone.width();
    out.slip.fill(1);
    out.capital_ratio.fill(1);
    for (std::size_t k = 0; k < builds_.size(); ++k)
        std::fill_n(out.ramp_up.row(static_cast<int>(k)), width, p_.phases[k].ramp_base.canonical());
    Branch::Result decided[wide_block];
    if (p_.branch) std::fill_n(decided, width, p_.branch->base());
    build_all(outages, decided, out);
}

MINERISK_BODY void TopDown::ratios(std::size_t k, int width, double* z, BuildPaths& out) const {
    const PhaseRisk& r = p_.phases[k];
    const auto& root = roots_[k];
    const double slip_mu = math::log(r.slip_median), capital_mu = math::log(r.capital_median);
    double *z1 = z, *z2 = z + width, *z3 = z + 2 * width;
    for (int p = 0; p < width; ++p) {
        const double a = z1[p], b = z2[p], c = z3[p];
        z1[p] = slip_mu + r.slip_sigma * a;
        z2[p] = capital_mu + r.capital_sigma * (root[1] * a + root[2] * b);
        z3[p] = root[3] * a + root[4] * b + root[5] * c;
    }
    const int row = static_cast<int>(k);
    kernels().exp(z1, out.slip.row(row), static_cast<std::size_t>(width));
    kernels().exp(z2, out.capital_ratio.row(row), static_cast<std::size_t>(width));
    for (int p = 0; p < width; ++p) out.ramp_up(row, p) = ramp_up(r, z3[p]);
}

MINERISK_BODY double TopDown::ramp_up(const PhaseRisk& r, double z) {
    if (!(r.ramp_median > Years{})) return 0;
    if (!(r.ramp_sigma > 0)) return r.ramp_median.canonical();
    const double mu = math::log(r.ramp_median.canonical());
    const double low = math::normal_cdf((math::log(r.ramp_least.canonical()) - mu) / r.ramp_sigma);
    const double high = math::normal_cdf((math::log(r.ramp_most.canonical()) - mu) / r.ramp_sigma);
    const double x = mu + r.ramp_sigma * math::inverse_normal(low + math::normal_cdf(z) * (high - low));
    return std::clamp(math::exp(x), r.ramp_least.canonical(), r.ramp_most.canonical());
}

MINERISK_BODY void TopDown::build_all(const OutageBlock& outages, const Branch::Result* decided,
                                      BuildPaths& out) const {
    constexpr double never = std::numeric_limits<double>::infinity();
    out.capital.fill(0);
    out.standing.fill(0);
    out.commitments.clear();
    for (int p = 0; p < out.milestone.width(); ++p) {
        double delay = 0;
        out.decision[static_cast<std::size_t>(p)] = Decision::none;
        out.draws[static_cast<std::size_t>(p)] = 0;
        out.pause_end(0, p) = 0;
        if (p_.branch) {
            const Branch::Result& d = decided[p];
            out.decision[static_cast<std::size_t>(p)] = d.decision;
            out.draws[static_cast<std::size_t>(p)] = d.draws;
            out.pause_end(0, p) = d.pause_end;
            delay = d.decision == Decision::go ? d.pause_end - p_.branch->parameters().decided.canonical()
                                               : never;
            p_.branch->pay_for_pause(d, sunk_, grid_, p, out.standing);
        }
        const double last_start = std::min(grid_.length(), halted_for_good(outages.suspensions(p)));
        for (std::size_t k = 0; k < builds_.size(); ++k) {
            const PlannedBuild& b = builds_[k];
            const int row = static_cast<int>(k);
            BuildRun run;
            run.start = b.start.canonical() + (b.after < 0 ? delay : out.milestone(b.after, p));
            run.length = b.length.canonical() * out.slip(row, p);
            run.stretch = run.length / b.capital_milestone.canonical();
            run.capital_ratio = out.capital_ratio(row, p);
            run.later_factor = p_.phases[k].later_capital_factor;
            run.later_from = p_.phases[k].later_from.canonical();
            out.start(row, p) = run.start;
            out.milestone(row, p) =
                run_build(run, b.capital, p_.pauses, outages, stores_, grid_, p, out.capital);
            if (!b.capital.empty() && run.start < last_start)
                out.commitments.add({run.start, b.capital.back().spent.canonical() * run.capital_ratio});
        }
        out.commitments.end_list();
    }
}

MINERISK_BODY void TopDown::check() const {
    Problems problems{"schedule"};
    if (p_.phases.size() != builds_.size())
        problems.add("phase", std::to_string(p_.phases.size()),
                     "must have one entry for each phase of the project");
    for (std::size_t k = 0; k < builds_.size(); ++k)
        problems.require(builds_[k].length > Years{}, place(k).substr(9) + "build",
                         builds_[k].length.canonical(), "must be planned: the top-down form builds by it");
    for (std::size_t k = 0; k < std::min(p_.phases.size(), names_.size()); ++k) {
        const PhaseRisk& r = p_.phases[k];
        const std::string at = place(k).substr(9);
        const auto positive = [&](double v, const char* field) {
            problems.require(v > 0 && is_finite(v), at + field, v, "must be finite and positive");
        };
        const auto spread = [&](double v, const char* field) {
            problems.require(v >= 0 && v <= 5, at + field, v, "must be in [0, 5]");
        };
        positive(r.slip_median, "slip_median");
        positive(r.capital_median, "capital_median");
        spread(r.slip_sigma, "slip_sigma");
        spread(r.capital_sigma, "capital_sigma");
        spread(r.ramp_sigma, "ramp_sigma");
        problems.require(r.ramp_median >= Years{}, at + "ramp_median", r.ramp_median.canonical(),
                         "must be 0 (no ramp-up of random length) or positive");
        if (r.ramp_median > Years{}) {
            problems.require(
                r.ramp_least > Years{} && r.ramp_least <= r.ramp_median && r.ramp_median <= r.ramp_most,
                at + "ramp_median", r.ramp_median.canonical(),
                "must lie in [ramp_least, ramp_most], above 0");
            problems.require(r.ramp_base >= r.ramp_least && r.ramp_base <= r.ramp_most, at + "ramp_base",
                             r.ramp_base.canonical(), "must lie in [ramp_least, ramp_most]");
        }
        positive(r.later_capital_factor, "later_capital_factor");
        problems.require(is_finite(r.later_from.canonical()), at + "later_from", r.later_from.canonical(),
                         "must be finite");
    }
    for (std::size_t i = 0; i < p_.pauses.size(); ++i) {
        const double from = p_.pauses[i].from.canonical(), length = p_.pauses[i].length.canonical();
        const std::string at = "pause[" + std::to_string(i + 1) + "].";
        problems.require(is_finite(from), at + "from", from, "must be finite");
        problems.require(length > 0 && is_finite(length), at + "length", length,
                         "must be finite and positive");
    }
    problems.throw_if_any();
}

}  // namespace minerisk::inline v0::schedule
