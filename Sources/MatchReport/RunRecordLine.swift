extension RunRecord {
  /// The record as JSON in one line: the bytes of its encoding, which every answer of a service ends with.
  public var line: [UInt8] {
    var line = JSONLineWriter(capacity: 2048)
    line.object { line in
      line.name("blank_second")
      line.members(blankSecond.sorted { $0.key < $1.key }) { $0.text($1) }
      if let counts {
        line.name("counts")
        counts.write(to: &line)
      }
      line.member("date", date)
      if let inputs {
        line.name("inputs")
        line.list(inputs) { line, input in
          line.object {
            $0.member("file", input.file)
            $0.member("role", input.role)
            $0.member("sha256", input.sha256)
          }
        }
      }
      if let loci { line.member("loci", loci) }
      line.member("note", note)
      line.member("program", program)
      line.name("protocol")
      `protocol`.write(to: &line)
      line.name("reference")
      line.object {
        $0.name("excerpt")
        $0.plain(reference.isExcerpt ? "true" : "false")
        $0.member("release", reference.release)
        $0.member("source_hash", reference.sourceHash)
      }
      line.member("top", top)
    }
    return line.bytes
  }
}

extension RunRecord.ProtocolRecord {
  fileprivate func write(to line: inout JSONLineWriter) {
    line.object { line in
      line.member("name", name)
      line.name("overrides")
      line.list(overrides) { line, lifted in
        line.object {
          $0.member("rule", lifted.rule)
          $0.member("who", lifted.who)
          $0.member("why", lifted.why)
        }
      }
      line.member("sha256", sha256)
      line.member("version", version)
    }
  }
}

extension RunRecord.Counts {
  fileprivate func write(to line: inout JSONLineWriter) {
    line.object { line in
      line.member("eligible", eligible)
      line.member("excluded", excluded)
      line.name("excluded_by")
      line.members(excludedBy.sorted { $0.key < $1.key }) { $0.number($1) }
      line.member("indeterminate", indeterminate)
      if let listed { line.member("listed", listed) }
      line.member("not_in_protocol", notInProtocol)
      line.member("patients_read", patientsRead)
      line.member("patients_rejected", patientsRejected)
      line.member("read", read)
      line.member("rejected", rejected)
      line.member("unavailable", unavailable)
    }
  }
}
