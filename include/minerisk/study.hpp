#pragma once

/// To state a study, run it and read what it gives: what a program that uses minerisk mostly needs, in about
/// two thirds of the time that it takes to compile with minerisk.hpp.
///
///   StudySpec and its parts -> Study (checked) -> simulate -> Outcome -> statistics
///
/// The stages themselves, block by block, and price models of your own take minerisk.hpp. In the header-only
/// form their bodies are needed, and this header brings them along.

#include "minerisk/engine/study.hpp"
#include "minerisk/factors/price/defaults.hpp"
#include "minerisk/inputs/even_build.hpp"
#include "minerisk/statistics.hpp"

#ifndef MINERISK_COMPILED_KERNELS
#include "minerisk/engine.hpp"
#endif
