import Ledger
import Pipeline
import Store

/// What is known tonight of messages on their way: what earlier nights were told, and tonight's events.
struct Deliveries {
  /// Events that nobody had told before, with the messages they are about.
  let reports: [DeliveryTables.Report]
  private var blocks: [String: [ChannelBlock]]
  /// By address, whoever has it.
  private(set) var closed = ClosedAddresses()

  init(_ state: State, tonight: [DeliveryEvent], book: Book) throws {
    var reports = try state.deliveries.new(tonight)
    for index in reports.indices where reports[index].message?.channel == .letter {
      let address = Deliveries.postalKey(reports[index], book)
      reports[index].message?.address = address
    }
    blocks = try state.deliveries.blocks()
    for report in reports {
      guard let message = report.message else { continue }
      let event = report.event
      guard event.kind.blocks, let address = message.address else { continue }
      blocks["\(event.company)\u{1F}\(message.customerID)", default: []].append(
        ChannelBlock(
          channel: message.channel, address: address, kind: event.kind, at: event.at, messageID: event.messageID))
    }
    self.reports = reports
    for key in blocks.keys.sorted(by: ByteOrder.precedes) {
      for block in blocks[key] ?? [] { close(block) }
    }
  }

  private mutating func close(_ block: ChannelBlock) {
    switch block.channel {
    case .email: for address in EmailAddress.parts(of: block.address) { closed.close(address, block) }
    case .sms, .whatsapp: closed.close(block.address, block)
    case .letter, .call, .none: break
    }
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
}
