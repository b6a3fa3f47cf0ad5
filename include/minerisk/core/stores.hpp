#pragma once

namespace minerisk::inline v0 {

/// What stands between a channel and the work, in years of full flow, and how fast a channel can catch up.
struct Stores {
    double supplies = 0;        ///< inputs on site (fuel, reagents; construction inputs), fed by road
    double site_product = 0;    ///< room for concentrate on site, emptied by rail
    double port_product = 0;    ///< room for concentrate at the port, emptied by ship
    double catch_up = 1;        ///< an open channel carries up to this multiple of full flow, >= 1
    bool ships_product = true;  ///< false while building: rail and port do not matter
};

}  // namespace minerisk::inline v0
