import Ledger
import Store

/// What is known tonight of messages on their way: what earlier nights were told, and tonight's events.
struct Deliveries {
  /// Events that nobody had told before, with the messages they are about.
  let reports: [DeliveryTables.Report]
  /// Ids of messages that reached nobody.
  let undone: Set<String>
  private var blocks: [String: [ChannelBlock]]

  init(_ state: State, tonight: [DeliveryEvent], book: Book) throws {
    var reports = try state.deliveries.new(tonight)
    for index in reports.indices where reports[index].message?.channel == .letter {
      let address = Deliveries.postalKey(reports[index], book)
      reports[index].message?.address = address
    }
    var undone = try state.deliveries.undone()
    blocks = try state.deliveries.blocks()
    for report in reports {
      guard let message = report.message else { continue }
      let event = report.event
      if event.kind.undoes { undone.insert(event.messageID) }
      guard event.kind.blocks, let address = message.address else { continue }
      blocks["\(event.company)\u{1F}\(message.customerID)", default: []].append(
        ChannelBlock(
          channel: message.channel, address: address, kind: event.kind, at: event.at, messageID: event.messageID))
    }
    self.reports = reports
    self.undone = undone
  }

  /// Where the letter went, as far as the customer's address has not changed since.
  private static func postalKey(_ report: DeliveryTables.Report, _ book: Book) -> String? {
    guard let message = report.message, let company = book.companies.firstIndex(of: report.event.company),
      let customer = book.customers.find(company: UInt16(company), id: message.customerID)
    else { return nil }
    return book.customer(customer).postalKey
  }

  func blocks(_ company: String, _ customer: String) -> [ChannelBlock] {
    blocks.isEmpty ? [] : blocks["\(company)\u{1F}\(customer)"] ?? []
  }

  /// Takes back what tonight's events undo: documents stand where they stood before the message, unless a later one has moved them.
  /// Gives the rows whose memory changed.
  func takeBack(in book: inout Book, _ state: State) throws -> Set<Int> {
    var rows: Set<Int> = []
    let undoing = reports.filter { $0.event.kind.undoes }
    guard !undoing.isEmpty else { return [] }
    var row: [Int64: Int] = [:]
    for (index, id) in book.documents.stateIDs.enumerated() where id != 0 { row[id] = index }
    for report in undoing {
      guard let message = report.message else { continue }
      for move in try state.deliveries.moves(of: message.row) {
        guard let at = row[move.document], var memory = book.documents.memory[at] else { continue }
        memory.takeBack(move, of: message)
        guard memory != book.documents.memory[at] else { continue }
        book.documents.memory[at] = memory
        rows.insert(at)
      }
    }
    return rows
  }
}

extension ItemMemory {
  /// What is remembered of a document without this message, which was the last it was on.
  fileprivate mutating func takeBack(_ move: DeliveryTables.Move, of message: DeliveryTables.Message) {
    if let payBy = message.payBy, payBy == self.payBy { self.payBy = nil }
    guard move.isTrigger else { return }
    if lastRemindedOn == message.asOf, level == move.levelAfter {
      level = move.levelBefore
      lastRemindedOn = nil
      if move.levelBefore == 0 { levelReachedOn = nil }
    } else if move.levelAfter == 0 {
      preDueNotice = nil
    }
  }
}
