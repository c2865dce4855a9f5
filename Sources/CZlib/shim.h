/* zlib as it is installed: inflating and deflating, and the sums of packages. */
#include <zlib.h>
