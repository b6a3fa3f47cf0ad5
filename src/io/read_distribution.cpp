#include "io/read_distribution.hpp"

#include <array>
#include <concepts>

#include "io/document.hpp"
#include "minerisk/core/math.hpp"

namespace minerisk::inline v0::io {
namespace {

double plain(double v) {
    return v;
}
template <class T>
double plain(T v) {
    return v.value;
}

template <class T>
Distribution read_shape(const Table& t);

/// Reads the table of a shape. Each shape reads its own keys, so that any other is refused.
template <class T>
class Shape {
public:
    explicit Shape(const Table& t) : t_{t} {}

    Distribution read(std::string_view shape) {
        const Distribution d = t_.has("tail") ? tailed(whole(shape)) : whole(shape);
        if (!t_.has("within")) return d;
        const auto v = points("within", {"low", "high"});
        return make([&] { return distribution::truncated(d, v[0], v[1]); }, {{"low, high", "within"}});
    }

private:
    Distribution whole(std::string_view shape) {
        if (shape == "pert") {
            const auto v = points("pert", {"low", "likely", "high"});
            const double lambda = t_.optional<double>("lambda").value_or(4);
            return make([&] {
                return distribution::pert({.low = v[0], .likely = v[1], .high = v[2], .lambda = lambda});
            });
        }
        if (shape == "triangular") {
            const auto v = points("triangular", {"low", "likely", "high"});
            return make(
                [&] { return distribution::triangular({.low = v[0], .likely = v[1], .high = v[2]}); });
        }
        if (shape == "trigen") return trigen();
        if (t_.has("base")) base_ = number(t_, "base");
        if (shape == "uniform") {
            const auto v = points("uniform", {"low", "high"});
            return make([&] { return distribution::uniform({.low = v[0], .high = v[1], .base = base_}); });
        }
        if (shape == "lognormal") return lognormal(t_.table("lognormal"));
        if (shape == "discrete") return discrete();
        if (shape == "mixture") return mixture();
        if (shape == "empirical") {
            std::vector<double> samples;
            for (const T& v : t_.list<T>("empirical")) samples.push_back(plain(v));
            return make([&] { return distribution::empirical(samples, base_); }, {{"samples", "empirical"}});
        }
        const Table p = t_.table(shape);
        if (shape == "normal") {
            const double mean = number(p, "mean"), sd = number(p, "sd");
            return make([&] { return distribution::normal({.mean = mean, .sd = sd, .base = base_}); });
        }
        const double s = p.required<double>("shape"), scale = number(p, "scale");
        return make([&] {
            const distribution::ShapeAndScale parameters{.shape = s, .scale = scale, .base = base_};
            return shape == "weibull" ? distribution::weibull(parameters) : distribution::gamma(parameters);
        });
    }
    Distribution trigen() {
        const auto v = points("trigen", {"low", "likely", "high"});
        const std::vector<double> at = t_.list<double>("at");
        t_.require(at.size() == 2, "at", "must have 2 items: the shares below low and below high");
        return make(
            [&] {
                return distribution::trigen(
                    {.low = v[0], .likely = v[1], .high = v[2], .p_low = at[0], .p_high = at[1]});
            },
            {{"p_low", "at[1]"}, {"p_high", "at[2]"}});
    }
    Distribution lognormal(const Table& p) {
        if (p.has("median")) {
            const double median = number(p, "median"), sigma = p.required<double>("sigma");
            p.require(median > 0, "median", "must be positive");
            return make([&] {
                if (sigma == 0) return distribution::fixed(median);
                return distribution::lognormal_of_log(
                    {.mu = math::log(median), .sigma = sigma, .base = base_.value_or(median)});
            });
        }
        if (p.has("p50")) {
            const double p50 = number(p, "p50"), p90 = number(p, "p90");
            return make([&] {
                return distribution::lognormal_of_quantiles(
                    {.p50 = p50, .p90 = p90, .base = base_.value_or(p50)});
            });
        }
        if (p.has("mu")) {
            const double mu = p.required<double>("mu"), sigma = p.required<double>("sigma");
            p.require(std::same_as<T, double>, "mu", "has no unit: state the median");
            return make(
                [&] { return distribution::lognormal_of_log({.mu = mu, .sigma = sigma, .base = base_}); });
        }
        if (!p.has("mean") && !p.has("sd") && p.exists()) {
            p.fail("must be stated by median and sigma, mean and sd, or p50 and p90");
            p.pass_over();
        }
        if (!p.ok()) return {};
        const double mean = number(p, "mean"), sd = number(p, "sd");
        return make([&] { return distribution::lognormal_of_mean({.mean = mean, .sd = sd, .base = base_}); });
    }
    Distribution discrete() {
        std::vector<double> values, probabilities;
        for (const auto& [value, probability] : t_.pairs<T, double>("discrete")) {
            values.push_back(plain(value));
            probabilities.push_back(probability);
        }
        return make(
            [&] {
                return distribution::discrete(
                    {.values = values, .probabilities = probabilities, .base = base_});
            },
            {{"values", "discrete"}, {"probabilities", "discrete"}});
    }

    Distribution mixture() {
        std::vector<distribution::Weighted> components;
        for (const Table& t : t_.tables("mixture")) {
            components.push_back({.weight = t.required<double>("weight"), .of = read_shape<T>(t)});
            t.require(!t.has("base"), "base", "has no meaning here: state it beside the mixture");
        }
        return make([&] { return distribution::mixture(components, base_); });
    }
    Distribution tailed(const Distribution& body) {
        const Table t = t_.table("tail");
        const double above = number(t, "above"), shape = t.required<double>("shape"),
                     scale = number(t, "scale");
        if (!t_.ok()) return {};
        const auto made = [&] {
            return distribution::pareto_tail(body, {.above = above, .shape = shape, .scale = scale});
        };
        return attach(t, made).value_or(Distribution{});
    }

    static double number(const Table& t, std::string_view key) { return plain(t.required<T>(key)); }
    /// The values of a list with these names, which must not fall; the factory's own rule for that would
    /// state them in canonical units. Zeros if they are not as many.
    std::array<double, 3> points(std::string_view key, std::initializer_list<std::string_view> names) {
        std::array<double, 3> all{};
        const std::vector<T> list = t_.list<T>(key);
        if (list.size() != names.size()) {
            std::string rule = "must have " + std::to_string(names.size()) + " items:";
            for (const std::string_view name : names)
                rule += (name == *names.begin() ? " " : ", ") + std::string{name};
            t_.fail(key, rule);
            return all;
        }
        std::vector<Problem> problems;
        for (std::size_t i = 0; i < list.size(); ++i) {
            all[i] = plain(list[i]);
            if (i == 0 || !(all[i] < all[i - 1])) continue;
            problems.emplace_back();
            problems.back().field = std::string{key} + "[" + std::to_string(i + 1) + "]";
            problems.back().rule = "must not be below " + std::string{names.begin()[i - 1]};
        }
        if (!problems.empty()) attach_problems(t_, problems);
        return all;
    }
    template <class Make>
    Distribution make(Make&& make, std::initializer_list<FieldAlias> aliases = {}) {
        if (!t_.ok()) return {};
        const auto in_own_words = [&] {
            try {
                return make();
            } catch (const InputError& error) {
                std::vector<Problem> problems = error.problems();
                for (Problem& p : problems)
                    if (p.field == "base") p.rule = "must be a value that the distribution can have";
                throw InputError{std::move(problems)};
            }
        };
        return attach(t_, in_own_words, aliases).value_or(Distribution{});
    }

    const Table& t_;
    std::optional<double> base_{};
};

const std::vector<std::string> shapes{"pert",  "triangular", "trigen",    "uniform", "lognormal", "weibull",
                                      "gamma", "discrete",   "empirical", "normal",  "mixture"};

template <class T>
Distribution read_shape(const Table& t) {
    std::vector<std::string> stated;
    for (const std::string& shape : shapes)
        if (t.has(shape)) stated.push_back(shape);
    if (stated.size() == 1) return Shape<T>{t}.read(stated[0]);
    std::string rule = stated.empty() ? "must have one shape:" : "must have one shape; found";
    for (const std::string& name : stated.empty() ? shapes : stated)
        rule += (&name == &(stated.empty() ? shapes : stated).front() ? " " : ", ") + name;
    t.fail(rule);
    t.pass_over();
    return {};
}

}  // namespace

template <class T>
Distribution read_distribution(const Table& table, std::string_view key) {
    const Node* node = table.has(key) ? table.node()->find(key) : nullptr;
    if (!node || node->kind != Kind::table) {
        const auto value = node ? table.optional<T>(key) : std::optional<T>{table.required<T>(key)};
        return value && node ? distribution::fixed(plain(*value)) : Distribution{};
    }
    return read_shape<T>(table.table(key));
}

template Distribution read_distribution<double>(const Table&, std::string_view);
template Distribution read_distribution<ElapsedTime>(const Table&, std::string_view);
template Distribution read_distribution<WorkingDays>(const Table&, std::string_view);

}  // namespace minerisk::inline v0::io
