import Documents
import Foundation
import Ledger
import Pipeline
import Testing

@testable import Emit

@Suite struct LettersTests {
  private func unit(_ customer: Customer, count: Int = 6, isLive: Bool = true, level: Int = 2) -> UnitDecision {
    PostSample.unit(
      customer, PostSample.items(customer, count, currency: customer.company == "HARBOR" ? usd : eur), .letter,
      level: level, template: level == 3 ? "final" : "firm", isLive: isLive)
  }

  private func rows(_ sink: MemorySink, _ path: String) -> [[String]] {
    sink[path].split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func aManifestRowPerPieceAndARowOfTotals() throws {
    let (sink, failures) = try PostSample.letters([
      unit(PostSample.german("K-1")), unit(PostSample.german("K-2"), count: 60), unit(PostSample.american(), level: 3),
    ])
    #expect(failures.isEmpty)
    #expect(
      sink.files.map(\.path).sorted() == [
        "letters/HARBOR-us10-001.csv", "letters/HARBOR-us10-001.pdf", "letters/NORDWIND-din5008b-001.csv",
        "letters/NORDWIND-din5008b-001.pdf",
      ])
    let table = rows(sink, "letters/NORDWIND-din5008b-001.csv")
    #expect(
      table[0].joined(separator: ",")
        == "sequence,piece_id,message_id,company,customer_id,document_type,address_line1,address_line2,address_line3,"
        + "address_line4,address_line5,address_line6,postal_code,country,envelope,service,duplex,first_page,pages,sheets,"
        + "posting_date,currency,amount,sha256,expected_from,expected_to")
    #expect(table.count == 4)
    #expect(
      Array(table[1][6...20]) == [
        "Müller & Söhne GmbH", "Erika Muster", "Hauptstraße 12", "10115 Berlin", "", "", "10115", "DE", "DL", "20g",
        "false", "1", table[1][18], table[1][19], "2026-11-23",
      ])
    let pages = table[1...2].compactMap { Int($0[18]) }
    #expect(table[2][17] == String(pages[0] + 1))
    #expect(Array(table[3][0...1]) == ["total", "2"])
    #expect(table[3][18] == String(pages.reduce(0, +)))
    #expect(table[3][21] == "EUR")
  }

  /// Totals of several currencies are lists; amounts of EUR and USD are never added.
  @Test func totalsByCurrency() throws {
    let customer = PostSample.german()
    let (sink, _) = try PostSample.letters([
      PostSample.unit(customer, PostSample.items(customer, 2), .letter),
      PostSample.unit(customer, PostSample.items(customer, 2, currency: usd), .letter),
    ])
    let total = rows(sink, "letters/NORDWIND-din5008b-001.csv")[3]
    #expect(total[21] == "EUR;USD")
    #expect(total[22] == "1234.50;1234.50")
  }

  @Test func batchesEndBetweenPiecesAndRehearsalsLieApart() throws {
    let units = (1...5).map { unit(PostSample.german("K-\($0)"), isLive: $0 != 3) }
    let (sink, _) = try PostSample.letters(units) { $0.batchSize = 2 }
    #expect(
      sink.files.map(\.path).filter { $0.hasSuffix(".pdf") }.sorted() == [
        "letters/NORDWIND-din5008b-001.pdf", "letters/NORDWIND-din5008b-002.pdf",
        "reminders/rehearsal/letters/NORDWIND-din5008b-001.pdf",
      ])
    #expect(sink.files.allSatisfy { $0.isClosed })
    #expect(rows(sink, "letters/NORDWIND-din5008b-002.csv").map { $0[4] } == ["customer_id", "K-4", "K-5", ""])
  }

  /// 200 items are more sheets than can be folded, printed on one side; on both sides they are fewer.
  @Test(arguments: [(false, "-flat"), (true, "")])
  func thickLettersAreAPrintRunOfTheirOwn(duplex: Bool, suffix: String) throws {
    let (sink, _) = try PostSample.letters([unit(PostSample.german(), count: 290)]) { $0.duplex = duplex }
    let row = rows(sink, "letters/NORDWIND-din5008b\(suffix)-001.csv")[1]
    let (pages, sheets) = (Int(row[18])!, Int(row[19])!)
    #expect(duplex ? pages == 2 * sheets : pages == sheets)
    #expect(row[14] == (duplex ? "DL" : "C4"))
    #expect(sheets > (duplex ? 3 : 6))
  }

  @Test func whatCannotBePrintedIsToldAndLeftOut() throws {
    let names: [(Customer, String)] = [
      (PostSample.german("K-1", ["address_line1": "ירושלים"]), "script-not-supported"),
      (PostSample.german("K-2", ["city": String(repeating: "W", count: 60)]), "address-width"),
      (PostSample.german("K-3", ["contact": "𓀀"]), "missing-glyph"), (PostSample.german("K-4"), ""),
    ]
    let (sink, failures) = try PostSample.letters(names.map { unit($0.0) })
    #expect(failures.map(\.code) == names.map(\.1).filter { !$0.isEmpty })
    #expect(failures.map(\.customerID) == ["K-1", "K-2", "K-3"])
    #expect(failures[1].reason.contains(" mm too wide: the window shows 75.0 mm"))
    #expect(failures.allSatisfy { $0.messageID?.utf8.count == 32 })
    #expect(rows(sink, "letters/NORDWIND-din5008b-001.csv").count == 3)
    let (none, _) = try PostSample.letters([unit(names[0].0)])
    #expect(none.files.isEmpty)
  }

  @Test(arguments: [("2026-11-20", "2026-11-20"), ("2026-11-21", "2026-11-23"), ("2026-11-22", "2026-11-23")])
  func postIsCollectedOnWeekdays(asOf: String, posting: String) {
    #expect(PrintBatch.postingDate(day(asOf)) == day(posting))
  }

  @Test(arguments: [
    (1, "din5008b", "DL", "20g"), (3, "din5008b", "DL", "20g"), (4, "din5008b", "DL", "50g"),
    (6, "din5008b", "DL", "50g"), (7, "din5008b", "C4", "100g"), (97, "din5008b", "C4", "1000g"),
    (300, "din5008b", "C4", "parcel"), (4, "us10", "#10", "1oz"), (5, "us10", "#10", "2oz"), (7, "us10", "9x12", "2oz"),
  ])
  func postageFollowsTheSheets(sheets: Int, profile: String, envelope: String, service: String) throws {
    let posting = Posting(sheets: sheets, profile: try #require(LetterProfile.named(profile)))
    #expect([posting.envelope, posting.service] == [envelope, service])
  }

  /// From outside: structure, fonts, PDF/A, and what the windows show.
  @Test func printFilesPassTheCheckers() throws {
    var units = [
      unit(PostSample.german("K-1")), unit(PostSample.german("K-2"), count: 60), unit(PostSample.american(), level: 3),
      unit(
        PostSample.german(
          "K-3",
          [
            "address_line1": "Gebäude 7, Aufgang C", "address_line2": "Postfach 10 01 23", "country": "AT",
            "city": "Wien", "postal_code": "1010",
          ]), count: 1),
      unit(PostSample.german("K-4"), isLive: false),
    ]
    units[3].customer.name = "Donaudampfschifffahrtsgesellschaft und Elektrizitätswerke Betriebs GmbH & Co. KG"
    for duplex in [false, true] {
      let (sink, failures) = try PostSample.letters(units) { $0.duplex = duplex }
      #expect(failures.isEmpty, "\(failures)")
      let folder = try Outside.folder(duplex ? "duplex" : "letters", sink)
      defer { Outside.discard(folder) }
      for file in sink.files.map(\.path) where file.hasSuffix(".pdf") {
        let path = folder.appendingPathComponent(file).path
        let pdf = try Outside.run("check_pdf.py", [path])
        #expect(pdf.status == 0, "\(pdf.text)")
        let profile = file.contains("us10") ? "us10" : "din5008b"
        let window = try Outside.run("check_window.py", [path, profile, path.dropLast(4) + ".csv"])
        #expect(window.status == 0, "\(window.text)")
      }
    }
  }

  @Test func theSameNightGivesTheSameBytes() throws {
    let units = [unit(PostSample.german()), unit(PostSample.american())]
    let (a, b) = (try PostSample.letters(units).sink, try PostSample.letters(units).sink)
    #expect(a.files.map(\.bytes) == b.files.map(\.bytes))
  }
}

@Suite struct PostalAddressTests {
  private func lines(
    _ country: String, name: String = "Ada Lovelace", contact: String? = nil, sender: Company = PostSample.nordwind,
    _ fields: [(String, String)]
  ) -> [String] {
    let customer = Customer(
      company: sender.id, id: "1", name: name, details: PostSample.details([("country", country)] + fields))
    return PostalAddress(
      of: customer, contact: contact, sender: sender, profile: sender.profile, fonts: PostSample.stationery.fonts
    ).lines
  }

  /// The place as each country writes it, and the country in capitals in the sender's language.
  @Test(arguments: [
    ("DE", ["10115 Berlin"]), ("AT", ["10115 Berlin", "ÖSTERREICH"]), ("FR", ["10115 BERLIN", "FRANKREICH"]),
    ("IT", ["10115 Berlin MI", "ITALIEN"]), ("GB", ["BERLIN", "10115", "GROSSBRITANNIEN"]),
    ("US", ["BERLIN MI 10115", "USA"]), ("JP", ["Berlin, Mi 10115", "JAPAN"]), ("NZ", ["Berlin 10115", "NEUSEELAND"]),
    ("BR", ["Berlin - Mi", "10115", "BRASILIEN"]), ("TR", ["10115 Berlin/Mi", "TÜRKEI"]),
    ("MX", ["10115 Berlin, Mi", "MEXIKO"]), ("KE", ["10115 Berlin", "KENIA"]), ("ZZ", ["10115 Berlin", "ZZ"]),
  ])
  func places(country: String, tail: [String]) {
    let fields = [("address_line1", "Weg 1"), ("city", "Berlin"), ("postal_code", "10115"), ("region", "Mi")]
    #expect(lines(country, fields) == ["Ada Lovelace", "Weg 1"] + tail)
  }

  /// Missing parts leave neither blanks nor commas.
  @Test(
    arguments: [
      ("US", [("city", "Boston"), ("postal_code", "02110")], ["BOSTON 02110"]),
      ("JP", [("postal_code", "100-8111")], ["100-8111"]),
      ("BR", [("region", "SP")], ["SP"]), ("MX", [("city", "Toluca")], ["Toluca"]),
      ("GB", [("city", "Leeds")], ["LEEDS"]),
      ("TR", [("city", "Izmir")], ["Izmir"]),
    ] as [(String, [(String, String)], [String])])
  func partsThatAreMissing(country: String, fields: [(String, String)], tail: [String]) {
    #expect(Array(lines(country, fields).dropFirst().dropLast()) == tail)
  }

  @Test func withoutACountryItIsTheSenders() {
    #expect(lines("", [("address_line1", "Weg 1"), ("city", "Ulm")]) == ["Ada Lovelace", "Weg 1", "Ulm"])
  }

  /// Six lines in the German window, four in the American: the contact goes first, then street lines share a line.
  @Test func linesAreSaved() {
    let street = [
      ("address_line1", "Tower 2"), ("address_line2", "Floor 9"), ("address_line3", "Weg 1"), ("city", "Wien"),
    ]
    #expect(
      lines("AT", contact: "Jo", street) == ["Ada Lovelace", "Tower 2", "Floor 9", "Weg 1", "Wien", "ÖSTERREICH"])
    #expect(
      lines("AT", sender: PostSample.harbor, street) == ["Ada Lovelace", "Tower 2, Floor 9, Weg 1", "Wien", "AUSTRIA"])
    #expect(lines("AT", contact: "Jo", [("city", "Wien")])[1] == "Jo")
  }

  @Test func longNamesTakeASecondLine() {
    let name = "Donaudampfschifffahrtsgesellschaft und Elektrizitätswerke Betriebs GmbH & Co. KG"
    let broken = lines("DE", name: name, [("address_line1", "Weg 1"), ("city", "Ulm")])
    #expect(broken.count == 4)
    #expect(broken[0] + " " + broken[1] == name)
    #expect(lines("DE", name: "Line\nbreak\tand  blanks", [("city", "Ulm")])[0] == "Line break and blanks")
  }

  private static let longName =
    "Großhandel für Büro-, Schul- und Künstlerbedarf Weißenfels-Schönebürg Verwaltungsgesellschaft mbH & Co. KG"
  private static let longStreet = [
    ("address_line1", "Kaiserin-Friedrich-Promenade 112"), ("address_line2", "Abteilung Rechnungsprüfung"),
    ("postal_code", "06667"), ("city", "Weißenfels"),
  ]

  /// A name takes the lines that are there; street and town keep theirs.
  @Test func longNamesTakeAllLinesThereAre() {
    let found = lines("DE", name: PostalAddressTests.longName, contact: "Jo", PostalAddressTests.longStreet)
    #expect(found.count == 6)
    #expect(found[..<3].joined(separator: " ") == PostalAddressTests.longName)
    #expect(found[3...] == ["Kaiserin-Friedrich-Promenade 112", "Abteilung Rechnungsprüfung", "06667 Weißenfels"])
  }

  /// A word that is wider than a line is broken behind a hyphen, else where the line ends; a street at its blanks.
  @Test func wordsThatAreTooWide() {
    let hyphens = "Donaudampfschifffahrtsgesellschaft-Elektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    #expect(lines("DE", name: hyphens, [("city", "Ulm")])[0] == "Donaudampfschifffahrtsgesellschaft-")
    let word = String(repeating: "Ab", count: 40)
    let broken = lines("DE", name: word, [("city", "Ulm")])
    #expect(broken.count > 2 && broken.dropLast().joined() == word)
    let street = "Kaiserin-Friedrich-Promenade 112 bis 118, zweites Hinterhaus, dritter Aufgang links"
    let found = lines("DE", [("address_line1", street), ("city", "Ulm")])
    #expect(found.dropFirst().dropLast().joined(separator: " ") == street && found.count == 4)
  }

  /// What does not fit even so is cut on a statement, the name first; street and town are never left out.
  @Test(arguments: [PostSample.nordwind, PostSample.harbor])
  func cutAddresses(sender: Company) {
    let customer = Customer(
      company: sender.id, id: "1", name: String(repeating: PostalAddressTests.longName + " ", count: 4),
      details: PostSample.details([("country", "DE")] + PostalAddressTests.longStreet))
    let cut = PostalAddress(
      of: customer, contact: nil, sender: sender, profile: sender.profile, fonts: PostSample.stationery.fonts,
      isCut: true
    ).lines
    #expect(cut.count == sender.profile.addressLines)
    #expect(cut.contains { $0.hasPrefix("Kaiserin-Friedrich-Promenade 112") })
    #expect(cut.contains("06667 Weißenfels"))
    #expect(cut[0].hasPrefix("Großhandel für Büro-"))
    #expect(cut.contains { $0.hasSuffix("…") })
  }

  @Test(arguments: [
    ("ACME-1_x.2", "ACME-1_x.2"), ("K 1/2", "K-1-2-"), ("..", "-"), ("Möller", "M--ller-"),
    (String(repeating: "a", count: 65), String(repeating: "a", count: 55) + "-"),
  ])
  func safeNames(id: String, start: String) {
    let slug = SafeName.slug(id)
    #expect(slug.hasPrefix(start))
    #expect(slug.utf8.count == (start == id ? id.utf8.count : start.utf8.count + 8))
    #expect(!slug.hasPrefix("."))
    let isSafe = slug.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    #expect(isSafe)
  }
}
