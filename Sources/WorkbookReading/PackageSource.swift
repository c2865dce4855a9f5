// The bytes of a return as those of a package.

internal import Packages
internal import Tables

/// Passes on the bytes of a source, and keeps the error where they could not be read.
final class PackageSource: PackageBytes {
    let source: any ByteSource
    private(set) var failure: ReadError?

    init(_ source: any ByteSource) { self.source = source }

    var size: Int { source.size }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int {
        do throws(ReadError) {
            return try source.readFully(at: offset, into: buffer)
        } catch {
            failure = error
            throw .unreadable
        }
    }
}
