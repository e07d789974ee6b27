extension JSONObjectStream {
  /// The next line that is not blank, without blanks before it.
  ///
  /// - Throws: ``JSONFileError/source(_:)``.
  func nextLine() throws(JSONFileError) -> Piece? {
    var isTooLong = false
    var place: TextPlace?
    while true {
      let bytes = window.bytes
      if place == nil { scanned = skipBlanks(from: scanned) }
      if place == nil, scanned < bytes.count {
        window.consume(scanned)
        scanned = 0
        place = window.place
        continue
      }
      let end = bytes[scanned...].firstIndex { $0 == ASCII.lineFeed || $0 == ASCII.carriageReturn }
      scanned = end ?? bytes.count
      if let place, end != nil { return line(at: place, isTooLong) }
      if place == nil || isTooLong || scanned > limit {
        isTooLong = place != nil
        window.consume(scanned)
        scanned = 0
      }
      guard try window.refill() else { return place.map { line(at: $0, isTooLong) } }
    }
  }

  private func skipBlanks(from first: Int) -> Int {
    let bytes = window.bytes
    var index = first
    while index < bytes.count, ASCII.isBlank(bytes[index]) || ASCII.lineFeed == bytes[index] || bytes[index] == 0x0D {
      index += 1
    }
    return index
  }

  private func line(at place: TextPlace, _ wasTooLong: Bool) -> Piece {
    delivered = scanned
    let isTooLong = wasTooLong || scanned > limit
    let bytes = UnsafeBufferPointer(rebasing: window.bytes[..<(isTooLong ? 0 : scanned)])
    return Piece(content: .line, place: place, bytes: bytes, isTooLong: isTooLong, limit: limit)
  }
}
