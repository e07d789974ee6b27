import Foundation
import TestFixtures
import Testing

@testable import RegistryFormats

@Suite("The form of JSON") struct JSONCursorTests {
  static func breach(_ text: String) -> JSONBreach? {
    Array(text.utf8).withUnsafeBufferPointer { JSONGrammar().breach(in: $0) }
  }

  @Test(
    "What is JSON is accepted",
    arguments: [
      "{}", " [ ] ", "{\"a\":[1,-0.5e+10,true,false,null,\"\\u00e9\\n\\\\\"],\"b\":{}}", "1e999", "\"\u{7F}\"",
      String(repeating: "[", count: 64) + String(repeating: "]", count: 64),
    ])
  func accepts(text: String) {
    #expect(Self.breach(text) == nil)
    #expect(Array(text.utf8).withUnsafeBufferPointer { JSONCursor($0).firstBreach() } == nil)
  }

  static let breaches: [(text: String, offset: Int)] = [
    ("", 0), ("nul", 0), ("{\"a\" 1}", 5), ("{,}", 1), ("{a:1}", 1), ("{\"a\":1;}", 6), ("{\"a\":}", 5), ("[1 2]", 3),
    ("[tru]", 1), ("[NaN]", 1), ("[+1]", 1), ("[.5]", 1), ("[1}", 2), ("{}x", 2), ("{} {}", 3), ("[\"abc", 5),
    ("['a']", 1), ("[1,", 3), ("[1//2\n]", 2),
  ]

  @Test("Where a text stops being JSON is found", arguments: breaches)
  func refuses(text: String, offset: Int) {
    #expect(Self.breach(text)?.offset == offset)
  }

  @Test("Reasons hold nothing of the text", arguments: breaches)
  func reasonsAreBlind(text: String, offset: Int) {
    let secret = text.replacing("a", with: "D000123")
    #expect(Self.breach(secret)?.reason == Self.breach(text)?.reason)
  }

  static let numbers: [(text: String, isGood: Bool)] = [
    ("0", true), ("-0", true), ("82.50", true), ("1E5", true), ("1e-05", true), ("01", false), ("1.", false),
    ("-", false), ("1e", false), ("1e+", false), ("00", false),
  ]

  @Test("Numbers follow the grammar and keep their text", arguments: numbers)
  func numberGrammar(text: String, isGood: Bool) {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      var cursor = JSONCursor(bytes)
      let literal = try? cursor.number()
      #expect((literal?.range == 0..<bytes.count) == isGood)
    }
  }

  @Test("Escapes are undone; half a surrogate pair is no character")
  func escapes() {
    func text(_ literal: String) -> String? {
      Array(literal.utf8).withUnsafeBufferPointer { JSONGrammar().text(of: $0) }.map {
        String(decoding: $0, as: UTF8.self)
      }
    }
    #expect(text("\"a\\u00e9\\\"\\/\\n\\ud83d\\ude00\"") == "aé\"/\n😀")
    #expect(text("\"\\u0000\"") == "\0")
    for literal in ["\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83dx\"", "\"\\q\"", "\"\\u12\""] {
      #expect(text(literal) == nil)
    }
  }

  @Test("The form is judged as Foundation judges it when whole documents are read at once")
  func agreesWithFoundation() {
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\":", "1", "-2.5", "0", "e3", "true", "null", " ", "\n", "x", "\\",
      "\"\\n\"", "{}", "[]", "[1,2]",
    ]
    for seed in 1...20_000 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let count = Int.random(in: 1...9, using: &generator)
      let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      // Foundation lets a comma stand before a closing bracket; here it is a breach.
      let bare = text.filter { !$0.isWhitespace }
      guard !bare.contains(",]"), !bare.contains(",}") else { continue }
      let isJSON = (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) != nil
      let isGood = Array(text.utf8).withUnsafeBufferPointer { bytes in
        JSONGrammar().breach(in: bytes) == nil && JSONCursor(bytes).firstBreach() == nil
      }
      #expect(isGood == isJSON, "seed \(seed): \(text)")
      if isGood != isJSON { return }
    }
  }
}
