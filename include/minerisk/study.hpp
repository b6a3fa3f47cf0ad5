#pragma once

/// To state a study, run it and read what it gives: what a program that uses minerisk mostly needs, and
/// quick to compile. minerisk.hpp brings the stages themselves besides.
///
///   StudySpec and its parts -> Study (checked) -> simulate -> Outcome -> statistics
///
/// Without the compiled library this is the same as minerisk.hpp, and for a price model of your own include
/// that one.

#include "minerisk/engine/study.hpp"
#include "minerisk/inputs/even_build.hpp"
#include "minerisk/statistics.hpp"
