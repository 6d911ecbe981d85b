import Formats
import Testing

@Suite("Bank readers")
struct BankReaderTests {
  @Test("read the invented files of the presets without a control that does not tie", arguments: BankFixture.all)
  func fixtures(_ format: SourceShape.Format, _ path: String) throws {
    let read = bank(format, try BankFixture.bytes(path))
    #expect(read.refusal == nil)
    #expect(!read.rows.isEmpty)
    #expect(!read.controls.isEmpty)
    #expect(read.untied == [])
    #expect(Set(read.ids).count == read.ids.count, "every movement has an id of its own")
    #expect(read.ids.allSatisfy { $0.count == 32 })
  }

  @Test("give the same records however the file is cut", arguments: BankFixture.all)
  func cuts(_ format: SourceShape.Format, _ path: String) throws {
    let bytes = try BankFixture.bytes(path)
    let whole = bank(format, bytes)
    for size in [1, 2, 3, 7, 61, 1000] { #expect(bank(format, bytes, pieces: size) == whole, "pieces of \(size)") }
  }

  @Test("row 33: the same file again has the same ids, another salt others", arguments: BankFixture.all)
  func identity(_ format: SourceShape.Format, _ path: String) throws {
    let bytes = try BankFixture.bytes(path)
    #expect(bank(format, bytes).ids == bank(format, bytes).ids)
    #expect(Set(bank(format, bytes).ids).isDisjoint(with: bank(format, bytes, salt: "other").ids))
  }

  @Test("never show an account or card number, not in raw either", arguments: BankFixture.all)
  func privacy(_ format: SourceShape.Format, _ path: String) throws {
    let read = bank(format, try BankFixture.bytes(path))
    let secrets = [
      "DE89370400440532013000", "DE44500105175407324931", "NL91ABNA0417164300", "FR1420041010050500013M02606",
      "0532013000", "4111111111111111", "4111 1111 1111 1111", "4532015112830366", "998412345", "5550001234",
      "4000123456", "000012345678",
    ]
    let shown = read.rows.flatMap(\.values) + read.raw + read.sources + read.controls.map(\.name) + read.warnings
    for text in shown {
      for secret in secrets { #expect(!text.contains(secret), "\(secret) in \(text)") }
    }
  }

  /// An interim report has no end that could be missing.
  @Test(
    "a cut file is refused, or does not tie", arguments: BankFixture.all.filter { !$0.path.contains("mt942") })
  func truncated(_ format: SourceShape.Format, _ path: String) throws {
    let bytes = try BankFixture.bytes(path)
    let half = bank(format, Array(bytes.prefix(bytes.count / 2)))
    #expect(half.refusal?.contains("truncated") == true || !half.untied.isEmpty, "\(half.refusal ?? "read")")
  }

  @Test("a record that is rejected can be written down with the columns of the payments feed")
  func raw() throws {
    let read = bank(.ofx, try BankFixture.bytes("ofx.payments/input.ofx"))
    #expect(read.problems.last == ["bank-date@payment_date", "bank-amount@amount"])
    #expect(read.raw.last?.hasPrefix("<payment><payment_id>") == true)
    #expect(read.raw.last?.contains("<amount>$120</amount>") == true)
  }

  @Test("survive any bytes", arguments: BankFixture.all)
  func hostile(_ format: SourceShape.Format, _ path: String) throws {
    let bytes = try BankFixture.bytes(path)
    var random = SystemSeed(state: 42)
    for round in 0..<60 {
      var mutated = bytes
      for _ in 0..<(1 + round % 12) {
        let at = Int(random.next() % UInt64(mutated.count))
        switch random.next() % 5 {
        case 0: mutated[at] = UInt8(truncatingIfNeeded: random.next())
        case 1: mutated.removeSubrange(at..<min(mutated.count, at + Int(random.next() % 40)))
        case 2: mutated.insert(contentsOf: mutated[at..<min(mutated.count, at + 30)], at: at)
        case 3: mutated.insert(contentsOf: [0x2F, 0x3A, 0x2C, 0x0A, 0x3C, 0xFF], at: at)
        default: mutated[at] = 0x39
        }
        if mutated.isEmpty { mutated = [0x0A] }
      }
      let read = bank(format, mutated, pieces: 97)
      #expect(read.raw.count == read.rows.count)
      _ = mutated.withUnsafeBytes { BankFormat.sniff($0) }
    }
  }

  @Test("refuse what is another kind of file", arguments: BankFixture.all.map(\.format))
  func otherFiles(_ format: SourceShape.Format) {
    for text in ["", "\n\n", "Num,Date,Amount\n1,2026-01-01,5\n", "<a/>", "\u{0}\u{1}\u{2}", "4711"] {
      #expect(bank(format, text).refusal != nil, "\(text.debugDescription)")
    }
    let endless = [UInt8](repeating: 0x37, count: 200_000)
    #expect(bank(format, endless, pieces: 4096).refusal != nil)
  }

  /// A generator that always gives the same numbers: splitmix64.
  struct SystemSeed {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}

@Suite("Which bank format a file has")
struct BankSniffTests {
  @Test("is told by its first bytes", arguments: BankFixture.all)
  func fixtures(_ format: SourceShape.Format, _ path: String) throws {
    let found = try BankFixture.bytes(path).withUnsafeBytes { BankFormat.sniff($0) }
    #expect(found?.format == format)
    #expect(found?.text.isEmpty == false)
  }

  @Test(
    "is none for tables, invoices and other numbers",
    arguments: [
      "", "Num,Date,Amount\n", "1;2;3\n", "01;02\n", "<Invoice xmlns=\"urn:x\"/>",
      "<receivables><payment/></receivables>",
      "100,200\n300,400\n", "100\n500\n600\n",
      "1001234567890123456789\n5551234567890\n61\n", "16,165,1500/\n", ":20:only\n", "EXTF;700;21\n", "101,5\n",
      "1\n2\n3\n",
    ])
  func none(_ text: String) {
    let found = Array(text.utf8).withUnsafeBytes { BankFormat.sniff($0) }
    #expect(found == nil, "\(found?.text ?? "")")
  }

  @Test("is seen through a byte order mark, UTF-16 and an envelope")
  func wrapped() {
    func format(_ bytes: [UInt8]) -> SourceShape.Format? { bytes.withUnsafeBytes { BankFormat.sniff($0)?.format } }
    let camt = "<?xml version=\"1.0\"?><e:Env xmlns:e=\"x\"><c:Document xmlns:c=\"y\"><c:BkToCstmrStmt>"
    #expect(format([0xEF, 0xBB, 0xBF] + Array(camt.utf8)) == .camt)
    #expect(format([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF] + Array(camt.utf8)) == .camt)
    #expect(format([0xFF, 0xFE] + camt.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }) == .camt)
    #expect(format(Array("ABNANL2A\n940\nABNANL2A\n:20:X\n:25:1\n".utf8)) == .mt940)
  }

  @Test("the header of OFX 1 names its encoding")
  func encoding() {
    let text = "OFXHEADER:100\nENCODING:USASCII\nCHARSET:1252\n\n<OFX>"
    #expect(Array(text.utf8).withUnsafeBytes { BankFormat.sniff($0)?.encoding } == .windows1252)
  }
}
