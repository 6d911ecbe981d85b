import Diff
import Ledger
import Store

/// The days of tonight's exports where they matter: where several are taken in one night, and where deltas say again what is known.
struct TonightsDays {
  /// Newest day on which tonight's deltas told of a row of the book.
  private(set) var days: [Int: CalendarDate] = [:]
  /// Rows that an export changed which is not the newest of its company tonight.
  private(set) var own: [Int: CalendarDate] = [:]
  /// Rows of which a delta said what is known already, or what a newer one has replaced.
  private(set) var again: [(row: Int, day: CalendarDate)] = []
  /// Arrivals that are deltas.
  var deltas: [Int64] = []
  /// Whether tonight's files are more than one export.
  fileprivate var hasSeveral = false
  /// Rows of the book before the export at hand was applied; and whether a newer one of its companies was taken tonight.
  private var rowsBefore = 0
  private var isOlder = false

  fileprivate mutating func begin(_ book: Book, isOlder: Bool) {
    rowsBefore = book.documents.rows.count
    self.isOlder = isOlder
  }

  fileprivate mutating func note(_ row: Int, _ day: CalendarDate, isChanged: Bool, isDelta: Bool) {
    if isDelta, hasSeveral { days[row] = max(days[row] ?? day, day) }
    if isChanged, isOlder { own[row] = day }
  }

  fileprivate mutating func note(again row: Int, _ day: CalendarDate) { again.append((row, day)) }

  /// Documents that nobody knew stand behind all others.
  mutating func note(new book: Book, _ day: CalendarDate, isDelta: Bool) {
    guard isOlder || (isDelta && hasSeveral) else { return }
    for row in rowsBefore..<book.documents.rows.count { note(row, day, isChanged: true, isDelta: isDelta) }
  }

  /// Stores them; documents and files are in the state.
  func store(_ book: Book, run: Int64, in state: State) throws {
    for arrival in deltas { try ToldDocuments.insert(delta: arrival, in: state.database) }
    let ids = book.documents.stateIDs
    for (row, day) in own.sorted(by: { $0.key < $1.key }) where ids[row] != 0 {
      try ToldDocuments.insert(ids[row], on: day, run: run, in: state.database)
    }
    for (day, told) in Dictionary(grouping: again, by: \.day).sorted(by: { $0.key < $1.key }) {
      try ToldDocuments.insert(
        again: told.map { ids[$0.row] }.filter { $0 != 0 }, on: day, run: run, in: state.database)
    }
    try ToldDocuments.insertCopies(run: run, in: state.database)
  }
}

extension NightReading {
  /// Documents of which something newer than an export has told, tonight or before: nearly always none.
  mutating func overtaken(
    _ export: Export, _ diff: DocumentDiff, _ companies: [String], _ whole: [String: CalendarDate]
  ) throws -> OvertakenRows {
    told.hasSeveral = told.hasSeveral || files.count { $0.kind == .documents } > 1
    let isDated = export.files.allSatisfy { files[$0].date != nil }
    var overtaken = OvertakenRows()
    let late = companies.filter { company in
      [whole[company], refreshed[company], isDated ? dataAsOf[company] : nil].contains {
        $0.map { $0 > export.date } == true
      }
    }
    guard !late.isEmpty else { return overtaken }
    let earlier = try ToldDocuments(state.database)
    for company in late {
      let newest = isDated ? earlier.newestSnapshot(of: company, dataAsOf: dataAsOf[company]) : nil
      if [whole[company], newest].contains(where: { $0.map { $0 > export.date } == true }) {
        overtaken.companies.insert(book.company(company))
      }
    }
    let ids = isDated ? try earlier.documents(after: export.date, of: late) : []
    overtaken.keys = ids
    for (row, id) in book.documents.stateIDs.enumerated() where ids.contains(id) { overtaken.rows.insert(row) }
    for (row, day) in told.days where day > export.date { overtaken.rows.insert(row) }
    return overtaken
  }

  /// Notes of which documents an export that is about to be applied tells, where its day matters.
  mutating func note(_ export: Export, _ diff: DocumentDiff, _ companies: [String], _ overtaken: OvertakenRows) {
    let isDelta = !export.isSnapshot
    if isDelta, !export.isRedrop { told.deltas += export.files.map { files[$0].arrival.id } }
    let isOlder = companies.contains { refreshed[$0].map { $0 > export.date } == true }
    told.begin(book, isOlder: isOlder || export.isRedrop)
    if isDelta {
      let isDated = export.feed.fileDate != nil && !export.isRedrop
      diff.named(in: book) { row, isChanged in
        let isLeft = overtaken.contains(row, of: book.documents.rows[row].company)
        if isDated, !isChanged || isLeft { told.note(again: row, export.date) }
        if !isLeft { told.note(row, export.date, isChanged: isChanged, isDelta: true) }
      }
    } else if isOlder {
      diff.named(in: book) { row, isChanged in
        let isLeft = overtaken.contains(row, of: book.documents.rows[row].company)
        if isChanged, !isLeft { told.note(row, export.date, isChanged: true, isDelta: false) }
      }
      for row in diff.vanished(in: book) { told.note(row, export.date, isChanged: true, isDelta: false) }
    }
  }

  /// Takes what an export tells of documents of which newer ones have told: it fills their past. The rest of it was applied.
  mutating func takeLate(_ past: PastExport, _ export: Export, _ companies: [String]) throws {
    let first = files[export.files[0]].arrival
    var past = past
    if !export.feed.showsPayments { past.leaveOutBalances() }
    tellBetween(&past, export)
    past.findOwners(in: &book, &changes)
    late.append(
      LatePast.Export(
        day: export.date, arrival: first.id, file: first.file, companies: companies, content: past,
        isDelta: !export.isSnapshot))
    let number = past.shown.count + past.unknown.count
    guard number > 0 else { return }
    warn(
      code: "late-export",
      "\(first.name) dated \(export.date): newer exports have told of \(number) of its documents, whose past it fills; the others are as it says"
    )
    try remarkClosed(first.name, export.date)
  }
}
