#pragma once

namespace minerisk::inline v0 {

/// A stretch of time [begin, end) in years during which a channel loses a share of its flow:
/// one share while the project is built, one while it operates. 0 is no loss, 1 a closed channel.
struct Outage {
    double begin = 0;
    double end = 0;
    double build_loss = 0;
    double operation_loss = 0;
};

}  // namespace minerisk::inline v0
