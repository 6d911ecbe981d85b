import Diff
import Formats
import Intake
import Ledger
import Normalize
import Pipeline
import Store

/// The documents feeds: snapshots that speak for whole companies, and deltas.
extension NightReading {
  /// Files that are one export together: one, or as many as the feed declares `parts`.
  struct Export {
    var files: [Int]
    var feed: FeedSettings
    var date: CalendarDate
    /// Files of the feed hold everything that is open.
    var isOfSnapshots: Bool
    /// Corrected rows: a delta whatever the feed is.
    var isRedrop: Bool
    var isSnapshot: Bool { isOfSnapshots && !isRedrop }
  }

  mutating func readDocuments() throws {
    var speaksFor: [String: (date: CalendarDate, export: Int)] = [:]
    // Newest first: what a newer one has told is not compared with anything.
    let all = exports()
    for (number, staged) in all.enumerated() {
      var export = staged
      guard var diff = try stage(export) else { continue }
      let companies = try companies(of: diff, export)
      for index in export.files { spokenFor[files[index].arrival.sha256] = companies }
      try resolveClosed(&diff)
      leaveErased(&diff, export)
      if export.isRedrop, try !placeRedrop(&export, &diff, speaksFor: speaksFor.mapValues(\.date)) { continue }
      let overtaken = try overtaken(export, diff, companies, speaksFor.mapValues(\.date))
      let other = companies.lazy.compactMap { speaksFor[$0].map { all[$0.export].feed } }.first
      if try isOvertaken(export, diff, companies, overtaken, speaksFor, beside: other) { continue }
      try leaveListed(&diff, export, overtaken, speaksFor.mapValues(\.date))
      let holds = try holds(export, diff, among: all)
      try settle(export, &diff, number, companies, overtaken, holds, &speaksFor)
    }
  }

  /// Companies that a feed may speak for.
  func companies(of feed: FeedSettings) -> [String] {
    feed.namedCompanies.isEmpty ? companyIDs : feed.namedCompanies
  }

  /// Exports, newest first; of one day snapshots before deltas, and those in the order of the files. Last of all what was invoiced: the ERP is right
  /// about what is open of it.
  private func exports() -> [Export] {
    var exports: [Export] = []
    for (index, file) in files.enumerated() {
      guard file.isOpen, let feed = file.feed, let reading = file.reading, file.kind == .documents else { continue }
      let export = Export(
        files: [index], feed: feed, date: file.date ?? asOf, isOfSnapshots: reading.feed.isSnapshot,
        isRedrop: file.isRedrop)
      if !export.isRedrop, feed.parts > 1,
        let at = exports.firstIndex(where: { $0.feed.feed == feed.feed && $0.date == export.date })
      {
        exports[at].files.append(index)
      } else {
        exports.append(export)
      }
    }
    return exports.enumerated().sorted { (a, b) in
      let (x, y) = (a.element, b.element)
      if x.feed.showsPayments != y.feed.showsPayments { return x.feed.showsPayments }
      if x.date != y.date { return x.date > y.date }
      return x.isSnapshot != y.isSnapshot ? x.isSnapshot : a.offset < b.offset
    }.map(\.element)
  }

  /// Reads the files of an export and compares them with the book; nil where one of them was refused, and with it all.
  private mutating func stage(_ export: Export) throws -> DocumentDiff? {
    if export.isSnapshot, export.feed.parts > 1, export.files.count != export.feed.parts {
      refuseParts(export)
      return nil
    }
    let named = export.feed.namedCompanies
    var diff = DocumentDiff(
      extent: export.isSnapshot ? .snapshot : .delta,
      namedCompanies: named.isEmpty ? nil : named.map { book.company($0) }, book: book)
    for index in export.files where try !stage(index, &diff) {
      for other in export.files where other != index && files[other].isOpen {
        files[other].refuse(
          .held, "part-refused", "another part of the same export was refused", "correct that part first")
      }
      return nil
    }
    if isLetIn(export), named.isEmpty {
      let gone = try SnapshotGuards(settings: installation.configuration.diff)
        .companiesGone(diff, book: book, diff.extent == .snapshot ? previousSnapshots(export.feed) : [])
      if !gone.isEmpty { diff.speak(for: gone) }
    }
    return diff
  }

  /// Parts without the others wait for them, unless a newer export of the feed has come whole.
  private mutating func refuseParts(_ export: Export) {
    let (count, parts) = (export.files.count, export.feed.parts)
    let isOvertaken = HeldParts.areOvertaken(of: export.feed.feed, export.date, by: files, asOf)
    let help =
      count > parts
      ? "receivables reject {sha12} --by NAME --reason TEXT for those that are none, then receivables accept each of the others"
      : export.feed.fileDate == nil
        ? "drop the missing files on the same day, or receivables accept {sha12} --by NAME --reason TEXT for each, when all are there"
        : "drop the missing files: the next run takes all of them together"
    for index in export.files {
      guard !isOvertaken else {
        files[index].refuse(.superseded, "overtaken", HeldParts.overtaken, HeldParts.overtakenHelp)
        continue
      }
      files[index].refuse(
        .held, HeldParts.code,
        "\(count) of \(parts) files of feed `\(export.feed.feed)` dated \(export.date) have come", help)
    }
  }

  /// One file: false where it was refused.
  private mutating func stage(_ index: Int, _ diff: inout DocumentDiff) throws -> Bool {
    guard let reading = files[index].reading else { return false }
    var normalizer = DocumentNormalizer(
      mapping: reading.mapping, companies: companyIDs, named: reading.feed.companies,
      limit: installation.configuration.normalize.maxRejects, shapes: book.documents.shapes)
    var batch = DocumentBatch()
    let before = (unchanged: diff.unchanged, taken: diff.taken, repeated: diff.repeated)
    var book = consumeBook()
    // A first file becomes the book, whose texts are hardly ever longer than its rows.
    if book.documents.rows.isEmpty {
      book.documents.reserve(rows: 0, textBytes: min(files[index].arrival.bytes, Int(UInt32.max)))
    }
    var corrected: Set<CustomerKey> = []
    let isRedrop = files[index].isRedrop
    let isInvoiced = files[index].feed?.showsPayments == false
    let hasPaid = try isInvoiced && state.cash.hasMatches()
    func hand(_ batch: inout DocumentBatch) throws {
      if hasPaid { try takeOffPaid(&batch, &book) }
      if isRedrop { corrected.formUnion(customers(of: batch)) }
      diff.take(batch, book: &book)
    }
    var facts = CustomerFacts(company: files[index].feed?.company)
    var hashing = LineHashing(installation, reading)
    let knowsLines = !isRedrop && !isInvoiced && !book.documents.lines.isEmpty
    var strange = 0
    @inline(__always)
    func isKnown(_ line: UInt64, _ position: RecordPosition) throws -> Bool {
      guard knowsLines, line != 0, let row = diff.known(line, &book),
        normalizer.count(known: book.documents.rows[row])
      else { return false }
      if !batch.rows.isEmpty {
        try hand(&batch)
        batch.removeAll()
      }
      diff.take(known: row, position, &book)
      strange = 0
      return true
    }
    func passes(_ line: UnsafeRawBufferPointer, _ position: RecordPosition) throws -> Bool {
      // Behind a line that is not known the next is read first.
      guard strange == 0, facts.isIdle else { return false }
      return try isKnown(hashing.hash(line: line), position)
    }
    func take(_ record: RecordView) throws {
      facts.look(at: record)
      let line = hashing.hash(record)
      if try isKnown(line, record.position) { return }
      normalizer.add(record, line: line, to: &batch)
      strange += 1
      // After so many lines that are not known the place in the book is found anew.
      if batch.isFull || strange == LineHashing.patience {
        try hand(&batch)
        batch.removeAll()
      }
    }
    let poured = try knowsLines ? pour(files[index], passing: passes, take) : pour(files[index], take)
    try hand(&batch)
    self.book = book
    self.corrected[files[index].arrival.id] = corrected
    customerFacts[files[index].arrival.id] = facts
    files[index].arrival.rows = normalizer.problems.rows
    files[index].arrival.rejectedRows = normalizer.problems.rejectedRows
    files[index].reject(normalizer.problems)
    files[index].unchanged = diff.unchanged - before.unchanged
    files[index].taken = diff.taken - before.taken
    files[index].repeated = diff.repeated - before.repeated
    remark(normalizer.problems.warnings, files[index])
    guard note(poured, index) else { return false }
    passOver(normalizer, &diff, index)
    let twice = Set(diff.conflicts.values.flatMap(\.records))
    try reject(twice, index, code: TwiceInAFile.code, message: TwiceInAFile.message, hint: TwiceInAFile.hint)
    if files[index].feed?.parts ?? 1 > 1 {
      // A key that stands in two parts is rejected with both: what was taken of each is known together only.
      let other = files[index].unchanged + files[index].repeated + files[index].arrival.rejectedRows
      files[index].taken = max(files[index].arrival.rows - other, 0)
    }
    if !files[index].rejected.isEmpty { self.book.documents.indexRows() }
    claimOwn(index)
    for row in files[index].doubtful { diff.note(row, book: self.book) }
    if files[index].arrival.rows == 0 { remarkNoRows(index) }
    return !isTooBad(index) && ties(index)
  }

  private func customers(of batch: DocumentBatch) -> [CustomerKey] {
    batch.rows.map {
      CustomerKey(company: companyIDs[Int($0.company)], customer: batch.text.string($0.customerText))
    }
  }

  /// The book leaves `self` while rows are compared, so that its arrays are changed in place and not copied.
  private mutating func consumeBook() -> Book {
    let taken = book
    book = Book(companies: [])
    return taken
  }

  /// Documents that are new to the open book may be closed ones that the state knows.
  private mutating func resolveClosed(_ diff: inout DocumentDiff) throws {
    guard hasClosedDocuments() else { return }
    for at in diff.newRows {
      let row = diff.staged[at].row
      if let known = try tables.addClosed(company: row.company, key: row.key, to: &book) { diff.resolve(at, to: known) }
    }
  }

  private func companies(of diff: DocumentDiff, _ export: Export) throws -> [String] {
    let named = export.feed.namedCompanies
    guard named.isEmpty else { return named }
    let told = diff.speaksFor.map { book.companies[Int($0)] }
    let isEmpty = export.files.count == 1 && files[export.files[0]].arrival.rows == 0
    return isEmpty ? Set(told).union(try companies(ofEmpty: files[export.files[0]])).sorted() : told
  }

  /// A snapshot that says nothing of the present because a newer one, of tonight or before, speaks for its companies.
  /// - Parameter other: the feed of tonight's that does.
  private mutating func isOvertaken(
    _ export: Export, _ diff: DocumentDiff, _ companies: [String], _ overtaken: OvertakenRows,
    _ speaksFor: [String: (date: CalendarDate, export: Int)], beside other: FeedSettings?
  ) throws -> Bool {
    let newer = companies.filter { overtaken.companies.contains(book.company($0)) }
    if !companies.isEmpty, newer.count == companies.count {
      let newest = companies.compactMap { speaksFor[$0]?.date ?? dataAsOf[$0] }.max() ?? asOf
      try takeLate(diff, export, newest: newest, companies)
      return true
    }
    guard export.isSnapshot else { return false }
    let rivals = companies.filter { speaksFor[$0] != nil || newer.contains($0) }
    guard let rival = rivals.first else { return false }
    noteTotals(export, diff, isAccepted: false)
    if let other, other.feed != export.feed.feed {
      for index in export.files {
        files[index].refuse(
          .held, TwoSnapshots.code,
          "feed `\(other.feed)` has a snapshot of \(rival) too, and what one of the two does not have would count as settled",
          "\(TwoSnapshots.help); then receivables reject {sha12} --by NAME --reason TEXT and drop both again")
      }
      return true
    }
    for index in export.files {
      files[index].refuse(
        .held, "ambiguous-snapshot",
        "another file of tonight is a snapshot of \(rival) too\(speaksFor[rival]?.date == export.date ? " and of the same date" : "")",
        "if both are parts of one export, declare \"parts\" on the feed; else receivables reject {sha12} --by NAME --reason TEXT"
      )
    }
    return true
  }

  /// Applies an export that no guard speaks against.
  private mutating func settle(
    _ export: Export, _ diff: inout DocumentDiff, _ number: Int, _ companies: [String], _ overtaken: OvertakenRows,
    _ holds: [Hold], _ speaksFor: inout [String: (date: CalendarDate, export: Int)]
  ) throws {
    let past = overtaken.isEmpty ? nil : diff.pastExport(in: book, only: overtaken)
    let kept = overtaken.isEmpty ? [] : diff.leave(overtaken, in: book)
    let first = export.files[0]
    noteTotals(export, diff, isAccepted: holds.isEmpty)
    guard holds.isEmpty else {
      for index in export.files {
        files[index].refuse(.held, holds[0].code, holds.map(\.message).joined(separator: "; "), holds[0].help)
      }
      return
    }
    remarkBeside(export, diff)
    for row in diff.hidden(in: book) {
      let hidden = book.documents.rows[row]
      keptOpen[Movements.Key(company: hidden.company, currency: hidden.currency), default: 0] += hidden.balance
    }
    if let past {
      noteEarlier(export, diff, companies, only: overtaken.companies)
      try takeLate(past, export, companies)
    }
    let isAfterSnapshot = !export.isSnapshot && companies.contains { speaksFor[$0] != nil }
    let shifted = export.isSnapshot ? kept : isAfterSnapshot ? diff.moves(in: book) : []
    for (company, currency, amount) in shifted {
      keptOpen[Movements.Key(company: company, currency: currency), default: 0] += amount
    }
    note(export, diff, companies, overtaken)
    noteMissing(export, diff, companies, overtaken)
    for index in export.files {
      for customer in newsOfCustomers(index, export.date) { take(customer) }
    }
    var book = consumeBook()
    changes.apply(
      &diff, to: &book, file: Int(files[first].arrival.file), asOf: asOf, isInvoiced: !export.feed.showsPayments)
    told.note(new: book, export.date, isDelta: !export.isSnapshot)
    self.book = book
    for index in export.files { files[index].arrival.state = .accepted }
    for company in companies {
      if export.isSnapshot {
        speaksFor[company] = (export.date, number)
        replaced[company] = max(replaced[company] ?? export.date, export.date)
      }
      if !export.isRedrop {
        taken.append(
          TakenDocuments(feed: export.feed.feed, company: company, day: export.date, isWhole: export.isSnapshot))
      }
      refreshed[company] = max(refreshed[company] ?? dataAsOf[company] ?? export.date, export.date)
    }
    guard export.isSnapshot else { return }
    for total in diff.totals where companies.contains(self.book.companies[Int(total.company)]) {
      reportControls.append(
        RunReport.Control(
          feed: export.feed.feed, company: self.book.companies[Int(total.company)], currency: total.currency,
          rows: total.rows, amount: total.amount, balance: total.balance))
    }
  }

  private func isLetIn(_ export: Export) -> Bool { export.files.allSatisfy { files[$0].arrival.waived } }

  /// Asks the guards. What a person has let in of days before is believed: the export is compared with what that leaves open.
  /// - Parameter all: tonight's exports, newest first.
  private func holds(_ export: Export, _ diff: DocumentDiff, among all: [Export]) throws -> [Hold] {
    guard !isLetIn(export) else { return [] }
    let letIn = all.filter { older in
      export.isSnapshot && older.isSnapshot && older.date < export.date && isLetIn(older)
        && older.files.allSatisfy { files[$0].isOpen }
    }
    guard !letIn.isEmpty else { return try guardHolds(export, diff) }
    // On a copy: tonight's rows are compared newest first.
    var trial = self
    var speaksFor: [String: (date: CalendarDate, export: Int)] = [:]
    for older in letIn.reversed() {
      guard var before = try trial.stage(older) else { continue }
      let companies = try trial.companies(of: before, older)
      try trial.resolveClosed(&before)
      let overtaken = try trial.overtaken(older, before, companies, [:])
      guard overtaken.companies.isEmpty else { continue }
      try trial.settle(older, &before, 0, companies, overtaken, [], &speaksFor)
    }
    guard var again = try trial.stage(export) else { return try guardHolds(export, diff) }
    try trial.resolveClosed(&again)
    return try trial.guardHolds(export, again)
  }

  private func guardHolds(_ export: Export, _ diff: DocumentDiff) throws -> [Hold] {
    lazy var money = CoveredDocuments(state, payments: payments, applications: applications)
    let holds = try SnapshotGuards(settings: installation.configuration.diff).holds(
      diff, book: book, previous: diff.extent == .snapshot ? try previousSnapshots(export.feed) : [],
      controls: controls, rejected: export.files.flatMap { files[$0].doubtful }, asOf: asOf,
      isCovered: { try money.covers(book.document($0), stateID: book.documents.stateIDs[$0]) })
    return [olderCopy(export, diff)].compactMap(\.self) + holds
  }

  /// Bytes that were taken before another feed told something newer: an old copy, unless they say no more than is known.
  private func olderCopy(_ export: Export, _ diff: DocumentDiff) -> Hold? {
    guard let newer = export.files.compactMap({ files[$0].overtakenBy }).first else { return nil }
    let count = diff.differences(in: book)
    guard count > 0 else { return nil }
    return Hold(
      code: "older-copy",
      message:
        "the same bytes were accepted before, and \(newer) has told something else of \(count.counted("document")) since",
      help: FileOrder.olderCopyHelp)
  }

  /// What an export says of each company and currency, whether it was taken or waits for a person.
  private mutating func noteTotals(_ export: Export, _ diff: DocumentDiff, isAccepted: Bool) {
    guard !export.isRedrop else { return }
    let arrival = files[export.files[0]].arrival.id
    // A whole export tells no totals of companies that it does not speak for: what it lacks of them is open all the same.
    let spokenFor = Set(companies(of: export.feed))
    for total in diff.totals where !export.isSnapshot || spokenFor.contains(book.companies[Int(total.company)]) {
      snapshots.append(NightResult.SettledSnapshot(arrival: arrival, totals: total, isAccepted: isAccepted))
    }
  }
}
