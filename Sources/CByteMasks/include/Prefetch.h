// Memory that is asked for before it is needed.
#ifndef KPILINT_PREFETCH_H
#define KPILINT_PREFETCH_H

/// Says that a place will soon be written to. It need not be one that can be.
static inline __attribute__((always_inline)) void prefetch_for_write(const void *place) {
    __builtin_prefetch(place, 1, 3);
}

#endif
