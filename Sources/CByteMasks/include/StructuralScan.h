// Where the cells and records of delimited text end, found 64 bytes at a time with the widest instructions of the
// processor.
//
// Where every quote that seems to open a cell follows a separator, a line end or another quote, and every one that
// seems to close one precedes such a byte, the parity of the quotes tells what is inside. The scan stops before the
// first block with any other quote: the caller continues with its careful reader.
#ifndef KPILINT_STRUCTURAL_SCAN_H
#define KPILINT_STRUCTURAL_SCAN_H

#include "BlockMasks.h"

/// The state that a block needs from all text before it.
typedef struct {
    /// All ones inside quotes, else zero.
    uint64_t quoted;
    /// 1 where a quote as the next byte would open a cell or continue one (at a cell's start, and right behind a
    /// closing quote), else 0.
    uint64_t fresh;
    /// 1 where the last byte was a quote that closes a cell, unless another one follows, else 0.
    uint64_t closed;
    /// 1 where the last byte was a carriage return, else 0.
    uint64_t after_return;
    /// Not zero where one of the last three bytes was not ASCII, or zero.
    uint64_t after_odd;
} scan_state;

/// The structure of one block.
typedef struct {
    /// Separators and line ends outside quotes (the LF of a CRLF does not count).
    uint64_t cuts;
    /// Line ends wherever they are, a CRLF at its CR.
    uint64_t breaks;
} block_structure;

/// The cuts outside quotes of a block in which the parity of quotes misleads; `last` is the index of the block's last
/// byte.
uint64_t scan_walk(scan_state *state, uint64_t quotes, uint64_t cuts, uint64_t last);

/// What makes parity mislead in a block: quotes that open a cell elsewhere than at its first byte, and bytes behind
/// quotes that close one elsewhere than at its last. The byte after the block is not known yet. `parity` is that of the
/// quotes.
static inline __attribute__((always_inline)) uint64_t scan_doubts(const scan_state *state, byte_masks masks,
                                                                  uint64_t parity, uint64_t last) {
    uint64_t edges = masks.separator | masks.line_end | masks.quote;
    uint64_t opening = masks.quote & (parity ^ state->quoted);
    uint64_t closing = masks.quote ^ opening;
    uint64_t valid = ~UINT64_C(0) >> (63 - last);
    return (opening & ~(edges << 1 | state->fresh)) | ((closing << 1 | state->closed) & valid & ~edges);
}

/// The structure of the next block, of which the first `last + 1` bytes count; the masks must have no others, and the
/// block no doubts. `parity` is that of the quotes.
static inline __attribute__((always_inline)) block_structure scan_block(scan_state *state, byte_masks masks,
                                                                        uint64_t parity, uint64_t last) {
    uint64_t quotes = masks.quote;
    uint64_t paired = masks.line_end & ~masks.carriage_return & (masks.carriage_return << 1 | state->after_return);
    uint64_t all = masks.separator | masks.line_end;
    uint64_t inside = parity ^ state->quoted;
    state->after_return = (masks.carriage_return >> last) & 1;
    state->quoted = 0 - ((inside >> last) & 1);
    state->fresh = ((all | quotes) >> last) & 1 & ~state->quoted;
    state->closed = ((quotes & ~inside) >> last) & 1;
    block_structure block = {all & ~inside & ~paired, masks.line_end & ~paired};
    return block;
}

/// The first `count` bytes of a block, 1 to 64, with instructions that every processor of the architecture has. Text
/// behind a closing quote belongs to its cell.
static inline __attribute__((always_inline)) block_structure scan_one_block(scan_state *state, const uint8_t *p,
                                                                            uint8_t separator, uint32_t count) {
    byte_masks masks = byte_masks_read(p, separator);
    uint64_t valid = ~UINT64_C(0) >> (64 - count);
    masks.quote &= valid;
    masks.separator &= valid;
    masks.line_end &= valid;
    masks.carriage_return &= valid;
    uint64_t parity = byte_masks_parity(masks.quote), last = count - 1;
    if (__builtin_expect(scan_doubts(state, masks, parity, last) == 0, 1)) {
        return scan_block(state, masks, parity, last);
    }
    uint64_t paired = masks.line_end & ~masks.carriage_return & (masks.carriage_return << 1 | state->after_return);
    state->after_return = (masks.carriage_return >> last) & 1;
    uint64_t cuts = scan_walk(state, masks.quote, masks.separator | masks.line_end, last);
    block_structure block = {cuts & ~paired, masks.line_end & ~paired};
    return block;
}

/// Line ends inside quotes in the block that begins at an offset.
typedef struct {
    uint64_t lines;
    uint64_t offset;
} quoted_lines;

/// A scan over one text, and where it writes. All offsets are byte offsets in the text.
typedef struct {
    uint8_t separator;
    scan_state state;
    /// Where cells end.
    uint32_t *ends;
    uint64_t end_count;
    /// Where records begin, the open one last, and how many cells end before each: one entry more in both than there
    /// are records.
    uint32_t *record_starts;
    uint32_t *first_fields;
    uint64_t record_count;
    /// The blocks with line ends inside quotes.
    quoted_lines *quoted_lines;
    uint64_t quoted_lines_count;
    /// Where the first block begins that is not known to be well-formed UTF-8, or all ones. All text before it is
    /// well-formed, except perhaps a sequence that is cut off there. The end of the text is not judged.
    uint64_t suspect;
    /// Where the first block begins that holds a byte that is zero, perhaps behind the text's end, or all ones.
    uint64_t zero;
    /// Where the block begins before which the scan stopped, because of a quote in it or right before it, or all ones.
    uint64_t doubtful;
} text_scan;

/// What is known of the records that a scan has closed.
typedef struct {
    uint32_t fewest_cells;
    uint32_t most_cells;
    /// Whether one may hold no text: one that begins with a control character, white space or a separator.
    uint32_t has_blank;
} record_shape;

/// The sets of instructions that the scan is written for. Each gives the same results, except that a level that cannot
/// validate sets `suspect` at the first byte that is not ASCII.
typedef enum {
    scan_level_portable,
    scan_level_avx2,
    scan_level_avx512,
} scan_level;

/// The highest level that the processor has.
scan_level scan_best_level(void);

/// Scans the bytes from one offset up to another, or up to the first doubtful block, and adds the cells and records
/// that end there. The text begins at `bytes`; 64 bytes behind `to` must be readable. `record_starts` and
/// `first_fields` hold at `record_count` where the open record begins. They and `ends` must have room for 64 more than
/// there are bytes, `quoted_lines` for two more than there are whole blocks.
void scan_text(text_scan *scan, const uint8_t *bytes, uint64_t from, uint64_t to, scan_level level);

/// Puts the starts of records `from` to `scan->record_count` behind the LF of a CRLF, and returns what is known of
/// these records. Nothing at `limit` or behind it counts.
record_shape scan_shape(text_scan *scan, const uint8_t *bytes, uint64_t from, uint64_t limit);

#endif
