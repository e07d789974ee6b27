import CServicePage
import Hummingbird
import MatchEngine

/// Files compiled into the program; they are looked up by name in a table, so that no path leads elsewhere.
struct PageFile: Sendable {
  let type: String
  let body: ByteBuffer

  /// What is asked for beneath `/page/`, by name.
  static let all = {
    var files: [String: PageFile] = [
      "report.css": PageFile(type: "text/css; charset=utf-8", body: ByteBuffer(string: ReportPage.style))
    ]
    var count = 0
    guard let start = hlamatch_page_files(&count) else { return files }
    for file in UnsafeBufferPointer(start: start, count: count) {
      files[String(cString: file.name)] = PageFile(type: String(cString: file.type), file.bytes)
    }
    return files
  }()

  /// The page.
  static let page = PageFile(type: "text/html; charset=utf-8", hlamatch_page())

  /// The description of the service.
  static let description = PageFile(type: "application/yaml", hlamatch_openapi())

  private init(type: String, body: ByteBuffer) { (self.type, self.body) = (type, body) }

  private init(type: String, _ bytes: hlamatch_page_bytes) {
    self.init(type: type, body: ByteBuffer(bytes: UnsafeBufferPointer(start: bytes.start, count: bytes.length)))
  }

  /// A file by the name that a request gave.
  ///
  /// - Throws: ``Problem/notFound``.
  static func named(_ name: String?) throws(Problem) -> PageFile {
    guard let name, let file = all[name] else { throw .notFound }
    return file
  }

  var response: Response {
    Response(
      status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"], body: ResponseBody(byteBuffer: body))
  }
}
