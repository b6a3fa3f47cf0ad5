#pragma once

/// Marks functions whose bodies stand apart, in a file `.inl`. A program of headers alone includes the bodies
/// and compiles them (inline); one that links the compiled library does not see them, which saves its compile
/// time.
#ifdef MINERISK_COMPILED_KERNELS
#define MINERISK_BODY
#else
#define MINERISK_BODY inline
#endif
