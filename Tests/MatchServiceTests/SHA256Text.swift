import Crypto

/// Hashes of texts.
enum SHA256Text {
  static func hash(_ text: String) -> SHA256Digest { SHA256.hash(data: Array(text.utf8)) }
}
