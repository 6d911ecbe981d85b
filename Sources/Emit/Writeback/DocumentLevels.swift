import Formats
import Ledger
import Pipeline

/// `writeback/documents.csv`: at which level every open document stands and when it was last reminded, for the ERP to read back. The whole
/// position, so that any night's file can be imported, and imported twice; `changed` says what tonight made different.
public struct DocumentLevels: StreamedArtefact {
  private var table: CSVTable
  private let fallen: Set<Int>

  /// - Parameter fallen: ledger rows of documents whose levels fell tonight, for their last message came back, was withdrawn or not released, or
  ///   another pays for them now: the ERP has to hear of a 0 too.
  public init(_ sink: any ArtefactSink, fallen: Set<Int>, audience: CSVAudience = .machine) throws {
    self.fallen = fallen
    table = try CSVTable(
      sink, path: "writeback/documents.csv",
      columns: [
        "company", "customer_id", "document_id", "instalment", "currency", "balance", "reminder_level",
        "last_reminded_on", "level_reached_on", "pay_by", "handed_over_on", "changed",
      ], audience: audience)
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    for place in DocumentOrder.places(of: account.items, in: account.items.indices) {
      let item = account.items[place]
      let memory = outcome.memories[item.row] ?? item.memory
      let isChanged = outcome.memories[item.row].map { differs($0, item.memory) } ?? false
      let hasFallen = !fallen.isEmpty && fallen.contains(item.row)
      guard memory.level > 0 || memory.lastRemindedOn != nil || isChanged || hasFallen else { continue }
      try add(item, memory, isChanged: isChanged || hasFallen)
    }
  }

  public mutating func finish() throws { try table.finish() }

  private mutating func add(_ item: AccountItem, _ memory: ItemMemory, isChanged: Bool) throws {
    let document = item.document
    table.text(document.company)
    table.text(document.customerID)
    table.key(document)
    table.text(document.currency.code)
    table.money(document.balance, document.currency)
    table.int(memory.level)
    table.date(memory.lastRemindedOn)
    table.date(memory.levelReachedOn)
    table.date(memory.payBy)
    table.date(memory.handedOverOn)
    table.text(isChanged ? "yes" : nil)
    try table.endRow()
  }

  /// Whether the ERP would see a difference.
  private func differs(_ new: ItemMemory, _ old: ItemMemory) -> Bool {
    new.level != old.level || new.lastRemindedOn != old.lastRemindedOn || new.payBy != old.payBy
      || new.handedOverOn != old.handedOverOn
  }
}
