// 64-byte masks for the structural scan of delimited text: bit i of a mask is about byte i of a block.
//
// All of it is `static inline`, so that Swift inlines it: SSE2 on x86-64 and NEON on arm64 (both need no compiler
// flags), plain C elsewhere. A block is 64 bytes from `p` on, which the caller must own.
#ifndef KPILINT_BLOCK_MASKS_H
#define KPILINT_BLOCK_MASKS_H

#include <stdint.h>

#if !defined(KPILINT_PORTABLE_MASKS) && defined(__SSE2__)
#define KPILINT_MASKS_SSE2 1
#include <emmintrin.h>
#elif !defined(KPILINT_PORTABLE_MASKS) && defined(__aarch64__) && defined(__ARM_NEON)
#define KPILINT_MASKS_NEON 1
#include <arm_neon.h>
#endif

/// Where the bytes of a block are that give delimited text its structure.
typedef struct {
    uint64_t quote;
    uint64_t separator;
    /// Line feeds and carriage returns.
    uint64_t line_end;
    uint64_t carriage_return;
    /// Bytes that are not ASCII; if there are zero bytes, also a bit at or before the last of them.
    uint64_t odd;
} byte_masks;

#if defined(KPILINT_MASKS_SSE2)

static inline __attribute__((always_inline)) uint64_t byte_masks_gather(__m128i a, __m128i b, __m128i c, __m128i d) {
    return (uint64_t)(uint32_t)_mm_movemask_epi8(a) | (uint64_t)(uint32_t)_mm_movemask_epi8(b) << 16 |
           (uint64_t)(uint32_t)_mm_movemask_epi8(c) << 32 | (uint64_t)(uint32_t)_mm_movemask_epi8(d) << 48;
}

static inline __attribute__((always_inline)) byte_masks byte_masks_read(const uint8_t *p, uint8_t separator) {
    const __m128i *block = (const __m128i *)p;
    __m128i a = _mm_loadu_si128(block), b = _mm_loadu_si128(block + 1);
    __m128i c = _mm_loadu_si128(block + 2), d = _mm_loadu_si128(block + 3);
    __m128i q = _mm_set1_epi8('"'), s = _mm_set1_epi8((char)separator);
    __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
    byte_masks masks;
    masks.quote = byte_masks_gather(_mm_cmpeq_epi8(a, q), _mm_cmpeq_epi8(b, q), _mm_cmpeq_epi8(c, q),
                                    _mm_cmpeq_epi8(d, q));
    masks.separator = byte_masks_gather(_mm_cmpeq_epi8(a, s), _mm_cmpeq_epi8(b, s), _mm_cmpeq_epi8(c, s),
                                        _mm_cmpeq_epi8(d, s));
    masks.carriage_return = byte_masks_gather(_mm_cmpeq_epi8(a, cr), _mm_cmpeq_epi8(b, cr), _mm_cmpeq_epi8(c, cr),
                                              _mm_cmpeq_epi8(d, cr));
    masks.line_end = masks.carriage_return | byte_masks_gather(_mm_cmpeq_epi8(a, lf), _mm_cmpeq_epi8(b, lf),
                                                               _mm_cmpeq_epi8(c, lf), _mm_cmpeq_epi8(d, lf));
    __m128i one = _mm_set1_epi8(1);
    masks.odd = byte_masks_gather(_mm_cmpgt_epi8(one, a), _mm_cmpgt_epi8(one, b), _mm_cmpgt_epi8(one, c),
                                  _mm_cmpgt_epi8(one, d));
    return masks;
}

static inline __attribute__((always_inline)) uint64_t byte_masks_high(const uint8_t *p) {
    const __m128i *block = (const __m128i *)p;
    return byte_masks_gather(_mm_loadu_si128(block), _mm_loadu_si128(block + 1), _mm_loadu_si128(block + 2),
                             _mm_loadu_si128(block + 3));
}

#elif defined(KPILINT_MASKS_NEON)

/// Gathers four vectors whose bytes are all ones or all zeros.
static inline __attribute__((always_inline)) uint64_t byte_masks_gather(uint8x16_t a, uint8x16_t b, uint8x16_t c,
                                                                        uint8x16_t d) {
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t w = vld1q_u8(weights);
    uint8x16_t ab = vpaddq_u8(vandq_u8(a, w), vandq_u8(b, w));
    uint8x16_t cd = vpaddq_u8(vandq_u8(c, w), vandq_u8(d, w));
    uint8x16_t all = vpaddq_u8(ab, cd);
    all = vpaddq_u8(all, all);
    return vgetq_lane_u64(vreinterpretq_u64_u8(all), 0);
}

static inline __attribute__((always_inline)) uint64_t byte_masks_high(const uint8_t *p) {
    uint8x16_t v = vdupq_n_u8(0x80);
    return byte_masks_gather(vcgeq_u8(vld1q_u8(p), v), vcgeq_u8(vld1q_u8(p + 16), v), vcgeq_u8(vld1q_u8(p + 32), v),
                             vcgeq_u8(vld1q_u8(p + 48), v));
}

static inline __attribute__((always_inline)) byte_masks byte_masks_read(const uint8_t *p, uint8_t separator) {
    uint8x16_t a = vld1q_u8(p), b = vld1q_u8(p + 16), c = vld1q_u8(p + 32), d = vld1q_u8(p + 48);
    uint8x16_t q = vdupq_n_u8('"'), s = vdupq_n_u8(separator), lf = vdupq_n_u8('\n'), cr = vdupq_n_u8('\r');
    byte_masks masks;
    masks.quote = byte_masks_gather(vceqq_u8(a, q), vceqq_u8(b, q), vceqq_u8(c, q), vceqq_u8(d, q));
    masks.separator = byte_masks_gather(vceqq_u8(a, s), vceqq_u8(b, s), vceqq_u8(c, s), vceqq_u8(d, s));
    masks.carriage_return = byte_masks_gather(vceqq_u8(a, cr), vceqq_u8(b, cr), vceqq_u8(c, cr), vceqq_u8(d, cr));
    masks.line_end = masks.carriage_return |
                     byte_masks_gather(vceqq_u8(a, lf), vceqq_u8(b, lf), vceqq_u8(c, lf), vceqq_u8(d, lf));
    int8x16_t one = vdupq_n_s8(1);
    masks.odd = byte_masks_gather(vcltq_s8(vreinterpretq_s8_u8(a), one), vcltq_s8(vreinterpretq_s8_u8(b), one),
                                  vcltq_s8(vreinterpretq_s8_u8(c), one), vcltq_s8(vreinterpretq_s8_u8(d), one));
    return masks;
}

#else

static inline uint64_t byte_masks_equal(const uint8_t *p, uint8_t value) {
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++) mask |= (uint64_t)(p[i] == value) << i;
    return mask;
}

static inline uint64_t byte_masks_high(const uint8_t *p) {
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++) mask |= (uint64_t)(p[i] >> 7) << i;
    return mask;
}

static inline byte_masks byte_masks_read(const uint8_t *p, uint8_t separator) {
    byte_masks masks;
    masks.quote = byte_masks_equal(p, '"');
    masks.separator = byte_masks_equal(p, separator);
    masks.carriage_return = byte_masks_equal(p, '\r');
    masks.line_end = byte_masks_equal(p, '\n') | masks.carriage_return;
    masks.odd = byte_masks_high(p) | byte_masks_equal(p, 0);
    return masks;
}

#endif

/// Each bit turned into the parity of all bits up to and including it.
static inline __attribute__((always_inline)) uint64_t byte_masks_parity(uint64_t mask) {
    mask ^= mask << 1;
    mask ^= mask << 2;
    mask ^= mask << 4;
    mask ^= mask << 8;
    mask ^= mask << 16;
    mask ^= mask << 32;
    return mask;
}

#endif
