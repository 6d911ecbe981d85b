import Formats
import Ledger
import Store

/// `<sha12>-<name>.reason.json`: why a file was not taken, every problem of it, and what to type.
enum RefusalReason {
  /// Reason files of tonight's refused files, by their path below the folder of refused files.
  static func files(_ files: [PendingFile], run: String) -> [(path: String, bytes: [UInt8])] {
    files.filter { $0.arrival.state == .rejected || $0.arrival.state == .held }.map { file in
      let kind = file.arrival.state == .held ? "held" : "rejected"
      return (
        "\(kind)/\(RefusedFile.name(file.arrival)).reason.json", bytes(file.arrival, run, file.rejected, file.problems)
      )
    }
  }

  /// Of held files that a newer one has overtaken.
  static func overtaken(_ arrivals: [Arrival], run: String) -> [(path: String, bytes: [UInt8])] {
    arrivals.map { ("rejected/\(RefusedFile.name($0)).reason.json", bytes($0, run, [], [])) }
  }

  /// For a file that a person rejected.
  static func rejected(_ arrival: Arrival, by: String, reason: String) -> String {
    var arrival = arrival
    arrival.state = .rejected
    arrival.decidedBy = by
    arrival.decidedReason = reason
    return String(decoding: bytes(arrival, nil, [], []), as: UTF8.self)
  }

  private static func bytes(_ arrival: Arrival, _ run: String?, _ rows: [RejectedRow], _ problems: [Diagnostic])
    -> [UInt8]
  {
    var json = JSONWriter()
    json.object { json in
      json.member("file", arrival.path)
      json.member("sha256", arrival.sha256)
      json.member("state", arrival.state.rawValue)
      json.member("feed", ifPresent: arrival.feed)
      json.member("run", ifPresent: run)
      json.member("code", ifPresent: arrival.code)
      json.member("message", ifPresent: arrival.message)
      json.member("help", ifPresent: arrival.help)
      json.member("by", ifPresent: arrival.decidedBy)
      json.member("reason", ifPresent: arrival.decidedReason)
      json.member(
        "problems",
        array: { json in
          for problem in problems { write(problem, &json) }
          for row in rows { write(row, &json) }
        })
    }
    return json.bytes + [0x0A]
  }

  private static func write(_ problem: Diagnostic, _ json: inout JSONWriter) {
    json.object { json in
      json.member("line", problem.line)
      json.member("column", problem.column)
      json.member("code", problem.code)
      json.member("message", problem.message)
      json.member("hint", problem.help)
    }
  }

  private static func write(_ row: RejectedRow, _ json: inout JSONWriter) {
    json.object { json in
      json.member("record", row.position.record)
      json.member("line", row.position.lineFrom)
      json.member("column", row.column)
      json.member("code", row.code)
      json.member("message", row.message)
      json.member("hint", row.hint)
    }
  }
}
