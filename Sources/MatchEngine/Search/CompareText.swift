import DonorSelection
import MatchReport

extension DonorSearch {
  /// Every pair as `hlamatch compare` prints it, piece by piece, made while they are asked for.
  ///
  /// For the same inputs the bytes are those of the command line.
  ///
  /// - Parameters:
  ///   - format: Any of the formats but ``ResultFormat/html``.
  ///   - progress: Told the pairs judged; ended with the sequence. For one pass.
  /// - Throws: ``EngineError/usage(_:)`` for a page, since pairs are rows.
  public func compareText(
    as format: ResultFormat, progress: ProgressFeed? = nil
  ) throws(EngineError) -> CompareText {
    try format.requireStream()
    return CompareText(search: self, format: format, progress: progress)
  }
}

/// Compared pairs as text.
public struct CompareText: AsyncSequence, Sendable {
  /// A piece of text in UTF-8; pieces are no unit of the format, and only together do they make a result.
  public typealias Element = [UInt8]
  /// Why there is no next piece.
  public typealias Failure = EngineError

  let search: DonorSearch
  let format: ResultFormat
  let progress: ProgressFeed?

  /// Begins with the first piece.
  public func makeAsyncIterator() -> Iterator { Iterator(pieces: ComparePieces(search, format, progress)) }

  /// Goes through the pieces. Copies share their buffers, so it stays with one task.
  public struct Iterator: AsyncIteratorProtocol {
    private var pieces: ComparePieces

    init(pieces: ComparePieces) { self.pieces = pieces }

    /// The next piece; nil after the last. No piece is empty.
    ///
    /// - Throws: ``EngineError/cancelled``, or ``EngineError/data(_:)`` where the pool turns out to be damaged; what was
    ///   given before is then no result.
    public mutating func next() async throws(EngineError) -> [UInt8]? {
      while let piece = try await pieces.next() {
        let bytes = piece.bytes
        if !bytes.isEmpty { return bytes }
      }
      return nil
    }
  }
}

/// The pieces of compared pairs, which may stand in buffers that are used again: not `Sendable`, since copies share them.
struct ComparePieces {
  /// Text that is good until the next piece is asked for.
  enum Piece: Sendable {
    case bytes([UInt8])
    case buffer(TextBuffer)

    /// A copy.
    var bytes: [UInt8] {
      switch self {
      case .bytes(let bytes): bytes
      case .buffer(let buffer): buffer.withText { Array($0) }
      }
    }
  }

  private enum Stage { case beginning, pairs, ended }

  /// Donors a task formats at once: some megabytes of text.
  private static let rowsAtOnce = 65_536
  private let search: DonorSearch
  private let format: ResultFormat
  private var windows: PairWindows
  /// One a task, used from window to window.
  private let buffers: [TextBuffer]
  private var stage = Stage.beginning
  private var ready: [Piece].SubSequence = []
  private var hasPairs = false
  /// How the donors of the patient at hand divide.
  private var tally = RankingTally()
  private(set) var counts: RunRecord.Counts
  /// Patients done.
  private(set) var patients = 0

  init(_ search: DonorSearch, _ format: ResultFormat, _ progress: ProgressFeed?) {
    (self.search, self.format) = (search, format)
    windows = PairWindows(search, rowsAtOnce: ComparePieces.rowsAtOnce, progress)
    buffers = (0..<search.settings.threads).map { _ in TextBuffer() }
    counts = search.counts
  }

  /// The next piece; nil after the last.
  mutating func next() async throws(EngineError) -> Piece? {
    while ready.isEmpty {
      switch stage {
      case .beginning:
        stage = .pairs
        ready = [.bytes(try beginning())]
      case .pairs:
        if let window = try windows.next() {
          try await format(window)
        } else {
          stage = .ended
          ready = [.bytes(try end())]
        }
      case .ended: return nil
      }
    }
    return ready.removeFirst()
  }

  private mutating func format(_ window: PairWindows.Window) async throws(EngineError) {
    let patient = search.patients.patients[window.patient]
    let formatter = PairFormatter(search, patient, format)
    let buffers = buffers
    let chunks = try await windows.judged(window) { (range, index) throws(EngineError) in
      try formatter.chunk(range, buffers[index])
    }
    var pieces: [Piece] = []
    if window.isFirst {
      (hasPairs, tally) = (false, RankingTally())
      if format == .json {
        let id = try JSONText.line(patient.id)
        pieces.append(.bytes(Array("\(patients == 0 ? "\n" : ",\n"){\"patient_id\":\(id),\"donors\":[".utf8)))
      }
    }
    for chunk in chunks { add(chunk, to: &pieces) }
    if window.isLast {
      if format == .json { pieces.append(.bytes(Array("]}".utf8))) }
      counts.add(tally)
      patients += 1
    }
    ready = pieces[...]
  }

  private mutating func add(_ chunk: PairFormatter.Chunk, to pieces: inout [Piece]) {
    tally.add(chunk.tally)
    if format == .json, hasPairs, chunk.pairs > 0 { pieces.append(.bytes([UInt8(ascii: ",")])) }
    if chunk.pairs > 0 { hasPairs = true }
    if let lines = chunk.lines { pieces.append(.buffer(lines)) }
    if !chunk.bytes.isEmpty { pieces.append(.bytes(chunk.bytes)) }
  }

  private func beginning() throws(EngineError) -> [UInt8] {
    switch format {
    case .csv, .tsv, .table:
      var table = RankTable(style: format.style)
      table.addHeader(search.columns(RankTable.compareColumns))
      let head = format == .table ? RankingText(run: search.record).headLines : []
      return head.flatMap { Array($0.utf8) + [10] } + table.text.bytes
    case .json: return Array("{\"patients\":[".utf8)
    case .jsonl: return try JSONText.bytes(["run": search.record])
    case .html: return []
    }
  }

  private func end() throws(EngineError) -> [UInt8] {
    switch format {
    case .csv, .tsv, .table, .html: []
    case .json: Array("\n],\"run\":\(try JSONText.line(search.record(counts)))}\n".utf8)
    case .jsonl: try JSONText.bytes(["summary": RunSummary(inputs: search.inputs, counts: counts)])
    }
  }
}
