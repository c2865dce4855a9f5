// A large part, unpacked in blocks: ahead of whoever reads it, where that is wanted.

import Platform

/// Unpacks a part in blocks of one size. A thread may do that, some blocks ahead: inflating takes about a third as long
/// as reading the XML that comes of it.
///
/// Unpacking and reading share the state below under the lock. A block belongs to the thread until it is counted as
/// ready, and to the reader until it is counted as taken.
final class UnpackedBlocks: @unchecked Sendable {
    /// How many bytes a block has, and how many blocks there are: more would leave the cache.
    private static let size = 1 << 18
    private static let count = 4

    private let part: UnpackedPart
    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size * count, alignment: 64)
    /// How many bytes each block holds.
    private var lengths = [Int](repeating: 0, count: count)
    /// How many blocks have been unpacked, and how many read to their end.
    private var ready = 0
    private var taken = 0
    private var isAtEnd = false
    private var failure: PackageError?
    private var isClosed = false
    private var thread: pthread_t?
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// The reader's own: how much of its block it has read.
    private var position = 0

    init(_ part: UnpackedPart, isAhead: Bool) {
        self.part = part
        lock.initialize(to: pthread_mutex_t())
        change.initialize(to: pthread_cond_t())
        pthread_mutex_init(lock, nil)
        pthread_cond_init(change, nil)
        if isAhead { start() }
    }

    deinit {
        pthread_cond_destroy(change)
        pthread_mutex_destroy(lock)
        change.deallocate()
        lock.deallocate()
        memory.deallocate()
    }

    /// Ends the thread, which keeps these blocks until then.
    func close() {
        guard let thread else { return }
        locked {
            isClosed = true
            pthread_cond_signal(change)
        }
        pthread_join(thread, nil)
        self.thread = nil
    }

    /// Starts the thread; where the system refuses one, reading unpacks.
    private func start() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<UnpackedBlocks>.fromOpaque(context).takeRetainedValue().unpackAll()
                return nil
            }, context.toOpaque())
        if status == 0 { self.thread = thread } else { context.release() }
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }

    private func unpackAll() {
        while true {
            let mayGoOn = locked {
                while ready - taken == Self.count, !isClosed { pthread_cond_wait(change, lock) }
                return !isClosed
            }
            guard mayGoOn, unpackOne() else { return }
        }
    }

    /// Unpacks one block; false at the end, and at a fault.
    private func unpackOne() -> Bool {
        let index = ready % Self.count
        let block = UnsafeMutableRawBufferPointer(rebasing: memory[index * Self.size..<(index + 1) * Self.size])
        let result = Result { () throws(PackageError) in try part.read(into: block) }
        return locked {
            switch result {
            case .success(let length):
                lengths[index] = length
                isAtEnd = length < Self.size
                ready += 1
            case .failure(let error): failure = error
            }
            pthread_cond_signal(change)
            return failure == nil && !isAtEnd
        }
    }

    /// Fills a buffer; fewer bytes than it holds only at the end. A fault in one of the blocks that it reaches into is
    /// thrown before any of its bytes is given.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int {
        var filled = 0
        while filled < buffer.count, let length = try nextLength() {
            let start = taken % Self.count * Self.size + position
            let count = min(buffer.count - filled, length - position)
            UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<start + count]))
            filled += count
            position += count
            guard position == length else { break }
            position = 0
            locked {
                taken += 1
                pthread_cond_signal(change)
            }
        }
        return filled
    }

    /// How many bytes the reader's block has, once it is ready; `nil` at the end.
    private func nextLength() throws(PackageError) -> Int? {
        if thread == nil {
            while ready == taken, failure == nil, !isAtEnd { _ = unpackOne() }
        }
        let (length, failure) = locked { () -> (Int?, PackageError?) in
            while ready == taken, self.failure == nil, !isAtEnd { pthread_cond_wait(change, lock) }
            return ready == taken ? (nil, self.failure) : (lengths[taken % Self.count], nil)
        }
        if let failure { throw failure }
        return length
    }
}
