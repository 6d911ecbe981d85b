import Formats
import Ledger
import Pipeline

/// What a documents export says about the customers on it: an invoice carries the name and address of its buyer. Used where no
/// customers file speaks for the customer, so that a reminder has somewhere to go; never against one.
///
/// The columns are `customer_name`, `customer_email` and so on, in the file itself or named so by its mapping.
struct CustomerFacts {
  /// Columns of a document and the customer's fields they stand for.
  private static let fields: [(column: String, field: String)] =
    [
      "email", "phone", "address_line1", "address_line2", "address_line3", "address_line4", "city", "region",
      "postal_code", "country", "language", "tax_id",
    ].map { ("customer_\($0)", $0) }

  /// In the details of a customer that is known from documents alone.
  private static let source = (key: "known_from", value: "documents")

  private struct Columns {
    var company: Int?
    var customer: Int
    var name: Int
    var details: [(column: Int, field: String)]
  }

  private var columnCount = -1
  private var columns: Columns?
  /// The last word of the file on each customer, by company and customer.
  private var found: [CustomerKey: Customer] = [:]
  private let company: String?

  /// - Parameter company: that of every row, where the file names none.
  init(company: String?) { self.company = company }

  /// Whether the file is known to have no such columns.
  var isIdle: Bool { columnCount >= 0 && columns == nil }

  /// Looks at a canonical record. Costs one comparison where the file has no such columns.
  mutating func look(at record: RecordView) {
    if record.columnCount != columnCount { compile(record.columns) }
    guard let columns, record.isSound, record.width == columnCount else { return }
    func text(_ column: Int) -> String { String(decoding: record.fields[column].withoutBlanks, as: UTF8.self) }
    let id = text(columns.customer)
    let name = text(columns.name)
    guard !id.isEmpty, !name.isEmpty else { return }
    let company = columns.company.map(text) ?? company ?? ""
    let key = CustomerKey(company: company, customer: id)
    var fields = columns.details.map { ($0.field, text($0.column)) }
    if let at = fields.firstIndex(where: { $0.0 == "email" }), !EmailAddress.isPlausible(fields[at].1) {
      let email = EmailField(fields[at].1)
      fields[at].1 = email.usable.joined(separator: ";")
      fields.append((Details.unusableEmail, email.mistaken.joined(separator: "; ")))
    }
    found[key] = Customer(company: company, id: id, name: name, details: CustomerFacts.details(fields))
  }

  private mutating func compile(_ names: [String]) {
    columnCount = names.count
    columns = nil
    func place(_ name: String) -> Int? { names.firstIndex(of: name) }
    guard let customer = place("customer_id"), let name = place("customer_name") else { return }
    columns = Columns(
      company: place("company"), customer: customer, name: name,
      details: CustomerFacts.fields.compactMap { pair in place(pair.column).map { ($0, pair.field) } })
  }

  private static func details(_ fields: [(String, String)]) -> Details {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    var first = true
    for (key, value) in fields + [source] where !value.isEmpty {
      Details.write(key: key, value: value, first: &first, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    return Details(json: String(decoding: bytes, as: UTF8.self))
  }

  /// Customers that the book does not know, or knows from documents alone, in the order of company and id.
  func news(for book: Book) -> [Customer] {
    found.sorted { $0.key < $1.key }.map(\.value).filter { customer in
      guard let company = book.companies.firstIndex(of: customer.company) else { return false }
      guard let row = book.customers.find(company: UInt16(company), id: customer.id) else { return true }
      return book.customer(row).details[CustomerFacts.source.key] == CustomerFacts.source.value
    }
  }
}
