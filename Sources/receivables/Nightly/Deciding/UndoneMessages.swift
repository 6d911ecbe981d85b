import Decide
import Diff
import Ledger
import Store

/// Messages that count for nothing any more as tonight knows them, whatever the cause: withdrawn, never released, come back.
struct UndoneMessages {
  /// All of them, by key in the log.
  let causes: [Int64: UndoneCause]
  /// Those that count for nothing from tonight on, in the order of the log.
  let tonight: [(message: Int64, cause: UndoneCause)]
  /// As-of dates of withdrawn runs whose hand-overs are taken back tonight.
  private let withdrawnDays: [CalendarDate]
  /// A run was withdrawn since the last one.
  var isAfterWithdrawal: Bool { !withdrawnDays.isEmpty }
  /// Messages of which tonight's files say that they were sent.
  let sentTonight: Set<Int64>
  /// Those of them that counted as never sent, for they had been withdrawn, recalled or not released: they count again.
  let revived: [Int64]
  /// Those of these whose levels an earlier run has taken back.
  private let takenBackBefore: [Int64]
  /// Those that earlier nights have taken back.
  private let takenBack: Set<Int64>
  private let state: State

  /// - Parameter deliveries: what tonight's files tell of messages on their way.
  init(_ state: State, _ deliveries: Deliveries) throws {
    self.state = state
    let reports = deliveries.reports
    var causes = try state.undone.all()
    var tonight = try state.undone.waiting()
    // The run has made these lapse when it was pinned; `plan` sees them still open.
    for batch in try state.releases.open() {
      for message in try state.releases.messages(run: batch.run, channel: batch.batch) where causes[message] == nil {
        causes[message] = .notReleased
        tonight.append((message, .notReleased))
      }
    }
    let sent = Set(
      reports.lazy.filter { [.submitted, .delivered, .optedOut].contains($0.event.kind) }.compactMap(\.message?.row))
    let again = Set(
      reports.lazy.compactMap { report in
        report.message.flatMap { causes[$0.row]?.isDisproved(by: report.event.kind) == true ? $0.row : nil }
      }
    ).sorted()
    let waiting = Set(tonight.map(\.message))
    takenBackBefore = again.filter { !waiting.contains($0) }
    tonight.removeAll { again.contains($0.message) }
    for message in again { causes[message] = nil }
    (sentTonight, revived) = (sent, again)
    for (message, cause) in deliveries.reachedNobody where causes[message] == nil {
      causes[message] = cause
      tonight.append((message, cause))
    }
    self.causes = causes
    self.tonight = tonight.sorted { $0.message < $1.message }
    takenBack = Set(causes.keys).subtracting(tonight.map(\.message))
    withdrawnDays = try state.undone.withdrawnDays()
  }

  /// Ids of messages that reached nobody, under which none stands.
  func ids() throws -> Set<String> { try state.undone.ids(onlyOf: causes) }

  /// Gives documents back what they remembered before messages that count for nothing from tonight on. Returns the rows that changed.
  /// - Parameter news: takes those that stay with a lawyer or an agency although the last reminder reached nobody, and those that do not.
  func takeBack(_ book: inout Book, _ changes: [RowChange], news: inout [Int: LawyerNews]) throws -> Set<Int> {
    var changed = takeBackHandOvers(&book, &news)
    changed.formUnion(try takeBackReopened(&book, changes))
    changed.formUnion(try tellAgain(&book))
    guard !tonight.isEmpty else { return changed }
    let byDocument = try Dictionary(
      grouping: state.undone.lines(ofDocumentsIn: tonight.map(\.message)), by: \.document)
    let lostNotices = try state.undone.lostNotices(in: tonight.map(\.message))
    for (row, id) in book.documents.stateIDs.enumerated() {
      let lines = byDocument[id] ?? []
      let hasLostNotice = lostNotices.contains(id)
      guard hasLostNotice || !lines.isEmpty, let memory = book.documents.memory[row] else { continue }
      var before = without(lines, memory, row, book)
      if hasLostNotice { before.preDueNotice = nil }
      guard before != memory else { continue }
      if before.level < memory.level, let day = before.handedOverOn {
        news[row] = LawyerNews(.unheard, handedOverOn: day)
      }
      book.documents.memory[row] = before
      changed.insert(row)
    }
    return changed
  }

  /// Documents that are open again: what reached nobody while they were settled was not taken back then.
  private func takeBackReopened(_ book: inout Book, _ changes: [RowChange]) throws -> Set<Int> {
    guard !causes.isEmpty else { return [] }
    let rows = changes.filter { change in
      change.before?.balance == 0 && book.documents.rows[change.row].balance != 0
        && book.documents.memory[change.row] != nil
    }.map(\.row)
    guard !rows.isEmpty else { return [] }
    let lines = Dictionary(
      grouping: try state.undone.lines(on: rows.map { book.documents.stateIDs[$0] }), by: \.document)
    var changed: Set<Int> = []
    for row in rows {
      guard let memory = book.documents.memory[row], let own = lines[book.documents.stateIDs[row]],
        own.contains(where: { causes[$0.message] != nil })
      else { continue }
      let before = without(own, memory, row, book, wasSettled: true)
      guard before != memory else { continue }
      book.documents.memory[row] = before
      changed.insert(row)
    }
    return changed
  }

  /// What messages told that were sent all the same, where no later one that stands told more.
  private func tellAgain(_ book: inout Book) throws -> Set<Int> {
    guard !takenBackBefore.isEmpty else { return [] }
    let standing = try state.undone.lines(ofDocumentsIn: takenBackBefore).filter { causes[$0.message] == nil }
    let byDocument = Dictionary(grouping: standing, by: \.document)
    var changed: Set<Int> = []
    for (row, id) in book.documents.stateIDs.enumerated() {
      guard let last = byDocument[id]?.last, takenBackBefore.contains(last.message),
        PayerMoves.isPayer(of: row, last.customerID, book)
      else { continue }
      let before = book.documents.memory[row] ?? ItemMemory()
      book.documents.memory[row] = TakingBack.again(
        before, lines: [TakingBack.Line(last, isUndone: false)], notice: before.preDueNotice)
      changed.insert(row)
    }
    return changed
  }

  /// A document that only runs knew that were taken back with a wrong file is new tonight; messages about it that stand are not
  /// forgotten. Returns the rows that changed.
  func takeTold(_ changes: [RowChange], _ book: inout Book) throws -> Set<Int> {
    let told = try state.undone.linesOfRetracted()
    guard !told.isEmpty else { return [] }
    var changed: Set<Int> = []
    for change in changes where change.kind == .new {
      let row = book.documents.rows[change.row]
      let (id, instalment) = book.documents.key(row.key)
      let key = "\(book.companies[Int(row.company)])\u{1F}\(id)\u{1F}\(instalment)"
      guard
        let lines = told[key]?.filter({
          causes[$0.message] == nil && PayerMoves.isPayer(of: change.row, $0.customerID, book)
        }), !lines.isEmpty
      else { continue }
      book.documents.memory[change.row] = TakingBack.again(
        book.documents.memory[change.row] ?? ItemMemory(), lines: lines.map { TakingBack.Line($0, isUndone: false) },
        notice: nil)
      changed.insert(change.row)
    }
    return changed
  }

  /// What was told to others than who pays tonight, before a document moved, concerns it no more.
  /// - Parameter wasSettled: no earlier night has taken anything back of it.
  private func without(
    _ all: [UndoneTables.Line], _ memory: ItemMemory, _ row: Int, _ book: Book, wasSettled: Bool = false
  ) -> ItemMemory {
    let lines = all.filter { PayerMoves.isPayer(of: row, $0.customerID, book) }
    guard let first = lines.first else { return memory }
    let fields = Details(json: first.firstDetails)
    let hasMoved = lines.count < all.count
    var before = TakingBack.memory(
      memory,
      lines: lines.map {
        TakingBack.Line(
          $0, isUndone: causes[$0.message] != nil, isTakenBack: !wasSettled && takenBack.contains($0.message))
      },
      first: hasMoved
        ? (0, nil)
        : (
          level: fields["reminder_level"].flatMap { Int($0) } ?? 0,
          remindedOn: fields["last_reminded_on"].flatMap { CalendarDate($0) }
        ))
    if hasMoved, !before.hasTold { before.beginAnew(on: first.asOf) }
    return before
  }

  /// What a withdrawn run handed over is ours again.
  private func takeBackHandOvers(_ book: inout Book, _ news: inout [Int: LawyerNews]) -> Set<Int> {
    guard !withdrawnDays.isEmpty else { return [] }
    var changed: Set<Int> = []
    for row in book.documents.rows.indices {
      guard var memory = book.documents.memory[row], let day = memory.handedOverOn, withdrawnDays.contains(day) else {
        continue
      }
      memory.handedOverOn = nil
      news[row] = LawyerNews(.withdrawn, handedOverOn: day)
      book.documents.memory[row] = memory
      changed.insert(row)
    }
    return changed
  }
}

extension TakingBack.Line {
  /// As the log has it.
  init(_ told: UndoneTables.Line, isUndone: Bool, isTakenBack: Bool = false) {
    self.init(
      asOf: told.asOf, messageLevel: told.messageLevel, payBy: told.payBy, isTrigger: told.isTrigger,
      levelBefore: told.levelBefore, levelAfter: told.levelAfter, isUndone: isUndone,
      isTakenBack: isTakenBack)
  }
}
