// Bounds on the dates of a network. Included inside a namespace named by instruction set; see all.inl.

template <int W>
inline void latest_of(int terms, const DateTerm* term, const double* __restrict dates,
                      double* __restrict out) {
    for (int k = 0; k < terms; ++k) {
        const double* __restrict date = dates + static_cast<std::size_t>(term[k].row) * W;
        const double lag = term[k].lag;
        for (int i = 0; i < W; ++i) {
            const double bound = date[i] + lag;
            out[i] = bound > out[i] ? bound : out[i];
        }
    }
}

inline void latest(int terms, const DateTerm* term, int width, const double* dates, double* out) {
    if (width == 64) {
        latest_of<64>(terms, term, dates, out);
    } else {
        latest_of<16>(terms, term, dates, out);
    }
}

template <int W>
inline void earliest_of(int terms, const DateTerm* term, const double* __restrict dates,
                        double* __restrict out) {
    for (int k = 0; k < terms; ++k) {
        const double* __restrict date = dates + static_cast<std::size_t>(term[k].row) * W;
        const double lag = term[k].lag;
        for (int i = 0; i < W; ++i) {
            const double bound = date[i] - lag;
            out[i] = bound < out[i] ? bound : out[i];
        }
    }
}

inline void earliest(int terms, const DateTerm* term, int width, const double* dates, double* out) {
    if (width == 64) {
        earliest_of<64>(terms, term, dates, out);
    } else {
        earliest_of<16>(terms, term, dates, out);
    }
}
