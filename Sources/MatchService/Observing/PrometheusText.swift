/// Metrics in Prometheus' text format 0.0.4.
struct PrometheusText {
  private(set) var text = ""

  /// A family of one kind: `counter`, `gauge` or `histogram`.
  mutating func family(_ name: String, _ kind: String, _ meaning: String) {
    text += "# HELP \(name) \(meaning)\n# TYPE \(name) \(kind)\n"
  }

  /// One value with its labels, in the order given.
  mutating func value(_ name: String, _ labels: [(String, String)] = [], _ value: Double) {
    text += name
    if !labels.isEmpty {
      let words = labels.map { "\($0.0)=\"\(PrometheusText.escaped($0.1))\"" }
      text += "{\(words.joined(separator: ","))}"
    }
    text += " \(PrometheusText.number(value))\n"
  }

  /// A histogram from counts by class.
  mutating func histogram(_ name: String, _ labels: [(String, String)], _ durations: ServiceMetrics.Durations) {
    var total = 0
    for (bound, count) in zip(ServiceMetrics.bounds, durations.classes) {
      total += count
      value("\(name)_bucket", labels + [("le", PrometheusText.number(bound))], Double(total))
    }
    total += durations.classes.last ?? 0
    value("\(name)_bucket", labels + [("le", "+Inf")], Double(total))
    value("\(name)_sum", labels, durations.sum)
    value("\(name)_count", labels, Double(total))
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
