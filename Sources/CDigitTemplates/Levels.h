// What the levels share, and declarations of those that a processor may lack, each defined in its own file.
#ifndef KPILINT_SHAPE_LEVELS_H
#define KPILINT_SHAPE_LEVELS_H

#include "DigitTemplates.h"

/// The longest cell of which the shape takes half a key.
enum { shape_longest_short = 15 };
/// Four times as many as there may be shapes.
enum { shape_slot_count = 2048 };

/// The shape of a cell: its bytes with each digit as `0`, then zeros, and its length in the last byte of sixteen for a
/// short cell, else of 32.
typedef struct {
    uint8_t bytes[shape_longest_cell + 1];
} shape_key;

struct shape_table {
    /// The first entry is not a shape, and no cell has its key.
    cell_shape shapes[shape_capacity + 1];
    shape_key keys[shape_capacity + 1];
    /// The numbers of shapes by their hashes, 0 for none: of short cells, and of others.
    uint16_t short_slots[shape_slot_count];
    uint16_t long_slots[shape_slot_count];
    uint32_t count;
    shape_level level;
    /// The shape of the cell at which the reading stopped, and the slot for its number.
    shape_key unknown;
    uint16_t *unknown_slot;
};

#if defined(__x86_64__)
#define KPILINT_SHAPES_X86 1

uint64_t shape_read_by_avx2(shape_table *table, const uint8_t *base, const shaped_cell *cells, uint64_t row,
                            uint64_t count, uint8_t leaves_quoted, shape_output *output);
#endif

#endif
