#include "calibration/maximise.hpp"

#include <nlopt.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "minerisk/calibration/fit.hpp"

namespace minerisk::inline v0::calibration::detail {
namespace {

struct Search {
    const Objective* f;
    Optimum best;
};

/// Called through C: an exception must not pass.
double value_for_nlopt(unsigned count, const double* x, double* slopes, void* data) noexcept {
    auto& search = *static_cast<Search*>(data);
    std::vector<double> unused;
    if (!slopes) {
        unused.resize(count);
        slopes = unused.data();
    }
    const double value = (*search.f)({x, count}, {slopes, count});
    if (std::isfinite(value) && value > search.best.value) search.best = {{x, x + count}, value};
    return std::isfinite(value) ? value : -1e30;
}

}  // namespace

Optimum maximise(const Objective& f, const std::vector<double>& low, const std::vector<double>& high,
                 const std::vector<std::vector<double>>& starts) {
    const auto count = static_cast<unsigned>(low.size());
    const std::unique_ptr<nlopt_opt_s, void (*)(nlopt_opt)> opt{nlopt_create(NLOPT_LD_SLSQP, count),
                                                                nlopt_destroy};
    if (!opt) throw std::bad_alloc{};
    Search search{&f, {{}, -std::numeric_limits<double>::infinity()}};
    nlopt_set_max_objective(opt.get(), value_for_nlopt, &search);
    nlopt_set_lower_bounds(opt.get(), low.data());
    nlopt_set_upper_bounds(opt.get(), high.data());
    nlopt_set_xtol_abs1(opt.get(), 1e-8);
    nlopt_set_ftol_abs(opt.get(), 1e-13);
    nlopt_set_maxeval(opt.get(), 500);
    for (std::vector<double> x : starts) {
        for (std::size_t i = 0; i < x.size(); ++i) x[i] = std::clamp(x[i], low[i], high[i]);
        double value = 0;
        nlopt_optimize(opt.get(), x.data(), &value);  // what it found is kept above, however it ended
    }
    if (search.best.x.empty())
        throw std::runtime_error{"calibration: no start of the search has a likelihood"};
    return search.best;
}

}  // namespace minerisk::inline v0::calibration::detail

namespace minerisk::inline v0::calibration {

std::string optimiser() {
    int major = 0, minor = 0, fix = 0;
    nlopt_version(&major, &minor, &fix);
    return "NLopt " + std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(fix);
}

}  // namespace minerisk::inline v0::calibration
