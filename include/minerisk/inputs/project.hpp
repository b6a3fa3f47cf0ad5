#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/buffers.hpp"
#include "minerisk/core/build.hpp"
#include "minerisk/core/units.hpp"

/// What the user states of a mine. Plain structs: readers and users fill them, `check(project)` refuses what
/// cannot be, and from there on they are constant. All money is real USD of the study's base month; times are
/// years from the valuation date.
namespace minerisk::inline v0 {

/// A metal that the mine sells in its concentrate.
struct Metal {
    std::string name{};
    double recovery = 0;      ///< of the contained metal into concentrate, in (0, 1]
    double payable = 1;       ///< share of the recovered metal that is paid for
    Price refining_charge{};  ///< per payable metal
};

/// A bin of cumulative ore: what holds while this ore is milled.
struct OreBin {
    OreMass ore{};               ///< in this bin, > 0
    std::vector<Grade> grade{};  ///< head grade of each metal, in the order of Project::metals
    double recovery_factor = 1;  ///< share of the full recovery that is reached (early ore may fall short)
    StripRatio mined{};          ///< material mined per ore milled
    double mining_expensed = 1;  ///< share of the mining cost that is an operating cost (0: capitalised)
    double sustaining = 1;       ///< share of the sustaining capital rates that is spent
};

struct Concentrate {
    std::string carrier{};                   ///< the metal whose recovered mass sets the concentrate's mass
    ConcentrateGrade grade{};                ///< of the carrier in dry concentrate
    double moisture = 0;                     ///< wet = dry / (1 - moisture)
    MoneyPerConcentrate treatment_charge{};  ///< per dry tonne
    MoneyPerConcentrate freight{};           ///< per wet tonne
};

struct OperatingCosts {
    MoneyPerMined mining{};
    MoneyPerOre processing{};
    MoneyPerOre general{};  ///< variable general and administrative cost
    MoneyRate fixed{};      ///< from `fixed_from` after first ore to the end of the year of last ore
    Years fixed_from{};
    MoneyRate security_low{};  ///< beside `fixed`, over the same time, in the low security regime
    MoneyRate security_high{};
    MoneyPerMined sustaining_per_mined{};
    MoneyPerOre sustaining_per_ore{};
};

/// Closure: some while ore runs out, some in the year of last ore, some in the year after. When the mine ends
/// before its ore does, what is unspent of `progressive` is paid with `at_end`.
struct Closure {
    Money progressive{};
    OreMass from{}, to{};  ///< cumulative ore over which `progressive` is spread evenly
    Money at_end{};
    Money year_after{};
};

struct RampStep {
    Years age{};       ///< since the milestone
    double share = 0;  ///< of the capacity, from this age on
};

struct Prestrip {
    Years before_from{}, before_to{};  ///< the stretch, as years before the milestone; from > to >= 0
    MinedMass mined{};                 ///< quantity only: its cost is in the growth capital
};

/// A step of the mine's capacity and the build that brings it.
struct Phase {
    std::string name{};
    OreRate capacity{};
    PlannedBuild build{};  ///< empty where a network of activities builds it
    std::vector<RampStep>
        ramp{};  ///< steps; empty: linear from 0 to 1 over the schedule's ramp-up, at once without one
    std::vector<Prestrip> prestrip{};
};

enum class RoyaltyBase { gross, net_smelter_return };

/// The rate of a royalty that slides: in each period that of the last step whose `from` is reached, on the
/// whole base; 0 below the first step.
struct RoyaltyScale {
    struct Step {
        double from = 0;  ///< USD a tonne of the metal, or a share of the net smelter return
        double rate = 0;
    };
    /// The metal whose average real price of the period it slides on; empty: the operating margin, (net
    /// smelter return - onsite cost) / net smelter return before royalties.
    std::string metal{};
    std::vector<Step> steps{};
};

/// A royalty paid ahead, until the first ore at the latest, and taken off what is due of it from then on.
struct AdvanceRoyalty {
    Years from{};  ///< before the valuation date: what was paid until then is sunk, and counts
    std::vector<Money> by_year{};  ///< in each year from then on, evenly over it; the last one repeats
    Money cap{};                   ///< of all of it
};

/// A levy on max(0, base) of each period, at one rate or at that of a scale. Paid are what is due less what
/// was paid in advance, and the advance.
struct Royalty {
    std::string name{};
    double rate = 0;
    RoyaltyBase base = RoyaltyBase::net_smelter_return;
    bool active = true;
    Years from = Years::from_canonical(-std::numeric_limits<double>::infinity());
    bool on_change = false;               ///< due from the path's change of fiscal terms on alone
    std::optional<RoyaltyScale> scale{};  ///< in place of the rate
    std::optional<AdvanceRoyalty> advance{};
};

/// When capital is deducted from the income that is taxed.
enum class DepreciationMethod {
    expensed,       ///< when it is spent
    straight_line,  ///< in equal parts over whole periods, from the first ore on
    declining       ///< in each period a share of the balance, from the first ore on
};

/// How a class of capital depreciates.
struct Depreciation {
    DepreciationMethod method = DepreciationMethod::expensed;
    Years over{};                  ///< of a straight line, a whole number of periods
    Rate rate{};                   ///< of a declining balance: the share d a year, 1 - (1 - d)^step a period
    double initial_allowance = 0;  ///< share that is deducted when it begins; the rest depreciates
};

/// Income tax on net cash before tax and working capital, less depreciation of the capital that is not
/// deducted when spent, and less losses carried forward. Before `from` and during the holiday nothing is due,
/// and profits use up losses all the same. Then a final tax on gross sales may take its place for a time, in
/// which they do too.
struct IncomeTax {
    double rate = 0;
    Years holiday{};                                                               ///< from first ore
    Years from = Years::from_canonical(-std::numeric_limits<double>::infinity());  ///< nothing is due before
    /// Whether depreciation and losses are carried forward in nominal money, by the price index of the
    /// study's finance (none without finance), or in real money.
    bool nominal = false;
    Depreciation growth_capital{}, sustaining_capital{};
    std::optional<Years>
        loss_expiry{};        ///< losses are of use in so many whole periods after theirs; none: in all
    double minimum_rate = 0;  ///< of gross sales, where this is more than the tax on income
    double final_rate = 0;    ///< of gross sales, for `final_for` after date and holiday in place of the tax
    Years final_for{};
    std::optional<double> rate_on_change{};  ///< in place of `rate` from the path's change of fiscal terms on
    /// Whether there is any.
    bool due() const {
        return rate > 0 || minimum_rate > 0 || final_rate > 0 || rate_on_change.value_or(0) > 0;
    }
};

/// What a measure of protection costs: capital at `from`, and a running cost from then on until the mine
/// ends, the second part of it as the security cost of the high regime.
struct ProtectionCost {
    Years from{};
    Money capital{};
    MoneyRate cost{};
    MoneyRate cost_on_alert{};
};

/// Money spent before the valuation date: no part of forward NPV and IRR.
struct SunkCost {
    std::string name{};
    Money amount{};
    Years age{};  ///< before the valuation date, >= 0
};

/// What a suspension by force majeure costs while it lasts.
struct ForceMajeureTerms {
    double standing_cost = 0;  ///< a year, as a share of the capital committed by the start of the suspension
};

/// Political-violence insurance: damage by security events, and the business that they interrupt.
struct Insurance {
    Money deductible{};             ///< of each damage
    Money annual_limit{};           ///< damage and interruption together, in each year of the grid
    Years waiting{};                ///< interruption is paid from so long after its beginning
    Years indemnity{};              ///< for so long
    MoneyRate daily_margin{};       ///< agreed value of a full stop
    bool denial_of_access = false;  ///< whether the mill may stand for any reason, not only those of the site
    double premium_low = 0;         ///< a year, share of the insured value in the low security regime
    double premium_high = 0;
    double loading = 1;     ///< factor on the premium after a claim
    Years loading_years{};  ///< for so long
    Years from{};           ///< inception
};

/// Cash tied up in the running mine: revenue not received yet less onsite cost not paid yet, each as that of
/// so long a time at the pace of the period. It comes back when the mine stops, and is lost when that is
/// taken from its owners.
struct WorkingCapital {
    Years receivable{};  ///< of net smelter return
    Years payable{};     ///< of onsite cost
    Years stock{};       ///< of onsite cost: concentrate and supplies on the way
};

struct Project {
    std::string name{};
    std::vector<Metal> metals{};
    std::vector<OreBin> ore{};
    Concentrate concentrate{};
    std::vector<Phase> phases{};
    OperatingCosts costs{};
    Closure closure{};
    std::vector<Royalty> royalties{};
    IncomeTax tax{};
    Buffers buffers{};
    std::vector<SunkCost> sunk{};
    std::vector<ProtectionCost> protections{};
    ForceMajeureTerms force_majeure{};
    std::optional<Insurance> insurance{};
    WorkingCapital working_capital{};
    /// What the owners get when the mine is taken from them: share of the growth capital spent until then,
    /// sunk cost included. It is not taxed.
    double expropriation_compensation = 0;
    int early_closure_years =
        0;  ///< consecutive milling years of negative margin that close the mine; 0: never
    Years lease_end = Years::from_canonical(std::numeric_limits<double>::infinity());
};

}  // namespace minerisk::inline v0
