import Foundation
import Pipeline
import Testing

/// What spreadsheets and scripts do to a whole export on its way: the same records come out of it.
@Suite("Exports that were saved again")
struct DamagedFileTests {
  enum Damage: String, CaseIterable, Sendable {
    case twoMarks = "two byte order marks"
    case separatorLine = "a line sep="
    case trailing = "trailing separators"

    /// Nil where the file cannot have it.
    func done(to bytes: [UInt8]) -> [UInt8]? {
      let mark = Array("\u{FEFF}".utf8)
      let text = bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
      guard let delimiter = Array(",;\t|".utf8).max(by: { a, b in count(a, text) < count(b, text) }) else { return nil }
      switch self {
      case .twoMarks: return String(validating: text, as: UTF8.self).map { mark + mark + $0.utf8 }
      case .separatorLine: return Array("sep=".utf8) + [delimiter, 0x0D, 0x0A] + text
      case .trailing:
        var isQuoted = false
        return text.flatMap { byte in
          if byte == 0x22 { isQuoted.toggle() }
          return byte == 0x0A && !isQuoted ? [delimiter, delimiter, byte] : [byte]
        }
      }
    }

    private func count(_ byte: UInt8, _ text: [UInt8]) -> Int { text.count { $0 == byte } }
  }

  @Test(
    "give the same records", arguments: Fixture.all.filter { $0.input.hasSuffix(".csv") }, Damage.allCases)
  func same(_ fixture: Fixture, _ damage: Damage) throws {
    let (mapping, companies) = try fixture.mapping()
    let bytes = try fixture.bytes()
    // Lines that end in CR LF get their separators before the LF: a CR inside a row is another fault.
    let unix = damage == .trailing ? bytes.filter { $0 != 0x0D } : bytes
    guard let damaged = damage.done(to: unix) else { return }
    let whole = try FixtureReading(fixture, bytes, mapping, companies)
    let reading = try FixtureReading(fixture, damaged, mapping, companies)
    #expect(reading.records.text() == whole.records.text(), "\(damage.rawValue)")
    #expect(reading.known == whole.known)
  }
}
