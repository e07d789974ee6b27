/// What the user says about a CSV file; whatever is left out is found out from the file's beginning.
public struct CSVOptions: Sendable, Equatable {
  /// The byte between fields, in ASCII; nil to detect comma, semicolon, tab or pipe.
  public var delimiter: UInt8?
  /// The file's encoding; nil to detect it.
  public var encoding: TextEncoding?
  /// The most bytes (after decoding) that a record may have without its line end; a longer one becomes a fault.
  public var recordLimit: Int

  /// Makes options.
  ///
  /// - Parameters:
  ///   - delimiter: The byte between fields, or nil to detect it.
  ///   - encoding: The encoding, or nil to detect it.
  ///   - recordLimit: In bytes, 1 to 2^30; 1 MiB unless told.
  public init(delimiter: UInt8? = nil, encoding: TextEncoding? = nil, recordLimit: Int = 1 << 20) {
    self.delimiter = delimiter
    self.encoding = encoding
    self.recordLimit = recordLimit
  }
}

/// Lengths that tests make small, so that every boundary is met.
struct CSVReadLengths {
  /// The most bytes asked of the source at once.
  var chunk = 1 << 18
  /// The bytes read ahead, before the first record, to decide encoding and delimiter.
  var sample = 1 << 20

  /// Nor is more asked of a source than it has.
  func bounded(by source: some ByteChunkSource) -> CSVReadLengths {
    CSVReadLengths(chunk: source.bufferLength(chunk), sample: source.bufferLength(sample))
  }

  /// The sample never needs much more memory than the longest record may.
  func bounded(byRecordLimit limit: Int) -> CSVReadLengths {
    CSVReadLengths(chunk: chunk, sample: min(sample, max(limit, 1 << 16)))
  }
}
