#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/factors/schedule/network/logic.hpp"
#include "minerisk/factors/schedule/network/plan.hpp"
#include "minerisk/factors/schedule/network/risk_draws.hpp"
#include "minerisk/factors/schedule/network/workspace.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::schedule {

MINERISK_BODY bool Without::has_driver(std::size_t d) const {
    return std::ranges::count(drivers, static_cast<int>(d)) > 0;
}

MINERISK_BODY bool Without::has_event(std::size_t e) const {
    return std::ranges::count(events, static_cast<int>(e)) > 0;
}

MINERISK_BODY bool Without::has_rework(std::size_t r) const {
    return std::ranges::count(reworks, static_cast<int>(r)) > 0;
}

MINERISK_BODY Without operator+(Without a, const Without& b) {
    a.drivers.insert(a.drivers.end(), b.drivers.begin(), b.drivers.end());
    a.events.insert(a.events.end(), b.events.begin(), b.events.end());
    a.reworks.insert(a.reworks.end(), b.reworks.begin(), b.reworks.end());
    a.stoppages = a.stoppages || b.stoppages;
    a.systemic = a.systemic || b.systemic;
    a.feedback = a.feedback || b.feedback;
    a.security = a.security || b.security;
    return a;
}

MINERISK_BODY RiskDraws::RiskDraws(const Plan& plan, const Logic& logic) {
    const auto rank = [&](const std::string& id) { return static_cast<std::size_t>(logic.find(id)); };
    activities_.resize(plan.activities.size());
    for (const Activity& a : plan.activities) {
        Prepared& p = activities_[rank(a.id)];
        p.duration = a.duration;
        p.stream = random::stream_of("network.activity." + a.id).value;
    }
    std::map<std::string, int> groups;
    for (std::size_t d = 0; d < plan.drivers.size(); ++d) {
        const Driver& driver = plan.drivers[d];
        drivers_.push_back(
            {driver.probability, driver.factor, random::stream_of("network.driver." + driver.id).value});
        const int own = static_cast<int>(plan.drivers.size() + d);
        const int group =
            driver.group.empty()
                ? own
                : groups.try_emplace(driver.group, static_cast<int>(groups.size())).first->second;
        for (const Hit& h : driver.hits)
            activities_[rank(h.activity)].drivers.push_back({group, static_cast<int>(d), h.weight});
    }
    for (Prepared& p : activities_) std::ranges::stable_sort(p.drivers, {}, &DriverHit::group);
    for (const RiskEvent& e : plan.events) {
        events_.push_back({e.probability, e.delay, random::stream_of("network.event." + e.id).value});
        for (const Hit& h : e.hits)
            activities_[rank(h.activity)].events.emplace_back(static_cast<int>(events_.size()) - 1, h.weight);
    }
    for (const Rework& r : plan.reworks) {
        PreparedRework p{rank(r.activity), r.probability,
                         r.share,          {},
                         r.rounds,         random::stream_of("network.rework." + r.id).value};
        for (const std::string& id : r.repeats) p.repeats.push_back(rank(id));
        reworks_.push_back(std::move(p));
    }
    if (plan.systemic) {
        systemic_ = *plan.systemic;
        for (const std::string& id : systemic_.activities) activities_[rank(id)].systemic = true;
    }
    market_mu_ = plan.cost.market_mu;
    market_sigma_ = plan.cost.market_sigma;
}

MINERISK_BODY void RiskDraws::simulate_block(std::uint64_t seed, std::uint64_t first_path,
                                             const Without& without, NetworkWorkspace& w) const {
    const KernelTable& k = kernels();
    const auto n = static_cast<std::size_t>(w.width);
    alignas(64) double u[2 * wide_block];
    alignas(64) double field[wide_block];
    int risk = 0;
    const auto occurrence_and_size = [&](const Chance& c, bool left_out, double absent, double* out) {
        double* const present = w.present.row(risk++);
        k.uniforms(seed, c.stream, first_path, 0, 2, w.width, u);
        c.size.quantile(u + n, out, w.width);
        for (std::size_t p = 0; p < n; ++p) {
            present[p] = !left_out && u[p] < c.probability ? 1 : 0;
            out[p] = present[p] > 0 ? out[p] : absent;
        }
    };
    for (std::size_t d = 0; d < drivers_.size(); ++d)
        occurrence_and_size(drivers_[d], without.has_driver(d), 1.0, w.factor.row(static_cast<int>(d)));
    for (std::size_t e = 0; e < events_.size(); ++e)
        occurrence_and_size(events_[e], without.has_event(e), 0.0, w.delay.row(static_cast<int>(e)));
    systemic_factors(seed, first_path, without.systemic, w, field);
    for (std::size_t j = 0; j < activities_.size(); ++j) {
        const Prepared& a = activities_[j];
        double* const duration = w.undisturbed.row(static_cast<int>(j));
        if (a.duration.is_fixed()) {
            std::fill_n(duration, n, a.duration.base());
        } else {
            k.uniforms(seed, a.stream, first_path, 0, 1, w.width, u);
            a.duration.quantile(u, duration, w.width);
        }
        multiply(a, w, duration);
        if (a.systemic)
            for (std::size_t p = 0; p < n; ++p) duration[p] *= field[p];
        add_delays(a, w, duration);
    }
    for (std::size_t r = 0; r < reworks_.size(); ++r)
        if (!without.has_rework(r)) rework(reworks_[r], seed, first_path, w);
}

MINERISK_BODY void RiskDraws::base_block(NetworkWorkspace& w) const {
    w.present.fill(0);
    w.factor.fill(1);
    w.delay.fill(0);
    w.market.fill(1);
    for (std::size_t j = 0; j < activities_.size(); ++j)
        std::fill_n(w.undisturbed.row(static_cast<int>(j)), w.width, activities_[j].duration.base());
}

MINERISK_BODY void RiskDraws::systemic_factors(std::uint64_t seed, std::uint64_t first_path, bool left_out,
                                               NetworkWorkspace& w, double* field) const {
    alignas(64) double z[2 * wide_block];
    double* const market = w.market.row(0);
    const auto n = static_cast<std::size_t>(w.width);
    kernels().normals(seed, market_stream_, first_path, 0, 1, w.width, z);
    for (std::size_t p = 0; p < n; ++p) market[p] = market_mu_ + market_sigma_ * z[p];
    std::fill_n(field, n, 0.0);
    if (!left_out && (systemic_.cost_sigma > 0 || systemic_.duration_sigma > 0)) {
        kernels().normals(seed, systemic_stream_, first_path, 0, 2, w.width, z);
        const double rho = systemic_.correlation, rest = std::sqrt(1 - rho * rho);
        for (std::size_t p = 0; p < n; ++p) {
            market[p] += systemic_.cost_sigma * z[p];
            field[p] = systemic_.duration_sigma * (rho * z[p] + rest * z[n + p]);
        }
    }
    kernels().exp(market, market, n);
    kernels().exp(field, field, n);
}

MINERISK_BODY void RiskDraws::multiply(const Prepared& a, const NetworkWorkspace& w, double* duration) {
    alignas(64) double most[wide_block];
    for (std::size_t i = 0; i < a.drivers.size();) {
        const int group = a.drivers[i].group;
        std::fill_n(most, w.width, -Logic::infinity);
        for (; i < a.drivers.size() && a.drivers[i].group == group; ++i) {
            const double* const factor = w.factor.row(a.drivers[i].driver);
            const double weight = a.drivers[i].weight;
            for (int p = 0; p < w.width; ++p) most[p] = std::max(most[p], 1.0 + weight * (factor[p] - 1.0));
        }
        for (int p = 0; p < w.width; ++p) duration[p] *= most[p];
    }
}

MINERISK_BODY void RiskDraws::add_delays(const Prepared& a, const NetworkWorkspace& w, double* duration) {
    for (const auto& [event, weight] : a.events) {
        const double* const delay = w.delay.row(event);
        for (int p = 0; p < w.width; ++p) duration[p] += weight * delay[p];
    }
}

MINERISK_BODY void RiskDraws::rework(const PreparedRework& r, std::uint64_t seed, std::uint64_t first_path,
                                     NetworkWorkspace& w) {
    alignas(64) double u[2 * wide_block];
    alignas(64) double share[wide_block];
    double open[wide_block], again[wide_block];
    std::fill_n(open, w.width, 1.0);
    std::fill_n(again, w.width, 0.0);
    for (int round = 0; round < r.rounds; ++round) {
        kernels().uniforms(seed, r.stream, first_path, static_cast<std::uint32_t>(2 * round), 2, w.width, u);
        r.share.quantile(u + w.width, share, w.width);
        for (int p = 0; p < w.width; ++p) {
            open[p] = u[p] < r.probability ? open[p] : 0.0;
            again[p] += open[p] * share[p];
        }
    }
    double work[wide_block] = {};
    for (const std::size_t j : r.repeats)
        for (int p = 0; p < w.width; ++p) work[p] += w.undisturbed(static_cast<int>(j), p);
    double* const duration = w.undisturbed.row(static_cast<int>(r.activity));
    for (int p = 0; p < w.width; ++p) duration[p] += again[p] * work[p];
}

}  // namespace minerisk::inline v0::schedule
