import Formats
import Intake
import Ledger
import Pipeline
import Testing

@Suite("Mappings that are proposed")
struct ProposalTests {
  private func proposal(_ bytes: [UInt8], name: String = "f.csv") throws -> MappingProposal? {
    let head = FileHead(name: name, bytes: bytes, size: bytes.count)
    return try MappingProposal.best(head, company: "ACME", currency: "EUR")
  }

  struct Guess: CustomTestStringConvertible, Sendable {
    var language: String
    var header: String
    var row: String
    var testDescription: String { language }
  }
  static let guesses = [
    Guess(
      language: "English", header: "Invoice No.,Customer,Invoice Date,Due Date,Open Balance",
      row: "R1,4711,2026-01-31,2026-02-28,5.00"),
    Guess(
      language: "German", header: "Rechnungsnr.;Kundennummer;Rechnungsdatum;Fälligkeitsdatum;Offener Betrag",
      row: "R1;4711;31.01.2026;28.02.2026;5,00"),
    Guess(
      language: "French", header: "N° facture;Client;Date facture;Échéance;Solde",
      row: "R1;4711;31/01/2026;28/02/2026;5,00"),
    Guess(
      language: "Spanish", header: "Factura;Cliente;Fecha;Vencimiento;Importe pendiente",
      row: "R1;4711;31/01/2026;28/02/2026;5,00"),
    Guess(
      language: "Italian", header: "Numero fattura;Cliente;Data documento;Scadenza;Importo residuo",
      row: "R1;4711;31/01/2026;28/02/2026;5,00"),
    Guess(
      language: "Dutch", header: "Factuurnummer;Debiteur;Factuurdatum;Vervaldatum;Openstaand bedrag",
      row: "R1;4711;31-01-2026;28-02-2026;5,00"),
  ]

  @Test("know open-item lists by what their columns are called", arguments: guesses)
  func languages(_ guess: Guess) throws {
    let found = try #require(try proposal(Array("Open items\n\n\(guess.header)\n\(guess.row)\n".utf8)))
    let columns = guess.header.split(whereSeparator: { $0 == ";" || $0 == "," }).map(String.init)
    let fields = ["document_id", "customer_id", "document_date", "due_date", "balance"]
    #expect(found.mapping.feed == .documents)
    #expect(found.missing.isEmpty)
    #expect(fields.map { found.mapping[$0]?.from } == columns.map { [$0] })
    #expect(found.mapping["company"]?.constant == "ACME")
    #expect(found.mapping["currency"]?.constant == "EUR")
    #expect(found.remarks.count == 2, "company and currency are assumed: \(found.remarks)")
  }

  @Test("can be written down and read again")
  func roundTrip() throws {
    let text =
      "Type;Rechnungsnr;Kunde;Datum;Betrag;Saldo;Projekt;\nRechnung;1;A;01.02.26;119,00;119,00;P;\nGutschrift;2;A;13.02.26;(11,90);(11,90);;\n"
    let found = try #require(try proposal(Array(text.utf8)))
    let (again, problems) = MappingReader.read(
      try JSONReader.read(Array(found.mapping.json.written(.pretty).utf8), file: "m"), file: "m")
    #expect(problems.isEmpty, "\(problems)")
    #expect(again == found.mapping)
    #expect(found.mapping.locale.money.negative == [.lead, .paren])
    #expect(found.mapping.locale.date.pivot == 70)
    #expect(found.mapping["kind"]?.value != nil)
    #expect(found.mapping.keep.map(\.name).contains("projekt"))
  }

  @Test("are those of a shipped preset where one fits")
  func preset() throws {
    let text =
      "Number,Invoice Partner Display Name,Invoice/Bill Date,Due Date,Total Signed,Amount Due Signed,Currency,Status\nI1,A,2026-01-31,2026-02-28,5,5,EUR,Posted\n"
    let found = try #require(try proposal(Array(text.utf8)))
    #expect(found.preset == "odoo.documents")
    #expect(found.mapping["company"]?.constant == "ACME")
  }

  @Test(
    "take a number for the customer's id, and what stands beside it for his name",
    arguments: [
      ("Kundennummer;Kunde", "Kundennummer", "Kunde"), ("Kunde;Kunden-Nr.", "Kunden-Nr.", "Kunde"),
      ("Customer;Customer No.", "Customer No.", "Customer"), ("Client;Code client", "Code client", "Client"),
      ("Debitor;Name", "Debitor", "Name"),
    ])
  func numberBesideName(_ columns: String, _ id: String, _ name: String) throws {
    let text = "Invoice No.;\(columns);Invoice Date;Due Date;Open Balance\nR1;1;2;2026-01-31;2026-02-28;5.00\n"
    let found = try #require(try proposal(Array(text.utf8)))
    #expect(found.mapping["customer_id"]?.from == [id])
    #expect(found.mapping.keep.first { $0.name == "customer_name" }?.from == [name])
  }

  @Test("know customers and payments by the short names that German programs give their numbers")
  func shortNames() throws {
    let list = try #require(
      try proposal(Array("Kd-Nr;Firma;Strasse;PLZ;Ort;Zahlungsziel;Gruppe\n4711;A;Weg 1;50667;Köln;30;B\n".utf8)))
    #expect(list.mapping.feed == .customers && list.missing.isEmpty)
    #expect(list.mapping["customer_id"]?.from == ["Kd-Nr"])
    #expect(list.mapping["terms"]?.from == ["Zahlungsziel"] && list.mapping["group"]?.from == ["Gruppe"])
    let money = try #require(
      try proposal(
        Array("Zahlungsnr;Kd.Nr.;Datum;Betrag;Verwendungszweck\nZ1;4711;30.10.2026;5,00;R26001\n".utf8)))
    #expect(money.mapping.feed == .payments && money.missing.isEmpty)
    #expect(money.mapping["payment_id"]?.from == ["Zahlungsnr"] && money.mapping["customer_id"]?.from == ["Kd.Nr."])
  }

  @Test("take open items without a date of their own for open items, and a list of customers for one")
  func itemsOrCustomers() throws {
    let items = try #require(
      try proposal(Array("Kundennummer;Kunde;Rechnungsnr;Fällig;Saldo\n4711;A;R1;14.11.2026;5,00\n".utf8)))
    #expect(items.mapping.feed == .documents)
    #expect(items.missing.isEmpty)
    #expect(items.mapping.keep.map(\.name) == ["customer_name"], "the name is kept once")
    let list = try #require(try proposal(Array("Kundennummer;Kunde;Ort;PLZ\n4711;A;Köln;50667\n".utf8)))
    #expect(list.mapping.feed == .customers)
    #expect(list.mapping["name"]?.from == ["Kunde"])
  }

  @Test(
    "read days that a spreadsheet counts, and no other numbers",
    arguments: [("46340", true), ("46340.0", true), ("20261114", false), ("2026-11-14", false)])
  func days(_ date: String, _ isSerial: Bool) throws {
    let found = try #require(try proposal(Array("Rechnungsnr;Kunde;Rechnungsdatum;Saldo\nR1;4711;\(date);5,00\n".utf8)))
    #expect((found.mapping["document_date"]?.value?.columnRules.first?.date.excelSerial == true) == isSerial)
  }

  @Test("of customers are none where amounts and dates stand beside their names")
  func ledgerOfCustomers() throws {
    let text = "Kundennummer;Kunde;Rechnungsdatum;Offener Betrag;Zeichen\n4711;A;31.10.2026;5,00;R1\n"
    let found = try #require(try proposal(Array(text.utf8)))
    #expect(found.mapping.feed == .documents)
    #expect(found.missing == ["document_id"])
  }

  @Test("cut off the .0 that spreadsheets leave on ids and dates, and say so")
  func decimalsOfIDs() throws {
    let text =
      "cust_number,name_customer,doc_id,posting_date,due_in_date,invoice_currency,total_open_amount\n"
      + "0200769623,WAL-MAR corp,1930438491.0,2020-01-26,20200210.0,USD,54273.0\n"
      + "0200980828,BEN E,1929646410,2019-07-22,20190811.0,USD,79656.60\n"
    let found = try #require(try proposal(Array(text.utf8)))
    let cut = ValueRule.column(ColumnRule(from: ["doc_id"], steps: [.dropSuffix([".0"])]))
    #expect(found.mapping["document_id"]?.value == cut)
    #expect(found.mapping["due_date"]?.value?.columnRules.first?.steps == [.dropSuffix([".0"])])
    #expect(found.mapping["customer_id"]?.value == nil)
    #expect(found.mapping["document_date"]?.value == nil)
    #expect(found.mapping["balance"]?.value == nil)
    #expect(
      found.remarks.contains { $0.hasPrefix("`doc_id`, `due_in_date`: numbers that end in .0") }, "\(found.remarks)")
  }

  private func sheet(_ header: String, _ rows: [String]) throws -> MappingProposal {
    try #require(try proposal(Array(([header] + rows).map { $0 + "\n" }.joined().utf8)))
  }

  @Test(
    "take the column of debit and credit for the sign of the amounts, with the word that has not come yet",
    arguments: [
      ("S/H", "S", "H"), ("Soll/Haben", "Soll", "Haben"), ("D/C", "D", "C"), ("Dr/Cr", "DR", "CR"), ("D/C", "D", nil),
      ("Vorzeichen", "+", "-"),
    ])
  func signs(_ column: String, _ debit: String, _ credit: String?) throws {
    let rows =
      ["R1;4711;2026-01-31;2026-02-28;500.00;\(debit)"] + (credit.map { ["G1;4711;2026-01-31;;300.00;\($0)"] } ?? [])
    let found = try sheet("Rechnungsnr;Kunde;Datum;Fällig;Saldo;\(column)", rows + ["Summe;;;;800.00;"])
    let sign = try #require(found.mapping["balance"]?.value?.columnRules.first?.sign)
    #expect(found.missing.isEmpty && sign.from == [column])
    #expect(sign.words.first { $0.word == debit }?.isNegative == false)
    #expect(sign.words.first { $0.word == credit ?? "C" }?.isNegative == true)
    #expect(found.remarks.contains { $0.hasPrefix("`\(column)` is taken for the sign of `Saldo`") }, "\(found.remarks)")
  }

  @Test("of a bank's table count debits as minus")
  func bankSigns() throws {
    let found = try sheet(
      "Transaktions-ID;Buchungstag;Auftraggeber;Verwendungszweck;Betrag;Soll/Haben",
      ["1;28.11.2026;A;RE-1;500,00;H", "2;29.11.2026;A;RE-1;500,00;S"])
    let sign = try #require(found.mapping["amount"]?.value?.columnRules.first?.sign)
    #expect(found.mapping.feed == .payments)
    #expect(sign.words.map(\.word) == ["H", "S"] && sign.words.map(\.isNegative) == [false, true])
  }

  @Test("leave amounts open where nobody knows which way they count, and as they are where they have their minus")
  func openSigns() throws {
    let header = "Rechnungsnr;Kunde;Datum;Fällig;Offener Betrag;S/H"
    let strange = try sheet(header, ["R1;1;2026-01-31;2026-02-28;500.00;S", "R2;1;2026-01-31;2026-02-28;5.00;X"])
    #expect(strange.missing == ["balance"])
    #expect(strange.remarks.contains { $0.hasPrefix("`S/H` (S, X): whether it is the sign") }, "\(strange.remarks)")
    let reversal = try sheet(header, ["R1;1;2026-01-31;2026-02-28;-500.00;S", "R2;1;2026-01-31;2026-02-28;5.00;H"])
    #expect(reversal.missing == ["balance"])
    let signed = try sheet(header, ["R1;1;2026-01-31;2026-02-28;500.00;S", "R2;1;2026-01-31;2026-02-28;-5.00;H"])
    #expect(signed.missing.isEmpty && signed.mapping["balance"]?.value == nil)
  }

  @Test("do not take the running balance of an account sheet for what is open")
  func accountSheet() throws {
    let header = "Rechnungsnr;Kunde;Datum;Fällig;Soll;Haben;Saldo"
    let running = try sheet(
      header, ["R1;1;2026-01-31;2026-02-28;1.000,00;;1.000,00", "R2;1;2026-01-31;2026-02-28;500,00;;1.500,00"])
    #expect(running.missing == ["balance"], "\(running.remarks)")
    let list = try sheet(
      header, ["R1;1;2026-01-31;2026-02-28;1.000,00;400,00;600,00", "G1;1;2026-01-31;2026-02-28;;5,00;-5,00"])
    #expect(list.missing.isEmpty)
  }

  @Test("know what the ERP says of its reminders, and tell from what nothing is read")
  func dunning() throws {
    let found = try sheet(
      "Rechnungsnr;Kunde;Datum;Fällig;Saldo;Mahnstufe;Letzte Mahnung;Mahnsperre;Zahlungsart;Projekt",
      ["R1;1;2026-01-31;2026-02-28;5.00;2;2026-03-01;X;Lastschrift;P"])
    #expect(found.mapping["reminder_level"]?.from == ["Mahnstufe"])
    #expect(found.mapping["last_reminded_on"]?.from == ["Letzte Mahnung"])
    #expect(found.mapping["reminder_block"]?.from == ["Mahnsperre"])
    #expect(found.mapping["payment_method"]?.from == ["Zahlungsart"])
    #expect(found.remarks.contains("nothing is read from `Projekt`: kept as attributes"))
    let words = try sheet(
      "Rechnungsnr;Kunde;Datum;Fällig;Saldo;Mahnstufe;Mahnsperre bis",
      ["R1;1;2026-01-31;2026-02-28;5.00;M2;2026-03-01"])
    #expect(words.mapping["reminder_level"]?.from == [])
    #expect(words.mapping["reminder_block"]?.value != nil)
    #expect(words.remarks.contains { $0.hasPrefix("`Mahnstufe` has no plain numbers (M2)") }, "\(words.remarks)")
  }

  @Test("know words for drafts and void documents in six languages, and say which they do not know")
  func states() throws {
    let header = "Invoice No,Customer No,Invoice Date,Due Date,Outstanding,Status"
    func rows(_ words: [String]) -> [String] { words.map { "R\($0.count),1,2026-01-31,2026-02-28,5.00,\($0)" } }
    let found = try sheet(header, rows(["Storniert", "Entwurf", "Annulé", "Posted", "Mystery"]))
    let map = try #require(found.mapping["status"]?.value?.columnRules.first?.words)
    #expect(map.otherwise == nil)
    #expect(
      map.entries.map { "\($0.word)=\($0.meaning)" } == [
        "Annulé=void", "Entwurf=draft", "Posted=Posted", "Storniert=void",
      ])
    #expect(found.remarks.contains { $0.contains("rows with them are rejected: Mystery") }, "\(found.remarks)")
    let strange = try sheet(header, rows(["CA", "NSW"]))
    #expect(strange.mapping["status"]?.from == [] && strange.mapping["status"]?.value == nil)
  }

  @Test("know countries by name, and cut off what stands around amounts and ids")
  func around() throws {
    let header = "Kundennr.;Firma;Land;Kreditlimit"
    let found = try sheet(header, ["=\"00012\";A;Deutschland;1.000,50 €", "=\"00013\";B;Atlantis;2.000,00 €"])
    #expect(found.mapping["country"]?.value == Countries.value(of: "Land"))
    #expect(
      found.remarks.contains { $0.hasSuffix("one that is not known is left empty: Atlantis") }, "\(found.remarks)")
    #expect(found.mapping["customer_id"]?.value?.columnRules.first?.steps == [.strip("=\"")])
    #expect(found.mapping["credit_limit"]?.value?.columnRules.first?.steps == [.strip("€"), .trim])
    let codes = try sheet(header, ["00012;A;DE;5"])
    #expect(codes.mapping["country"]?.value == nil)
    let (again, problems) = MappingReader.read(
      try JSONReader.read(Array(found.mapping.json.written(.pretty).utf8), file: "m"), file: "m")
    #expect(problems.isEmpty && again == found.mapping, "\(problems)")
  }

  @Test("say what is missing, and are none where nothing is known")
  func nothing() throws {
    #expect(
      try proposal(Array("Customer,Due Date,Balance\nA,2026-01-31,5\n".utf8))?.missing.contains("document_id") == true)
    #expect(try proposal(Array("x,y,z\n1,2,3\n".utf8)) == nil)
  }

  @Test(
    "compare names without accents, case and punctuation",
    arguments: [
      ("P. O. #", "p o"), ("Fälligkeit:", "falligkeit"), ("N° facture", "n facture"), ("Straße", "strasse"), ("  ", ""),
    ])
  func folding(_ name: String, _ folded: String) { #expect(HeaderLexicon.fold(name) == folded) }

  @Test("every entry of the lexicon names a field, or a fact about the customer")
  func lexicon() {
    for lexicon in HeaderLexicon.all {
      let fields = Set(Mapping.canonical(lexicon.feed)?.fields.map(\.name) ?? [])
      for field in lexicon.fields where !field.hasPrefix("customer_") { #expect(fields.contains(field), "\(field)") }
    }
  }
}
