import Ledger

/// Customers whom a row means that has lost the leading zeros of their number, or gained some: a spreadsheet has saved its file.
struct CustomerZeros {
  private static let lost = "zeros-lost"
  private static let gained = "zeros-gained"
  static func isCode(_ code: String) -> Bool { code == lost || code == gained }
  /// - Parameter isLost: else the row has more zeros than the customer is known with.
  static func code(isLost: Bool) -> String { isLost ? lost : gained }

  /// Numbers that begin with zeros, by what is left of them.
  private let padded: [BareNumber: String]
  private let book: Book

  init(_ book: Book) {
    self.book = book
    let rows = book.customers.rows.indices.lazy.filter { row in
      book.customers.text.with(book.customers.rows[row].id) { $0.first == UInt8(ascii: "0") }
    }
    padded = Dictionary(
      rows.map { (BareNumber(book.customers.rows[$0].company, book.customers.id($0)), book.customers.id($0)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The known number of a customer whom nobody knows under this one; nil: it is known, or differs by more.
  func known(_ company: String, _ id: String) -> String? {
    let isPadded = id.utf8.first == UInt8(ascii: "0")
    guard isPadded || !padded.isEmpty, book.customerRow(company, id) == nil,
      let place = book.companies.firstIndex(of: company)
    else { return nil }
    if let other = padded[BareNumber(UInt16(place), id)] { return other }
    let bare = String(id.drop { $0 == "0" })
    return isPadded && book.customerRow(company, bare) != nil ? bare : nil
  }
}

extension NightReading {
  /// Rows of payments, contacts and decisions whose customer differs from a known one by leading zeros alone are no rows of strangers: an insolvency would
  /// count for nobody, and who has paid would be reminded.
  mutating func rejectZeros(
    _ records: inout [(record: FeedRecord, position: RecordPosition)], _ index: Int
  ) throws {
    guard let kind = files[index].kind, kind == .payments || kind == .contacts || kind == .decisions else { return }
    let zeros = CustomerZeros(book)
    var rows: [Int: (id: String, known: String)] = [:]
    records.removeAll { record, position in
      let (company, id): (String, String?) =
        switch record {
        case .payment(let payment): (payment.company, payment.customerID)
        case .contact(let contact): (contact.company, contact.customerID)
        case .decision(let decision): (decision.company, decision.customerID)
        default: ("", nil)
        }
      guard let id, !id.isEmpty, let known = zeros.known(company, id) else { return false }
      rows[position.record] = (id, known)
      return true
    }
    guard let first = rows.min(by: { $0.key < $1.key })?.value else { return }
    let isLost = first.id.utf8.count < first.known.utf8.count
    try reject(
      Set(rows.keys), index, code: CustomerZeros.code(isLost: isLost),
      message:
        "its customer is known with \(isLost ? "" : "fewer or no ")leading zeros, as `\(first.known)` is that comes as `\(first.id)`",
      hint: "write the number as the customers file has it; a spreadsheet drops leading zeros when it saves a file")
  }
}
