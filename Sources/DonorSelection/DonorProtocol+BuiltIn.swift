import CHLAData

extension DonorProtocol {
  /// The protocols compiled into the program that are ready for use, by name.
  public static let builtInNames = [
    "mst", "imak", "cord-blood-mst-ceiling", "cord-blood-mst-floor", "cord-blood-rescue", "conventional",
  ]

  /// A protocol compiled into the program.
  ///
  /// - Returns: nil where no protocol of this name is built in.
  /// - Throws: ``ProtocolFileError`` for `cord-blood-mst`, which leaves a choice to its user.
  public static func builtIn(_ name: String) throws(ProtocolFileError) -> DonorProtocol? {
    guard let file = builtInFile(name) else { return nil }
    return try DonorProtocol(file: file)
  }

  /// The file of a protocol compiled into the program, that of `cord-blood-mst` with its open choice included.
  ///
  /// - Returns: nil where no protocol of this name is built in.
  public static func builtInFile(_ name: String) -> [UInt8]? {
    switch name {
    case "mst": bytes(hlamatch_protocol_mst())
    case "imak": bytes(hlamatch_protocol_imak())
    case "conventional": bytes(hlamatch_protocol_conventional())
    case "cord-blood-mst": bytes(hlamatch_protocol_cord_blood_mst())
    case "cord-blood-mst-ceiling": chosen("ceiling", of: bytes(hlamatch_protocol_cord_blood_mst()))
    case "cord-blood-mst-floor": chosen("floor", of: bytes(hlamatch_protocol_cord_blood_mst()))
    case "cord-blood-rescue": bytes(hlamatch_protocol_cord_blood_rescue())
    default: nil
    }
  }

  private static func bytes(_ file: hlamatch_bytes) -> [UInt8] {
    Array(UnsafeBufferPointer(start: file.start, count: file.length))
  }

  /// A file in which a user put the line that is offered under a word in the place of the word `choose`.
  private static func chosen(_ choice: String, of file: [UInt8]) -> [UInt8] {
    let offer = "  #  \(choice): "
    var lines = String(decoding: file, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    guard let rule = lines.first(where: { $0.hasPrefix(offer) })?.dropFirst(offer.count) else { return file }
    lines.removeAll { $0.hasPrefix("  #  ") }
    let text = lines.joined(separator: "\n").replacing(": choose", with: ": \(rule)")
    return Array(text.replacing("protocol: cord-blood-mst\n", with: "protocol: cord-blood-mst-\(choice)\n").utf8)
  }
}
