#pragma once

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "minerisk/analysis/condition.hpp"
#include "minerisk/core/body.hpp"
#include "minerisk/core/errors.hpp"

namespace minerisk::inline v0::analysis {

/// Recursive descent, one function a level of binding.
class Condition::Parser {
public:
    explicit Parser(std::string_view text) { out_.text_ = text; }

    Condition parse() {
        any();
        skip();
        if (at_ < text().size()) fail("must end here, or go on with `and` or `or`");
        return std::move(out_);
    }

private:
    const std::string& text() const { return out_.text_; }
    [[noreturn]] void fail(const std::string& rule) const {
        const std::string rest = text().substr(std::min(at_, text().size()), 30);
        throw InputError{
            {{"condition", text(), rule + (rest.empty() ? " at its end" : ", at `" + rest + "`")}}};
    }
    void skip() {
        while (at_ < text().size() && (text()[at_] == ' ' || text()[at_] == '\t')) ++at_;
    }
    static bool in_word(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '.';
    }
    std::string_view word() {
        skip();
        std::size_t end = at_;
        while (end < text().size() && in_word(text()[end])) ++end;
        return std::string_view{text()}.substr(at_, end - at_);
    }
    bool take(std::string_view expected) {
        skip();
        const bool is_word = in_word(expected[0]);
        const bool here =
            is_word ? word() == expected : std::string_view{text()}.substr(at_).starts_with(expected);
        if (here) at_ += expected.size();
        return here;
    }
    std::size_t add(Node node) {
        out_.nodes_.push_back(std::move(node));
        return out_.nodes_.size() - 1;
    }
    std::size_t any() {
        std::size_t left = all();
        while (take("or")) {
            const std::size_t right = all();
            left = add({Node::any_of, {}, left, right});
        }
        return left;
    }
    std::size_t all() {
        std::size_t left = one();
        while (take("and")) {
            const std::size_t right = one();
            left = add({Node::all_of, {}, left, right});
        }
        return left;
    }
    std::size_t one() {
        if (++depth_ > 100) fail("must not be nested so deeply");
        std::size_t node = 0;
        if (take("not")) {
            const std::size_t inner = one();
            node = add({Node::negation, {}, inner, 0});
        } else if (take("(")) {
            node = any();
            if (!take(")")) fail("must close its bracket");
        } else {
            node = comparison();
        }
        --depth_;
        return node;
    }
    std::size_t comparison() {
        Comparison c;
        c.column = word();
        if (c.column.empty() || (c.column[0] >= '0' && c.column[0] <= '9'))
            fail("must name a column of the run");
        at_ += c.column.size();
        if (take("<="))
            c.relation = Comparison::at_most;
        else if (take(">="))
            c.relation = Comparison::at_least;
        else if (take("<"))
            c.relation = Comparison::below;
        else if (take(">"))
            c.relation = Comparison::above;
        else
            fail("must compare by <, <=, > or >=");
        skip();
        const char* const begin = text().data() + at_;
        const auto [end, error] = std::from_chars(begin, text().data() + text().size(), c.value);
        if (error != std::errc{}) fail("must compare with a number");
        at_ += static_cast<std::size_t>(end - begin);
        static constexpr std::pair<std::string_view, double> units[] = {
            {"%", 0.01}, {"kUSD", 1e3}, {"MUSD", 1e6}, {"bnUSD", 1e9}, {"Mt", 1e6}};
        for (const auto& [unit, factor] : units)
            if (take(unit)) {
                c.value *= factor;
                break;
            }
        if (std::ranges::count(out_.columns_, c.column) == 0) out_.columns_.push_back(c.column);
        return add({Node::compare, std::move(c), 0, 0});
    }

    Condition out_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

MINERISK_BODY Condition Condition::parse(std::string_view text) {
    return Parser{text}.parse();
}

MINERISK_BODY std::vector<bool> Condition::holds(const Outcome& outcome) const {
    std::vector<std::vector<bool>> value;
    for (const Node& n : nodes_) {
        std::vector<bool>& here = value.emplace_back(static_cast<std::size_t>(outcome.paths));
        if (n.kind == Node::compare) {
            const auto numbers = outcome[n.comparison.column];
            const double bound = n.comparison.value;
            for (std::size_t i = 0; i < here.size(); ++i) {
                const double x = numbers[i];
                switch (n.comparison.relation) {
                    case Comparison::below:
                        here[i] = x < bound;
                        break;
                    case Comparison::at_most:
                        here[i] = x <= bound;
                        break;
                    case Comparison::above:
                        here[i] = x > bound;
                        break;
                    case Comparison::at_least:
                        here[i] = x >= bound;
                        break;
                }
            }
            continue;
        }
        const std::vector<bool>&left = value[n.left], &right = value[n.right];
        for (std::size_t i = 0; i < here.size(); ++i)
            here[i] = n.kind == Node::negation ? !left[i]
                      : n.kind == Node::all_of ? left[i] && right[i]
                                               : left[i] || right[i];
    }
    return std::move(value.back());
}

MINERISK_BODY statistics::Proportion Condition::probability(const Outcome& outcome) const {
    const std::vector<bool> all = holds(outcome);
    return statistics::proportion(static_cast<std::size_t>(std::ranges::count(all, true)), all.size());
}

}  // namespace minerisk::inline v0::analysis
