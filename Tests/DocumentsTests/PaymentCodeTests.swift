import Ledger
import Testing

@testable import Documents

@Suite struct PaymentCodeTests {
  private static let iban = "DE89370400440532013000"

  private func transfer(
    _ minorUnits: Int64 = 123_450, _ currency: String = "EUR", holder: String = "Müller & Söhne GmbH",
    iban: String = iban,
    bic: String? = nil, reference: String = "10004"
  ) throws -> String? {
    let money = Money(minorUnits: minorUnits, currency: try #require(Currency(currency)))
    return CreditTransferCode(holder: holder, iban: iban, bic: bic, amount: money, reference: reference)?.text
  }

  /// EPC069-12, version 002: elements in their lines, none at the end that is empty.
  @Test func elementsOfATransfer() throws {
    #expect(
      try transfer(bic: "COBADEFFXXX")
        == "BCD\n002\n1\nSCT\nCOBADEFFXXX\nMüller & Söhne GmbH\nDE89370400440532013000\nEUR1234.50\n\n\n10004")
    #expect(try transfer(5, reference: "")?.hasSuffix("\nDE89370400440532013000\nEUR0.05") == true)
    #expect(try transfer(99_999_999_999)?.contains("\nEUR999999999.99\n") == true)
  }

  @Test func whatNoSuchTransferCanSay() throws {
    for amount in [0, -1, 100_000_000_000] as [Int64] { #expect(try transfer(amount) == nil) }
    #expect(try transfer(100, "USD") == nil)
    // An account in Saudi Arabia; in London.
    #expect(try transfer(iban: "SA0380000000608010167519") == nil)
    #expect(try transfer(iban: "GB29NWBK60161331926819") != nil)
    #expect(try transfer(holder: String(repeating: "ä", count: 70)) != nil)
    #expect(try transfer(holder: String(repeating: "ä", count: 71)) == nil)
    #expect(try transfer(reference: String(repeating: "1", count: 140)) != nil)
    #expect(try transfer(reference: String(repeating: "1", count: 141)) == nil)
    #expect(try transfer(reference: String(repeating: "ä", count: 130)) == nil)
    #expect(try transfer(reference: "1\nEUR9999.00") == nil)
    #expect(try transfer(holder: "") == nil)
  }

  // MARK: On paper

  private func letter(rows: Int, after blocks: [Block], hasCode: Bool = true) throws -> LetterPiece {
    var letter = Sample.letter(rows: rows)
    letter.blocks += [.keyValues([KeyValue("IBAN", "DE89 3704"), KeyValue("Reference", "10004")])] + blocks
    let code = CreditTransferCode(
      holder: "Acme Ltd", iban: PaymentCodeTests.iban, bic: nil,
      amount: Money(minorUnits: 100, currency: try #require(Currency("EUR"))), reference: "10004")
    if hasCode { letter.paymentCode = PaymentCode(try #require(code), caption: "Scan to pay", block: 3) }
    return letter
  }

  private func drawing(_ piece: LetterPiece, _ profile: LetterProfile = .din5008b) throws -> Drawing {
    try PieceLayout(profile: profile, fonts: Sample.fonts).drawing(of: piece)
  }

  private static let words = String(repeating: "If this is already paid, we thank you. ", count: 6)
  private static let endings: [[Block]] = [
    [], [.paragraph("Kind regards")], [.paragraph(words), .paragraph(words), .paragraph("Kind regards")],
    [.table(Sample.table(rows: 2)), .paragraph("Kind regards")], [.heading("And"), .rule, .paragraph(words)],
    [.keyValues([KeyValue("Interest", words)]), .smallPrint(words)],
  ]

  /// Whatever follows, nothing stands in the code or its four modules of white, and the caption is below it.
  @Test(arguments: endings.indices, [LetterProfile.din5008b, .us10])
  func nothingTouchesTheCode(ending: Int, profile: LetterProfile) throws {
    for rows in 1...40 {
      let drawing = try drawing(try letter(rows: rows, after: PaymentCodeTests.endings[ending]), profile)
      let codes = drawing.pages.flatMap(\.codes)
      #expect(codes.count <= 1)
      for page in drawing.pages {
        guard let drawn = page.codes.first else { continue }
        // 30 mm, and at most a dot of 600 dpi more for each module.
        #expect((85_040..<85_040 + 120 * drawn.code.size).contains(drawn.area.width))
        #expect(drawn.area.width == drawn.area.height && drawn.area.width % (120 * drawn.code.size) == 0)
        let white = drawn.area.grown(by: 4 * drawn.area.width / drawn.code.size)
        let inside = page.texts.filter { !$0.box.isEmpty && $0.count > 0 && white.intersects($0.box) }
        // The line above reaches to a hair of the white; its descenders may.
        #expect(inside.allSatisfy { $0.baseline <= drawn.area.y - 3000 }, "\(rows) rows: \(inside.map(drawing.text))")
        #expect(!page.texts.contains { drawn.area.intersects($0.box) })
        #expect(!page.bars.contains { drawn.area.intersects($0.area) })
        let caption = try #require(page.texts.first { drawing.text($0) == "Scan to pay" })
        #expect(caption.baseline > drawn.area.bottom && caption.x + caption.width <= drawn.area.right)
        let account = try #require(page.texts.first { drawing.text($0) == "DE89 3704" })
        #expect(abs(account.baseline - drawn.area.y) < 15_000)
        let bottom = Length.fromMicrometres(profile.footer.y)
        #expect(white.bottom <= bottom)
      }
    }
  }

  /// With the code a letter has as many pages as without.
  @Test func itCostsNoPage() throws {
    let endings = PaymentCodeTests.endings
    var (with, without) = (0, 0)
    for rows in 1...40 {
      for ending in endings {
        let drawn = try drawing(try letter(rows: rows, after: ending))
        let plain = try drawing(try letter(rows: rows, after: ending, hasCode: false))
        #expect(drawn.pages.count == plain.pages.count)
        if drawn.pages.contains(where: { !$0.codes.isEmpty }) { with += 1 } else { without += 1 }
      }
    }
    // Most have room.
    #expect(with > 5 * without && without > 0, "\(with) with, \(without) without")
  }

  /// The operators of the image: as many rows and bytes as its head says, dark modules as ones.
  @Test func theImageInThePage() throws {
    let drawing = try drawing(try letter(rows: 3, after: []))
    let page = try #require(drawing.pages.first)
    let code = try #require(page.codes.first?.code)
    let draft = PageDraft(page, of: drawing.scalars, pageHeight: 842_000)
    let text = String(decoding: draft.bytes, as: UTF8.self)
    let head = "BI /W \(code.size) /H \(code.size) /BPC 1 /IM true /D [1 0] /F /AHx ID\n"
    let start = try #require(text.range(of: head))
    let end = try #require(text.range(of: ">\nEI Q\n"))
    let digits = Array(text[start.upperBound..<end.lowerBound])
    let width = (code.size + 7) / 8 * 2
    #expect(digits.count == width * code.size)
    for row in 0..<code.size {
      for column in 0..<width * 4 {
        let digit = try #require(digits[row * width + column / 4].hexDigitValue)
        #expect((digit >> (3 - column % 4) & 1 != 0) == (column < code.size && code[row, column]))
      }
    }
  }
}
