import Hummingbird
import MatchEngine

/// How the service is: `/readyz` and `/metrics`.
enum StateRoutes {
  private struct Readiness: Encodable {
    let ready: Bool
    let pools: Int
    let faults: [String]
  }

  /// Ready when there is something to search, and the history, if one is kept, can be read.
  static func ready(_ parts: ServiceParts) throws -> Response {
    let catalogue = parts.catalogue.current
    var faults = catalogue.faults.map { "\($0.file): \($0.message)" }
    if parts.tokens?.isFaulty == true { faults.append("tokens: the file cannot be used; the earlier tokens stay") }
    var isReady = !catalogue.pools.isEmpty || parts.settings.folder == nil
    if let history = parts.history { isReady = isReady && (try? history.searches(limit: 1)) != nil }
    var response = try Response.json(Readiness(ready: isReady, pools: catalogue.pools.count, faults: faults))
    response.status = isReady ? .ok : .serviceUnavailable
    return response
  }

  /// Everything counted, in Prometheus' text format.
  static func metrics(_ parts: ServiceParts) -> String {
    let counted = parts.metrics.counted
    var text = PrometheusText()
    text.family("hlamatch_requests_total", "counter", "Answered requests.")
    for (answer, count) in counted.answers.sorted(by: { $0.key < $1.key }) {
      text.value(
        "hlamatch_requests_total", [("route", answer.route), ("status", String(answer.status))], Double(count))
    }
    text.family("hlamatch_request_seconds", "histogram", "Time to the head of the answer.")
    for (route, durations) in counted.durations.sorted(by: { $0.key < $1.key }) {
      text.histogram("hlamatch_request_seconds", [("route", route)], durations)
    }
    text.family("hlamatch_searches_total", "counter", "Answered searches.")
    for (kind, count) in counted.searches.sorted(by: { $0.key < $1.key }) {
      text.value("hlamatch_searches_total", [("kind", kind)], Double(count))
    }
    addState(parts, counted, &text)
    return text.text
  }

  private static func addState(_ parts: ServiceParts, _ counted: ServiceMetrics.State, _ text: inout PrometheusText) {
    let (load, catalogue) = (parts.gate.load, parts.catalogue.current)
    let values: [(String, String, String, Double)] = [
      ("hlamatch_searches_running", "gauge", "Searches that run now.", Double(load.running)),
      ("hlamatch_searches_waiting", "gauge", "Searches that wait for their turn.", Double(load.waiting)),
      ("hlamatch_folder_looks_total", "counter", "Looks at the folder of pools.", Double(counted.rescans)),
      ("hlamatch_pool_swaps_total", "counter", "Pools put in place.", Double(counted.swaps)),
      (
        "hlamatch_refused_files", "gauge", "Files of the folder that could not be taken.",
        Double(catalogue.faults.count)
      ),
      ("hlamatch_history_records_total", "counter", "Records written.", Double(counted.historyRecords)),
      ("hlamatch_history_faults_total", "counter", "Records that could not be written.", Double(counted.historyFaults)),
      ("hlamatch_resident_bytes", "gauge", "Memory of the process.", Double(ResidentMemory.bytes)),
    ]
    for (name, kind, meaning, value) in values {
      text.family(name, kind, meaning)
      text.value(name, [], value)
    }
    text.family("hlamatch_pool_donors", "gauge", "Donors of a pool.")
    for (name, pool) in catalogue.pools.sorted(by: { $0.key < $1.key }) {
      text.value(
        "hlamatch_pool_donors", [("pool", name), ("release", pool.pool.reference.facts.release)],
        Double(pool.pool.count))
    }
  }
}
