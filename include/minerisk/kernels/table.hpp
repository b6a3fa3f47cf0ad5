#pragma once

#include <cstddef>
#include <cstdint>

namespace minerisk::inline v0 {

/// One term of a bound on a date of a network: row `row` of the dates plus (or less) a lag.
struct DateTerm {
    int row;
    double lag;
};

/// The hot block functions, one entry each. The compiled library holds a table for each of x86-64-v2, -v3
/// and -v4 and picks one at start-up; header-only builds use the table made at the user's own flags.
/// All tables give the same bits; `kernels()` (active.hpp) is the one in use. `width` is `wide_block` or
/// `narrow_block`; arrays are [row][path in block], 64-byte aligned; flat counts `n` are multiples of 16. No
/// entry allocates or throws.
struct KernelTable {
    const char* name;  ///< "v2", "v3", "v4" or "plain"

    /// Rows first_row, first_row + 1, ... of one stream for the paths first_path, first_path + 1, ...:
    /// centred uniforms (2k + 1) / 2^53 in (0, 1); standard normals (their quantiles); exponentials of
    /// mean 1. Row r of a path is half r % 2 of Philox counter (path, stream, r / 2) under the key `seed`.
    void (*uniforms)(std::uint64_t seed, std::uint32_t stream, std::uint64_t first_path,
                     std::uint32_t first_row, int rows, int width, double* out);
    void (*normals)(std::uint64_t seed, std::uint32_t stream, std::uint64_t first_path,
                    std::uint32_t first_row, int rows, int width, double* out);
    void (*exponentials)(std::uint64_t seed, std::uint32_t stream, std::uint64_t first_path,
                         std::uint32_t first_row, int rows, int width, double* out);

    void (*exp)(const double* x, double* y, std::size_t n);
    void (*log)(const double* x, double* y, std::size_t n);
    void (*inverse_normal)(const double* u, double* z, std::size_t n);

    /// One exact step of jointly Gaussian factors: x_f = decay_f x_f + drift_weight_f drift_f + sum_g L_fg
    /// z_g. x, drift, z are [factor][width]; cholesky is the lower triangle row by row (f (f + 1) / 2
    /// entries).
    void (*factor_step)(int factors, int width, const double* decay, const double* drift_weight,
                        const double* cholesky, const double* drift, const double* z, double* x);
    /// out = exp(constant + sum of the rows), one number a path.
    void (*exp_of_sum)(int rows, int width, const double* const* row, double constant, double* out);

    /// out = max(out, date of each term + its lag), one number a path; dates is [row][width].
    void (*latest)(int terms, const DateTerm* term, int width, const double* dates, double* out);
    /// out = min(out, date of each term - its lag).
    void (*earliest)(int terms, const DateTerm* term, int width, const double* dates, double* out);

    /// out = sum over periods of discount_i cash_i; cash is [period][width].
    void (*npv)(int periods, int width, const double* cash, const double* discount, double* out);
    /// The IRR of each path per period with its certificate: see valuation/irr.hpp. `status` holds IrrStatus
    /// codes; a path that the vector certificate cannot settle is marked 255 and left to the scalar proof.
    void (*irr)(int periods, int width, const double* cash, double* rate, unsigned char* status);
};

}  // namespace minerisk::inline v0
