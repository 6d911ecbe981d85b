import Formats
import Ledger
import Pipeline
import Store

/// `aging`: what is open by age, on the terminal, for any day.
enum AgingCommand {
  static let command = Command(
    "aging",
    "Open items by age, per customer and currency, at the end of any day, with what is known now or was known then.",
    options: [.asOf, .knownOn, .company, .customer, .out, .json, .now]
  ) { invocation in
    let past = try PastDay(invocation, .asOf)
    let position = try past.printedPosition()
    if let folder = invocation[.out] {
      try PastArtefacts(past, folder: folder, clock: try invocation.clock(), only: AccountSelection(invocation))
        .writeAging(position.book)
      return .done
    }
    let report = Report(
      book: position.book, past: past, notes: past.notes(position), rule: rule(past.installation),
      only: AccountSelection(invocation))
    Terminal.write(invocation.has(.json) ? report.json : report.text)
    return .done
  }

  private static func rule(_ installation: Installation) -> AgingRule {
    for case .agingReport(let settings) in installation.configuration.emit { return settings.aging }
    return AgingRule()
  }

  private struct Report {
    var lines: [(customer: Customer, line: AgingLine)] = []
    let rule: AgingRule
    let past: PastDay
    let notes: [String]

    init(
      book: Book, past: PastDay, notes: [String], rule: AgingRule, only: AccountSelection
    ) {
      self.rule = rule
      self.past = past
      self.notes = notes
      let accounts = Accounts(book)
      for customer in accounts.order {
        guard let account = accounts.account(customer), only.has(account.customer) else { continue }
        for line in rule.age(account.items, asOf: past.day) { lines.append((account.customer, line)) }
      }
    }

    private var totals: [(company: String, line: AgingLine)] {
      var totals: [(company: String, line: AgingLine)] = []
      for (customer, line) in lines {
        if let at = totals.firstIndex(where: { $0.company == customer.company && $0.line.currency == line.currency }) {
          totals[at].line += line
        } else {
          totals.append((customer.company, line))
        }
      }
      return totals.sorted { ($0.company, $0.line.currency) < ($1.company, $1.line.currency) }
    }

    private func amounts(_ line: AgingLine) -> [String] {
      ([line.notDue] + line.buckets + [line.unapplied, line.total]).map {
        Money(minorUnits: $0, currency: line.currency).decimal
      }
    }

    var text: String {
      let head = ["company", "customer", "currency", "not_due"] + rule.bucketNames + ["unapplied", "total"]
      var rows = [head]
      for (customer, line) in lines {
        rows.append([customer.company, customer.id, line.currency.code] + amounts(line))
      }
      for (company, line) in totals { rows.append([company, "= all", line.currency.code] + amounts(line)) }
      return past.title + "\n" + Terminal.table(rows, trailing: Set(3..<head.count))
        + notes.map { "note: \($0)\n" }.joined()
    }

    var json: String {
      func row(_ company: String, _ customer: String?, _ line: AgingLine) -> String {
        let names = ["not_due"] + rule.bucketNames + ["unapplied", "total"]
        var fields = Details(["company": company, "customer_id": customer ?? "", "currency": line.currency.code]).json
          .dropLast()
        for (name, amount) in zip(names, amounts(line)) { fields += ",\"\(name)\":\"\(amount)\"" }
        return String(fields) + "}"
      }
      let customers = lines.map { row($0.customer.company, $0.customer.id, $0.line) }
      let sums = totals.map { row($0.company, nil, $0.line) }
      let known = past.knownOn.map { "\"\($0)\"" } ?? "null"
      return "{\"asOf\":\"\(past.day)\",\"asKnownOn\":\(known),\"customers\":[\(customers.joined(separator: ","))],"
        + "\"totals\":[\(sums.joined(separator: ","))],\"notes\":\(JSONValue.texts(notes).written(.compact))}\n"
    }
  }
}
