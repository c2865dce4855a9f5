// The C library of the system, whichever that is: the one file that knows its name.

#if canImport(Glibc)
    @_exported import Glibc
#elseif canImport(Musl)
    // Not tried: kpilint is built and tested with glibc alone.
    @_exported import Musl
#elseif canImport(Darwin)
    // Not tried.
    @_exported import Darwin
#endif
