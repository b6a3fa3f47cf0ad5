#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/block_model.hpp"
#include "minerisk/engine/path_block.hpp"

namespace minerisk::inline v0::detail {

/// The columns of what finance gives for each path, and the statuses of a study with it or without.
MINERISK_BODY void add_figures(const std::optional<finance::Finance>& finance, std::vector<Column>& columns);
MINERISK_BODY std::vector<StatusColumn> statuses_of(const std::optional<finance::Finance>& finance);

/// A study as a block model: the one place that says what a run keeps of a path.
template <class PriceModel>
class StudyModel {
    using Block = PathBlock<PriceModel>;
    static constexpr double infinity = std::numeric_limits<double>::infinity();

    struct Metric {
        const char* name;
        Kind kind;
        const char *below, *above;  ///< what the infinities mean
        double (*of)(const Block& block, int path);
    };
    template <typename Block::Value value>
    static double value_of(const Block& b, int p) {
        return b.values()(value, p);
    }
    static double year(const Block& b, double time) { return b.study().grid().calendar_year(time); }
    static double suspended(const Block& b, int p) {
        const auto suspensions = b.outages().suspensions(p);
        const bool while_it_lived = !suspensions.empty() && suspensions[0].begin < b.mine(p).ended();
        return while_it_lived ? year(b, suspensions[0].begin) : infinity;
    }
    static double unmined(const Block& b, int p) {
        const auto& mine = b.mine(p);
        return mine.exhausted ? 0.0 : b.study().cash_flow().total_ore() - mine.milled;
    }
    static double share_lost(const Block& b, int p) {
        const auto& mine = b.mine(p);
        return mine.planned > 0 ? mine.lost / mine.planned : std::numeric_limits<double>::quiet_NaN();
    }
    static constexpr std::array<Metric, 12> metrics{{
        {"npv_usd", Kind::money, "", "", value_of<Block::npv>},
        {"npv_including_sunk_usd", Kind::money, "", "",
         [](const Block& b, int p) { return b.values()(Block::npv, p) - b.study().sunk_carried(); }},
        {"npv_at_hurdle_usd", Kind::money, "", "", value_of<Block::npv_at_hurdle>},
        {"irr", Kind::rate, "no return", "no outlay", value_of<Block::irr>},
        {"payback_years", Kind::years, "no outlay", "never", value_of<Block::payback>},
        {"profitability_index", Kind::ratio, "no outlay", "no outlay", value_of<Block::profitability_index>},
        {"first_ore_year", Kind::calendar_year, "", "never",
         [](const Block& b, int p) { return year(b, b.mine(p).first_ore); }},
        {"last_ore_year", Kind::calendar_year, "", "never",
         [](const Block& b, int p) { return year(b, b.mine(p).last_ore); }},
        {"capital_usd", Kind::money, "", "", [](const Block& b, int p) { return b.mine(p).capital; }},
        {"ore_unmined_t", Kind::tonnes, "", "", unmined},
        {"milling_lost", Kind::ratio, "", "", share_lost},
        {"force_majeure_year", Kind::calendar_year, "", "never", suspended},
    }};
    enum Status { irr_status, payback_status, decision, mine_end, of_parties };

public:
    explicit StudyModel(const Study<PriceModel>& study) : study_{study} {}

    int block_width() const { return minerisk::block_width(study_.grid().periods()); }
    std::vector<Column> columns() const {
        std::vector<Column> all;
        for (const Metric& m : metrics) all.push_back({m.name, m.kind, m.below, m.above});
        add_figures(study_.finance(), all);
        return all;
    }
    std::vector<StatusColumn> statuses() const { return statuses_of(study_.finance()); }

    /// One block of the study; a column is gathered when it is asked for.
    class Worker {
    public:
        explicit Worker(const StudyModel& model)
            : block_{model.study_, cashflow::Ledger::Keep::what_is_valued},
              numbers_(static_cast<std::size_t>(block_.width())),
              codes_(static_cast<std::size_t>(block_.width())) {}
        void simulate(std::uint64_t seed, std::uint64_t first_path, Risks risks) {
            block_.simulate(seed, first_path, risks);
        }
        const double* column(int c) {
            constexpr int own = static_cast<int>(metrics.size());
            if (c >= own) return figure(c - own);
            for (int p = 0; p < block_.width(); ++p)
                numbers_[static_cast<std::size_t>(p)] = metrics[static_cast<std::size_t>(c)].of(block_, p);
            return numbers_.data();
        }
        const unsigned char* status(int s) {
            for (int p = 0; p < block_.width(); ++p)
                codes_[static_cast<std::size_t>(p)] =
                    s < of_parties ? code(static_cast<Status>(s), p)
                                   : static_cast<unsigned char>(block_.finance().irr_status(
                                         static_cast<std::size_t>(s - of_parties), p));
            return codes_.data();
        }

    private:
        const double* figure(int f) {
            const double* const row = block_.finance().values().row(f);
            const auto& figures = block_.study().finance()->figures();
            if (figures[static_cast<std::size_t>(f)].unit != finance::Unit::calendar_time) return row;
            for (int p = 0; p < block_.width(); ++p)
                numbers_[static_cast<std::size_t>(p)] = year(block_, row[p]);
            return numbers_.data();
        }
        unsigned char code(Status status, int p) const {
            switch (status) {
                case irr_status:
                    return static_cast<unsigned char>(block_.irr_status(p));
                case payback_status:
                    return static_cast<unsigned char>(block_.payback_status(p));
                case decision:
                    return static_cast<unsigned char>(block_.build().decision[static_cast<std::size_t>(p)]);
                case mine_end:
                case of_parties:
                    break;
            }
            return static_cast<unsigned char>(block_.mine(p).end);
        }
        Block block_;
        std::vector<double> numbers_;
        std::vector<unsigned char> codes_;
    };

private:
    Study<PriceModel> study_;
};

}  // namespace minerisk::inline v0::detail

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/study_model.inl"
#endif
