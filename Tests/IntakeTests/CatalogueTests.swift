import Formats
import Intake
import Ledger
import Pipeline
import Testing

private let report = #"""
  { "feed": "documents", "extent": "snapshot",
    "match": { "columns": [["Num", "Nummer"], ["Open Balance", "Offener Betrag"]] },
    "read": { "format": "csv", "header": { "within": 30 } },
    "columns": { "document_id": ["Num", "Nummer"], "customer_id": ["Name", "Kunde"], "document_date": ["Date", "Datum"],
                 "balance": ["Open Balance", "Offener Betrag"], "currency": { "const": "EUR" } } }
  """#
private let english = "Num,Name,Date,Open Balance\n1,Müller,2026-01-31,5.00\n"

/// Rows of the catalogue of nasty inputs (docs/formats.md) that are decided before the first record is read.
@Suite("Nasty inputs at the door")
struct CatalogueTests {
  private func take(_ bytes: [UInt8], _ name: String = "f.csv") throws -> ResolvedFile {
    try resolved(bytes, name: name, feeds: [feed("aging", report)]).get()
  }

  @Test("row 1: a byte order mark is no part of the first column")
  func byteOrderMark() throws {
    let bytes = [0xEF, 0xBB, 0xBF] + Array(english.utf8)
    let file = try take(bytes)
    #expect(file.columns.first == "Num")
    #expect(file.encoding?.encoding == .utf8)
    #expect(try records(file, bytes)[0]["Num"] == "1")
  }

  @Test("row 2: UTF-16 with TABs, with and without its mark", arguments: [true, false], [true, false])
  func sixteen(_ littleEndian: Bool, _ mark: Bool) throws {
    let bytes = utf16(english.replacing(",", with: "\t"), littleEndian: littleEndian, mark: mark)
    let file = try take(bytes)
    #expect(file.encoding?.encoding == (littleEndian ? .utf16le : .utf16be))
    #expect(file.findings.contains { $0.subject == .delimiter && $0.value == "TAB" })
    #expect(try records(file, bytes)[0]["Name"] == "Müller")
  }

  @Test("row 3: one byte per character is windows-1252, with a warning that says by what")
  func singleByte() throws {
    let bytes = windows(english)
    let file = try take(bytes)
    let verdict = try #require(file.encoding)
    #expect(verdict.encoding == .windows1252)
    #expect(verdict.problem?.code == "encoding-assumed")
    #expect(verdict.evidence.contains("Müller"))
    #expect(file.needsEncoding, "the whole file has the last word")
    #expect(try records(file, bytes)[0]["Name"] == "Müller")
  }

  @Test("row 3: a declared encoding counts and warns of nothing")
  func declared() throws {
    let json = report.replacing(#""format": "csv","#, with: #""format": "csv", "encoding": "cp850","#)
    let bytes = Array("Num,Name,Date,Open Balance\n1,M".utf8) + [0x81] + Array("ller,2026-01-31,5.00\n".utf8)
    let file = try resolved(bytes, feeds: [feed("aging", json)]).get()
    #expect(file.encoding?.problem == nil)
    #expect(try records(file, bytes)[0]["Name"] == "Müller")
  }

  @Test("row 8: sep=; is obeyed and no header", arguments: [";", "|", "\t"])
  func separator(_ delimiter: String) throws {
    let bytes = Array(("sep=\(delimiter)\r\n" + english.replacing(",", with: delimiter)).utf8)
    let file = try take(bytes)
    #expect(file.headerLine == 2)
    #expect(file.findings.contains { $0.subject == .delimiter && $0.evidence == "its first line says so" })
    #expect(try records(file, bytes).count == 1)
  }

  @Test("row 9: a name twice refuses the file, unless nothing reads it or the mapping says which")
  func twice() throws {
    let read = Array("Num,Name,Date,Open Balance,open balance\n".utf8)
    #expect(refusalCodes(resolved(read, feeds: [try feed("aging", report)])) == ["column-duplicate"])
    let unread = Array("Num,Name,Date,Open Balance,Memo,Memo\n".utf8)
    #expect(try take(unread).feed.name == "aging")
    let second = report.replacing(
      #"["Open Balance", "Offener Betrag"], "currency""#, with: #""Open Balance#2", "currency""#)
    let file = try resolved(read, feeds: [feed("aging", second)]).get()
    #expect(file.columns.count == 5)
  }

  @Test("row 10: columns without a name are read by their place")
  func unnamed() throws {
    let json = report.replacing(#""currency": { "const": "EUR" }"#, with: ##""currency": "#1""##)
    let bytes = Array(",Num,Name,Date,Open Balance,\nUSD,1,A,2026-01-31,5.00,\n".utf8)
    let file = try resolved(bytes, feeds: [feed("aging", json)]).get()
    #expect(file.warnings.isEmpty)
    #expect(try records(file, bytes).count == 1)
  }

  @Test("row 13: a delimiter is comma, semicolon, TAB or pipe, and the one that gives the columns asked for")
  func delimiter() throws {
    let text = "Open items, as of 1 May, all; customers\n\nNum;Name;Date;Open Balance\n1;A, B, C, D;2026-01-31;5,00\n"
    let file = try take(Array(text.utf8))
    #expect(file.headerLine == 3)
    #expect(file.findings.contains { $0.subject == .delimiter && $0.value == "semicolon" })
    let letters = Array("NumxNamexDatexOpen Balance\n1xAx2026-01-31x5.00\n".utf8)
    #expect(refusalCodes(resolved(letters, feeds: [try feed("aging", report)])) == ["feed-unknown"])
  }

  @Test("row 32: half a header, half a file")
  func halfWritten() throws {
    let half = Array("Num,Name,Da".utf8)
    let refusal = resolved(half, folder: "aging", feeds: [try feed("aging", report)])
    #expect(
      refusalCodes(refusal) == ["column-missing", "column-missing"] || refusalCodes(refusal) == ["header-missing"])
    let xml = Array("<receivables><document><company>A".utf8)
    #expect(try resolved(xml, feeds: [FeedDeclaration(name: "open", mapping: .documents)]).get().isXML)
    #expect(refusalCodes(resolved([], folder: "aging", feeds: [try feed("aging", report)])) == ["file-empty"])
  }

  @Test("row 33: the same bytes under another name are the same feed")
  func sameBytes() throws {
    let names = ["aging.csv", "aging (1).csv", "copy of aging.txt"]
    #expect(try names.map { try take(Array(english.utf8), $0).feed.name } == ["aging", "aging", "aging"])
  }

  @Test("row 34: names in another language are alternatives of the mapping")
  func language() throws {
    let bytes = windows("Nummer;Kunde;Datum;Offener Betrag\n1;Müller;31.01.2026;5,00\n")
    let file = try take(bytes)
    #expect(file.findings.contains { $0.subject == .header && $0.evidence == "it has `Nummer`, `Offener Betrag`" })
    #expect(try records(file, bytes)[0]["Kunde"] == "Müller")
  }
}
