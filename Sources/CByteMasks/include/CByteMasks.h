// What Swift sees of this target.
#include "BlockMasks.h"
#include "FindByte.h"
#include "FindText.h"
#include "LineEnds.h"
#include "Prefetch.h"
#include "StructuralScan.h"
