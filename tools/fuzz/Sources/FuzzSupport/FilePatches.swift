import Crypto

/// Changes to a file that the fuzzer describes in a few bytes, since a whole index is too long for it to vary.
public enum FilePatches {
  /// Applies patches of four bytes: a place (three bytes, from the beginning) and what its byte is combined with; a
  /// combination with 0 cuts the file off there.
  public static func apply(_ input: inout FuzzInput, to file: inout [UInt8]) {
    while !input.isEmpty, !file.isEmpty {
      let place = input.number() % file.count
      let change = input.byte()
      if change == 0 { file.removeSubrange(place...) } else { file[place] ^= change }
    }
  }

  /// Puts the SHA-256 of everything from byte 64 on at byte 32, as both compiled files have it.
  public static func reseal(_ file: inout [UInt8]) {
    guard file.count > 64 else { return }
    file.replaceSubrange(32..<64, with: Array(SHA256.hash(data: file[64...])))
  }
}
