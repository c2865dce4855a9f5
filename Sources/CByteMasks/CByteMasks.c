// A C target needs one source file; everything is in the header, to be inlined.
#include "CByteMasks.h"
