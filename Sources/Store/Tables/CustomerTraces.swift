import Ledger

/// What the state knows of a customer by which it can be found elsewhere.
public struct CustomerTraces: Sendable {
  /// Row of `customer`.
  public var row: Int64
  /// Texts by which the customer is known wherever they stand: names, addresses, mail, telephone, and what contacts and payments say, as far as
  /// nobody else has them.
  public var texts: [String]
  /// Accounts, which may stand among other digits.
  public var accounts: [String]
  /// Of the customer's texts, as `SharedTexts.words`, those that others have too.
  var shared: Set<String> = []
  public var documents: [String]
  public var messages: [String]
  /// Sum of the absolute open balances by currency; empty where nothing is open.
  public var open: [(currency: String, balance: Int64)]
  /// The newest date of a document, payment or message; nil where there is none.
  public var newest: CalendarDate?

  /// Whether a decision that names a document, or an instalment of it, is about one of the customer.
  public func hasDocument(named name: String) -> Bool {
    documents.contains(name)
      || name.indices.contains { name[$0] == "/" && documents.contains(String(name[..<$0])) }
  }

  /// Of a customer that the state does not know, or knows no more.
  public static var none: CustomerTraces {
    CustomerTraces(row: -1, texts: [], accounts: [], documents: [], messages: [], open: [])
  }

  /// Shorter texts stand in too many places that have nothing to do with the customer.
  public static let shortest = 5
}

extension ErasureTables {
  /// Nil where the state has no such customer.
  public func traces(company: String, customer: String) throws -> CustomerTraces? {
    try traces(of: [(company, customer)])[0]
  }

  /// What is known of some customers who go together: a text that only they have among them tells of each. Nil where the state has no such customer.
  public func traces(of customers: [(company: String, customerID: String)]) throws -> [CustomerTraces?] {
    let rows = try customers.map { customer in
      try database.rows(
        "SELECT k.id FROM customer k JOIN company c ON c.id = k.company WHERE c.company = ? AND k.customer_id = ?",
        .text(customer.company), .text(customer.customerID), row: { $0.int64(0) }
      ).first
    }
    var texts: [[OwnText]] = []
    for (customer, row) in zip(customers, rows) {
      texts.append(try row.map { try self.texts(of: customer, $0).filter { $0.tells } } ?? [])
    }
    let others = try textsOfOthers(than: customers, Set(rows.compactMap(\.self)), among: texts.joined())
    return try customers.indices.map { at -> CustomerTraces? in
      guard let row = rows[at] else { return nil }
      var traces = try traces(of: customers[at], row, texts[at].filter { !others.contains($0.words) })
      traces.shared = others.intersection(texts[at].map(\.words))
      return traces
    }
  }

  private func traces(
    of customer: (company: String, customerID: String), _ row: Int64, _ texts: [OwnText]
  ) throws -> CustomerTraces {
    let key = [Value.text(customer.company), .text(customer.customerID)]
    let documents = try database.rows(
      "SELECT document_id FROM document WHERE customer = ?", .int(row), row: { $0.text(0) })
    let messages = try database.rows(
      "SELECT DISTINCT message_id FROM message WHERE company = ? AND customer_id = ?", values: key, row: { $0.text(0) })
    let open = try database.rows(
      "SELECT currency, SUM(ABS(balance)) FROM document WHERE customer = ? AND balance <> 0 AND void = 0 GROUP BY 1 ORDER BY 1",
      .int(row), row: { ($0.text(0), $0.int64(1)) })
    let dates =
      try database.rows(
        "SELECT MAX(document_date) FROM document WHERE customer = ?", .int(row), row: { $0.optionalInt(0) })
      + database.rows(
        "SELECT MAX(payment_date) FROM payment WHERE company = ? AND customer_id = ?", values: key,
        row: { $0.optionalInt(0) })
      + database.rows(
        "SELECT MAX(as_of) FROM message WHERE company = ? AND customer_id = ?", values: key,
        row: { $0.optionalInt(0) })
    func sorted(_ kinds: [OwnText]) -> [String] { Set(kinds.map(\.text)).sorted() }
    return CustomerTraces(
      row: row, texts: sorted(texts.filter { $0.kind != .account }),
      accounts: sorted(texts.filter { $0.kind == .account }),
      documents: documents, messages: messages, open: open,
      newest: dates.compactMap(\.self).max().map { CalendarDate(days: Int32($0)) })
  }

  // MARK: Texts of a customer

  /// Every text of the customer's rows, and of money that a bank told without a customer and that paid one of its documents.
  private func texts(of customer: (company: String, customerID: String), _ row: Int64) throws -> [OwnText] {
    let key = [Value.text(customer.company), .text(customer.customerID)]
    var texts: [OwnText] = []
    for table in ["customer WHERE id", "customer_history WHERE customer"] {
      for (name, details) in try database.rows(
        "SELECT name, details FROM \(table) = ?", .int(row), row: { ($0.text(0), $0.text(1)) })
      { texts += [OwnText(.name, name)] + OwnText.all(in: details) }
    }
    for table in try ownTables() {
      for column in table.columns.map(\.name) {
        guard let kind = OwnText.columns[column] else { continue }
        texts += try database.rows(
          "SELECT DISTINCT \(column) FROM \(table.name) WHERE company = ? AND customer_id = ? AND \(column) IS NOT NULL",
          values: key, row: { OwnText(kind, $0.text(0)) })
      }
      guard table.columns.contains(where: { $0.name == "details" }) else { continue }
      texts += try database.rows(
        "SELECT DISTINCT details FROM \(table.name) WHERE company = ? AND customer_id = ?", values: key,
        row: { $0.text(0) }
      ).flatMap(OwnText.all)
    }
    return try texts
      + database.rows(
        "SELECT details FROM payment WHERE customer_id = '' AND id IN "
          + "(SELECT m.payment FROM cash_match m JOIN document d ON d.id = m.document WHERE d.customer = ?)",
        .int(row), row: { $0.text(0) }
      ).flatMap(OwnText.all)
  }

  // MARK: Texts of others

  /// Which of some texts, as `OwnText.words`, other customers have too, by themselves or within a longer text.
  private func textsOfOthers(
    than customers: [(company: String, customerID: String)], _ rows: Set<Int64>, among texts: some Sequence<OwnText>
  ) throws -> Set<String> {
    var known = SharedTexts(texts)
    if known.isEmpty { return [] }
    for table in ["SELECT name, details, id FROM customer", "SELECT name, details, customer FROM customer_history"] {
      _ = try database.rows(table) { row in
        guard !rows.contains(row.int64(2)) else { return }
        known.see(row.text(0))
        for text in OwnText.all(in: row.text(1)) { known.see(text.text) }
      }
    }
    let own = Set(customers.map { "\($0.company)\u{1F}\($0.customerID)" })
    for table in try ownTables() {
      let columns = table.columns.map(\.name).filter { OwnText.columns[$0] != nil || $0 == "details" }
      guard !columns.isEmpty else { continue }
      // What was paid without a customer is nobody's of the others.
      _ = try database.rows(
        "SELECT company, customer_id, \(columns.joined(separator: ", ")) FROM \(table.name) WHERE customer_id <> ''"
      ) { row in
        guard !own.contains("\(row.text(0))\u{1F}\(row.text(1))") else { return }
        for (at, column) in columns.enumerated() {
          guard let text = row.optionalText(at + 2) else { continue }
          if column == "details" { for one in OwnText.all(in: text) { known.see(one.text) } } else { known.see(text) }
        }
      }
    }
    return known.shared
  }
}

/// A text of a customer, and what it is.
private struct OwnText {
  enum Kind { case name, account, other }
  let kind: Kind
  let text: String

  init(_ kind: Kind, _ text: String) { (self.kind, self.text) = (kind, text) }

  /// Columns whose texts are a person's or firm's own, in any table about customers.
  static let columns: [String: Kind] = [
    "name": .name, "email": .name, "phone": .name, "payer_name": .name, "payer_account": .account, "address": .other,
    "copies": .other,
  ]
  /// The same among the details of customers and payments.
  private static let details: [(String, Kind)] = [
    ("email", .name), (Details.unusableEmail, .name), ("phone", .name), ("tax_id", .name), ("payer_name", .name),
    ("payer_account", .account),
    ("contact", .other), ("address_line1", .other), ("address_line2", .other), ("address_line3", .other),
    ("address_line4", .other), ("remittance", .other),
  ]

  static func all(in json: String) -> [OwnText] {
    let details = Details(json: json)
    return OwnText.details.compactMap { name, kind in details[name].map { OwnText(kind, $0) } }
  }

  /// Whether it tells of the customer where it stands by itself. A word of an address or a role, such as a town or `Accounting`, does not.
  var tells: Bool {
    text.count >= CustomerTraces.shortest
      && (kind != .other || text.utf8.contains { $0 == 0x20 || (0x30...0x39).contains($0) })
  }

  /// In lower case, without what is no letter or digit at its ends.
  var words: String { SharedTexts.words(text) }
}

/// Which of some texts stand in others as words by themselves.
struct SharedTexts {
  private let texts: Set<String>
  /// Words with which one of the texts starts.
  private let starts: Set<Substring>
  private(set) var shared: Set<String> = []

  fileprivate init(_ texts: some Sequence<OwnText>) { self.init(texts.map(\.words)) }

  /// - Parameter texts: as `words` gives them.
  init(_ texts: [String]) {
    self.texts = Set(texts)
    starts = Set(texts.compactMap { SharedTexts.split($0).first })
  }

  var isEmpty: Bool { texts.isEmpty }

  mutating func see(_ other: String) {
    let other = other.lowercased()
    let words = SharedTexts.split(other)
    for (at, first) in words.enumerated() where starts.contains(first) {
      for last in words[at...] {
        let text = String(other[first.startIndex..<last.endIndex])
        if texts.contains(text) { shared.insert(text) }
      }
    }
  }

  static func words(_ text: String) -> String {
    let text = text.lowercased()
    let words = split(text)
    guard let first = words.first, let last = words.last else { return text }
    return String(text[first.startIndex..<last.endIndex])
  }

  private static func split(_ text: String) -> [Substring] { text.split { !$0.isLetter && !$0.isNumber } }
}
