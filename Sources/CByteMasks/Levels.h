// Declares the levels that a processor may lack; each is defined in its own file.
#ifndef KPILINT_LEVELS_H
#define KPILINT_LEVELS_H

#include "StructuralScan.h"

#if defined(KPILINT_MASKS_SSE2) && defined(__x86_64__)
#define KPILINT_SCAN_X86 1

void scan_by_avx2(text_scan *scan, const uint8_t *bytes, uint64_t from, uint64_t to);
void scan_by_avx512(text_scan *scan, const uint8_t *bytes, uint64_t from, uint64_t to);
#endif

/// Validation of UTF-8 by three look-ups (J. Keiser, D. Lemire: Validating UTF-8 in less than one instruction per
/// byte). Each bit is a way in which two consecutive bytes can be ill-formed: they are where it is set in the entries
/// of all three tables.
enum {
    ill_too_short = 1 << 0,
    ill_too_long = 1 << 1,
    ill_overlong_3 = 1 << 2,
    ill_too_large = 1 << 3,
    ill_surrogate = 1 << 4,
    ill_overlong_2 = 1 << 5,
    ill_too_large_1000 = 1 << 6,
    ill_overlong_4 = 1 << 6,
    ill_two_continuations = 1 << 7,
    ill_any_low = ill_too_short | ill_too_long | ill_two_continuations,
    ill_large_low = ill_any_low | ill_too_large | ill_too_large_1000,
    ill_continued = ill_too_long | ill_overlong_2 | ill_two_continuations,
};

/// By the high four bits of the first byte.
#define ILL_FORMED_FIRST_HIGH                                                                                          \
    ill_too_long, ill_too_long, ill_too_long, ill_too_long, ill_too_long, ill_too_long, ill_too_long, ill_too_long,    \
        (char)ill_two_continuations, (char)ill_two_continuations, (char)ill_two_continuations,                         \
        (char)ill_two_continuations, ill_too_short | ill_overlong_2, ill_too_short,                                    \
        ill_too_short | ill_overlong_3 | ill_surrogate,                                                                \
        ill_too_short | ill_too_large | ill_too_large_1000 | ill_overlong_4

/// By its low four bits.
#define ILL_FORMED_FIRST_LOW                                                                                           \
    (char)(ill_any_low | ill_overlong_3 | ill_overlong_2 | ill_overlong_4), (char)(ill_any_low | ill_overlong_2),      \
        (char)ill_any_low, (char)ill_any_low, (char)(ill_any_low | ill_too_large), (char)ill_large_low,                \
        (char)ill_large_low, (char)ill_large_low, (char)ill_large_low, (char)ill_large_low, (char)ill_large_low,       \
        (char)ill_large_low, (char)ill_large_low, (char)(ill_large_low | ill_surrogate), (char)ill_large_low,          \
        (char)ill_large_low

/// By the high four bits of the second byte.
#define ILL_FORMED_SECOND_HIGH                                                                                         \
    ill_too_short, ill_too_short, ill_too_short, ill_too_short, ill_too_short, ill_too_short, ill_too_short,           \
        ill_too_short, (char)(ill_continued | ill_overlong_3 | ill_too_large_1000 | ill_overlong_4),                   \
        (char)(ill_continued | ill_overlong_3 | ill_too_large), (char)(ill_continued | ill_surrogate | ill_too_large), \
        (char)(ill_continued | ill_surrogate | ill_too_large), ill_too_short, ill_too_short, ill_too_short,            \
        ill_too_short

#endif
