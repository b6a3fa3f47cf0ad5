// What outages take from work under construction: see factors/schedule/network. Included inside a namespace
// named by instruction set; see all.inl.

inline void add_loss(ChannelLossPath& list, double begin, double end, double share) {
    ChannelLoss* const last = list.loss + list.losses - 1;
    if (list.losses > 0 && last->end == begin && last->share == share) {
        last->end = end;
    } else {
        list.loss[list.losses++] = {begin, end, share};
    }
}

/// What is left of a loss in a step of its recovery.
inline double left_of(double share, int step) {
    return share * (1 - (step + 0.5) / loss_steps);
}

/// A loss that is over: what is left of it counts from now on. One that is no larger and ended earlier never
/// counts again.
inline void add_trail(ChannelLossPath& list, const ChannelLoss& loss, double recovery) {
    while (list.trails > list.first && list.trail[list.trails - 1].share <= loss.share) --list.trails;
    LossTrail& made = list.trail[list.trails++];
    made.share = loss.share;
    for (int k = 0; k < loss_steps; ++k) made.ends[k] = loss.end + recovery * (k + 1) / loss_steps;
}

/// Moves on to a time, until when a loss of that share is on (0: none is).
inline void pass(ChannelLossPath& list, double to, double on) {
    while (list.t < to) {
        const double t = list.t;
        while (list.first < list.trails && list.trail[list.first].ends[loss_steps - 1] <= t) ++list.first;
        double share = on, edge = to;
        for (int i = list.first; i < list.trails && left_of(list.trail[i].share, 0) > share; ++i) {
            const LossTrail& trail = list.trail[i];
            int step = 0;
            for (int k = 0; k + 1 < loss_steps; ++k) step += trail.ends[k] <= t ? 1 : 0;
            share = larger(share, left_of(trail.share, step));
            edge = smaller(edge, trail.ends[step]);
        }
        if (share > 0) add_loss(list, t, edge, share);
        list.t = edge;
    }
}

inline void recover(ChannelLossPath& list, double recovery) {
    constexpr ChannelLoss none{infinity, infinity, 0};
    while (list.t < list.until) {
        const ChannelLoss loss = list.now < list.mets ? list.met[list.now] : none;
        pass(list, smaller(loss.begin, list.until), 0);
        pass(list, smaller(loss.end, list.until), loss.share);
        if (list.t < loss.end) continue;
        if (list.first == list.trails) list.first = list.trails = 0;
        if (recovery > 0) add_trail(list, loss, recovery);
        ++list.now;
    }
}

inline void channel_losses(const ChannelLossRows& r) {
    for (int p = 0; p < r.lists; ++p) {
        ChannelLossPath& list = *r.list[p];
        int mets = 0;  // those that are over leave their places
        for (int k = list.now; k < list.mets; ++k) list.met[mets++] = list.met[k];
        list.mets = mets;
        list.now = 0;
        for (const Outage* o = list.outages.next; o != list.outages.end; ++o) {
            const double begin = larger(0, o->begin + r.shift), end = o->end + r.shift;
            list.met[list.mets] = {begin, end, o->build_loss};
            list.mets += (o->build_loss > 0) & (end > begin) ? 1 : 0;
        }
        list.outages.next = list.outages.end;
        recover(list, r.recovery);
        list.loss[list.losses] = {infinity, infinity, 0};
    }
}

/// Of work that feels N channels; `mark_of` says when it is in the time by which the work is counted.
template <int N, class MarkOf>
inline void work_of(const WorkRows& r, WorkPath& path, MarkOf mark_of) {
    ChannelCursor halts{path.halts, &Outage::build_loss};
    halts.settle(path.halts_at);
    const ChannelLoss* next[N > 0 ? N : 1];
    double weight[N > 0 ? N : 1];
    for (int c = 0; c < N; ++c) {
        weight[c] = r.weight[c];
        next[c] = path.next[c];
        while (next[c]->end <= path.t) ++next[c];
    }
    WorkPiece* piece = path.piece + path.pieces - 1;  // the last
    double last_begin = piece->begin, last_pace = piece->pace;
    double t = path.t, mark = path.mark, work = path.work, pace;
    while (true) {
        const double halted = 1 - halts.open, halt_edge = halts.edge + r.shift;
        const double stop = smaller(halt_edge, path.until);
        while (true) {
            double loss = halted, edge = infinity;
            for (int c = 0; c < N; ++c) {
                next[c] += next[c]->end <= t ? 1 : 0;
                const ChannelLoss l = *next[c];
                const bool on = __builtin_expect_with_probability(l.begin <= t, 1, 0.5);
                const double lost = weight[c] * l.share;
                loss = larger(loss, on ? lost : 0);
                edge = smaller(edge, on ? l.end : l.begin);
            }
            pace = 1 - loss;
            if (pace != last_pace) {
                piece += last_begin == t ? 0 : 1;
                piece->begin = last_begin = t;
                piece->work = work;
                piece->pace = last_pace = pace;
            }
            if (!(edge < stop)) break;
            const double edge_mark = mark_of(edge);
            work += pace * (edge_mark - mark);
            t = edge;
            mark = edge_mark;
        }
        if (!(halt_edge < path.until)) break;
        const double edge_mark = mark_of(halt_edge);
        work += pace * (edge_mark - mark);
        t = halt_edge;
        mark = edge_mark;
        path.halts_at = halts.edge;
        halts.settle(path.halts_at);
    }
    path.halts = halts.outages;
    for (int c = 0; c < N; ++c) path.next[c] = next[c];
    path.pieces = static_cast<int>(piece - path.piece) + 1;
    path.t = t;
    path.mark = mark;
    path.work = work;
}

template <int N>
inline void work_of_all(const WorkRows& r) {
    for (int p = 0; p < r.paths; ++p) {
        if (r.calendar) {
            work_of<N>(r, *r.path[p], [&](double t) { return working_days_before(*r.calendar, t); });
        } else {
            work_of<N>(r, *r.path[p], [](double t) { return t; });
        }
    }
}

inline void outage_work(const WorkRows& r) {
    switch (r.channels) {
        case 0:
            return work_of_all<0>(r);
        case 1:
            return work_of_all<1>(r);
        case 2:
            return work_of_all<2>(r);
        case 3:
            return work_of_all<3>(r);
        default:
            return work_of_all<4>(r);
    }
}

/// The last piece of which `holds` is true; the first if of none. True ones stand before false ones.
template <class Holds>
inline const WorkPiece& last_piece(const WorkPath& path, Holds holds) {
    const WorkPiece* at = path.piece;
    for (int left = path.pieces; left > 1;) {  // it is among so many
        const int half = left / 2;
        at += holds(at[half]) ? half : 0;
        left -= half;
    }
    return *at;
}

inline void work_goals(const WorkGoalRows& r) {
    for (int p = 0; p < r.paths; ++p) {
        const double t = r.t[p];
        const WorkPiece& piece = last_piece(*r.path[p], [t](const WorkPiece& x) { return x.begin <= t; });
        const auto mark_of = [&](double x) { return r.calendar ? working_days_before(*r.calendar, x) : x; };
        r.goal[p] = piece.work + piece.pace * (mark_of(t) - mark_of(piece.begin)) + r.work[p];
    }
}

inline void work_reached(const WorkReachedRows& r) {
    for (int p = 0; p < r.paths; ++p) {
        const double goal = r.goal[p], above = goal - r.below;
        const WorkPiece& piece =
            last_piece(*r.path[p], [above](const WorkPiece& x) { return x.work < above; });
        r.begin[p] = piece.begin;
        r.more[p] = piece.pace > 0 ? (goal - piece.work) / piece.pace : infinity;
    }
}
