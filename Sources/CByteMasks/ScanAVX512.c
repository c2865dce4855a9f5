// The scan by AVX-512 with byte compression, for x86-64 processors since about 2019.
#include "Levels.h"

#if defined(KPILINT_SCAN_X86)
#include <immintrin.h>

#pragma clang attribute push(                                                                                          \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,avx2,bmi,popcnt,pclmul"))), apply_to = function)

static inline __attribute__((always_inline)) byte_masks read_masks(const uint8_t *p, uint8_t separator) {
    __m512i block = _mm512_loadu_si512(p);
    byte_masks masks;
    masks.quote = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('"'));
    masks.separator = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8((char)separator));
    masks.carriage_return = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\r'));
    masks.line_end = masks.carriage_return | _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\n'));
    masks.odd = _mm512_cmple_epi8_mask(block, _mm512_setzero_si512());
    return masks;
}

static inline __attribute__((always_inline)) uint64_t parity(uint64_t mask) {
    return (uint64_t)_mm_cvtsi128_si64(
        _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)mask), _mm_set1_epi8((char)0xFF), 0));
}

/// 0 to 63.
static const uint8_t indices[64] __attribute__((aligned(64))) = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
    22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
    44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
};

/// Writes `base` plus the index of each set bit, in runs of sixteen.
static inline __attribute__((always_inline)) void write_positions(uint64_t mask, uint32_t count, uint32_t base,
                                                                  uint32_t *out) {
    __m512i found = _mm512_maskz_compress_epi8(mask, _mm512_load_si512(indices));
    __m512i bases = _mm512_set1_epi32((int)base);
    _mm512_storeu_si512(out, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(found))));
    if (__builtin_expect(count > 16, 0)) {
        __m512i second = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(found, 1));
        __m512i third = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(found, 2));
        __m512i fourth = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(found, 3));
        _mm512_storeu_si512(out + 16, _mm512_add_epi32(bases, second));
        if (count > 32) {
            _mm512_storeu_si512(out + 32, _mm512_add_epi32(bases, third));
            _mm512_storeu_si512(out + 48, _mm512_add_epi32(bases, fourth));
        }
    }
}

/// The bytes of a block at which UTF-8 is ill-formed; three bytes before it are readable.
static inline __attribute__((always_inline)) uint64_t ill_formed(const uint8_t *p) {
    const __m512i first_high_table = _mm512_broadcast_i32x4(_mm_setr_epi8(ILL_FORMED_FIRST_HIGH));
    const __m512i first_low_table = _mm512_broadcast_i32x4(_mm_setr_epi8(ILL_FORMED_FIRST_LOW));
    const __m512i second_high_table = _mm512_broadcast_i32x4(_mm_setr_epi8(ILL_FORMED_SECOND_HIGH));
    __m512i low_bits = _mm512_set1_epi8(0x0F);
    __m512i here = _mm512_loadu_si512(p), one = _mm512_loadu_si512(p - 1);
    __m512i two = _mm512_loadu_si512(p - 2), three = _mm512_loadu_si512(p - 3);
    __m512i pairs = _mm512_and_si512(
        _mm512_and_si512(
            _mm512_shuffle_epi8(first_high_table, _mm512_and_si512(_mm512_srli_epi16(one, 4), low_bits)),
            _mm512_shuffle_epi8(first_low_table, _mm512_and_si512(one, low_bits))),
        _mm512_shuffle_epi8(second_high_table, _mm512_and_si512(_mm512_srli_epi16(here, 4), low_bits)));
    // Only the third and fourth byte of a sequence may be a continuation after a continuation.
    __m512i third = _mm512_subs_epu8(two, _mm512_set1_epi8((char)(0xE0 - 0x80)));
    __m512i fourth = _mm512_subs_epu8(three, _mm512_set1_epi8((char)(0xF0 - 0x80)));
    __m512i continues = _mm512_and_si512(_mm512_or_si512(third, fourth), _mm512_set1_epi8((char)0x80));
    __m512i wrong = _mm512_xor_si512(continues, pairs);
    return _mm512_test_epi8_mask(wrong, wrong);
}

#define LEVEL_READ read_masks
#define LEVEL_PARITY parity
#define LEVEL_WRITE write_positions
#define LEVEL_ILL_FORMED ill_formed
#include "ScanLoop.h"

void scan_by_avx512(text_scan *scan, const uint8_t *bytes, uint64_t from, uint64_t to) {
    scan_by_level(scan, bytes, from, to);
}

#pragma clang attribute pop
#endif
