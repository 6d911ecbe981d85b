import Ledger
import Pipeline
import Store

/// What is known tonight of messages on their way: what earlier nights were told, and tonight's events.
struct Deliveries {
  /// Events that nobody had told before, with the messages they are about.
  let reports: [DeliveryTables.Report]
  /// Messages of which tonight's events tell that they reached nobody, in their order.
  let reachedNobody: [(message: Int64, cause: UndoneCause)]
  private var blocks: [String: [ChannelBlock]]
  /// By address, whoever has it.
  private(set) var closed = ClosedAddresses()

  init(_ state: State, tonight: [DeliveryEvent], book: Book, contacts: ContactList) throws {
    var reports = try state.deliveries.new(tonight)
    for index in reports.indices {
      let address = Deliveries.address(of: reports[index], book, contacts)
      reports[index].address = address
    }
    blocks = try state.deliveries.blocks().mapValues { $0.flatMap(Deliveries.each) }
    var lost: [(message: Int64, cause: UndoneCause)] = []
    for report in reports {
      guard let message = report.message else { continue }
      let event = report.event
      let key = "\(event.company)\u{1F}\(message.customerID)"
      if event.kind.blocks, let address = report.address {
        blocks[key, default: []] += Deliveries.each(
          ChannelBlock(
            channel: message.channel, address: address, kind: event.kind, at: event.at, messageID: event.messageID))
      }
      if let cause = event.kind.undoneCause, Deliveries.hasReachedNobody(message, event, blocks[key] ?? []) {
        lost.append((message.row, cause))
      }
    }
    (self.reports, reachedNobody) = (reports, lost)
    closeAll()
  }

  private mutating func closeAll() {
    closed = ClosedAddresses()
    for key in blocks.keys.sorted(by: ByteOrder.precedes) {
      for block in blocks[key] ?? [] { close(block) }
    }
  }

  /// Of a message to several addresses that came back those are closed that the customer, by the ERP or by what people have decided, does not
  /// have any more: whoever took them out knew which it were. As long as it has all of them, or none, each is closed.
  mutating func takeCorrections(_ book: Book, _ contacts: ContactList, _ decisions: [Decision], asOf: CalendarDate) {
    var isChanged = false
    for (key, list) in blocks where list.contains(where: \.isOfSeveral) {
      let parts = key.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, let row = book.customerRow(parts[0], parts[1]) else { continue }
      var customer = book.customer(row)
      customer.take(decisions.filter { $0.company == parts[0] && $0.customerID == parts[1] }, asOf: asOf)
      let stand = Set(Deliveries.emails(customer, contacts.of(parts[0], parts[1])).map { $0.lowercased() })
      blocks[key] = list.map { block in
        let addresses = EmailAddress.parts(of: block.address)
        let gone = addresses.filter { !stand.contains($0.lowercased()) }
        guard block.isOfSeveral, !gone.isEmpty, gone.count < addresses.count else { return block }
        isChanged = true
        var own = block
        own.address = gone.joined(separator: ";")
        return own
      }
    }
    if isChanged { closeAll() }
  }

  private mutating func close(_ block: ChannelBlock) {
    switch block.channel {
    case .email: for address in EmailAddress.parts(of: block.address) { closed.close(address, block) }
    case .sms, .whatsapp: closed.close(block.address, block)
    case .letter, .call, .none: break
    }
  }

  /// Whom the message was for, as he is known tonight: a letter went to his postal address, as far as that has not changed since.
  private static func customer(of report: DeliveryTables.Report, _ book: Book) -> Customer? {
    report.message.flatMap { book.customerRow(report.event.company, $0.customerID) }.map { book.customer($0) }
  }

  /// Single addresses of a customer and its people, as they are written.
  private static func emails(_ customer: Customer?, _ people: [Contact]) -> [String] {
    ([customer?.email] + people.map(\.email)).compactMap(\.self).flatMap { EmailAddress.parts(of: $0) }
  }

  /// Which of the places that a message went to an event is about: of an e-mail all, whoever got a copy too, unless the server names some.
  private static func address(
    of report: DeliveryTables.Report, _ book: Book, _ contacts: ContactList
  ) -> String? {
    guard let message = report.message, message.channel != .letter else { return customer(of: report, book)?.postalKey }
    guard let address = message.address else {
      return report.event.kind == .optedOut ? addresses(of: report, book, contacts) : nil
    }
    guard message.channel == .email, report.event.kind.blocks else { return address }
    return named(report.event, among: message.readers)
      ?? [address, message.copies].compactMap(\.self).joined(separator: ";")
  }

  /// Nobody is left of those whom a message went to: it came back from each, or was taken out on its way.
  /// - Parameter blocks: those of its customer, with that of the event.
  private static func hasReachedNobody(
    _ message: DeliveryTables.Message, _ event: DeliveryEvent, _ blocks: [ChannelBlock]
  ) -> Bool {
    guard message.channel == .email, event.kind.blocks else { return true }
    let back = blocks.filter { $0.messageID == event.messageID && $0.kind.mayNameAddresses }
    let gone = Set(back.flatMap { EmailAddress.parts(of: $0.address) }.map { $0.lowercased() })
    return message.readers.allSatisfy { gone.contains($0.lowercased()) }
  }

  /// Which of several addresses a message came back from, where the server says it, separated by `;`; nil: it names none, or the reader opted out.
  private static func named(_ event: DeliveryEvent, among addresses: [String]) -> String? {
    guard event.kind.mayNameAddresses, let detail = event.detail, addresses.count > 1 else { return nil }
    let words = Set(
      detail.lowercased().split { $0.isWhitespace || "<>()[]{},;:'\"=".contains($0) }.map { word in
        let word = word.last == "." ? String(word.dropLast()) : String(word)
        // As the ERP may have it: `post@müller.example` is an address of `xn--mller-kva.example`.
        return word.contains("@") ? EmailAddress.usable(word) ?? word : word
      })
    let named = addresses.filter { words.contains($0.lowercased()) }
    return named.isEmpty ? nil : named.joined(separator: ";")
  }

  /// Retention has forgotten where the message went: who opts out of it opts out for every address that the customer has for the channel. Separated by
  /// `;`; nil: none.
  private static func addresses(of report: DeliveryTables.Report, _ book: Book, _ contacts: ContactList) -> String? {
    guard let message = report.message else { return nil }
    let people = contacts.of(report.event.company, message.customerID)
    let all =
      message.channel == .email
      ? emails(customer(of: report, book), people)
      : people.compactMap(\.phone).compactMap(TelephoneNumber.international)
    var seen: Set<String> = []
    let different = all.filter { seen.insert($0).inserted }
    return different.isEmpty ? nil : different.joined(separator: ";")
  }

  /// A text message goes to one number: a block of several is one for each.
  private static func each(_ block: ChannelBlock) -> [ChannelBlock] {
    guard block.channel == .sms || block.channel == .whatsapp, block.address.contains(";") else { return [block] }
    return block.address.split(separator: ";").map { number in
      var own = block
      own.address = String(number)
      return own
    }
  }

  func blocks(_ company: String, _ customer: String) -> [ChannelBlock] {
    blocks.isEmpty ? [] : blocks["\(company)\u{1F}\(customer)"] ?? []
  }
}

extension ChannelBlock {
  /// Of an e-mail to several addresses that came back: nobody knows which it were.
  fileprivate var isOfSeveral: Bool {
    channel == .email && kind != .optedOut && EmailAddress.parts(of: address).count > 1
  }
}

extension DeliveryTables.Message {
  /// Single addresses of an e-mail: of those it went to, then of those who got a copy.
  fileprivate var readers: [String] {
    [address, copies].compactMap(\.self).flatMap { EmailAddress.parts(of: $0) }
  }
}
