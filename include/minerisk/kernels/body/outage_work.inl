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

/// Where no other loss comes near one until work has recovered from it: all of it at once.
inline bool add_alone(ChannelLossPath& list, double recovery) {
    if (list.first != list.trails || list.now == list.mets) return false;
    const ChannelLoss loss = list.met[list.now];
    double ends[loss_steps + 1];
    ends[0] = loss.end;
    for (int k = 0; k < loss_steps; ++k) ends[k + 1] = loss.end + recovery * (k + 1) / loss_steps;
    const bool meets = list.now + 1 < list.mets && list.met[list.now + 1].begin < ends[loss_steps];
    if (meets || list.until < ends[loss_steps] || loss.begin < list.t || !(ends[0] < ends[1])) return false;
    add_loss(list, loss.begin, loss.end, loss.share);
    for (int k = 0; k < loss_steps; ++k) add_loss(list, ends[k], ends[k + 1], left_of(loss.share, k));
    list.t = ends[loss_steps];
    ++list.now;
    return true;
}

inline void recover(ChannelLossPath& list, double recovery) {
    while (list.t < list.until) {
        if (recovery > 0 && add_alone(list, recovery)) continue;
        const double t = list.t;
        double share = 0, edge = list.until;
        for (; list.now < list.mets && list.met[list.now].end <= t; ++list.now)
            if (recovery > 0) add_trail(list, list.met[list.now], recovery);
        while (list.first < list.trails && list.trail[list.first].ends[loss_steps - 1] <= t) ++list.first;
        if (list.now < list.mets) {
            const ChannelLoss& loss = list.met[list.now];
            const bool on = loss.begin <= t;
            if (on) share = loss.share;
            edge = smaller(edge, on ? loss.end : loss.begin);
        }
        for (int i = list.first; i < list.trails && list.trail[i].share > share; ++i) {
            const LossTrail& trail = list.trail[i];
            int k = 0;
            while (trail.ends[k] <= t) ++k;
            share = larger(share, left_of(trail.share, k));
            edge = smaller(edge, trail.ends[k]);
        }
        if (share > 0) add_loss(list, t, edge, share);
        list.t = edge;
    }
}

inline void channel_losses(const ChannelLossRows& r) {
    for (int p = 0; p < r.lists; ++p) {
        ChannelLossPath& list = *r.list[p];
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

/// Of work that feels N channels.
template <int N>
inline void work_of(const WorkRows& r, WorkPath& path) {
    ChannelCursor halts{path.halts, &Outage::build_loss};
    halts.settle(path.halts_at);
    const ChannelLoss* next[N > 0 ? N : 1];
    for (int c = 0; c < N; ++c) {
        next[c] = path.next[c];
        while (next[c]->end <= path.t) ++next[c];
    }
    WorkPiece* piece = path.piece + path.pieces - 1;  // the last
    double t = path.t, mark = path.mark, work = path.work;
    double halted = 1 - halts.open, halt_edge = halts.edge + r.shift;
    while (true) {
        double loss = halted, edge = halt_edge;
        for (int c = 0; c < N; ++c) {
            next[c] += next[c]->end <= t ? 1 : 0;
            const ChannelLoss& l = *next[c];
            const bool on = l.begin <= t;
            const double lost = r.weight[c] * l.share, at = on ? l.end : l.begin;
            loss = larger(loss, on ? lost : 0);
            edge = smaller(edge, at);
        }
        const double pace = 1 - loss;
        if (pace != piece->pace) {
            piece += piece->begin == t ? 0 : 1;
            *piece = {t, mark, work, pace};
        }
        if (!(edge < path.until)) break;
        const double edge_mark = r.calendar ? working_days_before(*r.calendar, edge) : edge;
        work += pace * (edge_mark - mark);
        t = edge;
        mark = edge_mark;
        if (halt_edge <= t) {
            path.halts_at = halts.edge;
            halts.settle(path.halts_at);
            halted = 1 - halts.open;
            halt_edge = halts.edge + r.shift;
        }
    }
    path.halts = halts.outages;
    for (int c = 0; c < N; ++c) path.next[c] = next[c];
    path.pieces = static_cast<int>(piece - path.piece) + 1;
    path.t = t;
    path.mark = mark;
    path.work = work;
}

inline void outage_work(const WorkRows& r) {
    for (int p = 0; p < r.paths; ++p) {
        WorkPath& path = *r.path[p];
        switch (r.channels) {
            case 0: work_of<0>(r, path); break;
            case 1: work_of<1>(r, path); break;
            case 2: work_of<2>(r, path); break;
            case 3: work_of<3>(r, path); break;
            default: work_of<4>(r, path);
        }
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
        const double mark = r.calendar ? working_days_before(*r.calendar, t) : t;
        r.goal[p] = piece.work + piece.pace * (mark - piece.mark) + r.work[p];
    }
}

inline void work_reached(const WorkReachedRows& r) {
    for (int p = 0; p < r.paths; ++p) {
        const double goal = r.goal[p], above = goal - r.below;
        const WorkPiece& piece = last_piece(*r.path[p], [above](const WorkPiece& x) { return x.work < above; });
        r.begin[p] = piece.begin;
        r.more[p] = piece.pace > 0 ? (goal - piece.work) / piece.pace : infinity;
    }
}
