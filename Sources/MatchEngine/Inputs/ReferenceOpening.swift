import Glibc
import HLAReference

extension ReferenceIndex {
  /// Opens a reference as the command line names it.
  ///
  /// - Parameter path: An index file, a folder of official files, an hla.xml in any packing; nil for the embedded
  ///   excerpt.
  /// - Throws: ``EngineError`` of the data or of a missing input.
  public static func open(_ path: String?) throws(EngineError) -> ReferenceIndex {
    guard let path else {
      do { return try embedded() } catch { throw EngineError(error) }
    }
    if isIndex(path) {
      do { return try ReferenceIndex(path: path) } catch { throw EngineError(error, file: path) }
    }
    do { return try build(sources: [path]) } catch { throw EngineError(error) }
  }

  /// A file that begins like an index, or says by its name that it should.
  private static func isIndex(_ path: String) -> Bool {
    if path.hasSuffix(".hlaref") { return true }
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var start = [UInt8](repeating: 0, count: 6)
    return read(descriptor, &start, 6) == 6 && start == Array("HLAREF".utf8)
  }
}

extension MultipleAlleleCodes {
  /// Opens a table of codes, compiled or as published.
  ///
  /// - Throws: ``EngineError`` of the data or of a missing input.
  public static func load(_ path: String) throws(EngineError) -> MultipleAlleleCodes {
    do { return try open(path) } catch { throw EngineError(error) }
  }
}
