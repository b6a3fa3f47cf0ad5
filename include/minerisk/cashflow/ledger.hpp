#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "minerisk/core/block.hpp"

namespace minerisk::inline v0::cashflow {

/// The lines of a project's account, one number a period and path. Masses in tonnes, money in real USD.
enum class Line : int {
    plan_ore,      ///< what the capacity could mill in the period
    availability,  ///< share of it that outages leave
    suspended,     ///< share of the period in force majeure: while it lasts, lenders let nothing be drawn
    mined,         ///< material moved, pre-strip included
    ore,           ///< milled
    concentrate,   ///< dry
    gross,         ///< payable metal at the period's prices
    selling,       ///< treatment, refining, freight
    nsr,           ///< net smelter return: gross less selling
    mining,
    processing,
    general,
    fixed,
    security,
    onsite,   ///< mining, processing, general, fixed and security cost
    royalty,  ///< royalties and surcharges
    growth_capital,
    sustaining_capital,
    closure,
    standing,         ///< standing cost of a pause and of suspensions, and exit cost
    damage,           ///< of security events
    premium,          ///< of insurance
    recovery,         ///< what insurance pays: income
    before_tax,       ///< the project's cash flow before tax and working capital
    working_capital,  ///< what it takes up in the period; below zero: what comes back
    tax,
    compensation,  ///< for an expropriation: income, not taxed
    net,           ///< the project's cash flow
};
inline constexpr int line_count = static_cast<int>(Line::net) + 1;
inline constexpr std::array<const char*, line_count> line_names{"plan_ore",
                                                                "availability",
                                                                "suspended",
                                                                "mined",
                                                                "ore",
                                                                "concentrate",
                                                                "gross",
                                                                "selling",
                                                                "nsr",
                                                                "mining",
                                                                "processing",
                                                                "general",
                                                                "fixed",
                                                                "security",
                                                                "onsite",
                                                                "royalty",
                                                                "growth_capital",
                                                                "sustaining_capital",
                                                                "closure",
                                                                "standing",
                                                                "damage",
                                                                "premium",
                                                                "recovery",
                                                                "before_tax",
                                                                "working_capital",
                                                                "tax",
                                                                "compensation",
                                                                "net"};

/// Lines by metal: tonnes of metal.
enum class MetalLine : int { contained, recovered, payable };
inline constexpr int metal_line_count = 3;
inline constexpr std::array<const char*, metal_line_count> metal_line_names{"contained", "recovered",
                                                                            "payable"};

/// The account of a block of paths. A run keeps the net cash flow and the growth capital by period and one
/// row of every other line, written again each period; `Keep::what_finance_takes` also the lines that debt
/// and parties are made of, each royalty's by itself; `Keep::everything` keeps all rows, for `explain` and
/// for tests.
class Ledger {
public:
    enum class Keep { what_is_valued, what_finance_takes, everything };

    Ledger() = default;
    Ledger(int metals, int royalties, int periods, int width, Keep keep) : keep_{keep} {
        const int rows = keep == Keep::everything ? periods : 1;
        for (int i = 0; i < line_count; ++i)
            lines_.emplace_back(keeps(static_cast<Line>(i)) ? periods : rows, width);
        for (int i = 0; i < metals * metal_line_count; ++i) metal_lines_.emplace_back(rows, width);
        for (int i = 0; i < royalties; ++i) royalties_.emplace_back(keeps_levies() ? periods : 1, width);
    }
    bool keeps_everything() const { return keep_ == Keep::everything; }

    double* row(Line line, int period) {
        return lines_[static_cast<std::size_t>(line)].row(keeps(line) ? period : 0);
    }
    double* row(MetalLine line, int metal, int period) {
        return metal_lines_[index(line, metal)].row(keeps_everything() ? period : 0);
    }
    /// What is paid of a royalty, in the order of the project's.
    double* royalty_row(int royalty, int period) {
        return royalties_[static_cast<std::size_t>(royalty)].row(keeps_levies() ? period : 0);
    }
    const BlockArray& royalty(int royalty) const { return royalties_[static_cast<std::size_t>(royalty)]; }
    const BlockArray& line(Line line) const { return lines_[static_cast<std::size_t>(line)]; }
    const BlockArray& line(MetalLine line, int metal) const { return metal_lines_[index(line, metal)]; }
    const BlockArray& net() const { return line(Line::net); }

private:
    bool keeps_levies() const { return keep_ != Keep::what_is_valued; }
    bool keeps(Line line) const {
        switch (line) {
            case Line::net:
            case Line::growth_capital:
                return true;
            case Line::plan_ore:
            case Line::ore:
            case Line::suspended:
            case Line::gross:
            case Line::nsr:
            case Line::sustaining_capital:
            case Line::before_tax:
            case Line::tax:
            case Line::premium:
            case Line::recovery:
            case Line::compensation:
                return keeps_levies();
            default:
                return keeps_everything();
        }
    }
    static std::size_t index(MetalLine line, int metal) {
        return static_cast<std::size_t>(metal * metal_line_count + static_cast<int>(line));
    }
    Keep keep_ = Keep::what_is_valued;
    std::vector<BlockArray> lines_, metal_lines_, royalties_;
};

}  // namespace minerisk::inline v0::cashflow
