#include "io/read_risks.hpp"

namespace minerisk::inline v0::io {
namespace {

security::RegimeState read_state(const Table& t) {
    security::RegimeState s;
    s.name = t.required<std::string>("name");
    s.multiplier = t.required<double>("multiplier");
    s.start = t.required<double>("start");
    s.alert = t.required<double>("alert");
    if (const auto to = t.optional_table("to"))
        for (auto& [name, rate] : to->named_values<Rate>()) s.leaves.push_back({std::move(name), rate});
    return s;
}

std::optional<security::Regime> read_states(const Table& t) {
    for (const char* key : {"low", "high", "to_high", "to_low", "start_high"}) {
        if (!t.has(key)) continue;
        t.node()->find(key)->used = true;  // what is said here is enough
        t.fail(key, "must not stand beside `state`");
    }
    std::vector<security::RegimeState> states;
    for (const Table& s : t.tables("state")) states.push_back(read_state(s));
    if (!t.ok()) return {};
    return attach(t, [&] { return security::Regime{std::move(states)}; });
}

}  // namespace

std::optional<security::Regime> read_regime(const Table& t) {
    if (t.has("state")) return read_states(t);
    security::Regime::TwoStates p;
    p.low = t.required<double>("low");
    p.high = t.required<double>("high");
    p.to_high = t.required<Rate>("to_high");
    p.to_low = t.required<Rate>("to_low");
    p.start_high = t.required<double>("start_high");
    if (!t.ok()) return {};
    return attach(t, [&] { return security::Regime{p}; });
}

}  // namespace minerisk::inline v0::io
