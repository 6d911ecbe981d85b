import Glibc
import Testing

@testable import Documents

/// What the tests of this target print: fonts of the system and pieces that are about nothing but what a test says.
enum Sample {
  static let fonts: Fonts = {
    do { return try Fonts(regular: fontBytes("Regular"), bold: fontBytes("Bold")) } catch {
      fatalError("these tests need Debian's fonts-liberation or fonts-liberation2: \(error)")
    }
  }()

  /// Bytes of Liberation Sans, from whichever of Debian's packages is there.
  static func fontBytes(_ face: String) -> [UInt8] {
    for folder in ["liberation2", "liberation"] {
      let bytes = read("/usr/share/fonts/truetype/\(folder)/LiberationSans-\(face).ttf")
      if !bytes.isEmpty { return bytes }
    }
    return []
  }

  static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    var bytes = [UInt8](repeating: 0, count: ftell(file))
    rewind(file)
    return fread(&bytes, 1, bytes.count, file) == bytes.count ? bytes : []
  }

  static let stationery = CompanyStationery(
    letterhead: ["Acme Ltd", "Bolts, screws and fittings since 1921"],
    returnAddress: ["Acme Ltd", "Weg 1", "50667 Köln"],
    footer: [
      ["Acme Ltd", "Weg 1", "50667 Köln"], ["ar@acme.example", "+49 221 000 00"],
      ["IBAN DE89 3704 0044 0532 0130 00", "BIC COBADEFFXXX"],
    ])

  static func letter(
    address: [String] = ["Müller & Söhne GmbH", "Hauptstraße 12", "10115 Berlin"], rows: Int = 3,
    paragraph: String = "Our records show the following items as unpaid."
  ) -> LetterPiece {
    LetterPiece(
      stationery: stationery, addressLines: address,
      infoBlock: [KeyValue("Customer number", "C-1001"), KeyValue("Date", "21 November 2026")],
      subject: "Payment reminder",
      blocks: [.paragraph(paragraph), .table(table(rows: rows)), .paragraph("Thank you.")],
      pageLabel: PageLabel("Page {page} of {pages}"))
  }

  /// Invoices of 100.00 each, with the running total.
  static func table(rows: Int) -> Table {
    Table(
      columns: [
        .init("Invoice"), .init("Due"), .init("Days", .trailing), .init("Open EUR", .trailing),
      ],
      rows: (1...max(1, rows)).map { number in
        .init(["RE-\(10_000 + number)", "2026-10-01", "51", "100.00"], runningTotal: "\(number)00.00")
      } + [.init(["Total", "", "", "\(rows)00.00"], style: .total)],
      carriedForward: .init(carriedLabel: "Carried forward", broughtLabel: "Brought forward", column: 3))
  }

  static func statement(rows: Int = 4) -> StatementPiece {
    StatementPiece(
      stationery: stationery, addressLines: ["Müller & Söhne GmbH", "Hauptstraße 12", "10115 Berlin"],
      infoBlock: [KeyValue("Customer number", "C-1001")], title: "Statement of account",
      highlights: [KeyValue("Balance", "EUR 400.00"), KeyValue("Overdue", "EUR 400.00")],
      opening: [.paragraph("These items are open on 21 November 2026.")],
      sections: [
        StatementSection(
          heading: "Open items in EUR", table: table(rows: rows),
          ageing: AgeingStrip(
            title: "Age of the balance",
            buckets: [
              .init(label: "Not due", amount: "0.00", minorUnits: 0),
              .init(label: "1-30 days", amount: "300.00", minorUnits: 30_000),
              .init(label: "31-60 days", amount: "100.00", minorUnits: 10_000),
            ], total: KeyValue("Total", "400.00")), notes: ["Items in dispute are not part of the demand."])
      ], closing: [.paragraph("Kind regards")], notes: ["Payments up to 20 November are included."],
      pageLabel: PageLabel("Page {page} of {pages}"))
  }

  /// The bytes of a file with these letters.
  static func file(_ letters: [LetterPiece], profile: LetterProfile = .din5008b, duplex: Bool = false) throws -> [UInt8]
  {
    let sink = MemorySink()
    var file = PrintFile(
      sink: sink, fonts: fonts, profile: profile, title: "Letters", language: "en", duplex: duplex)
    for letter in letters { _ = try file.add(letter) }
    try file.finish()
    return sink.bytes
  }
}
