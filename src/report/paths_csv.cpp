#include <charconv>
#include <cmath>

#include "io/text_escape.hpp"
#include "minerisk/report/write.hpp"

namespace minerisk::inline v0::report {

void write_paths_csv(io::AtomicFile& file, const Outcome& o) {
    std::string text = "path";
    for (const StatusColumn& s : o.statuses) text += "," + io::csv_field(s.name);
    for (const Column& c : o.columns) text += "," + io::csv_field(c.name);
    text += "\n";
    const auto number = [&](auto x) {
        char digits[40];
        text.append(digits, std::to_chars(digits, digits + sizeof digits, x).ptr);
    };
    for (std::uint64_t i = 0; i < o.paths; ++i) {
        number(o.first_path + i);
        for (const StatusColumn& s : o.statuses) text += "," + io::csv_field(s.names[s.values[i]]);
        for (const Column& c : o.columns) {
            text += ',';
            if (std::isfinite(c.values[i])) number(c.values[i]);
        }
        text += '\n';
        if (text.size() > (1u << 20)) {
            file.write(text);
            text.clear();
        }
    }
    file.write(text);
}

}  // namespace minerisk::inline v0::report
