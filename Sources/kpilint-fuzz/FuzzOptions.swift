// The arguments of the fuzzer, and how it ends.

import Platform

/// What is asked for.
struct FuzzOptions {
    /// How many packages are looked at.
    var count = 1_000_000
    /// All packages follow from it.
    var seed: UInt64 = 1
    var threads = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    /// The one package that is looked at, and where it is saved.
    var only: Int?
    var save: String?

    init(_ arguments: ArraySlice<String>) {
        var left = arguments
        func number(behind option: String) -> Int {
            guard let number = left.popFirst().flatMap({ Int($0) }), number >= 0 else {
                fail("a number belongs behind \(option)")
            }
            return number
        }
        while let argument = left.popFirst() {
            switch argument {
            case "--seed": seed = UInt64(number(behind: argument))
            case "--threads": threads = max(1, min(64, number(behind: argument)))
            case "--only": only = number(behind: argument)
            case "--save": save = left.popFirst()
            default:
                guard let number = Int(argument), number > 0 else {
                    fail("usage: kpilint-fuzz [COUNT] [--seed N] [--threads N] [--only NUMBER [--save PATH]]")
                }
                count = number
            }
        }
    }
}

/// Ends the program with what is wrong.
func fail(_ words: String) -> Never {
    print(words)
    exit(1)
}

/// A clock of the system.
func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The most memory that the program has held, in MiB; 0 where the system does not say. Its usage of resources would not
/// do: a program that `swift run` becomes inherits that.
func mostMemoryUsed() -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
        let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(whereSeparator: \.isWhitespace)
        if words.first == "VmHWM:", words.count > 1, let size = Int(words[1]) { return size >> 10 }
    }
    return 0
}

func save(_ bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "wb") else { fail("\(path) cannot be written") }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else { fail("\(path) cannot be written") }
}
