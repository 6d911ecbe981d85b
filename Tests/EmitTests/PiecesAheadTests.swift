import Documents
import Ledger
import Pipeline
import Testing

@testable import Emit

/// Letters and statements that were made before their turn, by whomever: the files, manifests and failures are those of one process.
@Suite struct PiecesAheadTests {
  /// Names with characters that are first met late, an address that is too wide, a script that cannot be printed, and no company of ours.
  private var customers: [Customer] {
    var all = (1...9).map { PostSample.german("K-\($0)") }
    all[3] = PostSample.german("K-4", ["contact": "Łukasz Żółć", "city": "Łódź"])
    all[4] = PostSample.german("K-5", ["city": String(repeating: "W", count: 60)])
    all[5] = PostSample.german("K-6", ["contact": "Ελένη Παπαδοπούλου"])
    all[6] = PostSample.german("K-7", ["address_line1": "ירושלים"])
    all[7].company = "NOBODY"
    return all + (1...3).map { PostSample.american("\($0)") }
  }

  private var accounts: [(CustomerAccount, AccountOutcome)] {
    customers.enumerated().map { place, customer in
      let currency = customer.company == "HARBOR" ? usd : eur
      let items = PostSample.items(customer, place == 2 ? 60 : 6, currency: currency)
      let unit = PostSample.unit(customer, items, .letter, isLive: place != 1)
      return (CustomerAccount(customer: customer, items: items, billed: items), AccountOutcome(decisions: [unit]))
    }
  }

  private struct Written: Equatable {
    var files: [String: [UInt8]] = [:]
    var failures: [MessageFailure] = []
  }

  /// - Parameter made: what is handed in of each account; nil: it is made in its turn.
  private func written<Artefact: MessageArtefact>(
    _ make: (MemorySink) throws -> Artefact, made: (Int, Parcel?) -> [UInt8]?
  ) throws -> Written {
    let sink = MemorySink()
    var artefact = try make(sink)
    // Everything is made before anything is written, the last first.
    var parcels: [Parcel?] = []
    for (account, outcome) in accounts.reversed() {
      parcels.append(artefact.pieces(account, outcome) > 0 ? artefact.made(account, outcome) : nil)
    }
    parcels.reverse()
    for (place, (account, outcome)) in accounts.enumerated() {
      if let bytes = made(place, parcels[place]) {
        try artefact.add(account, outcome, made: Parcel.Reader(bytes))
      } else {
        try artefact.add(account, outcome)
      }
    }
    try artefact.finish()
    var all = Written(failures: artefact.failures)
    for file in sink.files { all.files[file.path] = file.bytes }
    return all
  }

  private func compare<Artefact: MessageArtefact>(_ make: (MemorySink) throws -> Artefact) throws -> Written {
    let alone = try written(make) { _, _ in nil }
    #expect(try written(make) { $1?.bytes } == alone)
    // A process that died left some out.
    #expect(try written(make) { $0 % 3 == 1 ? nil : $1?.bytes } == alone)
    // What is cut off or another's counts for nothing.
    #expect(try written(make) { ($1?.bytes).map { Array($0.prefix($0.count / 2)) } } == alone)
    #expect(try written(make) { _, _ in [] } == alone)
    return alone
  }

  @Test(arguments: [2, 2500]) func letters(batchSize: Int) throws {
    let alone = try compare { sink in
      var settings = LetterSettings()
      settings.batchSize = batchSize
      return try ReminderLetters(
        sink, night: PostSample.night, settings: settings, stationery: PostSample.stationery)
    }
    #expect(alone.failures.map(\.code) == ["address-width", "script-not-supported", "company-unknown"])
    #expect(alone.files.keys.filter { $0.hasSuffix(".pdf") }.count == (batchSize == 2 ? 6 : 3))
  }

  /// What was made is taken: whoever writes it needs no template any more.
  @Test func whatWasMadeIsNotMadeAgain() throws {
    let bare = try Stationery(
      templates: TemplateLibrary([:]), regular: PostSample.font("Regular"), bold: PostSample.font("Bold"))
    func letters(_ sink: MemorySink, _ stationery: Stationery) throws -> ReminderLetters {
      try ReminderLetters(sink, night: PostSample.night, settings: LetterSettings(), stationery: stationery)
    }
    let maker = try letters(MemorySink(), PostSample.stationery)
    let alone = try written({ try letters($0, PostSample.stationery) }) { _, _ in nil }
    let taken = try written({ try letters($0, bare) }) { place, _ in
      maker.made(accounts[place].0, accounts[place].1)?.bytes
    }
    #expect(taken == alone)
    var settings = StatementSettings()
    settings.formats = [.pdf]
    let statements = try Statements(
      MemorySink(), night: PostSample.night, settings: settings, stationery: PostSample.stationery)
    let told = try written({
      try Statements($0, night: PostSample.night, settings: settings, stationery: bare)
    }) { place, _ in statements.made(accounts[place].0, accounts[place].1)?.bytes }
    #expect(told.failures.map(\.code) == ["address-width", "script-not-supported", "company-unknown"])
  }

  /// Another letter's pages are never taken for one's own.
  @Test func lettersOfAnotherAccount() throws {
    let make = { (sink: MemorySink) in
      try ReminderLetters(
        sink, night: PostSample.night, settings: LetterSettings(), stationery: PostSample.stationery)
    }
    let letters = try make(MemorySink())
    let other = letters.made(accounts[0].0, accounts[0].1)
    #expect(try written(make) { place, _ in place > 0 ? other?.bytes : nil } == written(make) { _, _ in nil })
  }

  @Test(arguments: [StatementSettings.Kind.openItem, .activity]) func statements(kind: StatementSettings.Kind) throws {
    let alone = try compare { sink in
      var settings = StatementSettings()
      settings.formats = [.pdf, .csv]
      settings.kind = kind
      return try Statements(
        sink, night: PostSample.night, settings: settings, stationery: PostSample.stationery)
    }
    #expect(alone.failures.map(\.code) == ["address-width", "script-not-supported", "company-unknown"])
    #expect(alone.files["statements/statements.pdf"] != nil)
  }

  /// Nothing is made ahead where a statement is more than its pages in the one file.
  @Test func statementsWithWordsOrFilesOfTheirOwn() throws {
    var settings = StatementSettings()
    settings.formats = [.pdf, .html]
    let html = try Statements(
      MemorySink(), night: PostSample.night, settings: settings, stationery: PostSample.stationery)
    #expect(!html.isPiecewise)
    settings.formats = [.csv]
    let csv = try Statements(
      MemorySink(), night: PostSample.night, settings: settings, stationery: PostSample.stationery)
    #expect(!csv.isPiecewise)
  }
}
