// How many lines end in a text, and in which of its records, many bytes at a time.
#ifndef KPILINT_LINE_ENDS_H
#define KPILINT_LINE_ENDS_H

#include <stdint.h>

/// The number of line ends among `count` bytes: LF, CR, or CRLF as one, at its CR. `before` is the byte before the
/// first.
uint64_t line_ends_count(const uint8_t *p, uint64_t count, uint8_t before);

/// Finds the records of a text that hold a line end. Record `r` begins at `starts[r]` and ends with its last field, at
/// `field_ends[first_fields[r + 1] - 1]`. Writes their numbers, ascending, of which there may be `count`, and returns how
/// many there are. Up to 63 bytes behind `length` are read.
uint64_t line_ends_in_records(const uint8_t *bytes, uint64_t length, const uint32_t *starts, const uint32_t *field_ends,
                              const uint32_t *first_fields, uint64_t count, uint32_t *found);

#endif
