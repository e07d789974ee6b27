import HLATyping
import Testing

@Suite("What is remembered stays bounded")
struct BoundedMemoryTests {
  @Test("Beyond the limit all is forgotten, and what was asked for last is there")
  func limit() {
    let memory = BoundedMemory<Int, Int>(limit: 100)
    for number in 0..<1000 {
      memory.add(number * 2, number, weight: 10)
      #expect(memory[number] == number * 2)
      let held = (0...number).filter { memory[$0] != nil }
      #expect(held.count <= 10)
      #expect(held.allSatisfy { memory[$0] == $0 * 2 })
    }
    // The same entry again weighs nothing more.
    for _ in 0..<100 { memory.add(7, 995, weight: 10) }
    #expect(memory[995] == 7)
    #expect(memory[999] == 1998)
  }
}
