// The portable scan, and what all levels share.
#include "Levels.h"

/// Writes `base` plus the index of each set bit, in runs of eight.
static inline __attribute__((always_inline)) void write_positions(uint64_t mask, uint32_t count, uint32_t base,
                                                                  uint32_t *out) {
    for (uint32_t written = 0; written < count; written += 8) {
        // The top bit is set where none is left, because counting the zeros of zero is undefined.
        for (int i = 0; i < 8; i++) {
            out[i] = base + (uint32_t)__builtin_ctzll(mask | (UINT64_C(1) << 63));
            mask &= mask - 1;
        }
        out += 8;
    }
}

#define LEVEL_READ byte_masks_read
#define LEVEL_PARITY byte_masks_parity
#define LEVEL_WRITE write_positions
#define LEVEL_ILL_FORMED(p) (~UINT64_C(0))
#include "ScanLoop.h"

void scan_text(text_scan *scan, const uint8_t *bytes, uint64_t from, uint64_t to, scan_level level) {
    switch (level) {
#if defined(KPILINT_SCAN_X86)
    case scan_level_avx512: scan_by_avx512(scan, bytes, from, to); return;
    case scan_level_avx2: scan_by_avx2(scan, bytes, from, to); return;
#endif
    default: scan_by_level(scan, bytes, from, to);
    }
}

scan_level scan_best_level(void) {
#if defined(KPILINT_SCAN_X86)
    if (!__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("popcnt") || !__builtin_cpu_supports("pclmul")) {
        return scan_level_portable;
    }
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512vbmi2")) {
        return scan_level_avx512;
    }
    if (__builtin_cpu_supports("avx2")) return scan_level_avx2;
#endif
    return scan_level_portable;
}

uint64_t scan_walk(scan_state *state, uint64_t quotes, uint64_t cuts, uint64_t last) {
    uint64_t outside = 0, expected = 0;
    int is_quoted = state->quoted != 0, is_fresh = state->fresh != 0;
    for (uint64_t events = quotes | cuts; events != 0; events &= events - 1) {
        uint64_t index = (uint64_t)__builtin_ctzll(events), bit = events & (0 - events);
        if (index != expected) is_fresh = 0;
        expected = index + 1;
        if (quotes & bit) {
            int was_quoted = is_quoted;
            is_quoted = !was_quoted && is_fresh;
            is_fresh = was_quoted;
        } else if (!is_quoted) {
            outside |= bit;
            is_fresh = 1;
        }
    }
    state->quoted = is_quoted ? ~UINT64_C(0) : 0;
    state->fresh = is_fresh && !is_quoted && expected == last + 1;
    // `closed` is never used for text that is skipped.
    state->closed = 0;
    return outside;
}

record_shape scan_shape(text_scan *scan, const uint8_t *bytes, uint64_t from, uint64_t limit) {
    uint32_t *starts = scan->record_starts, *firsts = scan->first_fields;
    uint64_t count = scan->record_count;
    uint32_t fewest = UINT32_MAX, most = 0, blank = 0;
    for (uint64_t i = from; i < count; i++) {
        uint8_t first = bytes[starts[i]];
        uint8_t second = bytes[starts[i] + 1];
        blank |= first <= 0x20 || first == scan->separator || first == 0xC2 ||
                 (first == '"' && (second <= 0x22 || second == 0xC2));
        uint32_t next = starts[i + 1];
        next += next < limit && bytes[next] == '\n' && bytes[next - 1] == '\r';
        starts[i + 1] = next;
        uint32_t cells = firsts[i + 1] - firsts[i];
        fewest = cells < fewest ? cells : fewest;
        most = cells > most ? cells : most;
    }
    record_shape shape = {fewest, most, blank};
    return shape;
}
