#pragma once

#include <gtest/gtest.h>

#include <string>

#include "minerisk/core/errors.hpp"

namespace minerisk::test {

/// `load` refuses its input for one reason, at a line of a file.
template <class Load>
void expect_refused(const Load& load, const std::string& field, const std::string& rule) {
    try {
        load();
        FAIL() << field << ": " << rule;
    } catch (const InputError& e) {
        ASSERT_EQ(e.problems().size(), 1u) << e.what();
        EXPECT_EQ(e.problems()[0].field, field) << e.what();
        EXPECT_NE(e.problems()[0].rule.find(rule), std::string::npos) << e.what();
        EXPECT_GT(e.problems()[0].line, 0);
    }
}

}  // namespace minerisk::test
