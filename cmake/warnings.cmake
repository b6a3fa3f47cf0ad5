# Warnings for our own targets.
function(minerisk_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wno-sign-conversion -Wshadow)
  if(MINERISK_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
