// Stepping of Gaussian factors and their exponentials. Included inside a namespace named by instruction set;
// see all.inl.

template <int W>
inline void factor_step_of(int factors, const double* decay, const double* drift_weight,
                           const double* cholesky, const double* __restrict drift, const double* __restrict z,
                           double* __restrict x) {
    for (int f = 0; f < factors; ++f) {
        double* __restrict row = x + f * W;
        const double* __restrict drift_row = drift + f * W;
        const double keep = decay[f];
        const double weight = drift_weight[f];
        for (int i = 0; i < W; ++i) row[i] = keep * row[i] + weight * drift_row[i];
        for (int g = 0; g <= f; ++g) {
            const double loading = *cholesky++;
            const double* __restrict z_row = z + g * W;
            for (int i = 0; i < W; ++i) row[i] += loading * z_row[i];
        }
    }
}

inline void factor_step(int factors, int width, const double* decay, const double* drift_weight,
                        const double* cholesky, const double* drift, const double* z, double* x) {
    if (width == 64) {
        factor_step_of<64>(factors, decay, drift_weight, cholesky, drift, z, x);
    } else {
        factor_step_of<16>(factors, decay, drift_weight, cholesky, drift, z, x);
    }
}

template <int W>
inline void exp_of_sum_of(int rows, const double* const* row, double constant, double* out) {
    alignas(64) double sum[W];
    for (int i = 0; i < W; ++i) sum[i] = constant;
    for (int r = 0; r < rows; ++r) {
        const double* x = row[r];
        for (int i = 0; i < W; ++i) sum[i] += x[i];
    }
    exp_row<W>(sum, out);
}

inline void exp_of_sum(int rows, int width, const double* const* row, double constant, double* out) {
    if (width == 64) {
        exp_of_sum_of<64>(rows, row, constant, out);
    } else {
        exp_of_sum_of<16>(rows, row, constant, out);
    }
}
