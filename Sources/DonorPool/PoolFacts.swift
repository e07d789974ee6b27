import HLATyping

/// What a pool was made from.
public struct PoolFacts: Equatable, Sendable {
  /// One file that the pool was made from.
  public struct Input: Equatable, Sendable {
    /// `donors` or `kir`.
    public var role: String
    /// The file's name, without folders.
    public var file: String
    /// SHA-256 of its bytes, lower-case hexadecimal.
    public var sha256: String

    /// An input.
    public init(role: String, file: String, sha256: String) {
      (self.role, self.file, self.sha256) = (role, file, sha256)
    }
  }

  /// The release that typings were resolved against, as `3.58.0`.
  public var release = ""
  /// SHA-256 over the sources of the reference.
  public var sourceHash = ""
  /// The reference was the embedded excerpt.
  public var isExcerpt = false
  /// What blank second values and `NEW` mean.
  public var policy = TypingPolicy()
  /// The files.
  public var inputs: [Input] = []
  /// Rows read.
  public var read = 0
  /// Of these, rejected.
  public var rejected = 0
  /// Donors.
  public var donors = 0

  /// Facts to be filled in.
  public init() {}

  var bytes: [UInt8] {
    var writer = ByteWriter()
    for text in [release, sourceHash, policy.blankSecond.rawValue, policy.newAllele.rawValue] { writer.text(text) }
    for value in [isExcerpt ? 1 : 0, read, rejected, donors, inputs.count] { writer.number(value) }
    for input in inputs {
      writer.text(input.role)
      writer.text(input.file)
      writer.text(input.sha256)
    }
    return writer.bytes
  }

  init(_ bytes: UnsafeRawBufferPointer) throws(CodingFault) {
    var reader = ByteReader(bytes)
    (release, sourceHash) = (try reader.text(), try reader.text())
    guard let blank = BlankSecond(rawValue: try reader.text()), let new = NewAllelePolicy(rawValue: try reader.text())
    else { throw CodingFault() }
    policy = TypingPolicy(blankSecond: blank, newAllele: new)
    isExcerpt = try reader.number() == 1
    let most = Int(UInt32.max)
    (read, rejected) = (try reader.number(below: .max), try reader.number(below: .max))
    donors = try reader.number(below: most)
    for _ in 0..<(try reader.count()) {
      inputs.append(Input(role: try reader.text(), file: try reader.text(), sha256: try reader.text()))
    }
  }
}
