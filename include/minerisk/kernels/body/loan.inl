// Interest and repayment of one loan on one path. Included inside a namespace named by instruction set; see
// scalar.inl.

/// Interest over `years` at an effective annual rate, per unit of balance; NaN at -100 % and below.
inline double accrual1(double annual_rate, double years) {
    const double interest = expm1_in_range(log1p_in_range(annual_rate) * years);
    return annual_rate > -1.0 ? interest : quiet_nan;
}

/// Periods of repayment before period i, the grace over; below 0 while it lasts or nothing is drawn.
inline double periods_repaid1(double first_draw, double grace, double i) {
    const double since = i - first_draw - grace;
    return first_draw >= 0.0 ? since : -1.0;
}

/// Whether a ratio is on the wrong side of a limit: of NaN it never is. See finance::side_of.
inline bool misses1(double side, double value, double limit) {
    return side * value < side * limit;
}

// Principal due on a balance when `left` periods of repayment are left, this one included.

inline double level_principal1(double balance, double left) {
    return left > 1.0 ? balance / left : balance;
}

/// b r / ((1 + r)^left - 1): level payments of interest and principal at rate r a period.
inline double annuity_principal1(double balance, double left, double rate) {
    const double growth = smaller(log1p_in_range(rate) * left, 708.0);  // beyond it nothing is due
    const double grown = expm1_in_range(growth);
    const double due = rate > 0.0 ? balance * rate / grown : balance / left;
    return left > 1.0 ? due : balance;
}

inline double bullet_principal1(double balance, double left) {
    return left > 1.0 ? 0.0 : balance;
}

/// `part`: what the table says of the balance.
inline double table_principal1(double balance, double left, double part) {
    return left > 1.0 ? balance * part : balance;
}
