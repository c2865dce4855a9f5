// Figures read by the shape of their cells: a shape is the text of a cell with all digits alike. Once it is known it
// tells everything about a figure except its digits.
#ifndef KPILINT_CELL_SHAPES_H
#define KPILINT_CELL_SHAPES_H

#include <stdint.h>

/// The sets of instructions that the reading is written for. All read the same.
typedef enum {
    shape_level_portable,
    shape_level_avx2,
} shape_level;

/// The highest level that the processor has.
shape_level shape_best_level(void);

/// The bytes of one cell, from an offset on.
typedef struct {
    uint32_t offset;
    uint32_t length;
} shaped_cell;

enum {
    /// The longest cell that has a shape, in bytes.
    shape_longest_cell = 31,
    /// The most digits of a figure, and the most bytes from the first to the last of them.
    shape_digits = 16,
    /// How many shapes a table can hold.
    shape_capacity = 512,
};

/// Where the digits of a figure are in its cell, and everything else about the figure.
typedef struct {
    /// For each of sixteen digits, the last digit of the number last, its offset in the window; 0x80 before the first.
    uint8_t digits[shape_digits];
    /// The first of sixteen bytes that hold the digits, from the cell's first byte.
    uint16_t window;
    uint16_t unit;
    uint8_t state;
    int8_t scale;
    uint8_t flags;
    uint8_t unused;
    /// 1 or −1.
    int64_t sign;
} shape_layout;

/// How the cells of a shape are read.
typedef enum {
    /// Not at all: they are left to the full reading.
    shape_left,
    shape_figure,
    /// By two figures, the lower one first: a cell with another order is left.
    shape_range,
    /// As a constant: there are no digits.
    shape_constant,
} shape_reading;

typedef struct {
    shape_layout first;
    shape_layout second;
    /// The low and the high half of a constant's mantissa.
    uint64_t constant_low;
    uint64_t constant_high;
    uint8_t reading;
    uint8_t verdict;
    uint8_t form;
    /// Pads the shape to 128 bytes, so that an index becomes an address by a shift.
    uint8_t unused[45];
} cell_shape;

/// The shapes that are known, for one level.
typedef struct shape_table shape_table;

/// An empty table, or null where there is no memory.
shape_table *shape_table_make(shape_level level);
void shape_table_free(shape_table *table);

/// Whether there is no room for another shape.
int shape_table_is_full(const shape_table *table);

/// Gives the cell at which the reading stopped its shape. The table must not be full.
void shape_table_add(shape_table *table, const cell_shape *shape);

/// Where figures are written, by row. Mantissas are 16 bytes each.
typedef struct {
    uint8_t *state;
    void *mantissa;
    int8_t *scale;
    uint16_t *unit;
    uint8_t *flags;
} shape_figures;

/// What is written of the cells that are read, and of those that are not.
typedef struct {
    shape_figures first;
    /// The upper ends of ranges; the states of other cells become `no_second`. Not written where `form` is null.
    shape_figures second;
    uint8_t *form;
    uint8_t no_second;
    uint8_t *verdicts;
    /// The faults of all cells together.
    uint8_t found;
    /// The rows of cells that are left.
    uint32_t *left;
    uint64_t left_count;
} shape_output;

/// Reads the cells of some rows until it meets one of an unknown shape; returns its row, or `count` where there is
/// none. Cells that begin with a quotation mark are left where `leaves_quoted` is not zero. 64 bytes behind each cell's
/// start must be readable.
uint64_t shape_read(shape_table *table, const uint8_t *base, const shaped_cell *cells, uint64_t row, uint64_t count,
                    uint8_t leaves_quoted, shape_output *output);

#endif
