// 64-byte masks for the structural scan of delimited text.
#ifndef KPILINT_BYTE_MASKS_H
#define KPILINT_BYTE_MASKS_H
#include <stdint.h>
#endif
