import Ledger
import Pipeline
import Store

/// `aging`: what is open by age, on the terminal, for any day.
enum AgingCommand {
  static let command = Command(
    "aging",
    "Open items by age, per customer and currency, as of any day. A past day shows what the runs up to it knew.",
    options: [.asOf, .knownOn, .company, .json, .now]
  ) { invocation in
    let installation = try Installation.load(invocation.configPath)
    let state = try State.look(installation.database)
    guard let newest = try state.runs.newestPublished() else {
      throw Failure(.usage, "there was no run yet", help: "receivables run")
    }
    let asOf = try invocation.date(.asOf) ?? newest.asOf
    let knownOn = try invocation.date(.knownOn) ?? asOf
    var tables = BookTables(state.database)
    var book = try tables.load(companies: installation.configuration.companies.map(\.id))
    if knownOn < newest.asOf {
      book = try tables.load(companies: installation.configuration.companies.map(\.id), knownOn: knownOn)
    }
    let report = Report(book: book, asOf: asOf, rule: rule(installation), company: invocation[.company])
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
    let asOf: CalendarDate

    init(book: Book, asOf: CalendarDate, rule: AgingRule, company: String?) {
      self.rule = rule
      self.asOf = asOf
      let accounts = Accounts(book)
      for customer in accounts.order {
        guard let account = accounts.account(customer), company == nil || account.customer.company == company else {
          continue
        }
        let items = account.items.filter { $0.document.documentDate <= asOf }
        for line in rule.age(items, asOf: asOf) { lines.append((account.customer, line)) }
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
      return "as of \(asOf)\n" + Terminal.table(rows, trailing: Set(3..<head.count))
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
      return
        "{\"asOf\":\"\(asOf)\",\"customers\":[\(customers.joined(separator: ","))],\"totals\":[\(sums.joined(separator: ","))]}\n"
    }
  }
}
