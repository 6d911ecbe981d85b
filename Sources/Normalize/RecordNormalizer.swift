import Formats
import Ledger
import Pipeline

/// Turns the records of the feeds other than `documents` into values, by the rules of CONTRACT section 3.
///
///     var normalizer = RecordNormalizer(mapping: mapping, companies: ids, limit: settings.maxRejects)
///     try reader.push(chunk) { record in
///       if let found = normalizer.add(record) { records.append((found, record.position)) }
///     }
///
/// A record that is not taken adds its problems, all of them, to `problems`. A key that occurs twice in a file is not looked for
/// here. `documents` have a normalizer of their own: they come by the million.
public struct RecordNormalizer {
  public private(set) var problems: RowProblems
  private let mapping: Mapping
  private var plan: ColumnPlan
  private var companies: CompanyLookup
  private var text = RowText()
  /// Sum of the file's amounts so far without regard to sign.
  private var total: Int64 = 0

  /// - Parameters:
  ///   - companies: ids in the order of pipeline.json.
  ///   - named: those that the feed names: rows of companies that are not listed are left out.
  public init(mapping: Mapping, companies: [String], named: [String] = [], limit: MaxRejects = MaxRejects()) {
    precondition(mapping.feed != .documents, "documents are read by DocumentNormalizer")
    self.mapping = mapping
    self.companies = CompanyLookup(companies, named: named)
    problems = RowProblems(limit: limit)
    plan = ColumnPlan(mapping, columns: [], hot: RecordNormalizer.hot(mapping.feed))
  }

  /// The record as a value, or nil where it is rejected.
  public mutating func add(_ view: RecordView) -> FeedRecord? {
    problems.countRow()
    if view.columnCount != plan.width {
      plan = ColumnPlan(mapping, columns: view.columns, hot: RecordNormalizer.hot(mapping.feed))
    }
    guard view.isSound, view.width == plan.width else {
      reject(view, view.readingFaults(plan))
      return nil
    }
    var row = FieldReader(view, plan)
    // Rates are the same for all companies.
    let company = mapping.feed == .rates ? "" : company(&row)
    var record = value(&row, company: company ?? "")
    // A wrong e-mail address costs the address, not the customer.
    if row.faults.contains(where: { $0.code == "email" }) { record?.noteUnusable(row.peek("email")) }
    for fault in row.faults {
      switch fault.code {
      case "email": problems.warn(fault.code, at: view.position) { "\(fault.message): nothing is sent there" }
      case "language":
        problems.warn(fault.code, at: view.position) { "\(fault.message), and counts as empty: \(fault.hint)" }
      default: break
      }
    }
    row.faults.removeAll { $0.code == "email" || $0.code == "language" }
    guard row.faults.isEmpty, company != nil, let record, addToTotal(row.amount, &row) else {
      reject(view, row.faults)
      return nil
    }
    return record
  }

  private static func hot(_ feed: Ledger.Feed) -> [String] {
    switch feed {
    case .customers: ["company", "customer_id", "name"]
    case .contacts: ["company", "customer_id", "contact_id", "name"]
    case .payments: ["company", "payment_id", "customer_id", "payment_date", "currency", "amount"]
    default: []
    }
  }

  private mutating func value(_ row: inout FieldReader, company: String) -> FeedRecord? {
    switch mapping.feed {
    case .customers: customer(&row, company).map(FeedRecord.customer)
    case .contacts: contact(&row, company).map(FeedRecord.contact)
    case .payments: payment(&row, company).map(FeedRecord.payment)
    case .applications: application(&row, company).map(FeedRecord.application)
    case .controls: control(&row, company).map(FeedRecord.control)
    case .rates: rate(&row).map(FeedRecord.rate)
    case .decisions: row.decision(company, mapping).map(FeedRecord.decision)
    case .accessRequests: row.accessRequest(company).map(FeedRecord.accessRequest)
    case .deliveryEvents: row.deliveryEvent(company).map(FeedRecord.deliveryEvent)
    default: nil
    }
  }

  private mutating func company(_ row: inout FieldReader) -> String? {
    let slot = plan.slot("company", isRequired: true)
    let name = row.bytes(slot)
    if name.isEmpty, mapping["company"]?.isRequired == false {
      return ""
    } else if name.isEmpty {
      row.faults.append(plan.missing(slot))
    } else if let index = companies.index(of: name) {
      return companies.names[index]
    } else {
      row.faults.append(companies.fault(name, plan.columnName(slot), mapping.feed))
    }
    return nil
  }

  // MARK: Records

  private mutating func customer(_ row: inout FieldReader, _ company: String) -> Customer? {
    let id = row.id("customer_id", isRequired: true)
    let name = row.text("name", isRequired: true)
    // A credit limit's currency is the customer's own, where the row names it.
    let currency = row.peek("currency").flatMap { Currency($0) }
    let details = details(&row, exponent: currency?.exponent ?? 4)
    guard let id, let name else { return nil }
    return Customer(company: company, id: id, name: name, details: details)
  }

  private mutating func contact(_ row: inout FieldReader, _ company: String) -> Contact? {
    let customer = row.id("customer_id", isRequired: true)
    let id = row.id("contact_id", isRequired: true)
    let name = row.text("name", isRequired: true)
    row.checkRoles()
    let details = details(&row, exponent: 4)
    guard let customer, let id, let name else { return nil }
    return Contact(company: company, customerID: customer, id: id, name: name, details: details)
  }

  private mutating func payment(_ row: inout FieldReader, _ company: String) -> Payment? {
    let id = row.id("payment_id", isRequired: true)
    // A bank does not know our customers: cash application finds out who paid.
    let customer = row.id("customer_id", isRequired: !mapping.isUnidentified) ?? (mapping.isUnidentified ? "" : nil)
    let date = row.date("payment_date", isRequired: true)
    let currency = row.currency("currency")
    let amount = row.money("amount", currency?.exponent ?? 4, isRequired: true)
    let details = details(&row, exponent: currency?.exponent ?? 4)
    guard let id, let customer, let date, let currency, let amount else { return nil }
    row.amount = amount
    return Payment(
      company: company, id: id, customerID: customer, date: date, money: Money(minorUnits: amount, currency: currency),
      details: details)
  }

  private func application(_ row: inout FieldReader, _ company: String) -> Application? {
    let payment = row.id("payment_id", isRequired: true)
    let document = row.id("document_id", isRequired: true)
    // The row names no currency: the document's decides later how many decimals are allowed.
    let amount = row.money("amount", 4, isRequired: true)
    let date = row.date("applied_on")
    guard let payment, let document, amount != nil, let text = row.peek("amount") else { return nil }
    return Application(company: company, paymentID: payment, documentID: document, amount: text, appliedOn: date)
  }

  private func control(_ row: inout FieldReader, _ company: String) -> ControlTotal? {
    let currency = row.currency("currency")
    let exponent = currency?.exponent ?? 4
    let date = row.date("as_of")
    let rows = row.integer("rows")
    let total = row.money("total", exponent)
    let balance = row.money("gl_balance", exponent)
    guard let currency else { return nil }
    return ControlTotal(
      company: company, currency: currency, asOf: date, rows: rows, total: total, ledgerBalance: balance)
  }

  private func rate(_ row: inout FieldReader) -> ExchangeRate? {
    let date = row.date("date", isRequired: true)
    let from = row.currency("from")
    let to = row.currency("to")
    guard let text = row.text("rate", isRequired: true), let date, let from, let to else { return nil }
    if let rate = ExchangeRate(date: date, from: from, to: to, text) { return rate }
    row.fail(
      "rate", "rate", "`\(text)` is no rate", "write a decimal above zero with a point and at most 18 digits: 1.0842")
    return nil
  }

  // MARK: Parts

  private mutating func details(_ row: inout FieldReader, exponent: Int) -> Details {
    text.clear()
    plan.writeDetails(row.record, exponent: exponent, to: &text, &row.faults)
    return Details(json: String(decoding: text.bytes, as: UTF8.self))
  }

  private mutating func addToTotal(_ amount: Int64, _ row: inout FieldReader) -> Bool {
    let sum = total &+ abs(amount)
    guard sum <= Money.largestTotal else {
      row.faults.append(
        Fault(
          "amount", "total-too-large", "with this row the file adds up to more than can be counted",
          "is a decimal point missing in the amounts?"))
      return false
    }
    total = sum
    return true
  }

  private mutating func reject(_ view: RecordView, _ faults: [Fault]) {
    var row = FieldReader(view, plan)
    var identity = RowIdentity()
    let name = row.bytes(plan.slot("company"))
    if companies.index(of: name) != nil { identity.company = String(decoding: name, as: UTF8.self) }
    if view.width == plan.width, view.isSound {
      identity.customerID = row.id("customer_id")
      identity.documentID = row.id("document_id")
      identity.recordID = RejectedRow.recordID(mapping.feed, documentID: identity.documentID) { row.id($0) }
      if mapping.feed == .decisions { identity.decisionKind = row.peek("kind") }
      identity.isOfOtherCompany =
        identity.company == nil && mapping.feed != .rates && companies.isOther(name, mapping.feed)
      if identity.isOfOtherCompany, companies.leavesOthersOut { return problems.leaveOut() }
    }
    problems.reject(view.rejected(faults, identity))
  }
}
