import Diff
import Ledger
import Pipeline
import Store

/// Exports that came late: a newer one of their companies is known, tonight's or an earlier night's. They fill the past and move nothing
/// of the present.
struct LatePast {
  /// One of them, before documents have their keys in the state.
  struct Export {
    var day: CalendarDate
    var arrival: Int64
    var file: Int64
    /// Ids.
    var companies: [String]
    var content: PastExport
    var isDelta: Bool
  }

  let state: State
  let run: Int64

  /// Adds documents that came and went between two exports to the book, as settled ones; gives their rows with the file and line that
  /// taught them. What two late exports show is one document.
  static func addUnknown(
    _ exports: inout [(export: Export, unknownRows: [Int])], to book: inout Book
  ) -> [Int: (file: Int, line: Int)] {
    var sources: [Int: (file: Int, line: Int)] = [:]
    var known: [String: Int] = [:]
    for at in exports.indices {
      for (row, line) in exports[at].export.content.unknown {
        let key = "\(row.company)\u{1F}\(book.documents.text.string(row.key))"
        if let twin = known[key] {
          exports[at].unknownRows.append(twin)
          continue
        }
        var settled = row
        settled.balance = 0
        let added = book.documents.add(settled, stateID: 0, learnedOn: exports[at].export.day)
        known[key] = added
        sources[added] = (Int(exports[at].export.file), line)
        exports[at].unknownRows.append(added)
      }
    }
    return sources
  }

  /// Stores what the exports tell of their days, and what payments settled of documents that nobody knew. Documents, files, companies and
  /// tonight's payments are in the state.
  func store(_ exports: [(export: Export, unknownRows: [Int])], _ book: Book) throws {
    guard !exports.isEmpty else { return }
    var filling = try PastFilling(state.database, run: run)
    let companies = try BookTables.companyIDs(state.database)
    let ids = book.documents.stateIDs
    try filling.fill(
      exports.map { try LatePast.late($0.export, $0.unknownRows, book, companies, state) { ids[$0] } })
    for (_, unknownRows) in exports {
      for row in unknownRows { try settle(row, book) }
    }
  }

  private func settle(_ at: Int, _ book: Book) throws {
    let row = book.documents.rows[at]
    guard row.amount > 0, let due = row.dueDate.orNil else { return }
    let label = book.documents.key(row.key).id
    let known = try state.payments.evidence(company: book.companies[Int(row.company)], document: label)
    guard let last = known.last, ChangeCause(method: last.method) == .payment else { return }
    try state.payments.settle(
      document: book.documents.stateIDs[at], label: label,
      customer: book.customers.rows[Int(row.customer)].stateID, currency: row.currency, amount: row.amount, due: due,
      on: last.date, run: run)
  }

  /// - Parameter key: of the document of a row.
  static func late(
    _ export: Export, _ unknownRows: [Int], _ book: Book, _ companies: [String: Int64], _ state: State,
    _ key: (Int) -> Int64
  ) throws -> LateExport {
    var shown = export.content.shown.map {
      LateExport.Shown(
        document: key($0.row), currency: $0.currency, balance: $0.balance, amount: $0.amount, isVoid: $0.isVoid,
        line: $0.line)
    }
    for (row, source) in zip(unknownRows, export.content.unknown) {
      shown.append(
        LateExport.Shown(
          document: key(row), currency: source.row.currency, balance: source.row.balance,
          amount: source.row.amount, isVoid: false, line: source.line))
    }
    return try LateExport(
      day: export.day, arrival: export.arrival, file: export.file,
      companies: export.companies.compactMap { companies[$0] },
      covered: Set(export.content.covered.compactMap { companies[book.companies[Int($0)]] }), shown: shown,
      absent: export.content.absent.map(key),
      unsure: export.content.unsure.map(key) + state.erasures.documents(erasedSince: export.day),
      only: export.content.only.map { $0.keys.union($0.rows.map(key)) }, isDelta: export.isDelta)
  }
}

extension NightReading {
  /// Takes an export that a newer one has overtaken as what was true on its own day; or holds it, where it lacks too much of what was open then.
  mutating func takeLate(
    _ diff: DocumentDiff, _ export: Export, newest: CalendarDate, _ companies: [String]
  ) throws {
    let (indices, day) = (export.files, export.date)
    var content = diff.pastExport(in: book)
    if !export.feed.showsPayments { content.leaveOutBalances() }
    try noteRejected(indices, in: &content)
    let first = files[indices[0]].arrival
    if !first.waived, let hold = try lateHold(content, day: day, companies) {
      for index in indices { files[index].refuse(.held, hold.code, hold.message, hold.help) }
      return
    }
    noteEarlier(export, diff, companies)
    tellBetween(&content, export)
    content.findOwners(in: &book, &changes)
    for index in indices {
      files[index].arrival.state = .superseded
      files[index].arrival.code = "late-export"
      files[index].arrival.message =
        "dated \(day), and an export of \(newest) is known: it fills the past and moves nothing of the present"
    }
    late.append(
      LatePast.Export(
        day: day, arrival: first.id, file: first.file, companies: companies, content: content,
        isDelta: !export.isSnapshot))
    if !export.isSnapshot { told.deltas += indices.map { files[$0].arrival.id } }
    warn(code: "late-export", "\(first.name) \(files[indices[0]].arrival.message ?? "")")
    try remarkClosed(first.name, day)
  }

  /// Takes the word of an export of the days since the night before on documents of which newer ones of tonight say something else.
  mutating func tellBetween(_ content: inout PastExport, _ export: Export) {
    guard export.feed.showsPayments, !export.isRedrop else { return }
    let between = book.companies.indices.filter { dataAsOf[book.companies[$0]].map { $0 <= export.date } ?? true }
    guard !between.isEmpty else { return }
    for index in export.files {
      for customer in newsOfCustomers(index, export.date) where !isKnown(customer.company, customer.id) {
        take(customer)
      }
    }
    var hidden = HiddenDocuments()
    for file in files
    where file.kind == .documents && file.arrival.state == .accepted && file.date ?? asOf > export.date {
      for row in file.doubtful { hidden.add(row, of: book) }
    }
    let moves = content.tell(
      of: Set(between.map { UInt16($0) }), on: export.date, in: &book, &changes, hidden: hidden,
      file: Int(files[export.files[0]].arrival.file), asOf: asOf)
    for (company, currency, amount) in moves {
      keptOpen[Movements.Key(company: company, currency: currency), default: 0] += amount
    }
  }

  /// What rejected rows may have spoken of, also where it is closed by now and not in the book.
  private mutating func noteRejected(_ indices: [Int], in content: inout PastExport) throws {
    for row in indices.flatMap({ files[$0].rejected }) {
      guard let key = row.documentKey,
        let company = row.company.flatMap({ book.companies.firstIndex(of: $0) }).map(UInt16.init)
      else { continue }
      book.documents.indexRows()
      var known = book.documents.find(company: company, key: key)
      if known == nil { known = try tables.addClosed(company: company, key: book.documents.text.add(key), to: &book) }
      if let known { content.note(unsure: known) }
    }
  }

  mutating func remarkClosed(_ name: String, _ day: CalendarDate) throws {
    guard let closed = try state.closings.newestDay(), day <= closed else { return }
    warn(
      code: "after-close",
      "export \(name) is of \(day), in a period that is closed; receivables ledger --to \(closed) shows what moved after it was closed"
    )
  }

  /// Whether it lacks more of what was open on its day than an export may: by the past as earlier nights know it.
  private func lateHold(_ content: PastExport, day: CalendarDate, _ companies: [String]) throws -> Hold? {
    var past = try PastLedger(state.database, knownOn: nil)
    let known = companies.filter { past.firstExports[$0].map { $0 <= day } == true }
    guard !known.isEmpty else { return nil }
    let position = try past.position(companies: companyIDs, asOf: day).book
    let told = try Set((content.shown.map(\.row) + content.unsure).map { book.documents.stateIDs[$0] })
      .union(state.erasures.documents(erasedSince: day))
    let guards = SnapshotGuards(settings: installation.configuration.diff)
    for company in known.sorted() {
      guard let index = position.companies.firstIndex(of: company),
        let here = book.companies.firstIndex(of: company), content.covered.contains(UInt16(here))
      else { continue }
      for (currency, open, missing) in LateSums.all(position, UInt16(index), told) {
        if let hold = guards.shrunk("\(company) \(currency) of \(day)", open: open, missing: missing) { return hold }
      }
    }
    return nil
  }
}

/// What was open of a company, per currency, and what of it an export does not show.
private enum LateSums {
  typealias Sum = (count: Int, amount: Int64)

  static func all(_ book: Book, _ company: UInt16, _ told: Set<Int64>) -> [(Currency, open: Sum, missing: Sum)] {
    var sums: [Currency: (open: Sum, missing: Sum)] = [:]
    for (row, id) in zip(book.documents.rows, book.documents.stateIDs)
    where row.company == company && row.balance != 0 && !row.flags.contains(.void) {
      var sum = sums[row.currency] ?? ((0, 0), (0, 0))
      sum.open = (sum.open.count + 1, sum.open.amount + abs(row.balance))
      if !told.contains(id) { sum.missing = (sum.missing.count + 1, sum.missing.amount + abs(row.balance)) }
      sums[row.currency] = sum
    }
    return sums.keys.sorted().map { ($0, sums[$0]!.open, sums[$0]!.missing) }
  }
}
