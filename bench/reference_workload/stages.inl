// The workload's own stages, once for each instruction set: see stages.cpp. Loops run over the paths of a
// block, a constant number, and each path has its own column: no two of them write to one place.

[[gnu::always_inline]] inline double positive(double x) {
    return x > 0 ? x : 0.0;
}
[[gnu::always_inline]] inline double least(double x, double y) {
    return x < y ? x : y;
}

[[gnu::always_inline]] inline void add_outages_body(const int* __restrict lane, const double* dates,
                                                    const double* size, const std::int64_t* count,
                                                    int first_row, int rows, double* __restrict days) {
    std::int64_t least = count[lane[0]];  // rows that all of the paths have
    for (int i = 1; i < narrow_block; ++i) least = count[lane[i]] < least ? count[lane[i]] : least;
    for (int r = 0; r < rows; ++r) {
        const double* const __restrict date = dates + r * wide_block;
        const double* const __restrict x = size + r * narrow_block;
        const std::int64_t row = first_row + r;
        const auto add = [&](int i) {
            const auto year = static_cast<std::int64_t>(date[lane[i]]);
            days[year * narrow_block + i] += median_outage_days * x[i];
        };
        if (row < least) {
            for (int i = 0; i < narrow_block; ++i) add(i);
        } else {
            for (int i = 0; i < narrow_block; ++i)
                if (row < count[lane[i]]) add(i);
        }
    }
}

[[gnu::always_inline]] inline void cash_flow_body(const Plan& plan, const double* __restrict start,
                                                  const double* __restrict days,
                                                  const double* __restrict copper,
                                                  const double* __restrict gold, double* __restrict cash) {
    alignas(64) std::int64_t first[wide_block];  // the entry of the plan that year 1 reads
    alignas(64) double late[wide_block], capital[wide_block], pool[wide_block];
    alignas(64) double this_year[Plan::columns][wide_block], last_year[Plan::columns][wide_block];
    for (int p = 0; p < wide_block; ++p) {
        const double whole = static_cast<double>(static_cast<std::int64_t>(start[p]));
        late[p] = start[p] - whole;
        first[p] = Plan::before - static_cast<std::int64_t>(least(whole, years));
        capital[p] = 5500 * (1 + 0.5 * (start[p] / planned_start - 1)) / start[p];
        pool[p] = 0;
    }
    for (int c = 0; c < Plan::columns; ++c)
        for (int p = 0; p < wide_block; ++p) this_year[c][p] = 0;
    for (int t = 0; t < years; ++t) {
        for (int c = 0; c < Plan::columns; ++c) {
            const double* const column = plan.of[c] + t;
            for (int p = 0; p < wide_block; ++p) {
                last_year[c][p] = this_year[c][p];
                this_year[c][p] = column[first[p]];
            }
        }
        const double* __restrict out = days + t * wide_block;
        const double* __restrict copper_price = copper + t * wide_block;
        const double* __restrict gold_price = gold + t * wide_block;
        double* __restrict flow = cash + t * wide_block;
        for (int p = 0; p < wide_block; ++p) {
            const auto planned = [&](int c) {
                return (1 - late[p]) * this_year[c][p] + late[p] * last_year[c][p];
            };
            const double available = positive(1 - out[p] * (1.0 / 365));
            const double cu = planned(Plan::copper) * available, au = planned(Plan::gold) * available;
            const double revenue =
                cu * (2.20462 * 0.965) * copper_price[p] + au * (1e-3 * 0.97) * gold_price[p];
            const double operating = 0.95 * revenue - 300 * planned(Plan::open) - 2.6 * cu;
            const double share = least(positive(start[p] - t), 1);
            const double spent = capital[p] * share + planned(Plan::expansion);
            const double gain = positive(operating);
            const double unused = pool[p] + spent;
            const double used = least(unused, gain);
            pool[p] = unused + (positive(-operating) - used);
            flow[p] = operating - 0.30 * (gain - used) - spent;
        }
    }
}
