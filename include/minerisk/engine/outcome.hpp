#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "minerisk/core/errors.hpp"
#include "minerisk/engine/run.hpp"

namespace minerisk::inline v0 {

/// What a column's numbers are, for reports.
enum class Kind { money, nominal_money, rate, years, calendar_year, ratio, tonnes };

namespace detail {
/// Leaves what `resize` adds as it is: columns of many paths take no memory before their paths are done.
template <class T>
struct LeaveUninitialised : std::allocator<T> {
    template <class U>
    struct rebind {
        using other = LeaveUninitialised<U>;
    };
    template <class U>
    void construct(U* place) {
        ::new (static_cast<void*>(place)) U;
    }
    template <class U, class... Args>
    void construct(U* place, Args&&... args) {
        ::new (static_cast<void*>(place)) U(std::forward<Args>(args)...);
    }
};
}  // namespace detail

/// One number a path, in path order. Infinite values rank below or above every number ("no return", "never");
/// NaN is set aside. `below` and `above` say what the infinities mean.
struct Column {
    std::string name;
    Kind kind = Kind::ratio;
    std::string below{}, above{};
    std::vector<double, detail::LeaveUninitialised<double>> values{};
};

/// One status a path: an index into `names`. `metric` is the column whose status it is: a run that keeps the
/// one keeps the other.
struct StatusColumn {
    std::string name;
    std::vector<std::string> names{};
    std::string metric{};
    std::vector<unsigned char, detail::LeaveUninitialised<unsigned char>> values{};
};

/// What a run gives: columns of one number a path, and what it takes to make them again.
struct Outcome {
    std::uint64_t paths = 0;  ///< rows of the columns
    std::uint64_t paths_asked = 0;
    bool interrupted = false;
    std::uint64_t first_path = 0;
    std::uint64_t seed = 0;
    int threads = 1;
    Risks risks;
    std::string isa;             ///< the kernel table used
    double elapsed_seconds = 0;  ///< of the simulation
    std::vector<Column> columns;
    std::vector<StatusColumn> statuses;
    std::vector<std::string> declined;  ///< columns and statuses of the model that the run did not keep

    /// The numbers of a column; a name that is not there is a broken contract (std::out_of_range).
    std::span<const double> operator[](std::string_view name) const;
    const Column& column(std::string_view name) const;
    const StatusColumn& status(std::string_view name) const;
    /// Null if the run did not keep it.
    const Column* find_column(std::string_view name) const;
    const StatusColumn* find_status(std::string_view name) const;
    /// How many paths have each status.
    static std::vector<std::uint64_t> counts(const StatusColumn& c);
    std::span<const double> npv() const;
    std::span<const double> irr() const;
};

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine/outcome.inl"
#endif
