#include "stages.hpp"

#include <string_view>

// Compiled at plain -O2 as any user's file; the attribute of each wrapper gives the loops inside it the
// instructions that the library's kernels have too.
namespace reference_workload {
namespace {

#include "stages.inl"

#define STAGES_FOR(name, ...)                                                                         \
    [[__VA_ARGS__]] void add_outages_##name(const int* lane, const double* dates, const double* size, \
                                            const std::int64_t* count, int first_row, int rows,       \
                                            double* days) {                                           \
        add_outages_body(lane, dates, size, count, first_row, rows, days);                            \
    }                                                                                                 \
    [[__VA_ARGS__]] void cash_flow_##name(const Plan& plan, const double* start, const double* days,  \
                                          const double* copper, const double* gold, double* cash) {   \
        cash_flow_body(plan, start, days, copper, gold, cash);                                        \
    }                                                                                                 \
    constexpr Stages name{add_outages_##name, cash_flow_##name};

#define AS_KERNEL gnu::optimize("O3", "no-trapping-math", "no-math-errno")
STAGES_FOR(plain, AS_KERNEL)
#if defined(__x86_64__)
STAGES_FOR(v3, AS_KERNEL, gnu::target("arch=x86-64-v3"))
STAGES_FOR(v4, AS_KERNEL, gnu::target("arch=x86-64-v4,prefer-vector-width=512"))
#endif
#undef STAGES_FOR

}  // namespace

Plan::Plan() {
    const auto stated = operating_plan();
    for (std::size_t j = 0; j < stated.size(); ++j) {
        of[copper][before + j] = stated[j].copper_kt;
        of[gold][before + j] = stated[j].gold_koz;
        of[open][before + j] = stated[j].open;
        of[expansion][before + j] = stated[j].expansion;
    }
}

const Stages& stages() {
#if defined(__x86_64__)
    const std::string_view isa = kernels().name;
    if (isa == "v4") return v4;
    if (isa == "v3") return v3;
#endif
    return plain;
}

}  // namespace reference_workload
