#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "minerisk/analysis/claim.hpp"
#include "minerisk/engine/cash_fan.hpp"
#include "minerisk/engine/outcome.hpp"
#include "minerisk/engine/security_toll.hpp"
#include "minerisk/engine/study.hpp"
#include "minerisk/statistics/summary.hpp"

namespace minerisk::inline v0::report {

/// What a report says of one column: its numbers described, with errors where there is more than one path.
struct Metric {
    const Column* column = nullptr;
    std::string label;  ///< for people: "NPV at 8 %, MUSD"
    double unit = 1;    ///< what the printed numbers are divided by
    statistics::Summary summary{};
    bool low_is_bad = false;  ///< the mean of the lowest values tells of the tail to fear
};

/// What all values of a run stand on.
struct Basis {
    double hurdle_rate = 0;
    double discount_rate = 0;
    std::string money, measure, convention, valuation_date;
};

Basis basis_of(const Study<>& study);

/// As words: "valued at 2027-01-01 in real 2025-12 USD; 8 % a year, middle of period; measure P
/// (real-world)".
std::string words(const Basis& basis);

/// P(something has come about by the end of a calendar year).
struct ByYear {
    int year = 0;
    statistics::Proportion probability{};
};
/// What, by every year of the grid: "default", the column that says when.
struct Onset {
    std::string name;
    std::vector<ByYear> years;
};

/// What a run says of a claim; no probability where it did not keep what the claim speaks of.
struct ClaimAnswer {
    const analysis::Claim* claim = nullptr;
    std::optional<statistics::Proportion> probability{};
    std::optional<double> median{};  ///< of the column, where the claim is one comparison: what it would take
};

/// A run described: what the table and the JSON file both say of the columns that it kept. Refers to the
/// outcome and the study, which must outlive it.
struct RunSummary : Basis {
    const Outcome* outcome = nullptr;
    std::vector<Metric> metrics;
    /// P(NPV < 0), and P(IRR < hurdle) from NPV at the hurdle rate on every path: absent unless the run kept
    /// what each is said of and what it is computed from.
    std::optional<statistics::Proportion> loss, below_hurdle;
    std::vector<ByYear> suspended;  ///< by force majeure, by every year of the grid; empty without it
    std::vector<Onset> onsets;      ///< of what befalls debt: lock-up, breach, default
    const finance::Spec* finance = nullptr;  ///< of the study; null without one
    finance::Sized sized;                    ///< of its debt
    std::vector<Metric> figures;             ///< what finance says, column by column
    std::vector<ClaimAnswer> claims;
    double first_year = 0;  ///< in which the grid begins, as a decimal year
    int periods_per_year = 1;
    const CashFan* fan = nullptr;        ///< cash by period, if it was asked for
    const SecurityToll* toll = nullptr;  ///< what security takes, if it was asked for
    std::vector<std::string> remarks;
};

/// `toll` may be empty; it and the claims must outlive the summary too. One column after the other: scratch
/// memory of one at most.
RunSummary summarize(const Outcome& outcome, const Study<>& study, const SecurityToll& toll = {},
                     std::span<const analysis::Claim> claims = {});

/// The risks that move, as words: "price, schedule, security, technical, fiscal"; "none" without risk.
std::string words(Risks risks);

/// The risks of a run that the study has: without the fiscal one where nothing is stated of it.
Risks moving(Risks risks, const Study<>& study);

/// What stands still and at what: one line for each risk that is off.
std::vector<std::string> bases(Risks risks, const Study<>& study);

}  // namespace minerisk::inline v0::report
