// Whether some bytes hold a text, its letters in either case where that is wanted.
#ifndef KPILINT_FIND_TEXT_H
#define KPILINT_FIND_TEXT_H

#include <stdint.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// A text of at least two bytes, 64 at most. Bytes are compared once the bits of `fold` are set in them: 0x20 for a
// letter in either case, else 0. `first` and `second` are the places of its two rarest bytes, which are looked for.
typedef struct {
    uint8_t text[64], fold[64];
    uint32_t length, first, second;
} sought_text;

static inline int bytes_are_text(const uint8_t *bytes, const sought_text *sought) {
    for (uint32_t i = 0; i < sought->length; i++) {
        if ((bytes[i] | sought->fold[i]) != sought->text[i]) return 0;
    }
    return 1;
}

static inline int bytes_hold_text(const uint8_t *bytes, uint64_t count, const sought_text *sought) {
    if (count < sought->length) return 0;
    uint64_t places = count - sought->length + 1, at = 0;
#if defined(__SSE2__)
    const uint8_t *low = bytes + sought->first, *high = bytes + sought->second;
    const __m128i first = _mm_set1_epi8((char)sought->text[sought->first]);
    const __m128i first_fold = _mm_set1_epi8((char)sought->fold[sought->first]);
    const __m128i second = _mm_set1_epi8((char)sought->text[sought->second]);
    const __m128i second_fold = _mm_set1_epi8((char)sought->fold[sought->second]);
    while (places >= 16 && at < places) {
        // The last sixteen places may overlap those before.
        if (at + 16 > places) at = places - 16;
        __m128i ones = _mm_or_si128(_mm_loadu_si128((const __m128i *)(low + at)), first_fold);
        __m128i others = _mm_or_si128(_mm_loadu_si128((const __m128i *)(high + at)), second_fold);
        uint32_t found =
            (uint32_t)_mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(ones, first), _mm_cmpeq_epi8(others, second)));
        for (; found != 0; found &= found - 1) {
            if (bytes_are_text(bytes + at + (uint32_t)__builtin_ctz(found), sought)) return 1;
        }
        at += 16;
    }
#endif
    for (; at < places; at++) {
        if (bytes_are_text(bytes + at, sought)) return 1;
    }
    return 0;
}

#endif
