// Time that passes, for measurements.

/// The nanoseconds of a clock that only runs forward. Reading it takes some 20 ns, the time that a thread had on a
/// processor ten times as long; so that what waits for a processor is measured too.
package func nanoseconds() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}
