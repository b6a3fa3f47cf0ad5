#pragma once

#include <optional>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/engine/study.hpp"

namespace minerisk::inline v0::analysis {

namespace detail {

/// What two studies are compared by, whatever their price models.
struct ComparedTerms {
    const TimeGrid& grid;
    const ValuationTerms& valuation;
    const std::string& money;
    const std::optional<finance::Finance>& finance;

    template <class PriceModel>
    explicit ComparedTerms(const Study<PriceModel>& study)
        : grid{study.grid()},
          valuation{study.spec().valuation},
          money{study.spec().money},
          finance{study.finance()} {}
};

}  // namespace detail

/// Streams of random numbers that one of two studies draws from and the other does not, of the risks that
/// move: there the two are not paired. What a measure of protection keeps off is drawn beside the events of
/// both, which stay paired.
struct UnpairedStreams {
    std::vector<std::string> only_base, only_with;
    bool any() const { return !only_base.empty() || !only_with.empty(); }
};

/// Who has a part in two studies: by name, the shareholders together first. Values at different rates are not
/// compared.
struct ComparedParties {
    std::vector<std::string> both;        ///< at the same real rate in both
    std::vector<std::string> other_rate;  ///< in both, at another real rate
    std::vector<std::string> only_base, only_with;
};

namespace detail {
MINERISK_BODY void require_comparable(const ComparedTerms& base, const ComparedTerms& with,
                                      const std::string& base_file, const std::string& with_file);
MINERISK_BODY UnpairedStreams unpaired_streams(std::vector<std::string> base, std::vector<std::string> with);
MINERISK_BODY ComparedParties compared_parties(const ComparedTerms& base, const ComparedTerms& with);
}  // namespace detail

/// Refuses two studies whose values are not in the same currency of time: another valuation date, discount or
/// hurdle rate, convention, measure, money, or grid. Each problem names both files and both values.
template <class PriceModel>
void require_comparable(const Study<PriceModel>& base, const Study<PriceModel>& with,
                        const std::string& base_file, const std::string& with_file) {
    detail::require_comparable(detail::ComparedTerms{base}, detail::ComparedTerms{with}, base_file,
                               with_file);
}

template <class PriceModel>
UnpairedStreams unpaired_streams(const Study<PriceModel>& base, const Study<PriceModel>& with,
                                 Risks risks = Risks::all()) {
    return detail::unpaired_streams(base.stream_names(risks), with.stream_names(risks));
}

template <class PriceModel>
ComparedParties compared_parties(const Study<PriceModel>& base, const Study<PriceModel>& with) {
    return detail::compared_parties(detail::ComparedTerms{base}, detail::ComparedTerms{with});
}

}  // namespace minerisk::inline v0::analysis

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/analysis/comparable.inl"
#endif
