#pragma once

#include <cstddef>
#include <cstdint>

#include "minerisk/kernels/debt_rows.hpp"
#include "minerisk/kernels/event_rows.hpp"
#include "minerisk/kernels/outage_rows.hpp"
#include "minerisk/kernels/party_rows.hpp"

namespace minerisk::inline v0 {

/// One term of a bound on a date of a network: row `row` of the dates plus (or less) a lag.
struct DateTerm {
    int row;
    double lag;
};

/// Where the immigrants of a class of events stand on each path: arrays [width]. A path is in a stay of its
/// regime, which began at `begin` years and `operational` units of operational time, and is left at `until`
/// of these.
struct ArrivalRows {
    double per_rate;  ///< operational time a unit exponential, at multiplier 1
    double horizon;   ///< years
    double* reached;  ///< operational time of the last immigrant
    const double *begin, *operational, *per_multiplier, *until;
    std::int64_t* count;     ///< immigrants before the horizon
    std::uint64_t* leaving;  ///< one number: bit p for path p where it leaves its stay
};

/// The law by which events bring about those of one class: how many there are by the draw of an event.
struct SuccessorLaw {
    const double* cumulative;  ///< P(N = 0), P(N <= 1), ... up to what doubles can tell from 1
    int terms;
    double none_if_some;   ///< P(none here | at least one here or in a later law)
    const double* u;       ///< the draws, [row][width]
    std::int64_t* number;  ///< of successors, [row][width]
    std::int64_t* most;    ///< no event of the row has more, [row]
};

/// What rows of events do and bring about. Where `kinds` is above 0 their kinds are found, -1 for one that
/// has successors on the condition that there is at least one.
struct SuccessorRows {
    int laws;
    const SuccessorLaw* law;
    int kinds;
    const double *kind_ends, *kind_u;
    signed char* kind;
};

/// One class whose events those of a class bring about. `number` says how many, for rows chunk_first, ... of
/// these, and `most` bounds those of a row; `delay` row j is that of the path's successor j, in units of the
/// mean.
struct BranchLink {
    double mean_delay;
    const std::int64_t *number, *most;
    const double* delay;
    std::int64_t delay_rows;
    double* time;                                   ///< of the class: successors go behind what is there
    std::int64_t places;                            ///< rows that `time` has
    std::int64_t* count;                            ///< events of the class, by path
    std::int64_t* made;                             ///< delays used, by path
    std::int64_t free_delays = 0, free_places = 0;  ///< on each path, at least
};

/// The events of a class that are to have successors: on path p those of rows done[p] to count[p] - 1.
struct BranchRows {
    int links;
    BranchLink* link;
    std::int64_t chunk_first;  ///< the row that the first of the numbers belongs to
    const double* time;
    const std::int64_t *count, *done;
    double horizon;
};

/// A step of a ramp-up: the share of the capacity between two ages, in years.
struct RampRow {
    double from, until, share;
};

/// What a phase could mill from `from` until a time of each path; arrays [width].
///
///   planned += capacity (R(until - milestone) - R(from - milestone)),
///   R(a) = integral from age 0 to a of the share that the ramp-up allows
///
/// Without steps the share rises evenly to 1 over `ramp_up` years, at once where that is 0.
struct PlanRows {
    double capacity;  ///< t a year
    int steps;
    const RampRow* step;
    const double *milestone, *ramp_up;  ///< years; a milestone may be infinite
    double from;
    const double* until;  ///< -infinity: nothing is planned
    double* planned;      ///< t
};

/// A bin of ore: t in it; of each t of ore, t that are moved; of what is moved the shares whose cost is
/// expensed, and that call for sustaining capital.
struct OreRow {
    double ore, mined, expensed, sustaining;
};
/// A metal in a bin: t a t of ore, and the share that is recovered.
struct GradeRow {
    double grade, recovery;
};

/// Milling through bins of ore, of each path in their order; arrays [width]. Behind the last bin stands an
/// empty one.
struct MillRows {
    int bins, metals;
    const OreRow* bin;      ///< [bins + 1]
    const GradeRow* metal;  ///< [metals][bins + 1]
    const double* tonnes;   ///< to mill; less is where the ore runs out
    const double* grade;    ///< on all grades
    const double* odds;     ///< on the odds r / (1 - r) of all recoveries
    std::int64_t* at;       ///< the bin that is being milled; `bins` when the ore is out
    double* left;           ///< t in that bin
    double* milled;         ///< t since the beginning
    double *ore, *mined, *expensed, *sustained_mined, *sustained_ore;  ///< t now
    double *const *contained, *const *recovered;                       ///< t of each metal [metal]
};

/// A metal in a period's account; arrays [width].
struct MetalRows {
    double payable_share, refining;  ///< refining: USD a payable tonne
    const double *recovered, *price;
    double* payable;
};

/// What a period's quantities are worth and cost; arrays [width]. Unit costs are USD a tonne, each beside its
/// multipliers by path.
struct AccountRows {
    int metals, carrier;
    const MetalRows* metal;
    double dry_per_metal;                      ///< dry concentrate a tonne of the carrier
    double treatment_charge, freight_per_dry;  ///< a dry tonne
    double mining, processing, general, sustaining_per_mined, sustaining_per_ore;
    const double *treatment, *freight, *mining_factor, *processing_factor, *sustaining_factor;
    const double *ore, *expensed, *sustained_mined, *sustained_ore;
    double *dry, *gross, *selling, *nsr, *mining_cost, *processing_cost, *general_cost, *sustaining_capital;
};

/// A period's onsite cost with what follows the calendar, and what is left of the net smelter return after
/// it; arrays [width].
struct OnsiteRows {
    double fixed, security_low, security_more;  ///< USD a year; `more` on full alert
    const double *years, *alert, *protecting;
    const double *nsr, *mining, *processing, *general;
    double *fixed_cost, *security, *onsite;
    double* operating_margin;  ///< share of the net smelter return; -infinity where there is none
};

/// The rate of a sliding scale from `from` on.
struct RateStep {
    double from, rate;
};

/// One royalty of a period; arrays [width]. Its rate is that of the last step whose `from` x has reached,
/// else `rate`. What is paid in advance comes off what is due later.
struct RoyaltyRows {
    double rate, share;  ///< share: of the period in which the royalty is due
    int steps;
    const RateStep* step;
    const double* x;        ///< what the scale slides on; not read without steps
    const double* base;     ///< due is the share of the period x rate x max(0, base)
    const double* advance;  ///< paid ahead in the period; null: none is, ever
    double* credit;         ///< paid ahead and not taken off so far; null without `advance`
    double *paid, *total;   ///< paid in the period; added to `total`
};

/// The rest of a period's account, from the royalties to what there is before tax; arrays [width].
struct SettleRows {
    const double *nsr, *royalty, *onsite;
    const double *growth, *sustaining, *closure, *standing, *damage, *premium, *recovery;
    double of_nsr, of_onsite;  ///< working capital a USD of the period's net smelter return and onsite cost
    double* tied_up;           ///< working capital at the end of the period before, then of this one
    double *margin, *before_tax, *working_capital;
};

/// What a class of capital does to the income that is taxed in a period; arrays [width]. Capital waits until
/// the path is in production. Then `at_once` of it is deducted, and `share` of the rest in each of so many
/// periods (`slots`; no more than the grid has), or of the balance in every one (no slots).
struct DepreciationRows {
    double level;  ///< money of the tax a real USD
    double at_once, share;
    int slots, slot;                  ///< slot: the place of what begins in this period
    const double *spent, *producing;  ///< real USD; above 0 in production
    double *waiting, *balance;        ///< balance: [slots][width] or [width]
    double* adjustment;               ///< what was spent is added, what is deducted taken off
};

/// Income tax of a period; arrays [width]. In its money income is before_tax x level + adjustment - interest
/// x interest_level. Losses are carried forward without end, or over so many periods (`slots`), the oldest
/// used first. Due are the rate on income, or the minimum on gross sales if that is more, and the final tax
/// on gross.
struct IncomeTaxRows {
    double level, interest_level;  ///< money of the tax a real USD, and a USD of interest
    double minimum_rate, final_rate;
    int slots, slot;  ///< slot: where losses expire, the place of the oldest, then of the period's
    const double *gross, *before_tax, *adjustment, *interest;
    const double *rate, *share, *final_share;  ///< rate: of the share of the period in which income is taxed
    double* losses;                            ///< [slots][width] or [width]
    double* tax;                               ///< real USD
};

/// The hot block functions, one entry each. The compiled library holds a table for each of x86-64-v2, -v3
/// and -v4 and picks one at start-up; header-only builds use the table made at the user's own flags.
/// All tables give the same bits; `kernels()` (active.hpp) is the one in use. `width` is `wide_block` or
/// `narrow_block`; arrays are [row][path in block], 64-byte aligned; flat counts `n` are multiples of 16. The
/// flat lists of event_rows.hpp and outage_rows.hpp are aligned as their types are, and of any length but
/// where it is stated. No entry allocates or throws.
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
    /// Normals for any paths: path[0], path[1], ... of `width` lanes.
    void (*normals_of)(std::uint64_t seed, std::uint32_t stream, const std::uint64_t* path,
                       std::uint32_t first_row, int rows, int width, double* out);
    /// From the same normals, where only some of many rows and paths are wanted.
    void (*lognormals_at)(const LognormalRows& rows, std::size_t n);

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

    /// Dates of immigrants from `rows` rows of gaps (unit exponentials); stops at the first row in which a
    /// path leaves its stay and returns the number of rows done.
    int (*arrivals)(const ArrivalRows& at, const double* gaps, int rows, int width, double* times);
    /// Kinds and numbers of successors of rows of events.
    void (*successors)(const SuccessorRows& of, int rows, int width);
    /// Appends the successors of rows first, ..., end - 1. Stops at the first whose successors might not find
    /// draws or places and returns it, else `end`.
    std::int64_t (*branch)(const BranchRows& rows, std::int64_t first, std::int64_t end, int width);

    /// out = max(out, date of each term + its lag), one number a path; dates is [row][width].
    void (*latest)(int terms, const DateTerm* term, int width, const double* dates, double* out);
    /// out = min(out, date of each term - its lag).
    void (*earliest)(int terms, const DateTerm* term, int width, const double* dates, double* out);

    void (*planned_ore)(const PlanRows& rows, int width);
    void (*mill)(const MillRows& rows, int width);

    /// Of any number of paths: see outage_rows.hpp.
    void (*stretches)(const StretchRows& rows);
    void (*supply_line)(const SupplyLineRows& rows);
    void (*availability)(const AvailabilityRows& rows);
    void (*channel_losses)(const ChannelLossRows& rows);
    void (*outage_work)(const WorkRows& rows);
    void (*work_goals)(const WorkGoalRows& rows);
    void (*work_reached)(const WorkReachedRows& rows);

    void (*account)(const AccountRows& rows, int width);
    void (*onsite)(const OnsiteRows& rows, int width);
    void (*royalty)(const RoyaltyRows& rows, int width);
    void (*settle)(const SettleRows& rows, int width);
    void (*depreciate)(const DepreciationRows& rows, int width);
    void (*income_tax)(const IncomeTaxRows& rows, int width);

    /// Rates of the coming period on loans that float, and the interest on all that is owed.
    void (*debt_interest)(const DebtTerms& terms, DebtRows& rows, LoanRows* loans, int width);
    /// A period of the debt account; `loans` and `ahead`, which is scratch, are [loan].
    void (*debt_period)(const DebtTerms& terms, const DebtPeriod& at, DebtRows& rows, LoanRows* loans,
                        LoanRows* ahead, int width);
    void (*spread)(const SpreadRows& rows, int width);
    /// The largest sum of outlays less receipts so far, and when the first period with a receipt begins,
    /// infinite without one; flow is [period][width], `begin` by period.
    void (*funding)(int periods, int width, const double* flow, const double* begin, double* peak,
                    double* first);

    /// out = sum over periods of discount_i cash_i; cash is [period][width].
    void (*npv)(int periods, int width, const double* cash, const double* discount, double* out);
    /// The IRR of each path per period with its certificate: see valuation/irr.hpp. `status` holds IrrStatus
    /// codes; a path that the vector certificate cannot settle is marked 255 and left to the scalar proof.
    void (*irr)(int periods, int width, const double* cash, double* rate, unsigned char* status);

    /// From the events that were drawn to the unions of outages: flat lists, see event_rows.hpp.
    void (*order_events)(const EventOrderRows& rows, int width);
    void (*list_effects)(const EventEffectRows& rows, int paths);
    void (*end_outages)(const OutageEndRows& rows, std::size_t n);
    void (*list_recoveries)(const RecoveryRows& rows, int paths);
    void (*merge_outages)(const OutageList& a, const OutageList& b, const OutageList& out, int paths);
    void (*join_outages)(const UnionRows& rows, int paths);
    void (*list_damages)(const DamageRows& rows, int paths);
};

}  // namespace minerisk::inline v0
