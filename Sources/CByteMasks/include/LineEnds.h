// How many lines end in a text, counted many bytes at a time.
#ifndef KPILINT_LINE_ENDS_H
#define KPILINT_LINE_ENDS_H

#include <stdint.h>

/// The number of line ends among `count` bytes: LF, CR, or CRLF as one, at its CR. `before` is the byte before the
/// first.
uint64_t line_ends_count(const uint8_t *p, uint64_t count, uint8_t before);

#endif
