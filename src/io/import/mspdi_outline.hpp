#pragma once

#include <map>
#include <string>
#include <vector>

#include <pugixml.hpp>

namespace minerisk::inline v0::io {

/// A summary task of a Project file: it has no work of its own, but stands for what lies within it.
struct Summary {
    pugi::xml_node node{};
    int level = 0;
    std::size_t first = 0, last = 0;  ///< of the tasks that are read: those within it
    double cost_within = 0;           ///< of the tasks one level below

    std::size_t size() const { return last - first; }
    bool overlaps(std::size_t from, std::size_t to) const { return first < to && from < last; }
};

/// The summary tasks of a file, built up task by task in the order of the file.
class Outline {
public:
    /// A task at `level`, in front of which `tasks` were kept: what is open at this level or below it ends.
    /// `cost` is its own.
    void meet(int level, std::size_t tasks, double cost) {
        while (!open_.empty() && summaries_.at(open_.back()).level >= level) close(tasks);
        if (!open_.empty()) summaries_.at(open_.back()).cost_within += cost;
    }
    /// The task met last is a summary. False if another has its UID.
    bool open(const std::string& uid, pugi::xml_node node, int level, std::size_t tasks) {
        if (!summaries_.try_emplace(uid, Summary{node, level, tasks, tasks}).second) return false;
        order_.push_back(uid);
        open_.push_back(uid);
        return true;
    }
    void end(std::size_t tasks) {
        while (!open_.empty()) close(tasks);
    }
    /// Null if there is none with this UID.
    const Summary* find(const std::string& uid) const {
        const auto place = summaries_.find(uid);
        return place == summaries_.end() ? nullptr : &place->second;
    }
    /// Their UIDs, in the order of the file.
    const std::vector<std::string>& all() const { return order_; }

private:
    void close(std::size_t tasks) {
        summaries_.at(open_.back()).last = tasks;
        open_.pop_back();
    }
    std::map<std::string, Summary> summaries_;
    std::vector<std::string> order_, open_;
};

}  // namespace minerisk::inline v0::io
