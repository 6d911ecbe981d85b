import Ledger
import Pipeline
import Testing

@testable import Cash

/// A night of cash: documents as `ID:balance`, one payment, and what became of it.
struct Scene: Sendable, CustomTestStringConvertible {
  var name: String
  var items: [CashItem] = []
  var reference = ""
  var remittance = ""
  var paid: Int64
  var payer: CashPayer?
  var explicit: [Application] = []
  var details: [(String, String)] = []
  var settings = CashSettings()
  var isBegun = false

  init(_ name: String, _ items: [CashItem], paid: Int64, change: (inout Scene) -> Void = { _ in }) {
    self.name = name
    self.items = items
    self.paid = paid
    change(&self)
  }

  var testDescription: String { name }

  static let paidOn = day("2026-11-20")

  func entry(id: String = "P1") -> CashApplication.Entry {
    var details = Details()
    for (key, value) in [("reference", reference), ("remittance", remittance)] + self.details where !value.isEmpty {
      details = details.setting(key, to: value)
    }
    let payment = Payment(
      company: "ACME", id: id, customerID: payer.map { $0.ground == .named ? $0.customerID : "" } ?? "",
      date: Scene.paidOn, money: Money(minorUnits: paid, currency: eur), details: details)
    return CashApplication.Entry(
      Receipt(payment, since: Scene.paidOn, isBegun: isBegun), payer: payer, explicit: explicit)
  }

  var findings: CashApplication.Findings { CashApplication(settings).apply([entry()], to: items) }

  /// `rule confidence: ID=amount(-deducted) ...; left reason`, as short as it can be said; the difference is that of the last document.
  var result: String {
    let found = findings
    var parts: [String] = []
    if let first = found.matches.first {
      let lines = found.matches.map { match in
        let item = items[match.item]
        let label = item.instalment.isEmpty ? item.id : "\(item.id)/\(item.instalment)"
        return "\(label)=\(match.amount)\(match.deducted == 0 ? "" : "-\(match.deducted)")"
      }
      let difference = found.matches.last?.difference.map { " \($0.rawValue)" } ?? ""
      parts.append("\(first.rule.rawValue) \(first.confidence)\(difference): \(lines.joined(separator: " "))")
    }
    for open in found.open {
      let candidates = open.candidates.map { items[$0.item].id }.joined(separator: "|")
      parts.append("left \(open.left) \(open.reason.rawValue)\(candidates.isEmpty ? "" : " \(candidates)")")
    }
    return parts.joined(separator: "; ")
  }
}

let eur = Currency("EUR")!
func day(_ text: String) -> CalendarDate { CalendarDate(text)! }

func item(
  _ id: String, _ room: Int64, of customer: String = "C1", due: String = "2026-10-01",
  change: (inout CashItem) -> Void = { _ in }
) -> CashItem {
  var item = CashItem(
    company: "ACME", customerID: customer, id: id, currency: eur, dueDate: day(due),
    room: room)
  change(&item)
  return item
}

let named = CashPayer(customerID: "C1", ground: .named)
