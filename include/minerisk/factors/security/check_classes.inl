#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>
#include <Eigen/LU>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/factors/security/baseline.hpp"
#include "minerisk/factors/security/branching.hpp"
#include "minerisk/factors/security/check_classes.hpp"
#include "minerisk/factors/security/event_class.hpp"
#include "minerisk/factors/security/own_name.hpp"
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
            require_own_name(problems_, classes_, i, at_, "classes'");
            problems_.require(classes_[i].rate >= Rate{} && is_finite(classes_[i].rate.canonical()),
                              at_ + "rate", classes_[i].rate.canonical(), "must be finite and not negative");
            kinds(classes_[i]);
            places(classes_[i]);
            if (const auto& b = classes_[i].batch) {
                problems_.require(b->mean >= 0 && b->mean <= 500, at_ + "batch.mean", b->mean,
                                  "must be in [0, 500]");
                problems_.require(b->shape > 0 && is_finite(b->shape), at_ + "batch.shape", b->shape,
                                  "must be finite and positive");
            }
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
    void share(const std::string& field, double value) {
        problems_.require(value >= 0 && value <= 1, field, value, "must be in [0, 1]");
    }
    void kinds(const StoppageClass& c) {
        if (c.kinds.empty()) {
            share(at_ + "exposure", c.exposure);
            if (c.effects.empty()) problems_.add(at_ + "effects", "", "must close at least one channel");
            effects(at_, c.effects);
            cost(at_, c.cost);
            evacuation(at_, c.evacuation);
            return;
        }
        if (c.exposure != 1 || !c.effects.empty() || c.cost || c.evacuation)
            problems_.add(at_ + "kind", "",
                          "must not stand beside exposure, effects, cost or evacuation of the class itself");
        problems_.require(c.kinds.size() <= StoppageClass::most_kinds, at_ + "kind",
                          static_cast<double>(c.kinds.size()),
                          "must be no more than " + std::to_string(StoppageClass::most_kinds));
        bool closes = false;
        for (std::size_t j = 0; j < c.kinds.size(); ++j) {
            const EventKind& k = c.kinds[j];
            const std::string at = at_ + "kind[" + std::to_string(j + 1) + "].";
            require_own_name(problems_, c.kinds, j, at, "kinds'");
            share(at + "share", k.share);
            effects(at, k.effects);
            cost(at, k.cost);
            evacuation(at, k.evacuation);
            closes = closes || !k.effects.empty();
        }
        double sum = 0;
        for (const EventKind& k : c.kinds) sum += k.share;
        problems_.require(!(sum > 1 + 1e-12), at_ + "kind", sum, "must have shares that add up to at most 1");
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
            if (e.length) {
                if (!(e.length->lower() >= 0 && is_finite(e.length->mean())))
                    problems_.add(field + "length", "",
                                  "must be a distribution of times that are not negative");
            } else {
                lognormal(field, e.median.canonical(), e.p90.canonical());
            }
            for (const auto& [time, name] : {std::pair{e.build_recovery, "build_recovery"},
                                             std::pair{e.operation_recovery, "operation_recovery"}})
                problems_.require(time >= Years{} && is_finite(time.canonical()), field + name,
                                  time.canonical(), "must be finite and not negative");
            if (e.cap)
                problems_.require(*e.cap > Years{}, field + "cap", e.cap->canonical(), "must be positive");
            share(field + "build_loss", e.build_loss);
            share(field + "operation_loss", e.operation_loss);
        }
    }
    void lognormal(const std::string& at, double median, double p90) {
        problems_.require(median > 0 && is_finite(median), at + "median", median, "must be positive");
        problems_.require(p90 >= median && is_finite(p90), at + "p90", p90, "must not be below the median");
    }
    void cost(const std::string& at, const std::optional<EventCost>& c) {
        if (c) lognormal(at + "cost.", c->median.canonical(), c->p90.canonical());
    }
    void evacuation(const std::string& at, const std::optional<Evacuation>& e) {
        if (!e) return;
        share(at + "evacuation.probability", e->probability);
        lognormal(at + "evacuation.", e->median.canonical(), e->p90.canonical());
        share(at + "evacuation.build_loss", e->build_loss);
        share(at + "evacuation.operation_loss", e->operation_loss);
    }
    void places(const StoppageClass& c) {
        double sum = 0;
        for (std::size_t j = 0; j < c.places.size(); ++j) {
            const Place& p = c.places[j];
            const std::string at = at_ + "place[" + std::to_string(j + 1) + "].";
            require_own_name(problems_, c.places, j, at, "places'");
            share(at + "share", p.share);
            share(at + "exposure", p.exposure);
            sum += p.share;
        }
        problems_.require(c.places.empty() || (sum > 1 - 1e-9 && sum < 1 + 1e-9), at_ + "place",
                          std::round(sum * 1e9) / 1e9, "must have shares that add up to 1");
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

MINERISK_BODY void check_classes(const std::vector<StoppageClass>& classes,
                                 const std::optional<Regime>& regime, const TimeGrid& grid, int most_events) {
    detail::ClassCheck{classes, regime, grid, most_events}.run();
}

}  // namespace minerisk::inline v0::security
