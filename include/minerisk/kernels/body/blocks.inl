// The block functions and their table, after scalar.inl. No pragma once; see all.inl.

namespace minerisk::inline v0::kernel_builds::MINERISK_KERNEL_NAMESPACE {
#include "minerisk/kernels/body/vectors.inl"
// After the vectors:
#include "minerisk/kernels/body/rows.inl"
// After the formulas by rows:
#include "minerisk/kernels/body/cash_flow.inl"
#include "minerisk/kernels/body/debt.inl"
#include "minerisk/kernels/body/draws.inl"
#include "minerisk/kernels/body/elementwise.inl"
#include "minerisk/kernels/body/event_order.inl"
#include "minerisk/kernels/body/events.inl"
#include "minerisk/kernels/body/factors.inl"
#include "minerisk/kernels/body/income_tax.inl"
#include "minerisk/kernels/body/irr.inl"
#include "minerisk/kernels/body/lognormal.inl"
#include "minerisk/kernels/body/network.inl"
#include "minerisk/kernels/body/npv.inl"
#include "minerisk/kernels/body/outage_lists.inl"
#include "minerisk/kernels/body/parties.inl"
#include "minerisk/kernels/body/production.inl"
#include "minerisk/kernels/body/supply_line.inl"
// After the cursors of the supply line:
#include "minerisk/kernels/body/outage_work.inl"

#define MINERISK_KERNEL_TEXT_(name) #name
#define MINERISK_KERNEL_TEXT(name) MINERISK_KERNEL_TEXT_(name)
inline constexpr KernelTable table{.name = MINERISK_KERNEL_TEXT(MINERISK_KERNEL_NAMESPACE),
                                   .uniforms = uniforms,
                                   .normals = normals,
                                   .exponentials = exponentials,
                                   .normals_of = normals_of,
                                   .lognormals_at = lognormals_at,
                                   .exp = exp_block,
                                   .log = log_block,
                                   .inverse_normal = inverse_normal_block,
                                   .factor_step = factor_step,
                                   .exp_of_sum = exp_of_sum,
                                   .arrivals = arrivals,
                                   .successors = successors,
                                   .branch = branch,
                                   .latest = latest,
                                   .earliest = earliest,
                                   .planned_ore = planned_ore,
                                   .mill = mill,
                                   .stretches = stretches,
                                   .supply_line = supply_line,
                                   .availability = availability,
                                   .channel_losses = channel_losses,
                                   .outage_work = outage_work,
                                   .work_goals = work_goals,
                                   .work_reached = work_reached,
                                   .account = account,
                                   .onsite = onsite,
                                   .royalty = royalty,
                                   .settle = settle,
                                   .depreciate = depreciate,
                                   .income_tax = income_tax,
                                   .debt_interest = debt_interest,
                                   .debt_period = debt_period,
                                   .spread = spread_flows,
                                   .funding = funding,
                                   .npv = npv,
                                   .irr = irr,
                                   .order_events = order_events,
                                   .list_effects = list_effects,
                                   .end_outages = end_outages,
                                   .list_recoveries = list_recoveries,
                                   .merge_outages = merge_outages,
                                   .join_outages = join_outages,
                                   .list_damages = list_damages};
#undef MINERISK_KERNEL_TEXT
#undef MINERISK_KERNEL_TEXT_
}  // namespace minerisk::inline v0::kernel_builds::MINERISK_KERNEL_NAMESPACE
