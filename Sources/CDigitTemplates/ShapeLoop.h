// The loop over cells, compiled once for each level: the including file defines the operations below.
//
//   short_key, long_key                              types for the shapes of short cells and of others
//   short_shape, long_shape(cell, length)            the shape of a cell
//   short_hash, long_hash(key)                       the index of its first slot
//   short_equal, long_equal(key, stored)             whether it is a stored one
//   short_store, long_store(key, out)                stores it
//   number_of(cell, layout)                          the number that a cell's digits are
#include "Levels.h"

static inline __attribute__((always_inline)) void store_mantissa(const shape_figures *out, uint64_t low, uint64_t high,
                                                                 uint64_t row) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    __builtin_memcpy((uint8_t *)out->mantissa + 16 * row, &high, 8);
    __builtin_memcpy((uint8_t *)out->mantissa + 16 * row + 8, &low, 8);
#else
    __builtin_memcpy((uint8_t *)out->mantissa + 16 * row, &low, 8);
    __builtin_memcpy((uint8_t *)out->mantissa + 16 * row + 8, &high, 8);
#endif
}

static inline __attribute__((always_inline)) int64_t store_figure(const shape_figures *out, const uint8_t *cell,
                                                                  const shape_layout *layout, uint64_t row) {
    out->state[row] = layout->state;
    out->scale[row] = layout->scale;
    out->unit[row] = layout->unit;
    out->flags[row] = layout->flags;
    // Sixteen digits fit into 64 bits.
    int64_t number = (int64_t)number_of(cell, layout) * layout->sign;
    store_mantissa(out, (uint64_t)number, (uint64_t)(number >> 63), row);
    return number;
}

/// The number of the shape of a cell that is not short, or whose shape is not in its first slot; 0 where it is unknown.
static __attribute__((noinline)) uint32_t look_further(shape_table *table, const uint8_t *cell, uint32_t length) {
    if (length <= shape_longest_short) {
        short_key key = short_shape(cell, length);
        uint32_t slot = short_hash(key);
        for (;; slot = (slot + 1) % shape_slot_count) {
            uint32_t number = table->short_slots[slot];
            if (number == 0) break;
            if (short_equal(key, table->keys + number)) return number;
        }
        short_store(key, &table->unknown);
        table->unknown_slot = table->short_slots + slot;
        return 0;
    }
    long_key key = long_shape(cell, length);
    uint32_t slot = long_hash(key);
    for (;; slot = (slot + 1) % shape_slot_count) {
        uint32_t number = table->long_slots[slot];
        if (number == 0) break;
        if (long_equal(key, table->keys + number)) return number;
    }
    long_store(key, &table->unknown);
    table->unknown_slot = table->long_slots + slot;
    return 0;
}

/// Reads a cell whose shape is not that of a single figure; 0 where it is left to the full reading.
static inline __attribute__((always_inline)) int store_other(const shape_output *out, const uint8_t *cell,
                                                             const cell_shape *shape, uint64_t row, int are_targets) {
    if (shape->reading == shape_left) return 0;
    if (are_targets) {
        out->form[row] = shape->form;
        if (shape->reading == shape_range) {
            // Bounds in the wrong order are left to the full reading, which swaps them.
            return store_figure(&out->first, cell, &shape->first, row) <=
                   store_figure(&out->second, cell, &shape->second, row);
        }
        out->second.state[row] = out->no_second;
    }
    out->first.state[row] = shape->first.state;
    out->first.scale[row] = shape->first.scale;
    out->first.unit[row] = shape->first.unit;
    out->first.flags[row] = shape->first.flags;
    store_mantissa(&out->first, shape->constant_low, shape->constant_high, row);
    return 1;
}

static inline __attribute__((always_inline)) uint64_t read_rows(shape_table *table, const uint8_t *base,
                                                                const shaped_cell *cells, uint64_t row, uint64_t count,
                                                                int leaves_quoted, shape_output *output,
                                                                int are_targets) {
    // A copy, so that the compiler keeps it in registers despite writes through pointers.
    shape_output out = *output;
    for (; row < count; row++) {
        shaped_cell span = cells[row];
        const uint8_t *cell = base + span.offset;
        uint32_t number;
        if (span.length <= shape_longest_short) {
            short_key key = short_shape(cell, span.length);
            number = table->short_slots[short_hash(key)];
            if (__builtin_expect(short_equal(key, table->keys + number), 1)) goto known;
        }
        number = 0;
        if (span.length <= shape_longest_cell) {
            number = look_further(table, cell, span.length);
            if (number == 0) break;
        }
    known:;
        const cell_shape *shape = table->shapes + number;
        if (leaves_quoted && span.length > 0 && cell[0] == '"') {
            out.left[out.left_count++] = (uint32_t)row;
            continue;
        }
        if (__builtin_expect(shape->reading == shape_figure, 1)) {
            store_figure(&out.first, cell, &shape->first, row);
            if (are_targets) {
                out.form[row] = shape->form;
                out.second.state[row] = out.no_second;
            }
        } else if (!store_other(&out, cell, shape, row, are_targets)) {
            out.left[out.left_count++] = (uint32_t)row;
            continue;
        }
        out.verdicts[row] = shape->verdict;
        out.found |= shape->verdict;
    }
    output->found = out.found;
    output->left_count = out.left_count;
    return row;
}

static uint64_t read_by_level(shape_table *table, const uint8_t *base, const shaped_cell *cells, uint64_t row,
                              uint64_t count, uint8_t leaves_quoted, shape_output *output) {
    if (output->form) return read_rows(table, base, cells, row, count, leaves_quoted, output, 1);
    if (leaves_quoted) return read_rows(table, base, cells, row, count, 1, output, 0);
    return read_rows(table, base, cells, row, count, 0, output, 0);
}
