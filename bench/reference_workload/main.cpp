// The reference workload through minerisk. One line a figure, as every program of this comparison prints:
//   rw_minerisk [--paths N] [--threads T] [--seed S] [--no-risk] [--part price]

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

#include "model.hpp"

namespace reference_workload {
namespace {

struct Options {
    Run run{.paths = 1'000'000, .seed = 1, .threads = 1};
    bool no_risk = false, price_part = false;
};

[[noreturn]] void misuse() {
    std::fputs("usage: rw_minerisk [--paths N] [--threads T] [--seed S] [--no-risk] [--part price]\n",
               stderr);
    std::exit(2);
}

Options read(int count, char** words) {
    Options o;
    for (int i = 1; i < count; ++i) {
        const std::string_view word = words[i];
        if (word == "--no-risk") {
            o.no_risk = true;
            continue;
        }
        if (++i == count) misuse();
        char* end = nullptr;
        const unsigned long long number = std::strtoull(words[i], &end, 10);
        const bool is_number = end != words[i] && *end == 0;
        if (word == "--part" && std::string_view{words[i]} == "price")
            o.price_part = true;
        else if (word == "--paths" && is_number && number > 0)
            o.run.paths = number;
        else if (word == "--threads" && is_number && number > 0)
            o.run.threads = static_cast<int>(number);
        else if (word == "--seed" && is_number)
            o.run.seed = number;
        else
            misuse();
    }
    return o;
}

void print(const char* key, double value) {
    std::printf("%s %.17g\n", key, value);
}

class Clock {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    }

private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

void warm_up(const auto& model, Run run) {
    run.paths = 4'096 * static_cast<std::uint64_t>(run.threads);
    simulate(model, run);
}

void print_run(const Run& run, const Clock& clock) {
    print("seconds", clock.seconds());
    print("paths", static_cast<double>(run.paths));
    print("threads", run.threads);
}

void whole(const Options& o) {
    const Model model;
    if (o.no_risk) {
        const Outcome one = simulate(model, {.paths = 1, .threads = 1, .risks = Risks::none()});
        print("npv", one["npv"][0]);
        print("irr", one["irr"][0]);
        return;
    }
    warm_up(model, o.run);
    const Clock clock;
    const Outcome out = simulate(model, o.run);
    const Clock after;
    const statistics::Summary npv = statistics::summarize(out["npv"], {.limits = {0}});
    const statistics::Summary irr = statistics::summarize(out["irr"], {.probs = {0.5}, .tail_share = {}});
    const double statistics_seconds = after.seconds();
    print_run(o.run, clock);
    print("statistics_seconds", statistics_seconds);
    print("mean", npv.mean.value);
    print("se", npv.mean.se.value_or(0));
    print("sd", npv.mean.sd.value_or(0));
    const char* const names[] = {"p5", "p10", "p50", "p90", "p95"};
    for (std::size_t q = 0; q < npv.quantiles.size(); ++q) print(names[q], npv.quantiles[q].value);
    print("cvar95", npv.tail->value);
    print("prob_negative", npv.probabilities[0].probability.value);
    print("irr_median", irr.quantiles[0].value);
    print("irr_missing", static_cast<double>(irr.missing) / static_cast<double>(o.run.paths));
}

/// The price part as a model of its own: the mean of the last year's prices.
struct PriceModel {
    struct Worker {
        explicit Worker(const PriceModel& model) : model_{&model} {}
        void simulate(std::uint64_t seed, std::uint64_t first_path, Risks) {
            model_->prices.simulate_block(seed, first_path, work_);
        }
        const double* column(int c) const { return (c == 0 ? work_.copper : work_.gold).row(years - 1); }

    private:
        const PriceModel* model_;
        Prices::Workspace work_;
    };
    int block_width() const { return wide_block; }
    std::vector<Column> columns() const { return {{.name = "copper"}, {.name = "gold"}}; }
    Prices prices{};
};

void price_part(const Options& o) {
    const PriceModel model;
    warm_up(model, o.run);
    const Clock clock;
    const Outcome out = simulate(model, o.run);
    print_run(o.run, clock);
    const auto mean = [&](const char* column, const char* value_key, const char* error_key) {
        const statistics::Mean m = statistics::mean(out[column]);
        print(value_key, m.value);
        print(error_key, m.se.value_or(0));
    };
    mean("copper", "mean_cu_45", "se_cu_45");
    mean("gold", "mean_au_45", "se_au_45");
}

}  // namespace
}  // namespace reference_workload

int main(int count, char** words) {
    using namespace reference_workload;
    try {
        const Options o = read(count, words);
        o.price_part ? price_part(o) : whole(o);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "rw_minerisk: %s\n", error.what());
        return 1;
    }
}
