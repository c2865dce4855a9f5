// Memory that is fetched before it is needed.
#ifndef KPILINT_PREFETCH_H
#define KPILINT_PREFETCH_H

/// Hints that a place will soon be written to. The address need not be valid.
static inline __attribute__((always_inline)) void prefetch_for_write(const void *place) {
    __builtin_prefetch(place, 1, 3);
}

#endif
