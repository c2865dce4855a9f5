// Counts line ends by the widest vectors that the processor has, and finds the records that hold some.
#include "LineEnds.h"

#include "BlockMasks.h"

#include <stddef.h>
#include <string.h>

/// 32 bytes, which the compiler maps to the vectors of the processor.
typedef uint8_t vector __attribute__((vector_size(32)));

/// Where no byte is a CR, line ends are line feeds: they are counted separately in each byte of a vector, in runs that
/// do not overflow it. Returns how many bytes it covered: whole vectors up to the first run with a CR.
static inline __attribute__((always_inline)) uint64_t count_feeds(const uint8_t *p, uint64_t count, uint64_t *feeds) {
    const vector feed = (vector){} + '\n', ret = (vector){} + '\r';
    uint64_t done = 0;
    while (done + sizeof(vector) <= count) {
        uint64_t run = (count - done) / sizeof(vector);
        if (run > 255) run = 255;
        vector found = {}, returns = {};
        for (uint64_t i = 0; i < run; i++) {
            vector bytes;
            memcpy(&bytes, p + done + i * sizeof(vector), sizeof(vector));
            found -= (vector)(bytes == feed);
            returns |= (vector)(bytes == ret);
        }
        uint64_t words[4];
        memcpy(words, &returns, sizeof(words));
        if ((words[0] | words[1] | words[2] | words[3]) != 0) return done;
        memcpy(words, &found, sizeof(words));
        for (size_t i = 0; i < 4; i++) {
            uint64_t pairs = (words[i] & UINT64_C(0x00FF00FF00FF00FF)) + (words[i] >> 8 & UINT64_C(0x00FF00FF00FF00FF));
            *feeds += (pairs * UINT64_C(0x0001000100010001)) >> 48;
        }
        done += run * sizeof(vector);
    }
    return done;
}

static inline __attribute__((always_inline)) uint64_t count_line_ends(const uint8_t *p, uint64_t count,
                                                                      uint8_t before) {
    uint64_t found = 0;
    uint64_t done = count_feeds(p, count, &found);
    if (done > 0) before = p[done - 1];
    // An LF behind a CR belongs to it. The loop has no branch, so that the compiler vectorizes it too.
    if (done < count) {
        found += (uint64_t)(p[done] == '\r') + (uint64_t)(p[done] == '\n' && before != '\r');
        for (uint64_t i = done + 1; i < count; i++) {
            found += (uint64_t)(p[i] == '\r') + (uint64_t)((p[i] == '\n') & (p[i - 1] != '\r'));
        }
    }
    return found;
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static uint64_t count_by_avx2(const uint8_t *p, uint64_t count, uint8_t before) {
    return count_line_ends(p, count, before);
}

uint64_t line_ends_count(const uint8_t *p, uint64_t count, uint8_t before) {
    if (count >= sizeof(vector) && __builtin_cpu_supports("avx2")) return count_by_avx2(p, count, before);
    return count_line_ends(p, count, before);
}

#else

uint64_t line_ends_count(const uint8_t *p, uint64_t count, uint8_t before) { return count_line_ends(p, count, before); }

#endif

/// Where line ends are in a block of 64 bytes.
static inline __attribute__((always_inline)) uint64_t block_line_ends(const uint8_t *p) {
    return byte_masks_read(p, 0).line_end;
}

static inline __attribute__((always_inline)) uint64_t find_in_records(const uint8_t *bytes, uint64_t length,
                                                                      const uint32_t *starts,
                                                                      const uint32_t *field_ends,
                                                                      const uint32_t *first_fields, uint64_t count,
                                                                      uint32_t *found, uint64_t mask(const uint8_t *)) {
    uint64_t record = 0, held = 0;
    for (uint64_t block = 0; block < length; block += 64) {
        uint64_t ends = mask(bytes + block);
        if (length - block < 64) ends &= (UINT64_C(1) << (length - block)) - 1;
        for (; ends != 0; ends &= ends - 1) {
            uint64_t at = block + (uint64_t)__builtin_ctzll(ends);
            while (record < count && field_ends[first_fields[record + 1] - 1] <= at) record++;
            if (record == count) return held;
            // The line ends between two records belong to neither; of one record the first is enough.
            if (starts[record] <= at) found[held++] = (uint32_t)record++;
        }
    }
    return held;
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2,bmi"))) static inline uint64_t block_line_ends_by_avx2(const uint8_t *p) {
    const __m256i feed = _mm256_set1_epi8('\n'), ret = _mm256_set1_epi8('\r');
    __m256i low = _mm256_loadu_si256((const __m256i *)p), high = _mm256_loadu_si256((const __m256i *)(p + 32));
    low = _mm256_or_si256(_mm256_cmpeq_epi8(low, feed), _mm256_cmpeq_epi8(low, ret));
    high = _mm256_or_si256(_mm256_cmpeq_epi8(high, feed), _mm256_cmpeq_epi8(high, ret));
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

__attribute__((target("avx2,bmi"))) static uint64_t find_by_avx2(const uint8_t *bytes, uint64_t length,
                                                                 const uint32_t *starts, const uint32_t *field_ends,
                                                                 const uint32_t *first_fields, uint64_t count,
                                                                 uint32_t *found) {
    return find_in_records(bytes, length, starts, field_ends, first_fields, count, found, block_line_ends_by_avx2);
}

#endif

uint64_t line_ends_in_records(const uint8_t *bytes, uint64_t length, const uint32_t *starts, const uint32_t *field_ends,
                              const uint32_t *first_fields, uint64_t count, uint32_t *found) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")) {
        return find_by_avx2(bytes, length, starts, field_ends, first_fields, count, found);
    }
#endif
    return find_in_records(bytes, length, starts, field_ends, first_fields, count, found, block_line_ends);
}
