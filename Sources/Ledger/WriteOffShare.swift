/// What a `write_off` decision with an amount gives up of one document or instalment. Its amount is shared out once, on the first night on which there
/// is something to share it among; from then on a share only shrinks, as the ERP posts it, until somebody changes the amount.
public struct WriteOffShare: Equatable, Sendable {
  public var documentID: String
  /// Empty for a document that is not paid in instalments.
  public var instalment: String
  /// What the ERP has not posted yet; below nothing: what it has written off too much.
  public var left: Money
  /// All that is given up of it, in minor units.
  public var given: Int64
  /// What the ERP is still to hear of an amount that was changed after it was told; below nothing: what it was told too much.
  public var untold: Int64
  /// What it was told beyond what is given up, and may have posted or may yet.
  public var over: Int64
  /// The amount that was shared out, as the decision has it; nil: an earlier version did.
  public var amount: String?

  /// - Parameter given: nil: what is left.
  public init(
    documentID: String, instalment: String, left: Money, given: Int64? = nil, untold: Int64 = 0, over: Int64 = 0,
    amount: String? = nil
  ) {
    self.documentID = documentID
    self.instalment = instalment
    self.left = left
    self.given = given ?? left.minorUnits
    self.untold = untold
    self.over = over
    self.amount = amount
  }

  /// How people read what it is about: see `Document.label`.
  public var label: String { instalment.isEmpty ? documentID : "\(documentID)/\(instalment)" }

  /// Whether it is about a document.
  public func concerns(_ document: Document) -> Bool {
    documentID == document.id && instalment == document.instalment && left.currency == document.currency
  }

  /// Takes off what a balance fell by, or gives back what it rose by where that is just what was written off too much.
  /// - Parameter fall: in minor units; below nothing: it rose.
  /// - Returns: what of it is explained so.
  public mutating func post(_ fall: Int64) -> Int64 {
    guard fall > 0 else {
      guard fall < 0, fall == left.minorUnits else { return 0 }
      left.minorUnits = 0
      return fall
    }
    let done = min(fall, max(0, left.minorUnits) + over)
    over -= max(0, done - max(0, left.minorUnits))
    left.minorUnits -= done
    return done
  }

  /// Gives up more, or less, from now on.
  /// - Parameter isTold: the ERP was told what was given up before.
  public mutating func change(by more: Int64, isTold: Bool) {
    given += more
    left.minorUnits += more
    guard isTold else { return }
    untold += more
    over = max(0, over - more)
  }
}

extension WriteOffShare {
  /// Shares as the state keeps them beside their decision: parts of a share behind one separator, shares behind another that no text has.
  public static func text(_ shares: [WriteOffShare]) -> String {
    shares.map { share in
      let parts = [
        share.documentID, share.instalment, share.left.currency.code, "\(share.left.minorUnits)", "\(share.given)",
        "\(share.untold)", "\(share.over)", share.amount ?? "",
      ]
      return parts.joined(separator: "\u{1F}")
    }.joined(separator: "\u{1E}")
  }

  /// - Returns: nil where nothing was shared out yet.
  public static func shares(_ text: String?) -> [WriteOffShare]? {
    text?.split(separator: "\u{1E}").compactMap { share in
      let parts = share.split(separator: "\u{1F}", omittingEmptySubsequences: false)
      guard parts.count >= 4, let currency = Currency(String(parts[2])), let left = Int64(parts[3]) else { return nil }
      var found = WriteOffShare(
        documentID: String(parts[0]), instalment: String(parts[1]), left: Money(minorUnits: left, currency: currency))
      // Earlier versions kept no more.
      guard parts.count == 8, let given = Int64(parts[4]), let untold = Int64(parts[5]), let over = Int64(parts[6])
      else { return found }
      (found.given, found.untold, found.over) = (given, untold, over)
      found.amount = parts[7].isEmpty ? nil : String(parts[7])
      return found
    }
  }

  /// Shares of a state that was taken back, with what runs that were taken back had told of them.
  public static func told(_ shares: [WriteOffShare], _ told: [WriteOffShare]) -> [WriteOffShare] {
    var shares = shares
    for one in told {
      let before = one.given - one.untold
      if let at = shares.firstIndex(where: { $0.label == one.label }) {
        shares[at].untold = shares[at].given - before
        shares[at].over = max(0, before - shares[at].given)
      } else {
        let nothing = Money(minorUnits: 0, currency: one.left.currency)
        shares.append(
          WriteOffShare(
            documentID: one.documentID, instalment: one.instalment, left: nothing, untold: -before, over: before,
            amount: one.amount))
      }
    }
    return shares
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
