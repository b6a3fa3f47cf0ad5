#pragma once

namespace minerisk::inline v0::program {

/// The program: reads the command line, runs the command, returns the exit status (0 done, 1 the run failed,
/// 2 the input was refused, 130 interrupted).
int run_program(int argc, char** argv);

}  // namespace minerisk::inline v0::program
