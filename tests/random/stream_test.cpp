#include "minerisk/random/stream.hpp"

#include <gtest/gtest.h>

namespace {

using namespace minerisk;
using namespace minerisk::random;

static_assert(stream_of("").value == 0x811c9dc5);  // published FNV-1a values
static_assert(stream_of("a").value == 0xe40c292c);
static_assert(stream_of("foobar").value == 0xbf9cf968);

TEST(StreamRegistry, GivesANameItsStreamHoweverManyNamesThereAre) {
    StreamRegistry registry;
    EXPECT_EQ(registry.add("price.copper"), stream_of("price.copper"));
    EXPECT_EQ(registry.add("price.gold"), stream_of("price.gold"));
    EXPECT_EQ(registry.add("price.copper"), stream_of("price.copper"));
    EXPECT_EQ(registry.size(), 2u);
}

TEST(StreamRegistry, RefusesTwoNamesOfOneHashAndNamesBoth) {
    ASSERT_EQ(stream_of("costarring"), stream_of("liquid"));
    StreamRegistry registry;
    registry.add("costarring");
    try {
        registry.add("liquid");
        FAIL() << "took a collision";
    } catch (const InputError& e) {
        ASSERT_EQ(e.problems().size(), 1u);
        EXPECT_EQ(e.problems()[0].field, "random.stream");
        EXPECT_EQ(e.problems()[0].value, "liquid");
        EXPECT_NE(e.problems()[0].rule.find("`costarring`"), std::string::npos);
    }
    EXPECT_EQ(registry.size(), 1u);
}

}  // namespace
