// The compiler calls this module's functions by the names of the ARM run-time ABI. The ones of <string.h> are
// declared for the self-test, which calls them by name.
#pragma once
#if defined(__arm__)
#include <string.h>
#endif
