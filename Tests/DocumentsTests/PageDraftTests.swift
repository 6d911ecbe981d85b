import Foundation
import Testing

@testable import Documents

/// Pages that are made elsewhere, out of order, give the file that they give when they are made in their turn.
@Suite struct PageDraftTests {
  /// Names whose characters are met one after the other, some of two bytes in the file, one beyond the basic plane of the code points.
  private static let names = [
    "Müller & Söhne (Köln)", "Łukasz Żółć", "Αθήνα Ελλάδα", "Ивáн \\ O'Brien", "naïve\u{AD}té", "Škoda ½ ﬁ", "",
  ]

  private func letters(_ count: Int) -> [LetterPiece] {
    (0..<count).map { number in
      var letter = Sample.letter(rows: 3 + number * 17 % 90)
      letter.subject = "\(PageDraftTests.names[number % PageDraftTests.names.count]) \(number)"
      return letter
    }
  }

  private func file(_ pieces: [LaidOutPiece], duplex: Bool) throws -> (bytes: [UInt8], placed: [PlacedPiece]) {
    let sink = MemorySink()
    var file = PrintFile(
      sink: sink, fonts: Sample.fonts, profile: .din5008b, title: "T", language: "en", duplex: duplex)
    let placed = try pieces.map { try file.add($0) }
    try file.finish()
    return (sink.bytes, placed)
  }

  private func drafted(_ piece: LaidOutPiece) throws -> LaidOutPiece {
    var parcel = Parcel()
    piece.draft(into: &parcel)
    var reader = Parcel.Reader(parcel.bytes)
    return try #require(LaidOutPiece(drafts: &reader, stationery: piece.stationery, profile: piece.profile))
  }

  @Test(arguments: [false, true]) func theSameBytesWhoeverDraftedWhichPage(duplex: Bool) throws {
    let pieces = try letters(14).map { try LaidOutPiece($0, profile: .din5008b, fonts: Sample.fonts) }
    let usual = try file(pieces, duplex: duplex)
    #expect(usual.placed.contains { $0.printedPages > 1 })
    // The last is drafted first; of the mixed ones every third.
    let all = Array(try pieces.reversed().map { try drafted($0) }.reversed())
    let mixed = try pieces.enumerated().map { $0.offset % 3 == 1 ? try drafted($0.element) : $0.element }
    for other in [all, mixed] {
      let made = try file(other, duplex: duplex)
      #expect(made.placed == usual.placed)
      #expect(made.bytes == usual.bytes)
    }
  }

  @Test func statementsToo() throws {
    let pieces = try [4, 80].map {
      try LaidOutPiece(Sample.statement(rows: $0), profile: .us10, fonts: Sample.fonts)
    }
    let usual = try file(pieces, duplex: false)
    #expect(try file(try pieces.map(drafted), duplex: false).bytes == usual.bytes)
  }

  /// Characters as they are taken apart and put together again: one to four bytes, and those that a literal string escapes.
  @Test func everyLengthOfACharacter() {
    let text: [UInt32] = [0x28, 0x5C, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF, 0x41]
    var (a, b) = (FontUse(), FontUse())
    // More characters than have codes of one byte.
    let many = text + (0x3000..<0x3100)
    func encoded(_ body: (inout UnsafeMutablePointer<UInt8>) -> Void) -> [UInt8] {
      [UInt8](unsafeUninitializedCapacity: 4 * many.count + 4) { buffer, count in
        var place = buffer.baseAddress!
        body(&place)
        count = place - buffer.baseAddress!
      }
    }
    let plain = encoded { place in many.withUnsafeBufferPointer { a.encode($0, to: &place) } }
    var utf8 = PDFBytes()
    utf8.append(atMost: 4 * many.count) { pen in for scalar in many { pen.utf8(scalar) } }
    #expect(String(decoding: utf8.bytes, as: UTF8.self).unicodeScalars.map(\.value) == many)
    let again = encoded { place in utf8.bytes.withUnsafeBufferPointer { b.encode(utf8: $0, to: &place) } }
    #expect(plain == again)
    #expect(a.scalars == b.scalars)
  }

  /// What is no whole draft is no page.
  @Test func bytesThatAreCutOff() throws {
    let piece = try LaidOutPiece(Sample.letter(), profile: .din5008b, fonts: Sample.fonts)
    var parcel = Parcel()
    piece.draft(into: &parcel)
    for count in stride(from: 0, to: parcel.bytes.count, by: 41) {
      var reader = Parcel.Reader(Array(parcel.bytes.prefix(count)))
      #expect(LaidOutPiece(drafts: &reader, stationery: piece.stationery, profile: piece.profile) == nil)
    }
  }

  @Test func parcelsKeepWhatWasPutIn() {
    var inner = Parcel()
    inner.put(-7)
    var parcel = Parcel()
    parcel.put(inner)
    parcel.put(nil as Parcel?)
    parcel.put("Łódź")
    parcel.put(nil as String?)
    parcel.put("" as String?)
    parcel.put([1, 2, 3] as [UInt8])
    var reader = Parcel.Reader(parcel.bytes)
    var own = reader.parcel()
    #expect(own?.integer() == -7)
    #expect(own?.integer() == nil)
    #expect(reader.parcel() == nil)
    #expect(reader.string() == "Łódź")
    #expect(reader.optionalString() == .some(nil))
    #expect(reader.optionalString() == "")
    #expect(reader.bytes().map(Array.init) == [1, 2, 3])
    #expect(reader.bytes() == nil)
  }
}
