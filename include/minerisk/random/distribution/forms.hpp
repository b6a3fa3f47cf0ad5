#pragma once

#include "minerisk/random/distribution/by_kernels.hpp"
#include "minerisk/random/distribution/by_samples.hpp"
#include "minerisk/random/distribution/mixture.hpp"
#include "minerisk/random/distribution/pareto_tail.hpp"
#include "minerisk/random/distribution/simple.hpp"
#include "minerisk/random/distribution/tabulated.hpp"
#include "minerisk/random/distribution/truncated.hpp"

/// All that the form of a distribution can be, for what looks into it.
