extension RunRecord {
  /// The record as JSON in one line: the bytes of its encoding, which every answer of a service ends with.
  public var line: [UInt8] {
    var line = JSONLineWriter(capacity: 2048)
    line.plain(#"{"blank_second":"#)
    line.members(blankSecond.sorted { $0.key < $1.key }) { $0.text($1) }
    if let counts {
      line.plain(#","counts":"#)
      counts.write(to: &line)
    }
    line.plain(#","date":"#)
    line.text(date)
    if let inputs {
      line.plain(#","inputs":"#)
      line.list(inputs) { line, input in
        line.members([
          (key: "file", value: input.file), (key: "role", value: input.role), (key: "sha256", value: input.sha256),
        ]) { $0.text($1) }
      }
    }
    if let loci {
      line.plain(#","loci":"#)
      line.texts(loci)
    }
    line.plain(#","note":"#)
    line.text(note)
    line.plain(#","program":"#)
    line.text(program)
    line.plain(#","protocol":"#)
    `protocol`.write(to: &line)
    line.plain(#","reference":{"excerpt":"#)
    line.plain(reference.isExcerpt ? "true" : "false")
    line.plain(#","release":"#)
    line.text(reference.release)
    line.plain(#","source_hash":"#)
    line.text(reference.sourceHash)
    line.plain(#"},"top":"#)
    line.number(top)
    line.plain("}")
    return line.bytes
  }
}

extension RunRecord.ProtocolRecord {
  fileprivate func write(to line: inout JSONLineWriter) {
    line.plain(#"{"name":"#)
    line.text(name)
    line.plain(#","overrides":"#)
    line.list(overrides) { line, lifted in
      line.members([
        (key: "rule", value: lifted.rule), (key: "who", value: lifted.who), (key: "why", value: lifted.why),
      ]) { $0.text($1) }
    }
    line.plain(#","sha256":"#)
    line.text(sha256)
    line.plain(#","version":"#)
    line.text(version)
    line.plain("}")
  }
}

extension RunRecord.Counts {
  fileprivate func write(to line: inout JSONLineWriter) {
    line.plain(#"{"eligible":"#)
    line.number(eligible)
    line.plain(#","excluded":"#)
    line.number(excluded)
    line.plain(#","excluded_by":"#)
    line.members(excludedBy.sorted { $0.key < $1.key }) { $0.number($1) }
    line.plain(#","indeterminate":"#)
    line.number(indeterminate)
    if let listed {
      line.plain(#","listed":"#)
      line.number(listed)
    }
    line.plain(#","not_in_protocol":"#)
    line.number(notInProtocol)
    line.plain(#","patients_read":"#)
    line.number(patientsRead)
    line.plain(#","patients_rejected":"#)
    line.number(patientsRejected)
    line.plain(#","read":"#)
    line.number(read)
    line.plain(#","rejected":"#)
    line.number(rejected)
    line.plain(#","unavailable":"#)
    line.number(unavailable)
    line.plain("}")
  }
}
