#pragma once

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"
#include "minerisk/inputs/project.hpp"

namespace minerisk::inline v0 {

namespace detail {

MINERISK_BODY std::string indexed(const char* list, std::size_t i, const char* field);

class ProjectCheck {
public:
    explicit ProjectCheck(const Project& p) : p_{p} {}

    std::vector<Problem> run();

private:
    void not_negative(const std::string& field, double v);
    void positive(const std::string& field, double v);
    void not_nan(const std::string& field, double v);
    void share(const std::string& field, double v);

    void metals();
    void ore();
    void concentrate();
    void phases();
    void build(const PlannedBuild& b, std::size_t i);
    void costs();
    void closure();
    void levies();
    void royalty(const Royalty& r, std::size_t i);
    void scale(const RoyaltyScale& s, std::size_t i);
    void advance(const AdvanceRoyalty& a, std::size_t i);
    void income_tax();
    void depreciation(const std::string& field, const Depreciation& d);
    void buffers();

    void events();

    const Project& p_;
    Problems problems_;
};

}  // namespace detail

/// Everything about a project that cannot be: empty if it is sound.
MINERISK_BODY std::vector<Problem> problems_of(const Project& project);

/// Throws InputError with every problem of the project.
MINERISK_BODY void check(const Project& project);

}  // namespace minerisk::inline v0

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/inputs/check.inl"
#include "minerisk/inputs/check_levies.inl"
#endif
