import Formats
import Ledger
import Testing

/// A text in an encoding, as Python or iconv writes it.
struct EncodedText: CustomTestStringConvertible, Sendable {
  var encoding: TextEncoding
  var bytes: [UInt8]
  var text: String
  var testDescription: String { "\(encoding.rawValue): \(text.debugDescription)" }

  static let table = [
    EncodedText(encoding: .utf8, bytes: Array("a ä € 🧾".utf8), text: "a ä € 🧾"),
    EncodedText(encoding: .utf16le, bytes: [0x61, 0, 0xE4, 0, 0xAC, 0x20, 0x3E, 0xD8, 0xFE, 0xDD], text: "aä€🧾"),
    EncodedText(encoding: .utf16be, bytes: [0, 0x61, 0, 0xE4, 0x20, 0xAC, 0xD8, 0x3E, 0xDD, 0xFE], text: "aä€🧾"),
    EncodedText(encoding: .utf16le, bytes: [0xFF, 0xFE, 0x61, 0, 0x0A, 0], text: "a\n"),
    EncodedText(encoding: .utf16be, bytes: [0xFE, 0xFF, 0, 0x61, 0, 0x62, 0, 0x63, 0, 0x64, 0, 0x65], text: "abcde"),
    EncodedText(encoding: .utf16le, bytes: [0x61, 0, 0x62, 0, 0x63, 0, 0x64, 0, 0x65, 0], text: "abcde"),
    EncodedText(
      encoding: .windows1252, bytes: Array("abcdefgh".utf8) + [0x4D, 0xFC, 0x6C, 0x80, 0x96, 0x92, 0xA4, 0xFF],
      text: "abcdefghMül€–’¤ÿ"),
    EncodedText(encoding: .latin1, bytes: [0xC4, 0xD6, 0xDC, 0xDF, 0xA0, 0xA4], text: "ÄÖÜß\u{A0}¤"),
    EncodedText(encoding: .latin9, bytes: [0xA4, 0xA6, 0xBC, 0xE9], text: "€ŠŒé"),
    EncodedText(
      encoding: .windows1250, bytes: [0xAF, 0xF3, 0xB3, 0xE6, 0x20, 0xA3, 0xF3, 0x64, 0x9F, 0x80, 0xD8, 0xEC],
      text: "Żółć Łódź€Řě"),
    EncodedText(
      encoding: .latin2, bytes: [0xAF, 0xF3, 0xB3, 0xE6, 0x20, 0xA3, 0xF3, 0x64, 0xBC, 0xF5, 0xFB], text: "Żółć Łódźőű"),
    EncodedText(encoding: .cp850, bytes: [0x84, 0x94, 0x81, 0xE1, 0x8E, 0x82, 0xC4, 0xFF], text: "äöüßÄé─\u{A0}"),
  ]
}

/// The text of a file that arrives in pieces which end at `cuts`, and its refusal at the end.
private func decode(_ bytes: [UInt8], _ encoding: TextEncoding, cuts: [Int] = []) -> (text: [UInt8], refusal: String?) {
  let decoder = TextDecoder(encoding)
  var text: [UInt8] = []
  var from = 0
  for cut in cuts + [bytes.count] {
    Array(bytes[from..<cut]).withUnsafeBytes { piece in
      var rest = piece
      while let part = decoder.next(&rest) { text += part }
    }
    from = cut
  }
  do throws(Diagnostic) { try decoder.finish(file: "f") } catch { return (text, "\(error.code): \(error.message)") }
  return (text, nil)
}

@Suite("Text in other encodings")
struct TextDecoderTests {
  @Test("row 2, 3: becomes UTF-8 wherever the file is cut", arguments: EncodedText.table)
  func text(_ row: EncodedText) {
    for cut in 0...row.bytes.count {
      #expect(decode(row.bytes, row.encoding, cuts: [cut]) == (Array(row.text.utf8), nil), "cut at \(cut)")
    }
    #expect(decode(row.bytes, row.encoding, cuts: Array(0..<row.bytes.count)) == (Array(row.text.utf8), nil))
  }

  @Test("row 31: UTF-16 that is cut off within a character is refused")
  func truncated() {
    #expect(
      decode([0x61, 0, 0x62], .utf16le).refusal == "utf-16: the file ends within a character of UTF-16, at byte 2")
    #expect(
      decode([0x61, 0, 0x3E, 0xD8], .utf16le).refusal == "utf-16: the file ends within a character of UTF-16, at byte 2"
    )
    #expect(
      decode([0, 0x61, 0xD8, 0x3E, 0xDD], .utf16be).refusal
        == "utf-16: the file ends within a character of UTF-16, at byte 2")
  }

  @Test("what is no character becomes no UTF-8, so that its row is rejected")
  func nothing() {
    #expect(decode([0x61, 0x81, 0x62], .windows1252).text == [0x61, 0xFF, 0x62])
    #expect(decode([0x61, 0x80], .latin1).text == [0x61, 0xFF])
    #expect(decode([0x3E, 0xD8, 0x62, 0], .utf16le).text == [0xFF, 0x62])
    #expect(decode([0x3E, 0xDC, 0x62, 0], .utf16le).text == [0xFF, 0x62])
  }

  /// Rows of a file in an encoding, with offsets and problems as the file numbers them.
  private func rows(_ bytes: [UInt8], _ encoding: TextEncoding, cuts: [Int] = []) -> ReadResult {
    let decoder = TextDecoder(encoding)
    let reader = CSVReader(file: "f.csv", origin: decoder.origin)
    return read(bytes, cuts: cuts, with: DecodingReader(reader, decoder: decoder, file: "f.csv"))
  }

  @Test("byte offsets are those of the file, in UTF-16 and in one byte per character")
  func offsets() {
    let text = "name,x\nMüller,1\n🧾 €,2\nStraße,3\nend,4\n"
    let wide: [UInt8] = [0xFF, 0xFE] + EncodingCase.wide(text)
    let result = rows(wide, .utf16le)
    #expect(result.records.map(\.byteOffset) == [16, 34, 48, 66])
    #expect(result.records.map(\.fields[0]) == ["Müller", "🧾 €", "Straße", "end"])
    for cut in 0...wide.count { #expect(rows(wide, .utf16le, cuts: [cut]) == result, "cut at \(cut)") }

    let narrow = Array("name,x\nM".utf8) + [0xFC] + Array("ller,1\n".utf8) + [0x80] + Array(",2\nend,4\n".utf8)
    let single = rows(narrow, .windows1252)
    #expect(single.records.map(\.byteOffset) == [7, 16, 20])
    #expect(rows(narrow, .windows1252, cuts: Array(0..<narrow.count)) == single)
  }

  @Test("messages name bytes of the file")
  func messages() throws {
    var messages: [String] = []
    let bytes = Array("a,b\n".utf8) + [0xFC, 0x2C, 0x00, 0x0A, 0xFC, 0x2C, 0x81, 0x0A]
    let decoder = TextDecoder(.windows1252)
    var reader = DecodingReader(
      CSVReader(file: "f", origin: decoder.origin), decoder: decoder, file: "f")
    try bytes.withUnsafeBytes { try reader.push($0) { messages += $0.problems.map(\.message) } }
    #expect(
      messages == [
        "the control character U+0000 stands at byte 6", "byte 10 is no character of windows-1252",
      ])
  }

  @Test("offsets stay right over many pieces")
  func long() {
    let line = Array("Fran".utf8) + [0xE7] + Array("ois,1\n".utf8)
    let bytes = Array("a,b\n".utf8) + Array(repeating: line, count: 20_000).flatMap { $0 }
    let result = rows(bytes, .windows1252, cuts: Array(stride(from: 1000, to: bytes.count, by: 1000)))
    #expect(result.records.count == 20_000)
    #expect(result.records.enumerated().allSatisfy { $0.element.byteOffset == 4 + $0.offset * 11 })
  }
}

struct EncodingCase: CustomTestStringConvertible, Sendable {
  var what: String
  var bytes: [UInt8]
  var declared: TextEncoding?
  /// Encoding, code of its problem, and the evidence.
  var verdict: String
  var testDescription: String { what }

  init(_ what: String, _ bytes: [UInt8], declared: TextEncoding? = nil, _ verdict: String) {
    self.what = what
    self.bytes = bytes
    self.declared = declared
    self.verdict = verdict
  }

  static func wide(_ text: String, mark: Bool = false, big: Bool = false) -> [UInt8] {
    let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
    return units.flatMap { big ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }

  static func lines(_ count: Int, _ last: [UInt8]) -> [UInt8] {
    Array(String(repeating: "plain,line\r\n", count: count).utf8) + last
  }

  static let table = [
    EncodingCase(
      "row 1: UTF-8 with its mark", Array("\u{FEFF}a,b\n".utf8), "utf-8 - it begins with the byte order mark of UTF-8"),
    EncodingCase("ASCII", Array("a,b\n".utf8), "utf-8 - it is plain ASCII"),
    EncodingCase("UTF-8", Array("ä,€,🧾\n".utf8), "utf-8 - all 3 characters beyond ASCII are well-formed UTF-8"),
    EncodingCase(
      "row 2: UTF-16 LE with its mark", wide("a\tb\n", mark: true),
      "utf-16le - it begins with the byte order mark of UTF-16"),
    EncodingCase(
      "row 2: UTF-16 BE with its mark", wide("a\tb\n", mark: true, big: true),
      "utf-16be - it begins with the byte order mark of UTF-16"),
    EncodingCase(
      "row 2: UTF-16 LE without mark", wide("Num\tName\r\n1\tMüller\r\n"),
      "utf-16le - every other byte is zero, as UTF-16 writes it"),
    EncodingCase(
      "row 2: UTF-16 BE without mark", wide("Num\tName\r\n", big: true),
      "utf-16be - every other byte is zero, as UTF-16 writes it"),
    EncodingCase(
      "a zero byte in ASCII is damage, not UTF-16", [0x61, 0x2C, 0x00, 0x0A, 0x62, 0x0A], "utf-8 - it is plain ASCII"),
    EncodingCase(
      "row 3: windows-1252", lines(13, Array("1,M".utf8) + [0xFC] + Array("ller GmbH\n".utf8)),
      "windows-1252 encoding-assumed 0xFC on line 14 is no UTF-8; as windows-1252 it reads `Müller`"),
    EncodingCase(
      "row 3: windows-1252 with its euro sign", Array("1,caf".utf8) + [0xE9, 0x2C, 0x80, 0x35, 0x0A],
      "windows-1252 encoding-assumed 0xE9 on line 1 is no UTF-8; as windows-1252 it reads `café`"),
    EncodingCase(
      "row 3: cp850", Array("1,M".utf8) + [0x81] + Array("ller,Stra".utf8) + [0xE1] + Array("e\n".utf8),
      "cp850 encoding-assumed 0x81 on line 1 is no UTF-8; as cp850 it reads `Müller`"),
    EncodingCase(
      "row 3: the euro sign of ISO 8859-15", Array("1,Andr".utf8) + [0xE9, 0x2C, 0xA4, 0x0A],
      "iso-8859-15 encoding-assumed 0xE9 on line 1 is no UTF-8; as iso-8859-15 it reads `André`"),
    EncodingCase(
      "Cyrillic in one byte per character is not guessed",
      Array("1,".utf8) + [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x0A],
      "- encoding-undecided 0xCF on line 1 is no UTF-8, and the words make no sense in windows-1252 or cp850"),
    EncodingCase(
      "one damaged byte in much UTF-8", Array("ä,ö,ü,é\nx".utf8) + [0xFC, 0x0A],
      "utf-8 - 4 characters beyond ASCII are UTF-8, but byte 13 on line 2 is not"),
    EncodingCase(
      "UTF-8 cut off in its only character", [0x61, 0xC3],
      "- encoding-undecided 0xC3 on line 1 is no UTF-8, and the words make no sense in windows-1252 or cp850"),
    EncodingCase("declared", [0x61, 0x84, 0x0A], declared: .cp850, "cp850 - the mapping says so"),
    EncodingCase(
      "declared UTF-8 and wrong: rows will be rejected", [0x61, 0x84, 0x0A], declared: .utf8,
      "utf-8 - the mapping says so"),
    EncodingCase(
      "row 30: declared windows-1252, is UTF-8", Array("Müller\n".utf8), declared: .windows1252,
      "utf-8 encoding-assumed the character beyond ASCII is well-formed UTF-8"),
    EncodingCase(
      "declared windows-1252, is ASCII", Array("a\n".utf8), declared: .windows1252, "windows-1252 - the mapping says so"
    ),
  ]
}

@Suite("Which encoding a file has")
struct EncodingEvidenceTests {
  private func verdict(_ row: EncodingCase, cuts: [Int] = []) -> String {
    var evidence = EncodingEvidence()
    var from = 0
    for cut in cuts + [row.bytes.count] {
      Array(row.bytes[from..<cut]).withUnsafeBytes { evidence.add($0) }
      from = cut
    }
    let verdict = evidence.verdict(declared: row.declared, file: "f")
    return "\(verdict.encoding?.rawValue ?? "-")\(verdict.problem.map { " " + $0.code + " " } ?? " - ")"
      + verdict.evidence
  }

  @Test("is told with its evidence, however the file is cut", arguments: EncodingCase.table)
  func table(_ row: EncodingCase) {
    #expect(verdict(row) == row.verdict)
    for cut in 0...row.bytes.count { #expect(verdict(row, cuts: [cut]) == row.verdict, "cut at \(cut)") }
    #expect(verdict(row, cuts: Array(0..<row.bytes.count)) == row.verdict)
  }

  @Test("counts lines that end in LF, CR LF and CR")
  func lines() {
    let bytes = Array("a\nb\r\nc\rd\r\n\r\nlong line of text here\r\rx".utf8) + [0xFC]
    var evidence = EncodingEvidence()
    bytes.withUnsafeBytes { evidence.add($0) }
    #expect(evidence.verdict(file: "f").problem?.line == 8)
  }

  @Test("the warning says what to write down")
  func help() {
    var evidence = EncodingEvidence()
    ([0x4D, 0xFC, 0x6C, 0x0A] as [UInt8]).withUnsafeBytes { evidence.add($0) }
    #expect(
      evidence.verdict(file: "inbox/a.csv").problem?.description == """
        inbox/a.csv:1: warning: the encoding is assumed to be windows-1252: 0xFC on line 1 is no UTF-8; as windows-1252 it reads `Mül` [encoding-assumed]
        help: say which it is: "read": { "encoding": "windows-1252" } in the feed's mapping, or for Central European names "windows-1250"
        """)
  }
}
