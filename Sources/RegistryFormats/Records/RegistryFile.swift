/// A file of donors or patients in any of the formats, plain or compressed, found out from its beginning.
public final class RegistryFile {
  /// What is known of a file beforehand.
  public struct Options: Sendable, Equatable {
    /// The format; nil to detect it.
    public var format: RegistryFileFormat?
    /// What is known of delimited text.
    public var csv: CSVOptions
    /// Whether a breach of the form of a long file is passed over up to the next record.
    public var recovers: Bool

    /// Options; everything is found out unless told.
    public init(format: RegistryFileFormat? = nil, csv: CSVOptions = CSVOptions(), recovers: Bool = false) {
      (self.format, self.csv, self.recovers) = (format, csv, recovers)
    }
  }

  /// Bytes looked at to tell the format.
  private static let signatureLength = 1 << 14

  /// The file's format.
  public let format: RegistryFileFormat
  /// The names of the columns, as ``ColumnMap`` understands them.
  public var header: [String] { reader.header }
  /// The physical line, from 1, on which the header stands.
  public var headerLine: Int { reader.headerLine }
  /// The keys of JSON lines that have no meaning, each once with the line on which it stood first, as far as was read.
  public var unrecognisedKeys: [(line: Int, key: String)] { (reader as? JSONLinesReader)?.unrecognisedKeys ?? [] }
  private let reader: any RegistryFileReader
  private let stored: WatchedByteSource

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The file's path, or `-` for standard input.
  ///   - options: What is known of it.
  ///   - observer: Called with each chunk of the file as stored, in order, such as to hash it.
  /// - Throws: ``RegistryFileError``.
  public convenience init(
    path: String, options: Options = Options(), observer: ((UnsafeRawBufferPointer) -> Void)? = nil
  ) throws(RegistryFileError) {
    let source: FileByteSource
    do { source = try FileByteSource(path: path) } catch { throw .source(error) }
    try self.init(source: source, options: options, observer: observer)
  }

  /// Opens a source of bytes.
  ///
  /// - Throws: ``RegistryFileError``.
  public init(
    source: any ByteChunkSource, options: Options = Options(), observer: ((UnsafeRawBufferPointer) -> Void)? = nil
  ) throws(RegistryFileError) {
    stored = WatchedByteSource(source, observer: observer)
    let text: WatchedByteSource
    let detected: RegistryFileFormat
    do throws(ByteSourceError) {
      let start = try stored.peek(4)
      let isPacked = UnpackedByteSource.recognises(start)
      text = isPacked ? WatchedByteSource(try UnpackedByteSource(stored, isZip: start.first == 0x50)) : stored
      detected = try RegistryFileFormat(detecting: text.peek(RegistryFile.signatureLength))
    } catch {
      throw .source(error)
    }
    let chosen = options.format ?? detected
    switch chosen {
    case .csv, .mv4:
      do throws(CSVError) {
        let csv = try CSVReader(source: text, options: options.csv)
        format = chosen == .mv4 || options.format == nil && MV4Header.fits(csv.header) ? .mv4 : .csv
        reader = csv
      } catch {
        throw .csv(error)
      }
    case .wmdaXML:
      format = chosen
      reader = WMDAReader(source: text, policy: options.recovers ? .passOver : .stop)
    case .hml:
      format = chosen
      reader = HMLReader(source: text, policy: options.recovers ? .passOver : .stop)
    case .atlasJSON: (format, reader) = (chosen, AtlasReader(source: text))
    case .jsonLines: (format, reader) = (chosen, JSONLinesReader(source: text))
    case .fhir: (format, reader) = (chosen, FHIRReader(source: text))
    }
  }

  /// Calls `body` with every record, good or faulty, in the order of the file.
  ///
  /// A record must not be used after the call returns.
  ///
  /// - Throws: ``RegistryFileError``, or what `body` throws.
  public func forEachRecord(_ body: (borrowing RegistryRecord) throws -> Void) throws {
    do {
      try reader.forEachRecord(body)
      try stored.drain()
    } catch let error as CSVError {
      throw RegistryFileError.csv(error)
    } catch XMLFileError.source(let error) {
      throw RegistryFileError.source(error)
    } catch let error as XMLFileError {
      throw RegistryFileError.xml(error)
    } catch let error as JSONFileError {
      throw RegistryFileError.json(error)
    } catch let error as ByteSourceError {
      throw RegistryFileError.source(error)
    }
  }
}

/// Why a file as a whole cannot be used.
public enum RegistryFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file cannot be opened, reading it failed, or its compression is damaged.
  case source(ByteSourceError)
  /// A fault of delimited text.
  case csv(CSVError)
  /// A fault of XML.
  case xml(XMLFileError)
  /// A fault of a file of JSON.
  case json(JSONFileError)

  /// One sentence: what is wrong, and what was expected.
  public var description: String {
    switch self {
    case .source(let error): error.description
    case .csv(let error): error.description
    case .xml(let error): error.description
    case .json(let error): error.description
    }
  }
}
