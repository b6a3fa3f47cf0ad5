# Warnings for our own targets.
function(minerisk_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wno-sign-conversion -Wshadow)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE -Wno-restrict -Wno-stringop-overflow)  # false alarms on std::string (GCC bug 105651)
    # With sanitizers at -Og the constructor of std::stop_source seems to use itself.
    target_compile_options(${target} PRIVATE $<$<CONFIG:Debug>:-Wno-maybe-uninitialized>)
  endif()
  if(MINERISK_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
