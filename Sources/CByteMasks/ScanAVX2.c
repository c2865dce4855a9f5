// The scan by AVX2, for x86-64 processors since about 2013.
#include "Levels.h"

#if defined(KPILINT_SCAN_X86)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,popcnt,pclmul"))), apply_to = function)

static inline __attribute__((always_inline)) uint64_t gather(__m256i low, __m256i high) {
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static inline __attribute__((always_inline)) uint64_t equal(__m256i low, __m256i high, uint8_t value) {
    __m256i wanted = _mm256_set1_epi8((char)value);
    return gather(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted));
}

static inline __attribute__((always_inline)) byte_masks read_masks(const uint8_t *p, uint8_t separator) {
    __m256i low = _mm256_loadu_si256((const __m256i *)p), high = _mm256_loadu_si256((const __m256i *)(p + 32));
    byte_masks masks;
    masks.quote = equal(low, high, '"');
    masks.separator = equal(low, high, separator);
    masks.carriage_return = equal(low, high, '\r');
    masks.line_end = masks.carriage_return | equal(low, high, '\n');
    // A zero byte in the upper half is reported as one in the lower: its exact place is not used.
    __m256i zero = _mm256_cmpeq_epi8(_mm256_min_epu8(low, high), _mm256_setzero_si256());
    masks.odd = gather(low, high) | (uint64_t)(uint32_t)_mm256_movemask_epi8(zero);
    return masks;
}

static inline __attribute__((always_inline)) uint64_t parity(uint64_t mask) {
    return (uint64_t)_mm_cvtsi128_si64(
        _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)mask), _mm_set1_epi8((char)0xFF), 0));
}

/// Writes `base` plus the index of each set bit, in runs of eight.
static inline __attribute__((always_inline)) void write_positions(uint64_t mask, uint32_t count, uint32_t base,
                                                                  uint32_t *out) {
    for (uint32_t written = 0; written < count; written += 8) {
        for (int i = 0; i < 8; i++) {
            // 64 where no bit is left: what is written behind the last position is never read.
            out[i] = base + (uint32_t)_tzcnt_u64(mask);
            mask = _blsr_u64(mask);
        }
        out += 8;
    }
}

/// All ones at each byte of a vector at which UTF-8 is ill-formed; three bytes before it are readable.
static inline __attribute__((always_inline)) __m256i ill_formed_bytes(const uint8_t *p) {
    const __m256i first_high_table = _mm256_setr_epi8(ILL_FORMED_FIRST_HIGH, ILL_FORMED_FIRST_HIGH);
    const __m256i first_low_table = _mm256_setr_epi8(ILL_FORMED_FIRST_LOW, ILL_FORMED_FIRST_LOW);
    const __m256i second_high_table = _mm256_setr_epi8(ILL_FORMED_SECOND_HIGH, ILL_FORMED_SECOND_HIGH);
    __m256i low_bits = _mm256_set1_epi8(0x0F);
    __m256i here = _mm256_loadu_si256((const __m256i *)p);
    __m256i one = _mm256_loadu_si256((const __m256i *)(p - 1));
    __m256i two = _mm256_loadu_si256((const __m256i *)(p - 2));
    __m256i three = _mm256_loadu_si256((const __m256i *)(p - 3));
    __m256i pairs = _mm256_and_si256(
        _mm256_and_si256(
            _mm256_shuffle_epi8(first_high_table, _mm256_and_si256(_mm256_srli_epi16(one, 4), low_bits)),
            _mm256_shuffle_epi8(first_low_table, _mm256_and_si256(one, low_bits))),
        _mm256_shuffle_epi8(second_high_table, _mm256_and_si256(_mm256_srli_epi16(here, 4), low_bits)));
    // Only the third and fourth byte of a sequence may be a continuation after a continuation.
    __m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8((char)(0xE0 - 0x80)));
    __m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8((char)(0xF0 - 0x80)));
    __m256i continues = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
    __m256i wrong = _mm256_xor_si256(continues, pairs);
    return _mm256_xor_si256(_mm256_cmpeq_epi8(wrong, _mm256_setzero_si256()), _mm256_set1_epi8((char)0xFF));
}

static inline __attribute__((always_inline)) uint64_t ill_formed(const uint8_t *p) {
    return gather(ill_formed_bytes(p), ill_formed_bytes(p + 32));
}

#define LEVEL_READ read_masks
#define LEVEL_PARITY parity
#define LEVEL_WRITE write_positions
#define LEVEL_ILL_FORMED ill_formed
#include "ScanLoop.h"

void scan_by_avx2(text_scan *scan, const uint8_t *bytes, uint64_t from, uint64_t to) {
    scan_by_level(scan, bytes, from, to);
}

#pragma clang attribute pop
#endif
