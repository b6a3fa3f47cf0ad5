#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "minerisk/core/calendar.hpp"
#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0::calibration {

/// How the rate of spontaneous events moves over a window: constant on each of its pieces. The rate of piece
/// k is level[level_of(k)] x weight(k), events a day. Either each piece has a level of its own, or one level
/// scales weights that are given.
class Baseline {
public:
    /// One level for the whole window.
    static Baseline constant(int days) { return Baseline{{0.0, static_cast<double>(days)}, {1.0}, false}; }
    /// A level for each piece. Edges ascend from 0 to the length of the window, in days.
    static Baseline stepped(std::vector<double> edges) {
        std::vector<double> ones(edges.size() - 1, 1.0);
        return Baseline{std::move(edges), std::move(ones), true};
    }
    /// One level times a weight for each piece; weights are >= 0, not all 0.
    static Baseline shaped(std::vector<double> edges, std::vector<double> weights) {
        return Baseline{std::move(edges), std::move(weights), false};
    }

    std::size_t pieces() const { return weights_.size(); }
    std::size_t levels() const { return own_levels_ ? pieces() : 1; }
    double begin(std::size_t piece) const { return edges_[piece]; }
    double length(std::size_t piece) const { return edges_[piece + 1] - edges_[piece]; }
    double days() const { return edges_.back(); }
    double weight(std::size_t piece) const { return weights_[piece]; }
    std::size_t level_of(std::size_t piece) const { return own_levels_ ? piece : 0; }
    /// The piece that holds the time t of the window.
    std::size_t piece_at(double t) const {
        const auto above = std::upper_bound(edges_.begin() + 1, edges_.end() - 1, t);
        return static_cast<std::size_t>(above - edges_.begin()) - 1;
    }
    /// Days of a level, each times its weight: what the level is multiplied by in the expected count.
    double exposure(std::size_t level) const {
        double sum = 0;
        for (std::size_t k = 0; k < pieces(); ++k)
            if (level_of(k) == level) sum += weights_[k] * length(k);
        return sum;
    }

private:
    Baseline(std::vector<double> edges, std::vector<double> weights, bool own_levels)
        : edges_{std::move(edges)}, weights_{std::move(weights)}, own_levels_{own_levels} {
        MINERISK_EXPECTS(edges_.size() == weights_.size() + 1 && !weights_.empty());
    }
    std::vector<double> edges_, weights_;
    bool own_levels_;
};

/// Where calendar years (`months` = 12) or quarters (3) meet within a window of whole days, both ends
/// included: days from its first midnight, from 0 to its length. Those at its ends may be cut short.
inline std::vector<double> calendar_edges(Date first, Date last, int months) {
    const long origin = days_since_epoch(first);
    std::vector<double> edges{0.0};
    for (Date next{first.year, (first.month - 1) / months * months + 1, 1};;) {
        const int month = next.month + months;
        next = month > 12 ? Date{next.year + 1, month - 12, 1} : Date{next.year, month, 1};
        if (next > last) break;
        edges.push_back(static_cast<double>(days_since_epoch(next) - origin));
    }
    edges.push_back(static_cast<double>(days_since_epoch(last) + 1 - origin));
    return edges;
}

}  // namespace minerisk::inline v0::calibration
