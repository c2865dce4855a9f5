// Settings of the build.

#include "CSystem.h"

#include <stddef.h>

const char *built_homepage(void) {
#ifdef KPILINT_HOMEPAGE
    return KPILINT_HOMEPAGE;
#else
    return NULL;
#endif
}
