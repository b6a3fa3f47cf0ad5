#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "minerisk/core/block.hpp"
#include "minerisk/core/math.hpp"
#include "minerisk/core/outages.hpp"
#include "minerisk/core/time_grid.hpp"
#include "minerisk/core/units.hpp"
#include "minerisk/factors/security/regime.hpp"
#include "minerisk/kernels/active.hpp"
#include "minerisk/random/stream.hpp"

namespace minerisk::inline v0::security {

/// What one event does to one channel: a lognormal outage by median and P90, min(draw, cap), and the share of
/// the channel's flow that it takes while the project is built and while it operates.
struct Effect {
    Channel channel = Channel::site;
    Years median{};
    Years p90{};
    std::optional<Years> cap{};
    double build_loss = 1;
    double operation_loss = 1;
};

/// A class of events. Those that touch the project are a Poisson process of `rate` x `exposure` x the
/// regime's multiplier; each closes all the channels of `effects` from the same instant, every one for its
/// own time. A class whose events differ in kind is written as several classes: splitting a Poisson
/// process by independent marks gives independent Poisson processes.
struct StoppageClass {
    std::string name{};
    Rate rate{};          ///< of all events at regime multiplier 1
    double exposure = 1;  ///< share of them that touches the project
    std::vector<Effect> effects{};
};

/// Stoppages of a project as compound Poisson processes under a two-state regime.
///
/// Event k of a class starts where the integral of its rate reaches the sum of k + 1 unit exponentials (row j
/// of stream "security.<class>.arrival" is gap j); its outage on a channel is
/// median exp(sigma z), sigma = ln(P90 / median) / 1.2815515655446004, z row k of
/// "security.<class>.<channel>". Time starts at the valuation date without history.
class Stoppages {
public:
    /// An event count above this many a class and path is refused when the model is made (expected count
    /// above a quarter of it) and fails the run by name where a path exceeds it all the same.
    static constexpr int most_events = 40'000;

    Stoppages() = default;
    /// Throws InputError naming each value outside its range.
    Stoppages(std::vector<StoppageClass> classes, std::optional<Regime> regime, const TimeGrid& grid)
        : classes_{std::move(classes)}, regime_{std::move(regime)}, horizon_{grid.length()} {
        check();
        for (const StoppageClass& c : classes_) {
            Prepared p;
            p.rate = c.rate.canonical() * c.exposure;
            p.arrival = random::stream_of("security." + c.name + ".arrival").value;
            for (const Effect& e : c.effects) {
                const double sigma = e.p90 == e.median ? 0 : math::log(e.p90 / e.median) / 1.2815515655446004;
                p.effects.push_back({e.channel, math::log(e.median.canonical()), sigma,
                                     e.cap ? e.cap->canonical() : std::numeric_limits<double>::infinity(),
                                     e.build_loss, e.operation_loss,
                                     random::stream_of(stream_name(c, e)).value, effects_++});
            }
            for (const PreparedEffect& e : p.effects)
                closers_[static_cast<std::size_t>(e.channel)].emplace_back(prepared_.size(), e);
            prepared_.push_back(std::move(p));
        }
    }

    const std::vector<StoppageClass>& classes() const { return classes_; }
    const std::optional<Regime>& regime() const { return regime_; }

    std::vector<std::string> stream_names() const {
        std::vector<std::string> names;
        if (regime_) names = regime_->stream_names();
        for (const StoppageClass& c : classes_) {
            names.push_back("security." + c.name + ".arrival");
            for (const Effect& e : c.effects) names.push_back(stream_name(c, e));
        }
        return names;
    }

private:
    struct PreparedEffect {
        Channel channel;
        double log_median, sigma, cap, build_loss, operation_loss;
        std::uint32_t stream;
        std::size_t index;  // among the effects of all classes
    };

public:
    /// What a worker needs for one block; its lists grow to the size of the largest block and stay.
    class Workspace {
    public:
        Workspace() = default;
        explicit Workspace(int width) : chunk_{rows_a_chunk, width}, durations_{rows_a_chunk, width} {}

        RegimePaths regime;

    private:
        friend class Stoppages;
        static constexpr int rows_a_chunk = 16;
        /// Where one class stands in the merge of a channel.
        struct Head {
            const double* begin;   // of the next event
            const double* end;     // of the list
            const double* length;  // of the next event on this channel
            const PreparedEffect* effect;
            int source;  // the class
        };
        BlockArray chunk_, durations_;
        std::vector<std::vector<double>> begins_;   // [class x path]: cleared, never shrunk
        std::vector<std::vector<double>> lengths_;  // [effect x path]
        std::vector<double> reached_;               // operational time of the last event, by path
        std::vector<std::size_t> cursor_;           // position in the regime's stays, by path
        std::vector<Head> heads_;
    };

    /// Outages of the paths first_path, first_path + 1, ... and the share of each period in the high regime.
    /// Returns -1, or the index of a class of which a path has more than `most_events` events.
    int simulate_block(std::uint64_t seed, std::uint64_t first_path, const TimeGrid& grid, Workspace& w,
                       OutageBlock& outages, BlockArray& high_share) const {
        const int width = high_share.width();
        if (regime_) {
            regime_->simulate_block(seed, first_path, width, horizon_, w.regime);
        } else {
            w.regime.set_constant(width, 1.0, horizon_);
        }
        w.regime.high_share(grid, high_share);

        w.begins_.resize(classes_.size() * static_cast<std::size_t>(width));
        w.lengths_.resize(effects_ * static_cast<std::size_t>(width));
        for (std::size_t c = 0; c < classes_.size(); ++c)
            if (!draw_events(c, seed, first_path, width, w)) return static_cast<int>(c);
        merge(width, w, outages);
        return -1;
    }

    /// What --no-risk uses: no events, and the low regime throughout.
    void base_block(OutageBlock& outages, BlockArray& high_share) const {
        outages.reset_empty(high_share.width());
        high_share.fill(0);
    }

private:
    struct Prepared {
        double rate = 0;
        std::uint32_t arrival = 0;
        std::vector<PreparedEffect> effects;
    };

    static std::string stream_name(const StoppageClass& c, const Effect& e) {
        return "security." + c.name + "." + channel_names[static_cast<std::size_t>(e.channel)];
    }

    bool draw_events(std::size_t c, std::uint64_t seed, std::uint64_t first_path, int width,
                     Workspace& w) const {
        const Prepared& k = prepared_[c];
        std::vector<double>* const begins = &w.begins_[c * static_cast<std::size_t>(width)];
        for (int p = 0; p < width; ++p) begins[p].clear();
        w.reached_.assign(static_cast<std::size_t>(width), 0.0);
        w.cursor_.assign(static_cast<std::size_t>(width), 0);
        const double per_rate = 1 / k.rate;
        constexpr int rows = Workspace::rows_a_chunk;
        int open_paths = k.rate > 0 ? width : 0;
        for (int first = 0; open_paths > 0; first += rows) {
            if (first >= most_events) return false;
            kernels().exponentials(seed, k.arrival, first_path, static_cast<std::uint32_t>(first), rows,
                                   width, w.chunk_.data());
            open_paths = 0;
            for (int p = 0; p < width; ++p) {
                double reached = w.reached_[p];
                if (reached < 0) continue;  // past the horizon
                for (int r = 0; r < rows; ++r) {
                    reached += w.chunk_(r, p) * per_rate;
                    const double t = w.regime.time_at(p, reached, w.cursor_[p]);
                    if (!(t < horizon_)) {
                        reached = -1;
                        break;
                    }
                    begins[p].push_back(t);
                }
                w.reached_[p] = reached;
                open_paths += reached >= 0;
            }
        }
        for (const PreparedEffect& e : k.effects) draw_lengths(e, seed, first_path, width, begins, w);
        return true;
    }

    void draw_lengths(const PreparedEffect& e, std::uint64_t seed, std::uint64_t first_path, int width,
                      const std::vector<double>* begins, Workspace& w) const {
        std::vector<double>* const lengths = &w.lengths_[e.index * static_cast<std::size_t>(width)];
        std::size_t longest = 0;
        for (int p = 0; p < width; ++p) {
            lengths[p].resize(begins[p].size());
            longest = std::max(longest, begins[p].size());
        }
        constexpr std::size_t rows = Workspace::rows_a_chunk;
        for (std::size_t first = 0; first < longest; first += rows) {
            const std::size_t count = std::min(rows, longest - first);
            const std::size_t n = count * static_cast<std::size_t>(width);
            double* const x = w.durations_.data();
            kernels().normals(seed, e.stream, first_path, static_cast<std::uint32_t>(first),
                              static_cast<int>(count), width, x);
            for (std::size_t i = 0; i < n; ++i) x[i] = e.log_median + e.sigma * x[i];
            kernels().exp(x, x, n);
            for (int p = 0; p < width; ++p) {
                const std::size_t end = std::min(lengths[p].size(), first + count);
                for (std::size_t i = first; i < end; ++i)
                    lengths[p][i] = std::min(
                        x[(i - first) * static_cast<std::size_t>(width) + static_cast<std::size_t>(p)],
                        e.cap);
            }
        }
    }

    /// Joins the classes of each channel by time; at each instant the largest loss counts.
    void merge(int width, Workspace& w, OutageBlock& outages) const {
        outages.clear();
        for (std::size_t p = 0; p < static_cast<std::size_t>(width); ++p) {
            for (const auto& closers : closers_) {
                w.heads_.clear();
                for (const auto& [c, effect] : closers) {
                    const auto& begins = w.begins_[c * static_cast<std::size_t>(width) + p];
                    if (begins.empty()) continue;
                    w.heads_.push_back({begins.data(), begins.data() + begins.size(),
                                        w.lengths_[effect.index * static_cast<std::size_t>(width) + p].data(),
                                        &effect, static_cast<int>(c)});
                }
                while (!w.heads_.empty()) {
                    std::size_t first = 0;
                    for (std::size_t i = 1; i < w.heads_.size(); ++i)
                        if (*w.heads_[i].begin < *w.heads_[first].begin) first = i;
                    typename Workspace::Head& h = w.heads_[first];
                    outages.add({*h.begin, std::min(*h.begin + *h.length, horizon_), h.effect->build_loss,
                                 h.effect->operation_loss},
                                h.source);
                    ++h.length;
                    if (++h.begin == h.end)
                        w.heads_.erase(w.heads_.begin() + static_cast<std::ptrdiff_t>(first));
                }
                outages.end_list();
            }
        }
    }

    void check() const {
        Problems problems{"security"};
        for (std::size_t i = 0; i < classes_.size(); ++i) {
            const StoppageClass& c = classes_[i];
            const std::string at = "class[" + std::to_string(i + 1) + "].";
            if (c.name.empty()) problems.add(at + "name", "", "must not be empty");
            for (std::size_t j = 0; j < i; ++j)
                if (classes_[j].name == c.name)
                    problems.add(at + "name", c.name, "must differ from the other classes' names");
            problems.require(c.rate >= Rate{} && is_finite(c.rate.canonical()), at + "rate",
                             c.rate.canonical(), "must be finite and not negative");
            problems.require(c.exposure >= 0 && c.exposure <= 1, at + "exposure", c.exposure,
                             "must be in [0, 1]");
            const double most = regime_ ? std::max(regime_->parameters().low, regime_->parameters().high) : 1;
            const double expected = c.rate.canonical() * c.exposure * most * horizon_;
            problems.require(
                !(expected > most_events / 4.0), at + "rate", c.rate.canonical(),
                "must be lower: more than 10000 events a path are expected over the years of the grid");
            if (c.effects.empty()) problems.add(at + "effects", "", "must close at least one channel");
            for (std::size_t j = 0; j < c.effects.size(); ++j) {
                const Effect& e = c.effects[j];
                const std::string field = at + channel_names[static_cast<std::size_t>(e.channel)] + ".";
                for (std::size_t k = 0; k < j; ++k)
                    if (c.effects[k].channel == e.channel)
                        problems.add(at + channel_names[static_cast<std::size_t>(e.channel)], "",
                                     "a channel may stand only once in a class");
                problems.require(e.median > Years{} && is_finite(e.median.canonical()), field + "median",
                                 e.median.canonical(), "must be positive");
                problems.require(e.p90 >= e.median && is_finite(e.p90.canonical()), field + "p90",
                                 e.p90.canonical(), "must not be below the median");
                if (e.cap)
                    problems.require(*e.cap > Years{}, field + "cap", e.cap->canonical(), "must be positive");
                problems.require(e.build_loss >= 0 && e.build_loss <= 1, field + "build_loss", e.build_loss,
                                 "must be in [0, 1]");
                problems.require(e.operation_loss >= 0 && e.operation_loss <= 1, field + "operation_loss",
                                 e.operation_loss, "must be in [0, 1]");
            }
        }
        problems.throw_if_any();
    }

    std::vector<StoppageClass> classes_;
    std::optional<Regime> regime_;
    double horizon_ = 0;
    std::size_t effects_ = 0;
    std::vector<Prepared> prepared_;
    std::array<std::vector<std::pair<std::size_t, PreparedEffect>>, channel_count>
        closers_;  // (class, effect)
};

}  // namespace minerisk::inline v0::security
