// The functions are in the header; a target needs a file to compile.

#include "CSystem.h"
