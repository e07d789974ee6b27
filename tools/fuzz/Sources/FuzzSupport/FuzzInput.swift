/// One input of the fuzzer: the first bytes choose how the rest is read.
public struct FuzzInput {
  private var bytes: ArraySlice<UInt8>

  /// Runs a target on the memory that libFuzzer gives to its entry point.
  ///
  /// - Returns: 0, as libFuzzer expects of an entry point.
  public static func run(_ start: UnsafePointer<UInt8>?, _ count: Int, _ body: (inout FuzzInput) -> Void) -> CInt {
    var input = FuzzInput(Array(UnsafeBufferPointer(start: start, count: count)))
    body(&input)
    return 0
  }

  /// An input of these bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  /// Takes the next byte; 0 where none is left.
  public mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

  /// Takes the next three bytes as a number, low byte first.
  public mutating func number() -> Int { Int(byte()) | Int(byte()) << 8 | Int(byte()) << 16 }

  /// Takes one of the values; an empty input chooses the first.
  public mutating func choice<Value>(_ values: [Value]) -> Value { values[Int(byte()) % values.count] }

  /// Whether nothing is left.
  public var isEmpty: Bool { bytes.isEmpty }

  /// What is left.
  public var rest: [UInt8] { Array(bytes) }
}

/// Ends the program, which libFuzzer takes for a crash, unless the condition holds.
///
/// - Parameter rule: The rule that was broken, as a sentence.
public func demand(_ condition: @autoclosure () -> Bool, _ rule: @autoclosure () -> String) {
  if !condition() { fatalError("broken rule: \(rule())") }
}
