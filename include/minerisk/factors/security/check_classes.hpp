#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <Eigen/Core>
#include <Eigen/LU>

#include "minerisk/core/errors.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/security/baseline.hpp"
#include "minerisk/factors/security/branching.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/regime.hpp"

namespace minerisk::inline v0::security {

namespace detail {

/// Names each value of the classes that is outside its range.
class ClassCheck {
public:
    ClassCheck(const std::vector<StoppageClass>& classes, const std::optional<Regime>& regime,
               const TimeGrid& grid, int most_events)
        : classes_{classes}, grid_{grid}, most_events_{most_events} {
        if (regime) highest_ = regime->largest_multiplier();
    }

    void run() {
        for (std::size_t i = 0; i < classes_.size(); ++i) {
            at_ = "class[" + std::to_string(i + 1) + "].";
            name(i);
            problems_.require(classes_[i].rate >= Rate{} && is_finite(classes_[i].rate.canonical()),
                              at_ + "rate", classes_[i].rate.canonical(), "must be finite and not negative");
            kinds(classes_[i]);
            excitations(i);
            for (const Years& ago : classes_[i].recent)
                problems_.require(ago >= Years{} && is_finite(ago.canonical()), at_ + "recent",
                                  ago.canonical(), "must be finite and not after the start");
            if (classes_[i].baseline) check_baseline(*classes_[i].baseline, at_, problems_);
        }
        problems_.throw_if_any();
        stability();
        problems_.throw_if_any();
        const Eigen::VectorXd rates = mean_rates();
        for (std::size_t i = 0; i < classes_.size(); ++i) count(i, rates(static_cast<Eigen::Index>(i)));
        problems_.throw_if_any();
    }

private:
    void name(std::size_t i) {
        if (classes_[i].name.empty()) problems_.add(at_ + "name", "", "must not be empty");
        for (std::size_t j = 0; j < i; ++j)
            if (classes_[j].name == classes_[i].name)
                problems_.add(at_ + "name", classes_[i].name, "must differ from the other classes' names");
    }
    void share(const std::string& field, double value) {
        problems_.require(value >= 0 && value <= 1, field, value, "must be in [0, 1]");
    }
    void kinds(const StoppageClass& c) {
        if (c.kinds.empty()) {
            share(at_ + "exposure", c.exposure);
            share(at_ + "avoided", c.avoided);
            if (c.effects.empty()) problems_.add(at_ + "effects", "", "must close at least one channel");
            effects(at_, c.effects);
            return;
        }
        if (c.exposure != 1 || c.avoided != 0 || !c.effects.empty())
            problems_.add(at_ + "kind", "",
                          "must not stand beside exposure, avoided or effects of the class itself");
        bool closes = false;
        for (std::size_t j = 0; j < c.kinds.size(); ++j) {
            const EventKind& k = c.kinds[j];
            const std::string at = at_ + "kind[" + std::to_string(j + 1) + "].";
            if (k.name.empty()) problems_.add(at + "name", "", "must not be empty");
            for (std::size_t m = 0; m < j; ++m)
                if (c.kinds[m].name == k.name)
                    problems_.add(at + "name", k.name, "must differ from the other kinds' names");
            share(at + "share", k.share);
            share(at + "avoided", k.avoided);
            effects(at, k.effects);
            closes = closes || !k.effects.empty();
        }
        problems_.require(!(c.touching() > 1 + 1e-12), at_ + "kind", c.touching(),
                          "must have shares that add up to at most 1");
        if (!closes) problems_.add(at_ + "kind", "", "must close at least one channel in one of its kinds");
    }
    void effects(const std::string& at, const std::vector<Effect>& list) {
        for (std::size_t j = 0; j < list.size(); ++j) {
            const Effect& e = list[j];
            const std::string channel = at + channel_names[static_cast<std::size_t>(e.channel)];
            const std::string field = channel + ".";
            for (std::size_t k = 0; k < j; ++k)
                if (list[k].channel == e.channel)
                    problems_.add(channel, "", "a channel may stand only once in a class");
            problems_.require(e.median > Years{} && is_finite(e.median.canonical()), field + "median",
                              e.median.canonical(), "must be positive");
            problems_.require(e.p90 >= e.median && is_finite(e.p90.canonical()), field + "p90",
                              e.p90.canonical(), "must not be below the median");
            if (e.cap)
                problems_.require(*e.cap > Years{}, field + "cap", e.cap->canonical(), "must be positive");
            share(field + "build_loss", e.build_loss);
            share(field + "operation_loss", e.operation_loss);
        }
    }
    void excitations(std::size_t i) {
        const std::vector<Excitation>& list = classes_[i].excites;
        int others = 0;
        for (std::size_t j = 0; j < list.size(); ++j) {
            const Excitation& e = list[j];
            const std::string entry =
                at_ + "excites[" + std::to_string(e.excited.empty() ? 0 : ++others) + "].";
            const std::string at = e.excited.empty() ? at_ : entry;
            const int to = Branching::excited(classes_, i, e);
            if (to < 0) problems_.add(entry + "class", e.excited, "must be the name of a class of events");
            for (std::size_t k = 0; k < j && to >= 0; ++k)
                if (Branching::excited(classes_, i, list[k]) == to)
                    problems_.add(entry + "class", e.excited, "must be another class in each entry");
            problems_.require(e.branching >= 0 && e.branching <= 100, at + "branching", e.branching,
                              "must be in [0, 100]");
            problems_.require(e.decay > Rate{} && is_finite(e.decay.canonical()), at + "decay",
                              e.decay.canonical(), "must be finite and positive");
        }
    }
    void stability() {
        const Eigen::MatrixXd n = Branching::means(classes_);
        const double radius = Branching::spectral_radius(n);
        if (!(radius < 1)) {
            problems_.add(
                "class", text_of(radius),
                "must have a branching matrix of spectral radius below 1: the events would never end");
            return;
        }
        for (std::size_t i = 0; i < classes_.size(); ++i) {
            const double rate = Branching::immigrants(classes_, n, static_cast<Eigen::Index>(i));
            problems_.require(
                rate >= -1e-9 * classes_[i].rate.canonical(), "class[" + std::to_string(i + 1) + "].rate",
                classes_[i].rate.canonical(),
                "must be at least the rate at which the classes bring about events of it, which "
                "exceeds it by " +
                    text_of(std::round(-rate * 1e6) / 1e6) + " a year");
        }
    }
    /// Rates of all events, a mean over the grid at multiplier 1: what a baseline adds to the immigrants of
    /// one class, it adds to what they bring about in all.
    Eigen::VectorXd mean_rates() const {
        const auto n = static_cast<Eigen::Index>(classes_.size());
        const Eigen::MatrixXd means = Branching::means(classes_);
        Eigen::VectorXd rates{n}, more = Eigen::VectorXd::Zero(n);
        for (Eigen::Index i = 0; i < n; ++i) {
            const StoppageClass& c = classes_[static_cast<std::size_t>(i)];
            rates(i) = c.rate.canonical();
            if (c.baseline)
                more(i) = std::max(0.0, Branching::immigrants(classes_, means, i)) *
                          (BaselineIntegral{*c.baseline, grid_}.mean() - 1);
        }
        if (more.isZero(0)) return rates;
        const Eigen::MatrixXd balance = Eigen::MatrixXd::Identity(n, n) - means.transpose();
        return rates + balance.partialPivLu().solve(more);
    }
    void count(std::size_t i, double rate) {
        const double expected = rate * classes_[i].touching() * highest_ * grid_.length();
        problems_.require(!(expected > most_events_ / 4.0), "class[" + std::to_string(i + 1) + "].rate",
                          classes_[i].rate.canonical(),
                          "must be lower: more than " + std::to_string(most_events_ / 4) +
                              " events a path are expected over the years of the grid");
    }

    const std::vector<StoppageClass>& classes_;
    const TimeGrid& grid_;
    int most_events_;
    double highest_ = 1;
    Problems problems_{"security"};
    std::string at_;
};

}  // namespace detail

/// Throws InputError naming each value outside its range; so do classes whose events would never end.
/// More than a quarter of `most_events` expected in one class over the grid is refused.
inline void check_classes(const std::vector<StoppageClass>& classes, const std::optional<Regime>& regime,
                          const TimeGrid& grid, int most_events) {
    detail::ClassCheck{classes, regime, grid, most_events}.run();
}

}  // namespace minerisk::inline v0::security
