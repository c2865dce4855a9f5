// The loop over blocks, compiled once for each level: the including file defines the four operations below.
//
//   LEVEL_READ(p, separator)              the masks of a block
//   LEVEL_PARITY(mask)                    each bit turned into the parity of all up to it
//   LEVEL_WRITE(mask, count, base, out)   the positions of so many set bits, in whole runs: at most 64 are written
//   LEVEL_ILL_FORMED(p)                   where UTF-8 is ill-formed in a block; three bytes before it are readable
#include "StructuralScan.h"

/// The first block has no readable bytes before it.
static uint64_t ill_formed_at_start(const uint8_t *p) {
    uint8_t text[128] = {0};
    __builtin_memcpy(text + 64, p, 64);
    return LEVEL_ILL_FORMED(text + 64);
}

/// Whether one of 64 bytes is zero.
static inline int holds_zero(const uint8_t *p) {
    uint64_t found = 0;
    for (int i = 0; i < 64; i += 8) {
        uint64_t word;
        __builtin_memcpy(&word, p + i, 8);
        found |= (word - UINT64_C(0x0101010101010101)) & ~word & UINT64_C(0x8080808080808080);
    }
    return found != 0;
}

/// Adds the structure of one block; returns 0 and does nothing where a quote in it is doubtful. `count` is 64 for all
/// blocks but the last of a text.
static inline __attribute__((always_inline)) int scan_next(text_scan *scan, const uint8_t *bytes, uint64_t offset,
                                                           uint32_t count) {
    byte_masks masks = LEVEL_READ(bytes + offset, scan->separator);
    uint64_t valid = ~UINT64_C(0) >> (64 - count);
    if (count < 64) {
        masks.quote &= valid;
        masks.separator &= valid;
        masks.line_end &= valid;
        masks.carriage_return &= valid;
        masks.odd &= valid;
    }
    uint64_t parity_of_quotes = LEVEL_PARITY(masks.quote);
    if (__builtin_expect(scan_doubts(&scan->state, masks, parity_of_quotes, count - 1) != 0, 0)) return 0;
    if ((masks.odd | scan->state.after_odd) != 0) {
        if (scan->suspect == UINT64_MAX) {
            uint64_t bad = offset == 0 ? ill_formed_at_start(bytes) : LEVEL_ILL_FORMED(bytes + offset);
            if (bad & valid) scan->suspect = offset;
        }
        if (scan->zero == UINT64_MAX && holds_zero(bytes + offset)) scan->zero = offset;
    }
    if (count >= 3) {
        scan->state.after_odd = masks.odd >> (count - 3);
    } else {
        scan->state.after_odd |= masks.odd;
    }

    block_structure block = scan_block(&scan->state, masks, parity_of_quotes, count - 1);
    uint64_t ends_before = scan->end_count;
    uint32_t cells = (uint32_t)__builtin_popcountll(block.cuts);
    LEVEL_WRITE(block.cuts, cells, (uint32_t)offset, scan->ends + ends_before);
    scan->end_count = ends_before + cells;

    scan->quoted_lines[scan->quoted_lines_count].lines = block.breaks & ~block.cuts;
    scan->quoted_lines[scan->quoted_lines_count].offset = offset;
    scan->quoted_lines_count += (block.breaks & ~block.cuts) != 0;

    // Most blocks hold one record end or none: a single write without a branch covers both.
    uint64_t records = block.cuts & block.breaks;
    uint64_t next = scan->record_count + 1;
    do {
        scan->record_starts[next] = (uint32_t)offset + (uint32_t)__builtin_ctzll(records | UINT64_C(1) << 63) + 1;
        scan->first_fields[next] =
            (uint32_t)ends_before + (uint32_t)__builtin_popcountll(block.cuts & (records ^ (records - 1)));
        next += records != 0;
        records &= records - 1;
    } while (__builtin_expect(records != 0, 0));
    scan->record_count = next - 1;
    return 1;
}

static void scan_by_level(text_scan *given, const uint8_t *bytes, uint64_t from, uint64_t to) {
    // A copy, so that the compiler knows that writes through its pointers do not change it.
    text_scan scan = *given;
    uint64_t offset = from;
    int is_sure = 1;
    for (; to - offset >= 64 && is_sure; offset += 64) is_sure = scan_next(&scan, bytes, offset, 64);
    if (!is_sure) {
        scan.doubtful = offset - 64;
    } else if (offset < to && !scan_next(&scan, bytes, offset, (uint32_t)(to - offset))) {
        scan.doubtful = offset;
    }
    *given = scan;
}
