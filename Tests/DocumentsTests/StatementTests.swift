import Testing

@testable import Documents

@Suite struct StatementTests {
  private func layout(_ piece: StatementPiece, _ profile: LetterProfile = .din5008b) throws -> Drawing {
    try PieceLayout(profile: profile, fonts: Sample.fonts).drawing(of: piece)
  }

  private func texts(_ drawing: Drawing) -> [String] {
    drawing.pages.flatMap { page in page.texts.map { drawing.text($0) } }
  }

  @Test(arguments: LetterProfile.all) func everythingIsPrintedInReadingOrder(profile: LetterProfile) throws {
    let words = texts(try layout(Sample.statement(), profile))
    let expected = [
      "Müller & Söhne GmbH", "Customer number", "Statement of account", "Balance", "EUR 400.00", "Open items in EUR",
      "Invoice", "RE-10001", "RE-10004", "Total", "Age of the balance", "Not due", "1-30 days", "31-60 days",
      "Items in dispute are not part of the demand.", "Kind regards", "Payments up to 20 November are included.",
      "Page 1 of",
    ]
    var rest = words[...]
    for text in expected {
      let found = try #require(rest.firstIndex { $0.hasPrefix(text) }, "\(text) is missing after the one before it")
      rest = rest[(found + 1)...]
    }
  }

  /// The parts of the bar are as wide as the shares of the buckets; credits and empty buckets have none.
  @Test(arguments: [
    ([Int64(0), 30_000, 10_000], [300_000, 99_000]), ([Int64(1), 1, -5], [199_500, 199_500]),
    ([Int64(0), 0, 0], [400_000]), ([Int64.max / 4, Int64.max / 4, 0], [199_500, 199_500]),
  ])
  func sharesOfTheBuckets(amounts: [Int64], widths: [Int]) throws {
    var galley = Galley(left: 0, width: 400_000, fonts: Sample.fonts)
    try galley.add(
      AgeingStrip(title: "Age", buckets: amounts.map { .init(label: "b", amount: "\($0)", minorUnits: $0) }))
    let bars = galley.bars.filter { $0.area.height == 7000 }
    #expect(bars.count == widths.count)
    for (bar, width) in zip(bars, widths) { #expect(abs(bar.area.width - width) <= 1000) }
    #expect(bars.last?.area.right == 400_000)
  }

  /// Labels too wide for their column break between words, in every language that words are written in.
  @Test(arguments: Language.written.sorted())
  func labelsOfBucketsBreakBetweenWords(tag: String) throws {
    let language = try #require(Language(tag))
    var piece = Sample.statement()
    let ranges: [(Int, Int?)] = [(1, 30), (31, 60), (61, 90), (91, 120), (121, 150), (151, 365), (366, nil)]
    let labels = ranges.map { language.agingBucket(from: $0.0, to: $0.1) }
    piece.sections[0].ageing = AgeingStrip(
      title: "Age", buckets: labels.map { .init(label: $0, amount: "1", minorUnits: 100) },
      total: KeyValue("Total", "7"))
    let words = texts(try layout(piece))
    for label in labels {
      for word in label.split(whereSeparator: { $0 == " " || $0 == "\u{A0}" }) {
        #expect(words.contains { $0.contains(word) }, "\(word) of \(label)")
      }
    }
  }

  @Test func longStatementsRepeatHeadsAndKeepTheAgeingStripWhole() throws {
    for rows in stride(from: 10, through: 60, by: 1) {
      let drawing = try layout(Sample.statement(rows: rows))
      let pages = drawing.pages.map { page in page.texts.map { drawing.text($0) } }
      let strip = try #require(pages.first { $0.contains("Age of the balance") })
      #expect(strip.contains("31-60 days"))
      let last = Length.fromMicrometres(LetterProfile.din5008b.footer.y)
      for page in drawing.pages { #expect(page.texts.allSatisfy { $0.box.bottom <= last }) }
    }
  }

  @Test func currenciesAreSectionsOfTheirOwn() throws {
    var piece = Sample.statement()
    piece.sections.append(StatementSection(heading: "Open items in USD", table: Sample.table(rows: 2)))
    let words = texts(try layout(piece))
    #expect(words.filter { $0 == "Total" }.count == 3)  // two tables and one ageing strip
    #expect(words.contains("Open items in USD"))
  }

  @Test func statementsAndLettersShareAFile() throws {
    let sink = MemorySink()
    var file = PrintFile(
      sink: sink, fonts: Sample.fonts, profile: .din5008b, title: "Statements", language: "en", duplex: false)
    let first = try file.add(Sample.statement())
    let second = try file.add(Sample.statement(), profile: .us10)
    _ = try file.add(Sample.letter())
    try file.finish()
    #expect(first.firstPage == 1)
    #expect(second.firstPage == 1 + first.pages)
    #expect(String(decoding: sink.bytes, as: UTF8.self).contains("/MediaBox[0 0 612 792]"))
  }
}
