import Formats
import Testing

@Suite("Random tables")
struct SheetNoiseTests {
  /// Bytes that sheets are made of, more or less at random but the same in every run.
  private static func bytes(_ round: Int, _ state: inout UInt64) -> [UInt8] {
    let words = [
      "Num", "Balance", "Total ", "TOTAL", "***", "---", "sep=;", "!TRNS", "TRNS", "SPL", "ENDTRNS", "AMOUNT", "1.5",
      "x",
      ",", ",", ",", "|", "|", ";", "\t", "\t", "\n", "\n", "\r\n", "\"", "\"\"", "\u{1A}", "\u{0}", "ä", " ", "Acme",
    ]
    var text = round % 2 == 0 ? Array("Num,Balance,Doc.,Amount\n".utf8) : []
    for _ in 0..<(round % 80) {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text += Array(words[Int(state >> 33) % words.count].utf8)
      if state >> 60 == 7 { text.append(0xE4) }
    }
    return text
  }

  @Test("never crash a reader and are read alike in any pieces")
  func sheets() {
    var state: UInt64 = 7
    for round in 0..<300 {
      let bytes = SheetNoiseTests.bytes(round, &state)
      let row = SheetCase.table[round % SheetCase.table.count]
      let whole = read(bytes, with: row.reader())
      #expect(read(bytes, cuts: [bytes.count / 2], with: row.reader()) == whole, "\(row.what): \(bytes)")
      #expect(read(bytes, cuts: Array(0..<bytes.count), with: row.reader()) == whole, "\(row.what): \(bytes)")
      #expect(whole.records.allSatisfy { $0.fields.count == whole.columns.count || !$0.problems.isEmpty })
    }
  }

  @Test("nor the readers and searches beside them")
  func others() {
    var state: UInt64 = 11
    for round in 0..<150 {
      let bytes = SheetNoiseTests.bytes(round, &state)
      let whole = read(bytes, with: IIFReader(record: "TRNS", file: "f"))
      let parts = read(bytes, cuts: Array(0..<bytes.count), with: IIFReader(record: "TRNS", file: "f"))
      #expect(parts.records == whole.records)
      _ = DelimiterEvidence(bytes, isWhole: round % 3 == 0, signatures: [DelimiterCase.open])
      for encoding in [TextEncoding.utf16le, .utf16be, .windows1252, .cp850] {
        let decoder = TextDecoder(encoding)
        let other = TextDecoder(encoding)
        let reader = DecodingReader(CSVReader(file: "f", origin: decoder.origin), decoder: decoder, file: "f")
        let again = DecodingReader(CSVReader(file: "f", origin: other.origin), decoder: other, file: "f")
        #expect(read(bytes, with: reader) == read(bytes, cuts: Array(0..<bytes.count), with: again), "\(bytes)")
      }
    }
  }
}
