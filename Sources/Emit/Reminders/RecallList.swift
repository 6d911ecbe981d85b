import Formats
import Ledger
import Pipeline

/// `reminders/recall.csv`: messages of earlier runs whose window has not opened yet and whose ground has gone. Whoever sends must leave
/// them.
public enum RecallList {
  private static let columns = [
    "company", "customer_id", "message_id", "currency", "channel", "run", "not_before", "reason", "explanation",
  ]

  /// - Parameter recalls: in any order.
  public static func write(_ recalls: [Recall], to sink: any ArtefactSink, audience: CSVAudience = .machine) throws {
    var table = try CSVTable(sink, path: "reminders/recall.csv", columns: columns, audience: audience)
    let sorted = recalls.sorted { a, b in
      if a.message.company != b.message.company {
        return ByteOrder.precedes(a.message.company, b.message.company)
      }
      if a.message.customerID != b.message.customerID {
        return ByteOrder.precedes(a.message.customerID, b.message.customerID)
      }
      return ByteOrder.precedes(a.message.id, b.message.id)
    }
    for recall in sorted {
      table.text(recall.message.company)
      table.text(recall.message.customerID)
      table.text(recall.message.id)
      table.text(recall.message.currency.code)
      table.text(recall.message.channel)
      table.text(recall.message.run)
      table.text(Instant.iso8601(recall.message.notBefore))
      table.text(recall.reason)
      table.text(recall.explanation)
      try table.endRow()
    }
    try table.finish()
  }
}
