import Testing

@testable import Documents

/// How texts become lines and lines become pages.
@Suite struct LetterTypesettingTests {
  private static let style = TextStyle(size: 10_000, leading: 12_000)

  private func lines(_ text: String, width: Int) throws -> [String] {
    var setter = Typesetter(Sample.fonts)
    let phrase = try setter.set(text, .regular, lines: true)
    let wrapped = setter.wrap(phrase, Self.style, width: width)
    #expect(wrapped.allSatisfy { $0.width(Self.style.size) <= width })
    let drawing = Drawing(pages: [], scalars: setter.scalars)
    return wrapped.map { drawing.text(setter.run($0, Self.style, x: 0, baseline: 0)) }
  }

  @Test(arguments: [
    ("", 100, [""]),
    ("one", 100, ["one"]),
    ("one two three", 40, ["one two", "three"]),
    ("one  two", 20, ["one", "two"]),
    ("first\nsecond", 100, ["first", "second"]),
    ("first\n\nthird", 100, ["first", "", "third"]),
    ("first\r\nsecond", 100, ["first", "second"]),
    ("Donaudampfschiff", 40, ["Donaud", "ampfsch", "iff"]),
    ("Donau\u{AD}dampf\u{AD}schiff", 60, ["Donau-", "dampfschiff"]),
    ("Ein-Mann-Betrieb", 60, ["Ein-Mann-", "Betrieb"]),
    ("RE-2026-100", 45, ["RE-2026-", "100"]),
    ("accounts@company.example", 60, ["accounts@", "company.", "example"]),
    ("1\u{A0}234,50\u{A0}EUR", 200, ["1\u{A0}234,50\u{A0}EUR"]),
    ("a\tb", 100, ["a b"]),
  ])
  func wrapsGreedily(text: String, points: Int, expected: [String]) throws {
    #expect(try lines(text, width: points * 1000) == expected)
  }

  @Test(arguments: [
    ("Mu\u{308}ller", "Müller"), ("e\u{301}te\u{301}", "été"), ("A\u{30A}", "Å"),
    ("a\u{200B}b\u{FEFF}", "ab"), ("12\u{202F}345", "12\u{202F}345"), ("co\u{2011}op", "co\u{2011}op"),
    ("Ελλάς", "Ελλάς"), ("Москва", "Москва"), ("Łódź", "Łódź"),
  ])
  func setsWhatPeopleWrite(text: String, expected: String) throws {
    let printed = try lines(text, width: 400_000)[0]
    let normal = { (text: String) in
      text.map { $0 == "\u{202F}" ? "\u{A0}" : $0 == "\u{2011}" ? "-" : String($0) }.joined()
    }
    #expect(normal(printed) == normal(expected))
  }

  @Test(arguments: [
    ("名前", DocumentProblem.missingGlyph(character: "名", text: "名前")),
    ("Hi \u{1F600}", .missingGlyph(character: "\u{1F600}", text: "Hi \u{1F600}")),
    ("\u{7}", .missingGlyph(character: "\u{7}", text: "\u{7}")),
    ("שלום", .scriptNotSupported(script: "Hebrew", character: "ש", text: "שלום")),
    ("سلام", .scriptNotSupported(script: "Arabic", character: "س", text: "سلام")),
    ("नमस्ते", .scriptNotSupported(script: "Devanagari", character: "न", text: "नमस्ते")),
    (
      "x\u{302}\u{323}",
      .scriptNotSupported(script: "A letter with separate marks", character: "\u{302}", text: "x\u{302}\u{323}")
    ),
  ])
  func refusesByName(text: String, expected: DocumentProblem) {
    #expect(throws: expected) { try lines(text, width: 100_000) }
  }

  @Test func problemsSayWhatIsWrongAndWhere() {
    #expect(
      "\(DocumentProblem.missingGlyph(character: "名", text: "名前 Ltd"))"
        == "the font has no character '名' (U+540D) needed for '名前 Ltd'")
    #expect(
      "\(DocumentProblem.addressTooWide(line: "L", excess: 12_345, visible: 75_000))"
        == "the address line 'L' is 12.3 mm too wide: the window shows 75.0 mm")
  }

  private func drawing(_ blocks: [Block], height: Int = 300_000) throws -> Drawing {
    var galley = Galley(left: 50_000, width: 400_000, fonts: Sample.fonts)
    try galley.add(blocks)
    return try Pagination.pages(
      of: galley, in: FlowArea(firstTop: 0, firstBottom: height, continuationTop: 20_000, continuationBottom: height))
  }

  private func texts(_ drawing: Drawing) -> [[String]] {
    drawing.pages.map { page in page.texts.map { drawing.text($0) } }
  }

  /// What is carried forward at the end of a page is brought forward on the next, and is the sum of what stands before it.
  @Test(arguments: [8, 30, 100]) func tablesCarryTheirTotalForward(rows: Int) throws {
    let pages = texts(try drawing([.table(Sample.table(rows: rows))]))
    var seen = 0
    for (index, page) in pages.enumerated() {
      #expect(page.prefix(4) == ["Invoice", "Due", "Days", "Open EUR"])
      if index > 0 { #expect(Array(page[4...5]) == ["Brought forward", "\(seen)00.00"]) }
      seen += page.filter { $0.hasPrefix("RE-") }.count
      if index < pages.count - 1 { #expect(page.suffix(2) == ["Carried forward", "\(seen)00.00"]) }
    }
    #expect(seen == rows)
    #expect(pages.last?.suffix(2) == ["Total", "\(rows)00.00"])
    // The total is never alone on a page.
    #expect(pages.last?.contains("RE-\(10_000 + rows)") == true)
  }

  @Test func nothingIsPrintedBelowTheBottom() throws {
    for rows in 1...60 {
      let drawing = try drawing([
        .heading("H"), .paragraph("Text"), .table(Sample.table(rows: rows)), .paragraph("End"),
      ])
      for page in drawing.pages { #expect(page.texts.allSatisfy { $0.box.bottom <= 302_000 }) }
    }
  }

  @Test func headingsStayWithTheirText() throws {
    for lines in 1...40 {
      let text = Array(repeating: "line", count: lines).joined(separator: "\n")
      let pages = texts(try drawing([.paragraph(text), .heading("Heading"), .paragraph("after\nit")]))
      let page = try #require(pages.firstIndex { $0.contains("Heading") })
      #expect(pages[page].contains("after"), "\(lines)")
    }
  }

  @Test func amountsStandUnderEachOther() throws {
    let page = try #require(try drawing([.table(Sample.table(rows: 5))]).pages.first)
    let ends = Set(page.texts.filter { $0.x > 390_000 }.map { $0.x + $0.width })
    #expect(ends == [450_000 - TableColumns.inset])
  }

  @Test func longCellsWrapAndAmountsDoNot() throws {
    var table = Sample.table(rows: 2)
    table.rows[0].cells[0] =
      "An invoice with a description that goes on and on, over more than the width of the table it is in"
    table.rows[0].cells[3] = "1,234,567,890.00"
    let page = texts(try drawing([.table(table)]))[0]
    #expect(page.contains("1,234,567,890.00"))
    #expect(page.joined(separator: " ").contains("An invoice with a description"))
    #expect(page.filter { $0.contains("description") || $0.contains("width") }.count == 2)
  }

  /// The words and the sum of a total use the room of empty cells, and do not make the columns wider.
  @Test func totalsReachOverEmptyCells() throws {
    var table = Sample.table(rows: 2)
    table.rows[2].cells = ["Total of all overdue items, without those in dispute", "", "", "EUR 1,234,567,890.00"]
    let wide = texts(try drawing([.table(table)]))[0]
    #expect(wide.contains("Total of all overdue items, without those in dispute"))
    #expect(wide.contains("EUR 1,234,567,890.00"))
    let columns = { (drawing: Drawing) in drawing.pages[0].texts.prefix(4).map(\.x) }
    #expect(try columns(drawing([.table(table)])) == columns(drawing([.table(Sample.table(rows: 2))])))
  }

  /// A long document number beside four amounts of a billion: the number is broken, the amounts are not.
  @Test func wordsAreBrokenBeforeATableFails() throws {
    let amounts = [String](repeating: "1.234.567.890,00", count: 4)
    let number = "RECHNUNGSNUMMER-2026/0000-1001"
    let columns =
      [Table.Column("Beleg"), Table.Column("Referenz")] + amounts.map { _ in Table.Column("Betrag", .trailing) }
    let page = texts(try drawing([.table(Table(columns: columns, rows: [.init([number, number] + amounts)]))]))[0]
    #expect(page.filter { $0 == "1.234.567.890,00" }.count == 4)
    #expect(!page.contains(number))
  }

  @Test func amountsThatNeedMoreThanThePageAreAProblem() {
    let wide = String(repeating: "9", count: 60)
    let table = Table(columns: [.init("A", .trailing), .init("B", .trailing)], rows: [.init([wide, wide])])
    #expect(throws: DocumentProblem.self) { try drawing([.table(table)]) }
  }

  @Test func aRowTallerThanThePageIsAProblem() {
    let table = Table(columns: [.init("A")], rows: [.init([String(repeating: "word ", count: 3000)])])
    #expect { try drawing([.table(table)]) } throws: { error in
      guard case .overflow? = error as? DocumentProblem else { return false }
      return true
    }
  }
}
