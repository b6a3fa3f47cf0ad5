#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace minerisk::test {

/// A small mine that uses every part of a model file, and its ore table: sound as it stands. Tests break one
/// thing in it and look at what is said of it.
inline constexpr std::string_view sound_model = R"toml(name = "small mine"

[money]
base = "2025-12"
index = { "2024-12" = 315.605, "2025-12" = 324.054 }

[valuation]
date = 2027-01-01
years = 30
discount_rate = "8 %/yr"
rate = "risk-adjusted"
convention = "middle"
hurdle_rate = "15 %/yr"
measure = "P"

[price]
observed = 2026-06-16
correlation = [
    ["copper.short", "gold.log_price", 0.15],
    ["copper.long_run", "gold.log_price", 0.4],
]
[price.copper]
model = "schwartz_smith"
spot = "4.80 USD/lb @2025-12"
long_run = "4.60 USD/lb @2025-12"
level_sd = 0.22
reversion = "0.40 /yr"
short_volatility = "23 %/sqrt(yr)"
long_volatility = "16 %/sqrt(yr)"
drift = "0 %/yr"
drift_sd = "0 %/yr"
centre = "mean"
[price.gold]
model = "geometric_brownian"
spot = "3500 USD/oz @2025-12"
volatility = "17 %/sqrt(yr)"
drift = "1 %/yr"
drift_sd = "2.5 %/yr"
centre = "median"

[[metal]]
name = "copper"
recovery = "90 %"
payable = "96 %"
refining_charge = "0.09 USD/lb @2024-12"
[[metal]]
name = "gold"
recovery = "68.6 %"
payable = "95 %"
refining_charge = "5 USD/oz @2024-12"

[concentrate]
money = "2024-12"
carrier = "copper"
grade = "30 %"
moisture = "8 %"
treatment_charge = "90 USD/t"
freight = "230 USD/t"

[ore]
table = "ore.csv"

[[phase]]
name = "first"
capacity = "20 Mt/yr"
start = 2027-07-01
build = "3 yr"
ramp = [["0 yr", 0.4], ["1 yr", 1.0]]
[phase.capital]
money = "2024-12"
total = "2400 MUSD"
times = ["1 yr", "2 yr", "3 yr"]
shares = [1, 2, 1]
milestone = "3 yr"

[[phase]]
name = "second"
capacity = "10 Mt/yr"
after = "first"
start = "2 yr"
build = "2 yr"
ramp = [["0 yr", 1.0]]
[phase.capital]
money = "2024-12"
total = "900 MUSD"
times = ["1 yr", "2 yr"]
shares = [1, 1]
milestone = "2 yr"

[costs]
money = "2024-12"
mining = "2.05 USD/t"
processing = "5.00 USD/t"
general = "0.85 USD/t"
fixed = "30 MUSD/yr"
sustaining_per_mined = "0.87 USD/t"
sustaining_per_ore = "1.80 USD/t"

[closure]
money = "2024-12"
at_end = "100 MUSD"
year_after = "50 MUSD"

[[royalty]]
name = "royalty"
rate = "5 %"
base = "nsr"
active = true

[tax]
rate = "0 %"

[[sunk]]
name = "so far"
date = 2026-07-01
amount = "300 MUSD @2025-12"

[[schedule.phase]]
name = "second"
slip_median = 1.25
slip_sigma = 0.30
capital_median = 1.15
capital_sigma = 0.25
[[schedule.phase]]
name = "first"
slip_median = 1.35
slip_sigma = 0.31
capital_median = 1.20
capital_sigma = 0.32
correlation = { slip_capital = 0.5 }

[schedule.branch]
decided = 2027-07-01
base = "go"
standing_cost = "6 %/yr"
exit_cost = "10 %"
option = [
    { name = "go", weight = 0.7, then = "go" },
    { name = "wait", weight = 0.2, then = "decide again", delay = "12 months" },
    { name = "stop", weight = 0.1, then = "stop" },
]

[security.regime]
low = 0.5
high = 1.5
to_high = "0.25 /yr"
to_low = "0.29 /yr"
start_high = 0.9

[[security.class]]
name = "road attack"
rate = "10 /yr"
exposure = 0.5
road = { median = "0.4 d", p90 = "2.5 d", cap = "15 d", build_loss = 1.0, operation_loss = 1.0 }

[technical]
grade = 0.05
recovery_odds = 0.12
mining_cost = 0.12
processing_cost = 0.12
freight = 0.20
treatment = 0
sustaining = 0
closure = 0
correlation = [["mining_cost", "processing_cost", 0.5]]
)toml";

inline constexpr std::string_view sound_ore =
    R"csv(plan_year,ore_to [Mt],copper_grade [%],gold_grade [g/t],mined_per_ore
2031,20,0.60,0.30,2.5
2032,60,0.58,0.29,2.4
2033,200,0.55,0.28,2.2
2040,400,0.45,0.25,1.5
)csv";

/// What security can say beside that: takes the place of the class of the sound model, from line 150 on.
inline constexpr std::string_view sound_security = R"toml([[security.class]]
name = "road attack"
rate = "10 /yr"
[[security.class.place]]
name = "pass"
share = 0.7
exposure = 0.9
[[security.class.place]]
name = "plain"
share = 0.3
exposure = 0.2
[[security.class.kind]]
name = "closes"
share = 0.5
[security.class.kind.road]
length = { discrete = [["0.4 d", 0.9], ["20 d", 0.1]] }
cap = "15 d"
build_loss = 1.0
operation_loss = 0.9
[[security.class.kind]]
name = "hits"
share = 0.08
cost = { median = "0.3 MUSD @2024-12", p90 = "2 MUSD @2025-12" }

[[security.class]]
name = "wave"
rate = "0.8 /yr"
exposure = 1.0
batch = { mean = 14, shape = 3 }
[security.class.site]
median = "7 d"
p90 = "21 d"
build_loss = 0.5
operation_loss = 0.4
build_recovery = "30 d"
operation_recovery = "10 d"
[security.class.cost]
money = "2024-12"
median = "4 MUSD"
p90 = "20 MUSD"
[security.class.evacuation]
probability = 0.5
median = "14 d"
p90 = "45 d"
build_loss = 0.6
operation_loss = 0.3

[[security.protection]]
name = "escorts"
from = 2029-01-01
money = "2024-12"
capital = "10 MUSD"
cost = "2 MUSD/yr"
cost_on_alert = "1 MUSD/yr"
avoids = [
    { class = "road attack", kind = "closes", place = "pass", share = 0.4, into = "hits" },
    { class = "wave", share = 0.1 },
]
eases = [
    { class = "wave", channel = "site", length = 0.5, build_loss = 0.25, operation_loss = 0.75 },
    { length = 0.9 },
]
buffers = { site_concentrate = "1 d", port_concentrate = "2 d", supplies = "3 d", construction = "4 d" }

[security.force_majeure]
chance = [{ class = "road attack", kind = "closes", probability = 0.01 }, { class = "wave", probability = 0.1 }]
count = [{ class = "wave", events = 2, within = "90 d" }]
lost_time = [{ channel = "road", lost = "60 d", within = "180 d" }]
median = "410 d"
p90 = "1594 d"
never = 0.05
given_up = "3 yr"
restart = "180 d"
restart_share = 0.8
build_share_after = 0.7
standing_cost = "6 %/yr"
)toml";

/// The text with its only occurrence of `from` replaced.
inline std::string with(std::string_view text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    if (at == std::string_view::npos || text.find(from, at + 1) != std::string_view::npos)
        throw std::logic_error{"must occur once in the sound model: " + std::string{from}};
    std::string changed{text};
    return changed.replace(at, from.size(), to);
}

/// The sound model with all that security can say.
inline std::string secured_model() {
    const std::size_t from = sound_model.find("[[security.class]]"), to = sound_model.find("\n[technical]");
    std::string changed{sound_model};
    changed.replace(from, to - from, sound_security);
    return with(changed, "[security.regime]", "[security]\nbuild_loss_on_alert = 0.1\n[security.regime]");
}

}  // namespace minerisk::test
