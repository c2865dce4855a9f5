// What Swift sees of this target.
#include "BlockMasks.h"
#include "StructuralScan.h"
