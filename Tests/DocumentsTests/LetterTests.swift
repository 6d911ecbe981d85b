import Testing

@testable import Documents

@Suite struct LetterTests {
  private func layout(_ piece: LetterPiece, _ profile: LetterProfile = .din5008b) throws -> Drawing {
    try PieceLayout(profile: profile, fonts: Sample.fonts).drawing(of: piece)
  }

  private func addressRuns(_ drawing: Drawing) -> [TextRun] { drawing.pages[0].texts.filter { $0.role == .address } }

  /// Numbers of the standards, in millimetres: DIN 5008 and DIN 680; Lob's letter envelopes for the US.
  @Test(arguments: [
    ("din5008b", 20.0, 50.0, 100.0, 90.0), ("us10", 15.875, 53.975, 92.075, 67.733),
  ])
  func whatTheWindowAlwaysShows(name: String, left: Double, top: Double, right: Double, bottom: Double) throws {
    let profile = try #require(LetterProfile.named(name))
    let window = profile.window
    #expect([window.x, window.y, window.right, window.bottom].map { Double($0) / 1000 } == [left, top, right, bottom])
    #expect(window.contains(profile.address))
  }

  @Test(arguments: LetterProfile.all) func profilesAreConsistent(profile: LetterProfile) {
    let paper = Rect(x: 0, y: 0, width: profile.paperWidth, height: profile.paperHeight)
    for area in [profile.letterhead, profile.infoBlock, profile.footer] {
      #expect(paper.contains(area))
      #expect(profile.clearZones.allSatisfy { !$0.intersects(area) })
    }
    #expect(profile.clearZones.allSatisfy { $0.bottom <= profile.bodyTop })
    let senderWindow = profile.envelope.returnWindow ?? profile.envelope.addressWindow
    #expect(profile.envelope.alwaysVisible(senderWindow).contains(profile.returnAddress))
    #expect(!profile.address.intersects(profile.returnAddress))
  }

  /// Addresses that fit, and the type size they are printed in.
  @Test(arguments: [
    ("din5008b", 3, 10_000), ("din5008b", 6, 10_000), ("us10", 3, 10_000), ("us10", 4, 8000),
  ])
  func addressesThatFit(profile: String, lines: Int, size: Int) throws {
    let profile = try #require(LetterProfile.named(profile))
    let runs = addressRuns(try layout(Sample.letter(address: (1...lines).map { "Line \($0)" }), profile))
    #expect(runs.count == lines)
    #expect(runs.allSatisfy { $0.style.size == size })
    let window = profile.window.inThousandthsOfPoint
    #expect(runs.allSatisfy { window.contains($0.box) })
  }

  @Test(arguments: [
    ("din5008b", 7, DocumentProblem.tooManyAddressLines(lines: 7, allowed: 6)),
    ("us10", 5, .tooManyAddressLines(lines: 5, allowed: 4)),
  ])
  func tooManyLinesAreRefused(profile: String, lines: Int, expected: DocumentProblem) throws {
    let profile = try #require(LetterProfile.named(profile))
    #expect(throws: expected) { try layout(Sample.letter(address: (1...lines).map { "Line \($0)" }), profile) }
  }

  @Test func wideAddressesShrinkToEightPointsAndNoFurther() throws {
    let runs = addressRuns(try layout(Sample.letter(address: [String(repeating: "m", count: 30), "Köln"])))
    #expect(runs.allSatisfy { $0.style.size == 8500 })
    let wide = String(repeating: "m", count: 40)
    #expect { try layout(Sample.letter(address: [wide, "Köln"])) } throws: { error in
      // 40 times 833/1000 of 8 pt is 266.56 pt or 94.0 mm; the window shows 75 mm of the address zone.
      guard case .addressTooWide(wide, let excess, 75_000)? = error as? DocumentProblem else { return false }
      return abs(excess - 19_000) < 200
    }
  }

  @Test func emptyAddressLinesAreLeftOut() throws {
    let runs = addressRuns(try layout(Sample.letter(address: ["A", "", "B", ""])))
    #expect(runs.count == 2)
    #expect(runs[1].baseline - runs[0].baseline == 12_000)
  }

  /// The lint finds what a profile with a mistake would print into the window.
  @Test func nothingElseMayShowInTheWindow() {
    var profile = LetterProfile.din5008b
    profile.infoBlock.x = 90_000
    #expect { try layout(Sample.letter(), profile) } throws: { error in
      guard case .insideWindowZone(_, let move)? = error as? DocumentProblem else { return false }
      return move > 0
    }
    profile = .din5008b
    profile.bodyTop = 95_000
    #expect(throws: DocumentProblem.self) { try layout(Sample.letter(), profile) }
    var drawing = Drawing(pages: [
      DrawnPage(bars: [Bar(area: Rect(x: 100_000, y: 200_000, width: 9, height: 9), gray: 0)])
    ])
    #expect(throws: DocumentProblem.self) { try WindowLint.check(drawing.pages[0], of: drawing, .din5008b) }
    drawing.pages[0].bars = []
    #expect(throws: Never.self) { try WindowLint.check(drawing.pages[0], of: drawing, .din5008b) }
  }

  @Test func pageNumbersCountThePagesOfThePiece() throws {
    let drawing = try layout(Sample.letter(rows: 90))
    let count = drawing.pages.count
    #expect(count > 2)
    for (index, page) in drawing.pages.enumerated() {
      #expect(page.texts.filter { drawing.text($0) == "Page \(index + 1) of \(count)" }.count == 1)
      #expect(page.texts.contains { index > 0 && drawing.text($0) == "Payment reminder" } == (index > 0))
    }
  }

  @Test(arguments: [
    ("Page {page} of {pages}", "Page 2 of 5"), ("Seite {page}/{pages}", "Seite 2/5"), ("{pages}{page}", "52"),
    ("{other} {page", "{other} {page"),
  ])
  func pageLabels(pattern: String, expected: String) {
    #expect(PageLabel(pattern).text(page: 2, of: 5) == expected)
  }

  /// Pages, sheets and first pages as the manifest needs them.
  @Test(arguments: [(false, [1, 2, 5], [1, 3, 1], [1, 3, 1]), (true, [1, 3, 7], [2, 4, 2], [1, 2, 1])])
  func piecesAreCounted(duplex: Bool, first: [Int], pages: [Int], sheets: [Int]) throws {
    var file = PrintFile(
      sink: MemorySink(), fonts: Sample.fonts, profile: .din5008b, title: "T", language: "en", duplex: duplex)
    let rows = [3, 70, 3]
    var placed: [PlacedPiece] = []
    for count in rows { placed.append(try file.add(Sample.letter(rows: count))) }
    #expect(placed.map(\.printedPages) == [1, 3, 1])
    #expect(placed.map(\.firstPage) == first)
    #expect(placed.map(\.pages) == pages)
    #expect(placed.map(\.sheets) == sheets)
    #expect(file.pageCount == pages.reduce(0, +))
    #expect(placed[0].sha256.count == 64)
    #expect(placed[0].sha256 == placed[2].sha256)
    #expect(placed[0].sha256 != placed[1].sha256)
  }

  /// A piece with a problem leaves no trace, not even its characters in the fonts.
  @Test func aPieceWithAProblemLeavesTheFileAsItWas() throws {
    func bytes(withBadPiece: Bool) throws -> [UInt8] {
      let sink = MemorySink()
      var file = PrintFile(
        sink: sink, fonts: Sample.fonts, profile: .din5008b, title: "T", language: "en", duplex: false)
      _ = try file.add(Sample.letter())
      if withBadPiece {
        for bad in [
          Sample.letter(address: ["ŽĐŠ 名", "Köln"]), Sample.letter(paragraph: "Ωμέγα שלום"),
          Sample.letter(address: Array(repeating: "Line", count: 9)),
        ] {
          #expect(throws: DocumentProblem.self) { _ = try file.add(bad) }
        }
        var odd = Sample.letter()
        odd.stationery.footer = [["名前"]]
        #expect(throws: DocumentProblem.self) { _ = try file.add(odd) }
      }
      _ = try file.add(Sample.letter(rows: 5))
      try file.finish()
      return sink.bytes
    }
    #expect(try bytes(withBadPiece: true) == bytes(withBadPiece: false))
  }

  @Test func stationeryThatDoesNotFitIsAProblem() throws {
    var file = PrintFile(
      sink: MemorySink(), fonts: Sample.fonts, profile: .din5008b, title: "T", language: "en", duplex: false)
    var letter = Sample.letter()
    letter.stationery.footer = [Array(repeating: "line", count: 30)]
    #expect { _ = try file.add(letter) } throws: { error in
      guard case .overflow("the footer", _, _)? = error as? DocumentProblem else { return false }
      return true
    }
    letter = Sample.letter()
    letter.infoBlock = Array(repeating: KeyValue("Label", "Value"), count: 30)
    #expect(throws: DocumentProblem.self) { _ = try file.add(letter) }
    #expect(file.pageCount == 0)
  }
}
