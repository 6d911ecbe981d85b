import Formats
import Ledger
import Pipeline

/// `manifest.json`: what went into a run and what came out, so that anybody can prove that nothing was altered. It lists every
/// file of the run but itself; `.done` beside the run holds its own sha256.
public struct Manifest: Sendable {
  /// A file of the inbox that this run took in.
  public struct Input: Sendable {
    public var feed: String
    public var name: String
    /// 64 hex digits.
    public var sha256: String
    public var bytes: Int
    public var rows: Int
    public init(feed: String, name: String, sha256: String, bytes: Int, rows: Int) {
      self.feed = feed
      self.name = name
      self.sha256 = sha256
      self.bytes = bytes
      self.rows = rows
    }
  }

  public static let version = 1

  private let night: Night
  private let configSha256: String
  private let auditHead: String
  private let inputs: [Input]
  private let files: [WrittenFile]
  private let controls: [RunReport.Control]

  /// - Parameters:
  ///   - auditHead: sha256 of the newest entry of the trail, which chains all earlier ones.
  ///   - inputs: in the order in which they were read.
  ///   - files: in any order; they are listed by the bytes of their paths.
  public init(
    night: Night, configSha256: String, auditHead: String, inputs: [Input], files: [WrittenFile],
    controls: [RunReport.Control]
  ) {
    self.night = night
    self.configSha256 = configSha256
    self.auditHead = auditHead
    self.inputs = inputs
    self.files = files
    self.controls = controls
  }

  public var bytes: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("version", Manifest.version)
      json.member("run", night.run)
      json.member("asOf", night.asOf.description)
      json.member("program", night.program)
      json.member("configSha256", configSha256)
      json.member("auditHead", auditHead)
      json.member("inputs", array: { json in for input in inputs { Manifest.write(input, &json) } })
      json.member("files", array: { json in for file in sortedFiles { Manifest.write(file, &json) } })
      json.member("controlTotals", array: { json in for control in controls { Manifest.write(control, &json) } })
    }
    return json.bytes
  }

  private var sortedFiles: [WrittenFile] { files.sorted { ByteOrder.precedes($0.path, $1.path) } }

  private static func write(_ input: Input, _ json: inout JSONWriter) {
    json.object { json in
      json.member("feed", input.feed)
      json.member("name", input.name)
      json.member("sha256", input.sha256)
      json.member("bytes", input.bytes)
      json.member("rows", input.rows)
    }
  }

  /// `rows` is null for files that have none, such as a PDF.
  private static func write(_ file: WrittenFile, _ json: inout JSONWriter) {
    json.object { json in
      json.member("path", file.path)
      json.member("bytes", file.bytes)
      json.member("sha256", file.sha256)
      json.key("rows")
      if let rows = file.rows { json.int(rows) } else { json.null() }
    }
  }

  private static func write(_ control: RunReport.Control, _ json: inout JSONWriter) {
    json.object { json in
      json.member("feed", control.feed)
      json.member("company", control.company)
      json.member("currency", control.currency.code)
      json.member("rows", control.rows)
      json.member("amount", Money(minorUnits: control.amount, currency: control.currency).decimal)
      json.member("balance", Money(minorUnits: control.balance, currency: control.currency).decimal)
    }
  }
}
