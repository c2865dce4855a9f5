// Reading by shape in portable C, the table of shapes, and the choice of a level.
#include "Levels.h"

#include <stdlib.h>

typedef struct {
    uint64_t words[2];
} short_key;

typedef struct {
    uint64_t words[4];
} long_key;

/// Eight bytes in which every digit has become `0`.
static inline __attribute__((always_inline)) uint64_t alike(uint64_t bytes) {
    uint64_t away = bytes ^ UINT64_C(0x3030303030303030);
    // The high bit of each byte: whether it is not a digit.
    uint64_t others = ((away & UINT64_C(0x7F7F7F7F7F7F7F7F)) + UINT64_C(0x7676767676767676)) | away;
    uint64_t digits = ~others & UINT64_C(0x8080808080808080);
    return bytes & ~((digits >> 3) - (digits >> 7));
}

/// Eight bytes of which the first `count` are those of a cell, digits alike, and the others zero.
static inline __attribute__((always_inline)) uint64_t eight_bytes(const uint8_t *cell, uint32_t count) {
    uint64_t bytes = 0;
    __builtin_memcpy(&bytes, cell, 8);
    uint64_t digits = alike(bytes);
    if (count >= 8) return digits;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return count == 0 ? 0 : digits & ~UINT64_C(0) << (64 - 8 * count);
#else
    return digits & ((UINT64_C(1) << (8 * count)) - 1);
#endif
}

static inline __attribute__((always_inline)) uint32_t behind(uint32_t length, uint32_t start) {
    return length > start ? length - start : 0;
}

static inline __attribute__((always_inline)) short_key short_shape(const uint8_t *cell, uint32_t length) {
    short_key key = {{eight_bytes(cell, length), eight_bytes(cell + 8, behind(length, 8))}};
    ((uint8_t *)key.words)[15] = (uint8_t)length;
    return key;
}

static inline __attribute__((always_inline)) long_key long_shape(const uint8_t *cell, uint32_t length) {
    long_key key = {{eight_bytes(cell, 8), eight_bytes(cell + 8, 8), eight_bytes(cell + 16, behind(length, 16)),
                     eight_bytes(cell + 24, behind(length, 24))}};
    ((uint8_t *)key.words)[31] = (uint8_t)length;
    return key;
}

static inline __attribute__((always_inline)) uint32_t slot_of(uint64_t mixed) {
    return (uint32_t)((mixed * UINT64_C(0xC2B2AE3D27D4EB4F)) >> 40) % shape_slot_count;
}

static inline __attribute__((always_inline)) uint32_t short_hash(short_key key) {
    return slot_of(key.words[0] ^ key.words[1] * UINT64_C(0xFF51AFD7ED558CCD));
}

static inline __attribute__((always_inline)) uint32_t long_hash(long_key key) {
    return slot_of(key.words[0] ^ key.words[1] * UINT64_C(0xFF51AFD7ED558CCD) ^
                   key.words[2] * UINT64_C(0x2545F4914F6CDD1D) ^ key.words[3] * UINT64_C(0x9E3779B97F4A7C15));
}

static inline __attribute__((always_inline)) int short_equal(short_key key, const shape_key *stored) {
    short_key other;
    __builtin_memcpy(&other, stored, sizeof other);
    return ((key.words[0] ^ other.words[0]) | (key.words[1] ^ other.words[1])) == 0;
}

static inline __attribute__((always_inline)) int long_equal(long_key key, const shape_key *stored) {
    return __builtin_memcmp(&key, stored, sizeof key) == 0;
}

static inline __attribute__((always_inline)) void short_store(short_key key, shape_key *out) {
    shape_key stored = {{0}};
    __builtin_memcpy(&stored, &key, sizeof key);
    *out = stored;
}

static inline __attribute__((always_inline)) void long_store(long_key key, shape_key *out) {
    __builtin_memcpy(out, &key, sizeof key);
}

static inline __attribute__((always_inline)) uint64_t number_of(const uint8_t *cell, const shape_layout *layout) {
    uint64_t number = 0;
    for (int i = 0; i < shape_digits; i++) {
        uint8_t place = layout->digits[i];
        if (place < shape_digits) number = number * 10 + (cell[layout->window + place] & 0x0F);
    }
    return number;
}

#include "ShapeLoop.h"

shape_level shape_best_level(void) {
#if defined(KPILINT_SHAPES_X86)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("sse4.2")) return shape_level_avx2;
#endif
    return shape_level_portable;
}

shape_table *shape_table_make(shape_level level) {
    shape_table *table = calloc(1, sizeof *table);
    if (!table) return 0;
    table->level = level;
    // A length that no cell has.
    __builtin_memset(table->keys, 0xFF, sizeof table->keys[0]);
    return table;
}

void shape_table_free(shape_table *table) { free(table); }

int shape_table_is_full(const shape_table *table) { return table->count == shape_capacity; }

void shape_table_add(shape_table *table, const cell_shape *shape) {
    if (shape_table_is_full(table)) return;
    table->count += 1;
    table->shapes[table->count] = *shape;
    table->keys[table->count] = table->unknown;
    *table->unknown_slot = (uint16_t)table->count;
}

uint64_t shape_read(shape_table *table, const uint8_t *base, const shaped_cell *cells, uint64_t row, uint64_t count,
                    uint8_t leaves_quoted, shape_output *output) {
#if defined(KPILINT_SHAPES_X86)
    if (table->level == shape_level_avx2) {
        return shape_read_by_avx2(table, base, cells, row, count, leaves_quoted, output);
    }
#endif
    return read_by_level(table, base, cells, row, count, leaves_quoted, output);
}
