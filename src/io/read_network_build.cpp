#include "io/read_network_build.hpp"

#include <algorithm>

#include "io/document.hpp"
#include "io/read_network.hpp"
#include "minerisk/factors/schedule/network_build.hpp"

namespace minerisk::inline v0::io {

bool built_by_network(const Table& root) {
    const auto t = root.optional_table("schedule");
    return t && t->optional_choice<bool>("form", {{"top-down", false}, {"network", true}}).value_or(false);
}

void read_network_build(const Table& root, const Table& schedule, const MoneyReader& money,
                        StudySpec<>& spec) {
    schedule::NetworkSpec p;
    p.restart = schedule.optional<std::string>("restart").value_or("");
    p.recovery = schedule.required<Years>("recovery");
    schedule.require(p.restart.empty() == !spec.schedule.branch || !schedule.well_read("branch"), "restart",
                     "must name the activity that the branch moves, and has no meaning without a branch");
    const std::vector<Phase>& phases = spec.project.phases;
    p.phases.resize(phases.size());
    std::vector<bool> stated(phases.size());
    for (const Table& t : schedule.tables("phase")) {
        const std::string name = t.required<std::string>("name");
        schedule::PhaseActivities f{t.required<std::string>("milestone"),
                                    t.optional<std::string>("ramp").value_or("")};
        const auto k =
            static_cast<std::size_t>(std::ranges::find(phases, name, &Phase::name) - phases.begin());
        if (k == phases.size()) {
            t.require(!root.well_read("phase"), "name", "must be the name of a phase of the project");
            continue;
        }
        t.require(!stated[k], "name", "must be a phase that has no other entry here");
        t.require(f.ramp.empty() != phases[k].ramp.empty(), "ramp",
                  "must name the activity of the ramp-up, unless the phase states its ramp in steps");
        stated[k] = true;
        p.phases[k] = std::move(f);
    }
    for (std::size_t k = 0; k < phases.size(); ++k)
        if (!stated[k])
            schedule.fail("phase", "must say by which activities phase `" + phases[k].name + "` is built");
    auto plan = read_network(root, money);
    if (!plan || !schedule.ok() || !root.well_read("security")) return;
    p.plan = std::move(*plan);
    std::vector<std::string> names;
    for (const Phase& f : phases) names.push_back(f.name);
    std::vector<std::string> classes;
    for (const security::StoppageClass& c : spec.security.classes) classes.push_back(c.name);
    attach(root, [&] {
        return schedule::NetworkBuild{names, p, spec.schedule.branch, {}, {}, spec.grid, classes};
    });
    spec.network = std::move(p);
}

}  // namespace minerisk::inline v0::io
