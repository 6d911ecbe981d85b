import Ledger

/// The id of a message: the first 32 hex digits of the SHA-256 of what it is about. The same in any re-run, and no customer id in clear.
///
/// Hashed are the UTF-8 bytes of company, customer, currency, documents, step and cycle, joined by U+001F; documents are those that
/// picked the unit, sorted, joined by U+001E, each its id and behind U+001D its instalment (in a notice also its due date).
/// No id of a file holds control characters, so no two messages share a text. The step is `level N`, the highest that a document of
/// the message reaches or repeats tonight, or `notice -N`. The cycle is how often the same has been sent before: 0 first.
struct MessageIdentity: Sendable {
  var company: String
  var customer: String
  var currency: Currency
  var documents: [String]
  var step: String

  func id(cycle: Int) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(96 + documents.count * 24)
    func add(_ text: String, _ separator: UInt8) {
      bytes.append(contentsOf: text.utf8)
      bytes.append(separator)
    }
    for part in [company, customer, currency.code] { add(part, 0x1F) }
    for document in documents { add(document, 0x1E) }
    // The separator behind the last one ends the list.
    if documents.isEmpty { bytes.append(0x1F) } else { bytes[bytes.count - 1] = 0x1F }
    add(step, 0x1F)
    bytes.append(contentsOf: String(cycle).utf8)
    return SHA256.hex(SHA256.digest(bytes).prefix(16))
  }

  /// The id for tonight. A message that may be repeated takes the first cycle that was not sent; any other is cycle 0, or the one after
  /// a cycle that reached nobody or went out before the ladder started again (`restarted`), and nil means that it was sent before.
  func unused(in sent: [UnitMemory.Sent], restarted: CalendarDate? = nil, mayRepeat: Bool) -> String? {
    var cycle = 0
    while true {
      let id = id(cycle: cycle)
      let mark = UnitMemory.Sent.mark(of: id.utf8)
      guard let before = sent.last(where: { $0.mark == mark }) else { return id }
      let reachedNobody = sent.contains { $0.mark == mark && $0.isUndone }
      guard mayRepeat || reachedNobody || restarted.map({ before.on < $0 }) == true else { return nil }
      cycle += 1
    }
  }

  static func name(of document: Document) -> String {
    let instalment = document.instalment
    return instalment.isEmpty ? document.id : "\(document.id)\u{1D}\(instalment)"
  }
}

extension MessageIdentity {
  /// - Parameter triggers: the claims that call for the message.
  init(_ unit: UnitCase, triggers: [Claim], step: String, isNotice: Bool) {
    let documents = triggers.map { claim in
      let name = MessageIdentity.name(of: claim.item.document)
      return isNotice ? "\(name)\u{1D}\(claim.item.dueDate?.description ?? "")" : name
    }
    self.init(
      company: unit.customer.company, customer: unit.customer.id, currency: unit.currency,
      documents: documents.sorted(),
      step: step)
  }
}
