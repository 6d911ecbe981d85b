/// What became of a message on its way, as the mail server, the print house or a provider reports it: a row of `delivery_events`.
public struct DeliveryEvent: Equatable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case submitted, delivered, bounced, failed, returned, optedOut = "opted_out", withdrawn

    /// Nothing more is sent to the address by this channel.
    public var blocks: Bool {
      switch self {
      case .bounced, .failed, .returned, .optedOut: true
      case .submitted, .delivered, .withdrawn: false
      }
    }

    /// It came back: `detail` may say from which of several addresses.
    public var mayNameAddresses: Bool { blocks && self != .optedOut }
  }

  public var company: String
  public var messageID: String
  public var kind: Kind
  /// The day, or the day and time as the reporter writes it; the as-of date of the run where it says nothing.
  public var at: String
  public var detail: String?

  public init(company: String, messageID: String, kind: Kind, at: String, detail: String? = nil) {
    self.company = company
    self.messageID = messageID
    self.kind = kind
    self.at = at
    self.detail = detail
  }

  /// What it is known by: message, event and time. Of one that came back what the server said counts, too: an e-mail to several addresses may come
  /// back from each of them on one day.
  public var key: String {
    [messageID, kind.rawValue, at, kind.mayNameAddresses ? detail ?? "" : ""].joined(separator: "\u{1F}")
  }
}

/// A channel and address of a customer that messages do not go to any more: one came back, or somebody there wants no more of them.
public struct ChannelBlock: Equatable, Sendable {
  public var channel: Channel
  /// E-mail address, telephone number or lines of a postal address, as the message had them. A corrected address is another one.
  public var address: String
  public var kind: DeliveryEvent.Kind
  /// As `DeliveryEvent.at`.
  public var at: String
  public var messageID: String

  public init(channel: Channel, address: String, kind: DeliveryEvent.Kind, at: String, messageID: String) {
    self.channel = channel
    self.address = address
    self.kind = kind
    self.at = at
    self.messageID = messageID
  }

  /// The day of the event.
  public var day: CalendarDate? { CalendarDate(String(at.prefix(10))) }
}

extension Customer {
  /// What a letter that came back is known by: street, place and country as they stand.
  public var postalKey: String {
    (street + [details["postal_code"], details["city"], details["country"]].compactMap { $0 }).joined(separator: ", ")
  }
}
