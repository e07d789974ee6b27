import Crypto
import DonorPool
import DonorSelection
import Glibc
import HLAReference
import HLATyping

extension RunOptions {
  /// The pool made by `pool build` that stands among the donors; nil where there is none.
  ///
  /// - Throws: ``EngineError/usage(_:)`` where other donors, or a KIR table, stand beside it.
  func snapshot() throws(EngineError) -> String? {
    guard let path = donors.first(where: DonorPool.isPool) else { return nil }
    guard donors.count == 1 else {
      throw .usage(
        "\(path): a donor pool stands alone; one pool of all files, made by 'hlamatch pool build', was expected")
    }
    if kir != nil {
      throw .usage("\(path): a donor pool has its KIR typings within; --kir was expected at 'hlamatch pool build'")
    }
    return path
  }
}

extension DonorPool {
  /// A file that begins like a pool.
  static func isPool(_ path: String) -> Bool {
    guard path != "-" else { return false }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return path.hasSuffix(".hlapool") }
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var start = [UInt8](repeating: 0, count: 8)
    // A damaged beginning is told as such, and not taken for a file of text.
    return read(descriptor, &start, 8) == 8 && (start == DonorPool.magic || path.hasSuffix(".hlapool"))
  }

  /// Opens a pool for a run.
  ///
  /// - Throws: ``EngineError/data(_:)`` where it was made from another release or under other policies.
  static func open(
    _ path: String, _ reference: ReferenceIndex, _ policy: TypingPolicy?
  ) throws(EngineError) -> DonorPool {
    do {
      let facts = try DonorPool.facts(path: path)
      if let difference = difference(facts, reference, policy) {
        throw EngineError.data(
          "\(path): \(difference); build it again: hlamatch pool build DONORS... -o \(path)")
      }
      return try DonorPool(path: path, reference: reference)
    } catch {
      throw EngineError(reading: error, file: path)
    }
  }

  /// Why a pool cannot be searched with a release under some policies; nil where it can.
  static func difference(_ facts: PoolFacts, _ reference: ReferenceIndex, _ policy: TypingPolicy?) -> String? {
    if facts.sourceHash != reference.facts.sourceHash {
      let words = { (release: String, isExcerpt: Bool, hash: String) in
        "release \(release)\(isExcerpt ? " (embedded excerpt)" : "") with source hash \(hash.prefix(12))"
      }
      return "was built from \(words(facts.release, facts.isExcerpt, facts.sourceHash)), and the reference is "
        + words(reference.facts.release, reference.facts.isExcerpt, reference.facts.sourceHash)
    }
    guard let policy else { return nil }
    if facts.policy.blankSecond != policy.blankSecond {
      return
        "was built with blank second values read as \(facts.policy.blankSecond.rawValue), and the run reads them as "
        + policy.blankSecond.rawValue
    }
    if facts.policy.newAllele != policy.newAllele {
      return "was built with NEW read as \(facts.policy.newAllele.rawValue), and the protocol reads it as "
        + policy.newAllele.rawValue
    }
    return nil
  }

  /// SHA-256 over header, directory and checksums, lower-case hexadecimal: it pins every byte that answers rest on.
  var manifestHash: String {
    var hasher = SHA256()
    forEachManifestPart { hasher.update(bufferPointer: $0) }
    return HexText.of(hasher.finalize())
  }
}
