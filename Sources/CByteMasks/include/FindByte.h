// Whether a byte occurs in some bytes.
#ifndef KPILINT_FIND_BYTE_H
#define KPILINT_FIND_BYTE_H

#include <stdint.h>
#include <string.h>

static inline int bytes_hold(const uint8_t *bytes, uint64_t count, uint8_t byte) {
    return count > 0 && memchr(bytes, byte, count) != 0;
}

#endif
