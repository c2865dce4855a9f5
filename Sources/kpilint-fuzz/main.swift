// Gives the readers and editors of workbooks packages that are broken at random, and holds what they make of them.
//
// Not for installing. `swift run -c release kpilint-fuzz` looks at a million packages; each is made from the seed and
// its own number alone, so that one can be looked at again: `kpilint-fuzz --seed 1 --only 4711 --save broken.xlsx`.

import Platform
import Synchronization
import Workers

let options = FuzzOptions(CommandLine.arguments.dropFirst())
let seeds = fuzzSeeds()
let watch = FuzzWatch(threads: options.threads)

if let only = options.only {
    let made = MutatedPackage(seed: options.seed, number: only, seeds)
    if let path = options.save { save(made.bytes, to: path) }
    print("\(made.bytes.count) bytes of \(made.seed.name): \(made.change)")
    var examination = FuzzExamination(made)
    if let fault = examination.fault() { fail("package \(only): \(fault)") }
    print("nothing is wrong with what is made of it")
    exit(0)
}

let total = Mutex(FuzzCount())
let next = Atomic(0)
let start = seconds(CLOCK_MONOTONIC)
watch.begin()
inParallel(options.threads) { thread in
    var own = FuzzCount()
    while true {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < options.count else { break }
        watch.looksAt(number, thread: thread)
        let begun = seconds(CLOCK_THREAD_CPUTIME_ID)
        let made = MutatedPackage(seed: options.seed, number: number, seeds)
        var examination = FuzzExamination(made)
        let fault = examination.fault()
        let spent = seconds(CLOCK_THREAD_CPUTIME_ID) - begun
        own.add(examination, number, spent)
        if let fault { own.faults.append((number, fault)) }
        if spent > FuzzWatch.mostSeconds { own.faults.append((number, "it took \(spent) s of the processor")) }
    }
    watch.rests(thread: thread)
    total.withLock { $0.add(own) }
}
let elapsed = seconds(CLOCK_MONOTONIC) - start
let count = total.withLock { $0 }
print(count.words(options, elapsed: elapsed))
for (number, fault) in count.faults.sorted(by: { $0.0 < $1.0 }).prefix(20) { print("package \(number): \(fault)") }
exit(count.faults.isEmpty ? 0 : 1)
