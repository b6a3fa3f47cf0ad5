// Internal rates of return with their certificate. Included inside a namespace named by instruction set; see
// all.inl. What the statuses mean: valuation/irr.hpp.
//
// The flows c_i of a path are the coefficients of f(x) = sum c_i x^i, x = 1 / (1 + rate). P and N are the
// sums of its positive and of its negative terms, both > 0. A falling root of the NPV is where f goes from -
// to + as x grows; roots of both kinds alternate. Lanes run in lockstep, first whole chunks, then the lanes
// that are left, packed. A lane that is done is frozen: no bit of it depends on its neighbours.

#include "minerisk/kernels/body/irr_search.inl"
// After the search:
#include "minerisk/kernels/body/irr_certificate.inl"

inline constexpr int irr_chunk_steps = 7;   // in whole chunks
inline constexpr int irr_packed_steps = 7;  // more, for the lanes that are left

template <int L>
inline double irr_count(const IrrLanes<L>& mask) {
    double n = 0;
    for (int j = 0; j < L; ++j) n += mask.at[j] > 0 ? 1.0 : 0.0;
    return n;
}

/// Steps of the search, numbered from `from`, until `to` or until all lanes are frozen; returns the next
/// number.
template <int L, class Source>
inline int irr_search(int periods, const Source& source, int from, int to, IrrSearch<L>& s) {
    IrrSums<L> sums;
    int count = from;
    for (; count < to && irr_count(s.frozen) < L; ++count) {
        irr_sums(periods, source, s.x, sums);
        irr_step(periods, count, sums, s);
    }
    return count;
}

/// Rate and status of a lane from where its search and proof ended.
template <int L>
inline void irr_answer(const IrrSearch<L>& s, int j, double& rate, unsigned char& status) {
    const double code = s.status.at[j];
    const double ranked =
        code == irr_none_loss ? -infinity : (code == irr_no_investment ? infinity : quiet_nan);
    rate = code == irr_one ? (1 - s.x.at[j]) / s.x.at[j] : ranked;
    status = static_cast<unsigned char>(code);
}

/// One block; returns how often the flows of the path that took the most were read.
template <int W>
inline int irr_block(int periods, const double* cash, double* rate, unsigned char* status) {
    constexpr int lanes = W < 32 ? W : 32;
    int passes = 0;
    IrrSearch<W> left;  // the lanes that are not settled
    int where[W];
    int count = 0;
    for (int from = 0; from < W; from += lanes) {
        IrrSearch<lanes> s;
        const IrrChunk chunk{cash + from, W};
        s.start();
        IrrSums<lanes> sums;
        irr_first_sums(periods, chunk, s, sums);
        irr_step(periods, 0, sums, s);
        const int searched = irr_search(periods, chunk, 1, irr_chunk_steps, s);
        const bool roots = irr_count(s.root) > 0;
        if (roots) irr_certify_by_horner(periods, chunk, s);
        passes = passes > searched + roots ? passes : searched + roots;
        for (int j = 0; j < lanes; ++j) {
            irr_answer(s, j, rate[from + j], status[from + j]);
            if (status[from + j] != irr_unsettled) continue;
            left.take(count, s, j);
            where[count++] = from + j;
        }
    }
    int more = 0;
    for (int from = 0; from < count; from += irr_pack) {
        IrrSearch<irr_pack> s;
        IrrPacked pack{cash, W, {}};
        for (int j = 0; j < irr_pack; ++j) {
            const int i = from + j < count ? from + j : count - 1;
            s.take(j, left, i);
            pack.lane[j] = where[i];
        }
        int read = 0;
        if (irr_count(s.frozen) < irr_pack) {
            irr_certify_rising(periods, pack, s);
            read = 1 + irr_search(periods, pack, irr_chunk_steps, irr_chunk_steps + irr_packed_steps, s) -
                   irr_chunk_steps;
        }
        if (irr_count(s.root) + irr_count(s.peak) > 0) {
            irr_certify_by_sums(periods, pack, s);
            read += 2;
        }
        more = more > read ? more : read;
        for (int j = 0; j < irr_pack && from + j < count; ++j) {
            irr_answer(s, j, rate[pack.lane[j]], status[pack.lane[j]]);
        }
    }
    return passes + more;
}

inline void irr(int periods, int width, const double* cash, double* rate, unsigned char* status) {
    if (width == 64) {
        irr_block<64>(periods, cash, rate, status);
    } else {
        irr_block<16>(periods, cash, rate, status);
    }
}
