// The headers alone: the kernels are compiled here, at this project's own flags.

#include <cstdio>
#include <vector>

#include <minerisk/statistics.hpp>
#include <minerisk/valuation.hpp>

int main() {
    using namespace minerisk;
    const std::vector<double> cash{-100, 60, 60};  // 100 = 60 / q + 60 / q^2: q = 0.3 + sqrt(0.69)
    const valuation::Irr irr = valuation::irr(cash);
    const std::vector<double> column{4, 1, 3, 2, 5};
    const double median = statistics::quantile(column, 0.5);
    std::printf("header_only: irr %.6f (%d falling root), median %g, kernels %s\n", irr.rate, irr.falling,
                median, kernels().name);
    return irr.rate > 0.130662 && irr.rate < 0.130663 && irr.falling == 1 && median == 3 ? 0 : 1;
}
