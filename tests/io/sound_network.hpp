#pragma once

#include <string_view>

namespace minerisk::test {

/// A small network that uses every part of [network]: sound as it stands. Tests break one thing in it and
/// look at what is said of it.
inline constexpr std::string_view sound_network = R"toml([money]
base = "2025-12"
index = { "2024-12" = 300, "2025-12" = 330 }

[network]
name = "small build"
start = 2026-01-01
data_date = 2026-07-01
target = "START"
milestones = ["ROAD", "RAMP"]
capital = "100 MUSD @2024-12"

[[network.calendar]]
name = "five days"
days = ["Mon", "Tue", "Wed", "Thu", "Fri"]
closures = [[2026-12-24, 2027-01-02], [2027-03-23, 2027-03-23]]
seasons = [["12-01", "02-28"]]

[[network.activity]]
id = "STUDY"
name = "study"
duration = "3 months"
started = 2026-01-01
finished = 2026-03-31
[[network.activity]]
id = "ROAD"
duration = { pert = ["2 months", "4 months", "9 months"], lambda = 5 }
after = ["STUDY"]
started = 2026-05-01
share = "10 %"
time_dependent = "40 %"
exposure = { road = 1, site = 0.5 }
[[network.activity]]
id = "CIVIL"
name = "earthworks"
duration = { triangular = ["100 wd", "120 wd", "200 wd"] }
calendar = "five days"
after = ["STUDY", "ROAD SS+3 months", "ORDER SS+4 wd@five days"]
bounds = { start_not_earlier = 2026-09-01, deadline = 2027-11-30 }
interruptible = true
cost = "44 MUSD @2025-12"
time_dependent = 0.25
[[network.activity]]
id = "ORDER"
duration = { lognormal = { p50 = "6 months", p90 = "9 months" }, within = ["3 months", "2 yr"] }
after = ["STUDY-1 months"]
finish_on = { date = 2027-07-01, wait = { uniform = ["0 d", "6 weeks"] } }
[[network.activity]]
id = "BARGE"
duration = "5 months"
after = ["ORDER", "CIVIL"]
[[network.activity]]
id = "TRUCK"
duration = { weibull = { shape = 2, scale = "6 months" } }
after = ["ORDER", "CIVIL"]
[[network.activity]]
id = "ERECT"
duration = { trigen = ["8 months", "10 months", "18 months"], at = ["10 %", "90 %"] }
after = ["BARGE", "TRUCK"]
[[network.activity]]
id = "START"
milestone = true
after = ["ERECT", "CIVIL FF+1 months"]
[[network.activity]]
id = "RAMP"
duration = { empirical = ["9 months", "12 months", "20 months"], base = "12 months" }
after = ["START"]

[[network.hammock]]
id = "TEAM"
name = "owner's team"
from = "STUDY"
to = "START"
share = "8 %"
likely = "30 months"

[[network.driver]]
id = "SECURITY"
name = "security campaign"
probability = "55 %"
factor = { triangular = [1.05, 1.15, 1.50] }
hits = { ROAD = 1, CIVIL = 0.8 }
group = "outside"
security = true
[[network.driver]]
id = "IMPORTS"
probability = 0.5
factor = { discrete = [[1.2, "70 %"], [1.9, "30 %"]] }
hits = ["ORDER"]
group = "outside"
[[network.driver]]
id = "CREWS"
probability = 1
factor = { normal = { mean = 1.05, sd = 0.1 }, within = [0.8, 1.5] }
hits = ["CIVIL", "ERECT"]

[[network.event]]
id = "FLOOD"
probability = "4 %"
delay = { gamma = { shape = 2, scale = "10 wd" } }
hits = ["CIVIL"]
cost = "2 MUSD @2025-12"
[[network.event]]
id = "HOLD"
probability = 0.25
delay = "1 yr"
hits = ["ORDER"]

[[network.choice]]
id = "WAY"
base = "truck"
option = [
    { name = "barge", probability = 0.3, activities = ["BARGE"] },
    { name = "truck", probability = 0.7, activities = ["TRUCK"] },
]
[[network.choice]]
id = "SEASON"
late_if = { activity = "ERECT", date = 2029-06-01 }
option = [
    { name = "dry", activities = [] },
    { name = "wet", activities = ["RAMP"] },
]

[[network.rework]]
id = "REDO"
activity = "ERECT"
probability = "20 %"
share = { uniform = [0.1, 0.3] }
repeats = ["ROAD", "ERECT"]
rounds = 3

[network.stoppages]
rate = "0.35 /yr"
length = { lognormal = { median = "0.8 months", sigma = 0.8 } }
hits = { CIVIL = 0.8, ERECT = 0.6 }
share = "0.4 %"

[network.systemic]
cost_sigma = 0.25
duration_sigma = 0.2
correlation = 0.5
activities = ["CIVIL", "ERECT"]

[network.feedback]
strength = "5 %/yr"
most = 1.3
activities = ["ERECT"]

[network.cost]
market_mu = 0.03
market_sigma = 0.10
item_mu = 0.02
item_sigma = 0.12
)toml";

}  // namespace minerisk::test
