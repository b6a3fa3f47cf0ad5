#include "program/version.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <tbb/version.h>
#include <toml++/impl/version.h>
#include <CLI/Version.hpp>
#include <Eigen/Core>
#include <boost/version.hpp>
#include <nlohmann/json.hpp>

#include "minerisk/kernels/active.hpp"
#include "minerisk/kernels/builds.hpp"
#ifdef MINERISK_HAS_CALIBRATION
#include "minerisk/calibration/fit.hpp"
#endif

namespace minerisk::inline v0::program {

std::string version() {
    return MINERISK_VERSION;
}

std::string version_text() {
    std::string usable;
    for (const KernelTable* table : usable_kernels())
        usable += (usable.empty() ? "" : " ") + std::string{table->name};
    return fmt::format(
        "minerisk {}\n"
        "instruction set   {} in use; usable here: {} (MINERISK_ISA chooses)\n"
        "compiler          {} {}, {}\n"
        "Eigen             {}.{}.{}\n"
        "Boost             {}\n"
        "TBB               {}\n"
        "toml++            {}.{}.{}\n"
        "nlohmann json     {}.{}.{}\n"
        "CLI11             {}\n"
        "fmt               {}.{}.{}\n"
        "OpenSSL           {}\n"
        "NLopt             {}",
        version(), kernels().name, usable,
#ifdef __clang__
        "Clang", __clang_version__,
#else
        "GCC", __VERSION__,
#endif

#ifdef NDEBUG
        "release",
#else
        "debug",
#endif
        EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION, BOOST_LIB_VERSION,
        TBB_runtime_version(), TOML_LIB_MAJOR, TOML_LIB_MINOR, TOML_LIB_PATCH, NLOHMANN_JSON_VERSION_MAJOR,
        NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH, CLI11_VERSION, FMT_VERSION / 10000,
        FMT_VERSION / 100 % 100, FMT_VERSION % 100, OpenSSL_version(OPENSSL_VERSION),
#ifdef MINERISK_HAS_CALIBRATION
        calibration::optimiser().substr(6)
#else
        "none: built without minerisk calibrate"
#endif
    );
}

}  // namespace minerisk::inline v0::program
