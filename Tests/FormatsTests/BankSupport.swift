import Formats
import Foundation
import Ledger

/// What a bank reader made of a file.
struct BankRead: Equatable {
  var rows: [[String: String]] = []
  /// `code@column` of each row's problems.
  var problems: [[String]] = []
  var positions: [String] = []
  var raw: [String] = []
  var sources: [String] = []
  var controls: [SourceControl] = []
  var warnings: [String] = []
  var refusal: String?

  var amounts: [String] { rows.map { $0["amount"] ?? "" } }
  var ids: [String] { rows.map { $0["payment_id"] ?? "" } }
  var untied: [String] { controls.filter { !$0.ties }.map { "\($0.name): \($0.stated ?? "") != \($0.counted ?? "")" } }

  func column(_ name: String) -> [String] { rows.map { $0[name] ?? "" } }
}

/// Reads bytes as a bank format in pieces of a size, and all at once where it is nil.
func bank(
  _ format: SourceShape.Format, _ bytes: [UInt8], lockbox: LockboxLayout? = nil, pieces: Int? = nil,
  salt: String = "salt"
) -> BankRead {
  var read = BankRead()
  guard var reader = BankFormat.reader(format, lockbox: lockbox, file: "bank", mask: AccountMask(salt: salt)) else {
    return read
  }
  func take(_ view: RecordView) {
    let texts = view.fields.map { String(decoding: $0, as: UTF8.self) }
    read.rows.append(Dictionary(uniqueKeysWithValues: zip(view.columns, texts)))
    read.problems.append(view.problems.map { "\($0.code)@\($0.field.map { view.columns[$0] } ?? "")" })
    let place = view.position
    read.positions.append("\(place.record):\(place.lineFrom)-\(place.lineTo)@\(place.byteOffset)")
    read.raw.append(String(decoding: view.raw, as: UTF8.self))
    read.sources.append(String(decoding: view.source, as: UTF8.self))
  }
  do {
    var from = 0
    while from < bytes.count {
      let to = min(bytes.count, from + (pieces ?? bytes.count))
      // A copy of its own per piece: a reader that looked beyond its piece would be caught by the sanitizer.
      try Array(bytes[from..<to]).withUnsafeBytes { try reader.push($0, take) }
      from = to
    }
    try reader.finish(take)
  } catch let problem as Diagnostic {
    read.refusal = "\(problem.code):\(problem.line)"
  } catch {
    read.refusal = "\(error)"
  }
  read.controls = reader.controls
  read.warnings = reader.warnings.map { "\($0.code):\($0.line)" }
  return read
}

func bank(_ format: SourceShape.Format, _ text: String, lockbox: LockboxLayout? = nil) -> BankRead {
  bank(format, Array(text.utf8), lockbox: lockbox)
}

/// The invented files of the bank presets.
enum BankFixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "presets")

  static let all: [(format: SourceShape.Format, path: String)] = [
    (.camt, "camt.payments/input.xml"), (.camt, "camt.payments/input-v2.xml"), (.mt940, "mt940.payments/input.sta"),
    (.mt940, "mt940.payments/input-mt942.sta"), (.bai2, "bai2.payments/input.bai"),
    (.lockbox, "lockbox.payments/input.txt"), (.nacha, "nacha.payments/input.ach"), (.ofx, "ofx.payments/input.ofx"),
    (.ofx, "ofx.payments/input-2.ofx"), (.pain002, "pain002.payments/input.xml"),
  ]

  static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: path))) }
}
