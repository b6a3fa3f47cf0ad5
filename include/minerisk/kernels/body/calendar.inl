// Working calendars. Included inside a namespace named by instruction set; see scalar.inl.

/// The day of the table that holds time t.
inline int day_of(const CalendarRow& c, double t) {
    const double guess = (t - c.begin[0]) * 365.2425, most = c.days - 1;
    int d = static_cast<int>(guess < 0 ? 0 : most < guess ? most : guess);
    while (d > 0 && c.begin[d] > t) --d;
    while (d + 1 < c.days && c.begin[d + 1] <= t) ++d;
    return d;
}

/// Working days before time t, from the first day of the table on; infinite beyond its end.
inline double working_days_before(const CalendarRow& c, double t) {
    if (t < c.begin[0]) return (t - c.begin[0]) * c.days_a_year;
    if (!(t < c.begin[c.days])) return t == c.begin[c.days] ? c.worked[c.days] : infinity;
    const int d = day_of(c, t);
    const double whole = c.worked[d + 1] - c.worked[d];
    return c.worked[d] + whole * ((t - c.begin[d]) / (c.begin[d + 1] - c.begin[d]));
}
