// Files: reads a model, refuses a broken one by field, runs the sound one and says it in JSON.

#include <cstdio>
#include <string>

#include <minerisk/io/model_file.hpp>
#include <minerisk/io/render.hpp>
#include <minerisk/report/write.hpp>
#include <minerisk/study.hpp>

int main() {
    using namespace minerisk;
    try {
        io::Sources sources;
        const io::Model model = io::load_model(SMALL_MINE, sources);
        const Outcome outcome = simulate(model.study, {.paths = 1'000, .seed = 1});
        const std::string json = report::json(report::summarize(outcome, model.study),
                                              {model.name, SMALL_MINE, &sources, "consumer", model.assumed});
        const bool told = json.find("minerisk.summary/1") != std::string::npos;
        std::printf("io: %s, %zu bytes of JSON\n", model.name.c_str(), json.size());
        if (!told) return 1;
    } catch (const InputError& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    try {
        io::Sources sources;
        io::load_model(SMALL_MINE ".missing", sources);
    } catch (const InputError& error) {
        std::printf("io: refused as it should be: %s\n", error.problems().front().rule.c_str());
        return 0;
    }
    return 1;
}
