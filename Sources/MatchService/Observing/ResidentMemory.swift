import Glibc

/// The memory of this process.
enum ResidentMemory {
  /// Bytes in memory now; 0 where the system does not tell.
  static var bytes: Int {
    guard let text = try? SmallFile.text("/proc/self/statm", limit: 4096) else { return 0 }
    let words = text.split(separator: " ")
    guard words.count > 1, let pages = Int(words[1]) else { return 0 }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
