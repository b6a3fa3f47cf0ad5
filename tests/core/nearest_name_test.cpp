#include "minerisk/core/nearest_name.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace minerisk {
namespace {

TEST(NearestName, CountsEditsAndSwaps) {
    EXPECT_EQ(edit_distance("", "abc"), 3);
    EXPECT_EQ(edit_distance("build", "build"), 0);
    EXPECT_EQ(edit_distance("biuld", "build"), 1);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
}

TEST(NearestName, OffersOnlyWhatIsNearEnough) {
    const std::vector<std::string> names{"discount_rate", "capital", "rate"};
    EXPECT_EQ(nearest_name("discuont_rate", names), "discount_rate");
    EXPECT_EQ(nearest_name("captal", names), "capital");
    EXPECT_EQ(nearest_name("r", names), "");
    EXPECT_EQ(nearest_name("moisture", names), "");
    EXPECT_EQ(nearest_name(std::string(100'000, 'x'), names), "");
}

TEST(NearestName, PrefersNamesThatAreNotThereYet) {
    const std::vector<std::string> likely{"slip_median"};
    const std::vector<std::string> known{"slip_sigma", "slip_median"};
    EXPECT_EQ(unknown_name_rule("key", "slip_media", likely, known),
              "unknown key; did you mean `slip_median`?");
    EXPECT_EQ(unknown_name_rule("key", "slip_sigmo", {}, known), "unknown key; did you mean `slip_sigma`?");
    EXPECT_EQ(unknown_name_rule("key", "zzz", {}, known),
              "unknown key; known here: `slip_sigma`, `slip_median`");
    EXPECT_EQ(unknown_name_rule("key", "zzz", {}, {}), "unknown key");
}

}  // namespace
}  // namespace minerisk
