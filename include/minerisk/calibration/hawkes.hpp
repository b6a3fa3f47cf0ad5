#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "minerisk/calibration/baseline.hpp"
#include "minerisk/calibration/event_times.hpp"
#include "minerisk/core/math.hpp"

namespace minerisk::inline v0::calibration {

/// What an event does to the rate of those after it.
struct Excitation {
    double branching = 0;  ///< n, mean number of direct successors of an event, >= 0
    double decay = 1;      ///< b, a day: their delays are exponential with mean 1 / b, > 0
};

/// A Hawkes process: spontaneous events by a baseline, and successors of every event.
struct Hawkes {
    std::vector<double> levels;  ///< of the baseline, events a day, >= 0
    Excitation excitation{};
};

/// Standard errors from the observed information (inverse of minus the Hessian in levels, n and b). NaN for
/// what sits at a bound (a level of 0, or n = 0) or is not determined.
struct HawkesErrors {
    std::vector<double> levels;
    double branching = std::numeric_limits<double>::quiet_NaN();
    double decay = std::numeric_limits<double>::quiet_NaN();
    bool determined = false;  ///< the information is positive definite
};

/// Log-likelihood of a Hawkes process with exponential memory, its gradient and its information; each costs
/// time linear in the events. The window opens with an empty history.
///
///   rate(t) = mu(t) + n b sum_{t_j < t} e^(-b (t - t_j))
///   A_1 = 0,  A_i = e^(-b (t_i - t_{i-1})) (1 + A_{i-1})
///   lnL = sum_i ln(mu(t_i) + n b A_i) - integral of mu - n sum_i (1 - e^(-b (T - t_i)))
///
/// Times in days, rates a day. Source: Ogata (1978), Ann. Inst. Stat. Math. 30; recursion: Ozaki (1979),
/// ibid. 31. Keeps references to neither argument.
class HawkesLikelihood {
public:
    HawkesLikelihood(const EventTimes& events, const Baseline& baseline)
        : at_{events.at}, days_{static_cast<double>(events.days)}, exposure_(baseline.levels()) {
        MINERISK_EXPECTS(days_ == baseline.days());
        for (std::size_t g = 0; g < exposure_.size(); ++g) exposure_[g] = baseline.exposure(g);
        events_of_.resize(exposure_.size());
        for (std::size_t i = 0; i < at_.size(); ++i) {
            const std::size_t piece = baseline.piece_at(at_[i]);
            weight_.push_back(baseline.weight(piece));
            level_.push_back(baseline.level_of(piece));
            ++events_of_[level_.back()];
        }
    }

    std::size_t events() const { return at_.size(); }
    std::size_t levels() const { return exposure_.size(); }

    /// lnL; -infinity where an event has rate 0.
    double value(const Hawkes& h) const {
        const auto [n, b] = h.excitation;
        double sum = 0, excited = 0, last = 0;
        for (std::size_t i = 0; i < at_.size(); ++i) {
            if (i > 0) excited = math::exp(-b * (at_[i] - last)) * (1 + excited);
            last = at_[i];
            sum += math::log(h.levels[level_[i]] * weight_[i] + n * b * excited);
            sum += n * math::expm1(-b * (days_ - last));
        }
        for (std::size_t g = 0; g < levels(); ++g) sum -= h.levels[g] * exposure_[g];
        return sum;
    }

    /// The derivatives of `value`.
    struct Gradient {
        std::vector<double> levels;
        double branching = 0;
        double decay = 0;
    };
    Gradient gradient(const Hawkes& h) const {
        Gradient d{std::vector<double>(levels()), 0, 0};
        for (std::size_t g = 0; g < levels(); ++g) d.levels[g] = -exposure_[g];
        for_each_rate(h, [&](std::size_t i, const Rate& r) {
            d.levels[level_[i]] += weight_[i] / r.rate;
            d.branching += r.by_n / r.rate;
            d.decay += r.by_b / r.rate;
        });
        add_compensator(h.excitation, d.branching, d.decay);
        return d;
    }

    /// The likelihood at its maximum over the levels, n and b being given. Each level mu solves
    ///   sum over its events of w_i / (mu w_i + n b A_i) = its exposure,   or is 0 where the sum is less,
    /// so the slopes in n and b are those at fixed levels.
    struct Profile {
        double value = 0;
        double by_branching = 0;
        double by_decay = 0;
        std::vector<double> levels;
    };
    Profile profile(Excitation e) const {
        std::vector<double> a(at_.size()), a_by_b(at_.size());
        double excited = 0, by_b = 0;
        for (std::size_t i = 1; i < at_.size(); ++i) {
            const double gap = at_[i] - at_[i - 1], decayed = math::exp(-e.decay * gap);
            by_b = decayed * (by_b - gap * (1 + excited));
            excited = decayed * (1 + excited);
            a[i] = e.branching * e.decay * excited;
            a_by_b[i] = e.branching * (excited + e.decay * by_b);
        }
        Profile p;
        p.levels = best_levels(a);
        for (std::size_t i = 0; i < at_.size(); ++i) {
            const double rate = p.levels[level_[i]] * weight_[i] + a[i];
            p.value += math::log(rate);
            p.by_branching += a[i] / rate;
            p.by_decay += a_by_b[i] / rate;
        }
        p.by_branching /= e.branching;
        for (std::size_t g = 0; g < levels(); ++g) p.value -= p.levels[g] * exposure_[g];
        for (const double t : at_) p.value += e.branching * math::expm1(-e.decay * (days_ - t));
        add_compensator(e, p.by_branching, p.by_decay);
        return p;
    }

    /// The levels of a process without successors: events by exposure.
    std::vector<double> poisson_levels() const {
        std::vector<double> mu(levels());
        for (std::size_t g = 0; g < levels(); ++g)
            mu[g] = events_of_[g] == 0 ? 0.0 : static_cast<double>(events_of_[g]) / exposure_[g];
        return mu;
    }

    /// Standard errors at a maximum. The information of the levels is diagonal, so (n, b) is what is left
    /// after them, a matrix of two rows (Schur complement).
    HawkesErrors errors(const Hawkes& h) const {
        std::vector<Block> of(levels());
        double nn = 0, nb = 0, bb = 0;
        for_each_rate(h, [&](std::size_t i, const Rate& r) {
            const double w = weight_[i] / r.rate, n = r.by_n / r.rate, b = r.by_b / r.rate;
            Block& g = of[level_[i]];
            g.own += w * w;
            g.n += w * n;
            g.b += w * b;
            nn += n * n;
            nb += n * b - r.by_nb / r.rate;
            bb += b * b - r.by_bb / r.rate;
        });
        const auto [n, b] = h.excitation;
        for (const double t : at_) {
            const double left = days_ - t, decayed = math::exp(-b * left);
            nb += left * decayed;
            bb -= n * left * left * decayed;
        }
        const double none = std::numeric_limits<double>::quiet_NaN();
        HawkesErrors e{std::vector<double>(levels(), none), none, none, false};
        const auto free = [&](std::size_t g) { return h.levels[g] > 0 && of[g].own > 0; };
        if (!(n > 0)) {
            for (std::size_t g = 0; g < levels(); ++g)
                if (free(g)) e.levels[g] = 1 / std::sqrt(of[g].own);
            e.determined = true;
            return e;
        }
        for (std::size_t g = 0; g < levels(); ++g) {
            if (!free(g)) continue;
            nn -= of[g].n * of[g].n / of[g].own;
            nb -= of[g].n * of[g].b / of[g].own;
            bb -= of[g].b * of[g].b / of[g].own;
        }
        const double determinant = nn * bb - nb * nb;
        if (!(nn > 0 && determinant > 0)) return e;
        e.determined = true;
        e.branching = std::sqrt(bb / determinant);
        e.decay = std::sqrt(nn / determinant);
        for (std::size_t g = 0; g < levels(); ++g) {
            if (!free(g)) continue;
            const double x = of[g].n / of[g].own, y = of[g].b / of[g].own;
            const double carried = (bb * x * x - 2 * nb * x * y + nn * y * y) / determinant;
            e.levels[g] = std::sqrt(1 / of[g].own + carried);
        }
        return e;
    }

private:
    /// The rate at an event and its derivatives in n and b.
    struct Rate {
        double rate, by_n, by_b, by_nb, by_bb;
    };
    /// Information of one level and of its pairs with n and b.
    struct Block {
        double own = 0, n = 0, b = 0;
    };

    template <class Use>
    void for_each_rate(const Hawkes& h, Use&& use) const {
        const auto [n, b] = h.excitation;
        double a = 0, a1 = 0, a2 = 0;  // A and its derivatives in b
        for (std::size_t i = 0; i < at_.size(); ++i) {
            if (i > 0) {
                const double gap = at_[i] - at_[i - 1], decayed = math::exp(-b * gap);
                a2 = decayed * (a2 - 2 * gap * a1 + gap * gap * (1 + a));
                a1 = decayed * (a1 - gap * (1 + a));
                a = decayed * (1 + a);
            }
            use(i, Rate{h.levels[level_[i]] * weight_[i] + n * b * a, b * a, n * (a + b * a1), a + b * a1,
                        n * (2 * a1 + b * a2)});
        }
    }

    void add_compensator(Excitation e, double& by_n, double& by_b) const {
        for (const double t : at_) {
            const double left = days_ - t, ended = math::expm1(-e.decay * left);
            by_n += ended;
            by_b -= e.branching * left * (1 + ended);
        }
    }

    /// Newton's method on 1 / sum, which is concave and nearly straight in mu: from below it rises to the
    /// root without passing it.
    std::vector<double> best_levels(const std::vector<double>& a) const {
        std::vector<double> mu(levels()), from(levels()), last(levels());
        for (std::size_t i = 0; i < at_.size(); ++i)
            if (a[i] == 0 && weight_[i] > 0) from[level_[i]] += 1;
        for (std::size_t g = 0; g < levels(); ++g) mu[g] = events_of_[g] > 0 ? from[g] / exposure_[g] : 0.0;
        std::vector<double> sum(levels()), squares(levels());
        for (int step = 0; step < 100; ++step) {
            std::fill(sum.begin(), sum.end(), 0.0);
            std::fill(squares.begin(), squares.end(), 0.0);
            for (std::size_t i = 0; i < at_.size(); ++i) {
                if (weight_[i] == 0) continue;
                const double x = weight_[i] / (mu[level_[i]] * weight_[i] + a[i]);
                sum[level_[i]] += x;
                squares[level_[i]] += x * x;
            }
            bool moved = false;
            for (std::size_t g = 0; g < levels(); ++g) {
                if (!(sum[g] > exposure_[g])) continue;  // the root, or a level that belongs at 0
                const double next = mu[g] + sum[g] * (sum[g] / exposure_[g] - 1) / squares[g];
                moved = moved || next > mu[g] * (1 + 1e-14);
                mu[g] = next;
            }
            if (!moved) break;
        }
        return mu;
    }

    std::vector<double> at_;
    double days_;
    std::vector<double> exposure_, weight_;
    std::vector<std::size_t> level_, events_of_;
};

}  // namespace minerisk::inline v0::calibration
