import Ledger

/// Customers who were erased, known again by salted hashes of company and number: a file of the days before that comes late does not bring
/// them back. Nobody can be named by it; whoever has a number can ask whether it was erased.
public struct ErasedCustomers: Sendable {
  private let salt: String
  /// By hash, the newest erasure and the day of the newest run by then.
  private var erasures: [String: (id: Int64, day: CalendarDate)] = [:]

  /// - Parameter erasures: oldest first.
  init(salt: String, _ erasures: [(id: Int64, hash: String, day: CalendarDate)]) {
    self.salt = salt
    for one in erasures { self.erasures[one.hash] = (one.id, one.day) }
  }

  public var isEmpty: Bool { erasures.isEmpty }

  func hash(_ company: String, _ customer: String) -> String {
    SHA256.hex(of: "\(salt)\u{1F}\(company)\u{1F}\(customer)")
  }

  /// The erasure of whom a file of a day means; nil: nobody by that number was erased, or before the day. Numbers may be given anew.
  public func erasure(of company: String, _ customer: String, on day: CalendarDate) -> Int64? {
    guard !isEmpty, let known = erasures[hash(company, customer)], day <= known.day else { return nil }
    return known.id
  }
}
