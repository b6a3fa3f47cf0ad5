#include "io/read_fiscal.hpp"

#include "io/document.hpp"
#include "minerisk/factors/fiscal/shocks.hpp"

namespace minerisk::inline v0::io {
namespace {

/// `change = { probability = "1 %/yr", royalty = "2 %", tax_rate = "29 %" }`
void read_change(const Table& t, StudySpec<>& spec) {
    spec.fiscal.change = t.required<Rate>("probability");
    const auto share = [&](const char* key) {
        const auto rate = t.optional<double>(key);
        t.require(!rate || (*rate >= 0 && *rate < 1), key, "must be in [0, 1)");
        return t.well_read(key) ? rate : std::nullopt;
    };
    if (const auto rate = share("royalty"))
        spec.project.royalties.push_back({.name = "fiscal change", .rate = *rate, .on_change = true});
    spec.project.tax.rate_on_change = share("tax_rate");
}

}  // namespace

void read_fiscal(const Table& root, const Dates& dates, StudySpec<>& spec) {
    const auto t = root.optional_table("fiscal");
    if (!t) return;
    if (const auto change = t->optional_table("change")) read_change(*change, spec);
    if (const auto taken = t->optional_table("expropriation")) {
        spec.fiscal.expropriation = taken->required<Rate>("probability");
        spec.project.expropriation_compensation = taken->required<double>("compensation");
    }
    if (t->has("from")) spec.fiscal.from = dates.to_come(*t, "from");
    t->require(spec.fiscal.change || spec.fiscal.expropriation, "from",
               "must come with a change or an expropriation");
    if (t->ok()) attach(root, [&] { return fiscal::Shocks{spec.fiscal}; });
}

}  // namespace minerisk::inline v0::io
