// Reading by shape with AVX2, for x86-64 processors since about 2013.
#include "Levels.h"

#if defined(KPILINT_SHAPES_X86)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,sse4.2"))), apply_to = function)

typedef __m128i short_key;

typedef struct {
    __m128i low;
    __m128i high;
} long_key;

/// From 32 − n on, n bytes of ones and then zeros.
static const uint8_t kept_bytes[64] = {
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
};

/// Sixteen bytes in which every digit has become `0`.
static inline __attribute__((always_inline)) __m128i alike(__m128i bytes) {
    __m128i values = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    __m128i are_digits = _mm_cmpeq_epi8(_mm_min_epu8(values, _mm_set1_epi8(9)), values);
    return _mm_andnot_si128(_mm_and_si128(are_digits, _mm_set1_epi8(0x0F)), bytes);
}

static inline __attribute__((always_inline)) __m128i kept(uint32_t count) {
    return _mm_loadu_si128((const __m128i *)(kept_bytes + 32 - count));
}

static inline __attribute__((always_inline)) short_key short_shape(const uint8_t *cell, uint32_t length) {
    __m128i bytes = _mm_and_si128(_mm_loadu_si128((const __m128i *)cell), kept(length));
    return _mm_insert_epi8(alike(bytes), (int)length, 15);
}

static inline __attribute__((always_inline)) long_key long_shape(const uint8_t *cell, uint32_t length) {
    long_key pair;
    pair.low = alike(_mm_loadu_si128((const __m128i *)cell));
    __m128i high = _mm_and_si128(_mm_loadu_si128((const __m128i *)(cell + 16)), kept(length - 16));
    pair.high = _mm_insert_epi8(alike(high), (int)length, 15);
    return pair;
}

static inline __attribute__((always_inline)) uint32_t short_hash(short_key key) {
    uint64_t hash = _mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(key));
    return (uint32_t)_mm_crc32_u64(hash, (uint64_t)_mm_extract_epi64(key, 1)) % shape_slot_count;
}

static inline __attribute__((always_inline)) uint32_t long_hash(long_key key) {
    return short_hash(_mm_xor_si128(key.low, _mm_shuffle_epi32(key.high, 0x4E)));
}

static inline __attribute__((always_inline)) int short_equal(short_key key, const shape_key *stored) {
    __m128i other = _mm_xor_si128(key, _mm_loadu_si128((const __m128i *)stored->bytes));
    return _mm_testz_si128(other, other);
}

static inline __attribute__((always_inline)) int long_equal(long_key key, const shape_key *stored) {
    __m128i low = _mm_xor_si128(key.low, _mm_loadu_si128((const __m128i *)stored->bytes));
    __m128i high = _mm_xor_si128(key.high, _mm_loadu_si128((const __m128i *)(stored->bytes + 16)));
    __m128i other = _mm_or_si128(low, high);
    return _mm_testz_si128(other, other);
}

static inline __attribute__((always_inline)) void short_store(short_key key, shape_key *out) {
    _mm_storeu_si128((__m128i *)out->bytes, key);
    _mm_storeu_si128((__m128i *)(out->bytes + 16), _mm_setzero_si128());
}

static inline __attribute__((always_inline)) void long_store(long_key key, shape_key *out) {
    _mm_storeu_si128((__m128i *)out->bytes, key.low);
    _mm_storeu_si128((__m128i *)(out->bytes + 16), key.high);
}

static inline __attribute__((always_inline)) uint64_t number_of(const uint8_t *cell, const shape_layout *layout) {
    __m128i window = _mm_loadu_si128((const __m128i *)(cell + layout->window));
    __m128i places = _mm_loadu_si128((const __m128i *)layout->digits);
    __m128i digits = _mm_and_si128(_mm_shuffle_epi8(window, places), _mm_set1_epi8(0x0F));
    // Ones and tens are joined, then hundreds, then fours of digits: eight are left in each of two halves.
    __m128i pairs = _mm_maddubs_epi16(digits, _mm_set1_epi16(0x010A));
    __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00010064));
    fours = _mm_packus_epi32(fours, fours);
    uint64_t eights = (uint64_t)_mm_cvtsi128_si64(_mm_madd_epi16(fours, _mm_set1_epi32(0x00012710)));
    return (eights & 0xFFFFFFFF) * 100000000 + (eights >> 32);
}

#include "ShapeLoop.h"

uint64_t shape_read_by_avx2(shape_table *table, const uint8_t *base, const shaped_cell *cells, uint64_t row,
                            uint64_t count, uint8_t leaves_quoted, shape_output *output) {
    return read_by_level(table, base, cells, row, count, leaves_quoted, output);
}

#pragma clang attribute pop

#endif
