// Masks of many blocks at a time, by the widest instructions that the processor has.
#include "CByteMasks.h"

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

void byte_masks_read_blocks(const uint8_t *p, uint32_t count, uint8_t separator, byte_masks *out) {
    if (__builtin_cpu_supports("avx2")) {
        read_blocks_by_avx2(p, count, separator, out);
    } else {
        read_blocks_plainly(p, count, separator, out);
    }
}

#else

void byte_masks_read_blocks(const uint8_t *p, uint32_t count, uint8_t separator, byte_masks *out) {
    read_blocks_plainly(p, count, separator, out);
}

#endif
