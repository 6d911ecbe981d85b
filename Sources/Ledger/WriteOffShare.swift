/// What a `write_off` decision with an amount gives up of one document or instalment. Its amount is shared out once, on the first night on which there
/// is something to share it among; from then on a share only shrinks, as the ERP posts it.
public struct WriteOffShare: Equatable, Sendable {
  public var documentID: String
  /// Empty for a document that is not paid in instalments.
  public var instalment: String
  /// What the ERP has not posted yet.
  public var left: Money

  public init(documentID: String, instalment: String, left: Money) {
    self.documentID = documentID
    self.instalment = instalment
    self.left = left
  }

  /// How people read what it is about: see `Document.label`.
  public var label: String { instalment.isEmpty ? documentID : "\(documentID)/\(instalment)" }

  /// Whether it is about a document.
  public func concerns(_ document: Document) -> Bool {
    documentID == document.id && instalment == document.instalment && left.currency == document.currency
  }
}

extension WriteOffShare {
  /// Shares as the state keeps them beside their decision: parts of a share behind one separator, shares behind another that no text has.
  public static func text(_ shares: [WriteOffShare]) -> String {
    shares.map { share in
      "\(share.documentID)\u{1F}\(share.instalment)\u{1F}\(share.left.currency.code)\u{1F}\(share.left.minorUnits)"
    }.joined(separator: "\u{1E}")
  }

  /// - Returns: nil where nothing was shared out yet.
  public static func shares(_ text: String?) -> [WriteOffShare]? {
    text?.split(separator: "\u{1E}").compactMap { share in
      let parts = share.split(separator: "\u{1F}", omittingEmptySubsequences: false)
      guard parts.count == 4, let currency = Currency(String(parts[2])), let left = Int64(parts[3]) else { return nil }
      return WriteOffShare(
        documentID: String(parts[0]), instalment: String(parts[1]), left: Money(minorUnits: left, currency: currency))
    }
  }
}

extension Decision {
  /// Whether a `write_off` may give up a document by its date, and by the day on which it was first seen: one about the whole customer is about what was
  /// known on its day; what comes later stays to be collected.
  public func givesUp(_ documentDate: CalendarDate, seenOn: CalendarDate? = nil) -> Bool {
    guard documentID == nil, let day = learnedOn else { return true }
    return documentDate <= day && seenOn.map { $0 <= day } ?? true
  }
}
