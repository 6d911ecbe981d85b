import Ledger

/// An item without a due date, as `why` tells it: what its terms say, and what to do.
struct MissingDueDate {
  private let item: AccountItem
  /// The document's, else those of its customer; nil: there are none, or they are another customer's whose bill is paid here.
  private let terms: String?
  private let isPaidForAnother: Bool

  init(_ item: AccountItem, _ unit: UnitCase) {
    self.item = item
    isPaidForAnother = item.document.customerID != unit.customer.id
    terms = item.document.terms ?? (isPaidForAnother ? nil : unit.customer.terms)
  }

  var story: Words {
    ground
      + "; nobody is reminded without a due date: give `due_date` in the export, or make it by `plusDays` in the mapping"
  }

  private var ground: Words {
    let named = terms.map { " `\($0)`" } ?? ""
    if let date = item.termsDate {
      return "\(item.document) has no due date; its terms\(named) only make it age from \(date)"
    }
    if terms != nil {
      return
        "\(item.document) has no due date, and its terms\(named) name no days that can be read (a number up to 365, as in `NET30`)"
    }
    return isPaidForAnother
      ? "\(item.document) has no due date and no terms that give one" : "\(item.document) has no due date and no terms"
  }
}
