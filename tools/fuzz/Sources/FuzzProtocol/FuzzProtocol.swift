import FuzzSupport
import MatchEngine

/// Protocol files: what is read is checked without a fault of its own, and differs in nothing from itself.
///
/// The first byte chooses: the rest is the file, or patches a built-in one.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzInput.run(start, count) { input in
    let way = Int(input.byte()) % (builtIn.count + 1)
    var bytes = way == 0 ? input.rest : builtIn[way - 1]
    if way > 0 { FilePatches.apply(&input, to: &bytes) }
    let faults = DonorProtocol.faults(file: bytes)
    do throws(ProtocolFileError) {
      let rules = try DonorProtocol(file: bytes)
      demand(rules.differences(to: rules).isEmpty, "a protocol differs in nothing from itself")
      demand(faults.allSatisfy { $0.message.contains("source") }, "a file that is read lacks at most sources")
      demand((rules.matchCountLimit ?? 1) >= 1, "a limit lies in its range")
    } catch {
      demand(faults.contains(error) && !error.message.isEmpty, "the fault that refuses a file is told by the check")
    }
  }
}

private let builtIn: [[UInt8]] = DonorProtocol.builtInNames.compactMap { name in
  (try? DonorProtocol.builtIn(name)).map { Array($0.text.utf8) }
}
