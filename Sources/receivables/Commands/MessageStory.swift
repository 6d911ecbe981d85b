import Ledger
import Store

extension Story {
  /// So many messages `why` tells of a customer or document, the newest; `history` has them all.
  private static let messagesTold = 5

  static func newest(_ messages: [MessageTables.Line]) -> ArraySlice<MessageTables.Line> {
    messages.suffix(messagesTold)
  }

  /// What a document's customer heard of it, and what became of that.
  static func messages(_ messages: [MessageTables.Line], _ state: State) throws -> [Line] {
    let told = try newest(messages).map { ("message", try words($0, state)) }
    return told.isEmpty ? [] : [[("what", "messages")] + told]
  }

  /// A message with what was told of its way.
  static func words(_ message: MessageTables.Line, _ state: State) throws -> String {
    let events = try state.deliveries.events(message: message.messageID).map { "; \(words($0))" }
    return "\(message.asOf) in \(message.run): \(words(message))\(events.joined())"
  }

  static func words(_ message: MessageTables.Line) -> String {
    let amount = Money(minorUnits: message.amountDue, currency: message.currency)
    let undone = (message.undone.map(words) ?? message.held).map { ", \($0)" } ?? ""
    return "\(message.channel) level \(message.level) (\(message.template)), \(amount), \(message.messageID)\(undone)"
  }

  static func words(_ event: DeliveryTables.Line) -> String {
    "\(event.event) \(event.at)\(event.detail.map { ": \($0)" } ?? "")"
  }

  static func words(_ cause: UndoneCause) -> String {
    switch cause {
    case .withdrawn: "never left: withdrawn"
    case .notReleased: "never left: not released before the next run"
    case .bounced, .failed, .returned: "reached nobody: \(cause.rawValue)"
    case .recalled: "reached nobody: taken out on its way"
    case .unsent: "never left: recalled before its window opened"
    }
  }
}
