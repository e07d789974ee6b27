import DonorPool
import DonorSelection
import HLAReference
import HLATyping
import RegistryFormats

/// Why a run ended without its result; each case has the exit code that scripts rely on (INTERFACE, section 2).
public enum EngineError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The request makes no sense: 64.
  case usage(String)
  /// An input holds what cannot be used: 65.
  case data(String)
  /// Not one row of an input can be used, and why not: 65.
  case nothingReadable(String, rejects: InputIssues)
  /// An input is missing or cannot be read: 66.
  case missingInput(String)
  /// A download failed: 69.
  case download(String)
  /// A fault of the program: 70.
  case program(String)
  /// An output cannot be created: 73.
  case cannotCreate(String)
  /// Reading or writing failed: 74.
  case inputOutput(String)
  /// The reader of a pipe has gone: the run ends quietly with 0.
  case closedPipe
  /// The task was cancelled, and what was done so far is dropped: 130.
  case cancelled

  /// The exit code.
  public var exitCode: Int32 {
    switch self {
    case .usage: 64
    case .data, .nothingReadable: 65
    case .missingInput: 66
    case .download: 69
    case .program: 70
    case .cannotCreate: 73
    case .inputOutput: 74
    case .closedPipe: 0
    case .cancelled: 130
    }
  }

  /// A name for the kind of error that programs can rely on, as `missing_input`.
  public var code: String {
    switch self {
    case .usage: "usage"
    case .data: "data"
    case .nothingReadable: "nothing_readable"
    case .missingInput: "missing_input"
    case .download: "download"
    case .program: "program"
    case .cannotCreate: "cannot_create"
    case .inputOutput: "input_output"
    case .closedPipe: "closed_pipe"
    case .cancelled: "cancelled"
    }
  }

  /// What is wrong; what was expected.
  public var description: String {
    switch self {
    case .usage(let text), .data(let text), .nothingReadable(let text, _), .missingInput(let text),
      .download(let text), .program(let text), .cannotCreate(let text), .inputOutput(let text):
      text
    case .closedPipe: "the reader of the output has gone"
    case .cancelled: "the work was cancelled"
    }
  }
}

extension EngineError {
  /// What went wrong while a file of people was read.
  init(reading error: any Error, file: String) {
    switch error {
    case let error as EngineError: self = error
    case let error as RegistryFileError: self.init(error, file: file)
    case let error as DonorPoolError: self.init(error, file: file)
    case let error as PersonFileError: self = .data("\(file):1:1: \(error)")
    default: self = .program("\(file): \(error)")
    }
  }

  init(_ error: DonorPoolError, file: String) {
    switch error {
    case .unreadable: self = .missingInput("\(file): \(error)")
    case .writeFailed: self = .inputOutput("\(file): \(error)")
    default: self = .data("\(file): \(error)")
    }
  }

  init(_ error: RegistryFileError, file: String) {
    switch error {
    case .source(.unreadable): self = .missingInput("\(error)")
    case .source(.readFailed): self = .inputOutput("\(error)")
    case .csv(let fault): self.init(fault, file: file)
    case .xml(.source(let fault)): self.init(RegistryFileError.source(fault), file: file)
    case .xml(let fault):
      // The place stands in front, as in every message about a file.
      let place = fault.place ?? RecordPlace(line: 1, column: 1)
      self = .data("\(file):\(place.line):\(place.column): \(fault.problem)")
    case .json(let fault): self.init(fault, file: file)
    case .source: self = .data("\(file):1:1: \(error)")
    }
  }

  init(_ error: CSVError, file: String) {
    switch error {
    case .source(.unreadable): self = .missingInput("\(error)")
    case .source(.readFailed): self = .inputOutput("\(error)")
    case .undecodable(let line, let column, let found, let expected):
      self = .data("\(file):\(line):\(column): \(found) is not text; \(expected.displayName) was expected")
    case .unclosedQuote(let line, let column):
      self = .data("\(file):\(line):\(column): the quote opened here is never closed; a closing quote was expected")
    default: self = .data("\(file):1:1: \(error)")
    }
  }

  init(_ error: JSONFileError, file: String) {
    switch error {
    case .source(.unreadable): self = .missingInput("\(error)")
    case .source(.readFailed): self = .inputOutput("\(error)")
    default:
      let place = error.place ?? RecordPlace(line: 1, column: 1)
      self = .data("\(file):\(place.line):\(place.column): \(error.finding)")
    }
  }

  init(_ error: ReferenceBuildError) {
    switch error {
    case .unreadable: self = .missingInput("\(error)")
    case .source(_, .unreadable), .codes(_, .unreadable): self = .missingInput("\(error)")
    case .source(let file, let fault) where fault.line != nil:
      // The place stands in front, as in every message about a file.
      let line = fault.line ?? 1
      self = .data("\(file):\(line):1: \("\(fault)".replacing("line \(line): ", with: ""))")
    case .unusable, .excerpt: self = .program("\(error)")
    default: self = .data("\(error)")
    }
  }

  init(_ error: ReferenceIndexError, file: String) {
    if case .unreadable = error { self = .missingInput("\(file): \(error)") } else { self = .data("\(file): \(error)") }
  }
}
