// Work on many blocks at a time, by the widest instructions that the processor has.
#include "CByteMasks.h"

/// Writes `base` plus the index of each set bit, in runs of eight, and gives how many bits there are.
static inline __attribute__((always_inline)) uint32_t write_positions(uint64_t mask, uint32_t base, uint32_t *out) {
    uint32_t count = (uint32_t)__builtin_popcountll(mask);
    for (uint32_t written = 0; written < count; written += 8) {
        // The top bit stands in where none is left, because counting the zeros of zero is undefined.
        for (int i = 0; i < 8; i++) {
            out[i] = base + (uint32_t)__builtin_ctzll(mask | (UINT64_C(1) << 63));
            mask &= mask - 1;
        }
        out += 8;
    }
    return count;
}

/// Compiled once for each set of instructions.
static inline __attribute__((always_inline)) void write_all_positions(block_cuts *blocks, uint32_t count, uint32_t base,
                                                                      uint32_t *ends, uint64_t *end_count,
                                                                      uint32_t *record_ends,
                                                                      uint64_t *record_end_count) {
    uint64_t written = *end_count, records = *record_end_count;
    for (uint32_t i = 0; i < count; i++, base += 64) {
        blocks[i].ends_before = written;
        written += write_positions(blocks[i].cuts, base, ends + written);
        // Most blocks hold one record end or none: a single write without a branch serves both.
        uint64_t mask = blocks[i].record_ends;
        record_ends[records] = base + (uint32_t)__builtin_ctzll(mask | (UINT64_C(1) << 63));
        if (__builtin_expect((mask & (mask - 1)) == 0, 1)) {
            records += mask != 0;
        } else {
            records += write_positions(mask, base, record_ends + records);
        }
    }
    *end_count = written;
    *record_end_count = records;
}

static void read_blocks_plainly(const uint8_t *p, uint32_t count, uint8_t separator, byte_masks *out) {
    for (uint32_t i = 0; i < count; i++) out[i] = byte_masks_read(p + 64 * (uint64_t)i, separator);
}

#if defined(KPILINT_MASKS_SSE2) && defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"), always_inline)) static inline uint64_t equal(__m256i low, __m256i high, __m256i value) {
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, value)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, value)) << 32;
}

__attribute__((target("avx2"))) static void read_blocks_by_avx2(const uint8_t *p, uint32_t count, uint8_t separator,
                                                                byte_masks *out) {
    __m256i q = _mm256_set1_epi8('"'), s = _mm256_set1_epi8((char)separator);
    __m256i lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r');
    for (uint32_t i = 0; i < count; i++, p += 64, out++) {
        __m256i low = _mm256_loadu_si256((const __m256i *)p);
        __m256i high = _mm256_loadu_si256((const __m256i *)(p + 32));
        out->quote = equal(low, high, q);
        out->separator = equal(low, high, s);
        out->carriage_return = equal(low, high, cr);
        out->line_end = out->carriage_return | equal(low, high, lf);
        out->high = (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_or_si256(low, high));
    }
}

__attribute__((target("bmi,popcnt"))) static void write_positions_by_bmi(block_cuts *blocks, uint32_t count,
                                                                       uint32_t base, uint32_t *ends,
                                                                       uint64_t *end_count, uint32_t *record_ends,
                                                                       uint64_t *record_end_count) {
    write_all_positions(blocks, count, base, ends, end_count, record_ends, record_end_count);
}

void block_cuts_positions(block_cuts *blocks, uint32_t count, uint32_t base, uint32_t *ends, uint64_t *end_count,
                          uint32_t *record_ends, uint64_t *record_end_count) {
    if (__builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt")) {
        write_positions_by_bmi(blocks, count, base, ends, end_count, record_ends, record_end_count);
    } else {
        write_all_positions(blocks, count, base, ends, end_count, record_ends, record_end_count);
    }
}

void byte_masks_read_blocks(const uint8_t *p, uint32_t count, uint8_t separator, byte_masks *out) {
    if (__builtin_cpu_supports("avx2")) {
        read_blocks_by_avx2(p, count, separator, out);
    } else {
        read_blocks_plainly(p, count, separator, out);
    }
}

#else

void block_cuts_positions(block_cuts *blocks, uint32_t count, uint32_t base, uint32_t *ends, uint64_t *end_count,
                          uint32_t *record_ends, uint64_t *record_end_count) {
    write_all_positions(blocks, count, base, ends, end_count, record_ends, record_end_count);
}

void byte_masks_read_blocks(const uint8_t *p, uint32_t count, uint8_t separator, byte_masks *out) {
    read_blocks_plainly(p, count, separator, out);
}

#endif
