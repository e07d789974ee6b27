/// Shows every byte of a source to an observer, in order, and can be read ahead without losing anything.
final class WatchedByteSource: ByteChunkSource {
  private var source: any ByteChunkSource
  private let observer: ((UnsafeRawBufferPointer) -> Void)?
  private var ahead: [UInt8] = []
  private var aheadIndex = 0
  private var isAtEnd = false

  init(_ source: any ByteChunkSource, observer: ((UnsafeRawBufferPointer) -> Void)? = nil) {
    (self.source, self.observer) = (source, observer)
  }

  var bytesLeft: Int? { source.bytesLeft.map { $0 + ahead.count - aheadIndex } }

  /// The next bytes, up to `count`, which stay to be read.
  func peek(_ count: Int) throws(ByteSourceError) -> ArraySlice<UInt8> {
    ahead.removeFirst(aheadIndex)
    aheadIndex = 0
    var buffer = [UInt8](repeating: 0, count: source.bufferLength(1 << 16))
    while ahead.count < count, !isAtEnd {
      let got = try fetch(&buffer)
      ahead += buffer[..<got]
    }
    return ahead.prefix(count)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    if aheadIndex < ahead.count {
      let count = min(buffer.count, ahead.count - aheadIndex)
      buffer.copyBytes(from: ahead[aheadIndex..<aheadIndex + count])
      aheadIndex += count
      if aheadIndex == ahead.count { (ahead, aheadIndex) = ([], 0) }
      return count
    }
    if isAtEnd { return 0 }
    return try fetch(into: buffer)
  }

  /// Reads what is left, for the observer's sake.
  func drain() throws(ByteSourceError) {
    if isAtEnd { return }
    var buffer = [UInt8](repeating: 0, count: source.bufferLength(1 << 18))
    while !isAtEnd { _ = try fetch(&buffer) }
  }

  private func fetch(_ buffer: inout [UInt8]) throws(ByteSourceError) -> Int {
    var failure: ByteSourceError?
    let count = buffer.withUnsafeMutableBytes { bytes in
      do throws(ByteSourceError) { return try fetch(into: bytes) } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return count
  }

  private func fetch(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    let count = try source.read(into: buffer)
    isAtEnd = count == 0
    if count > 0 { observer?(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
    return count
  }
}
