import Ledger

/// The companies that pipeline.json lists, in its order: rows say which by name, tables by index.
struct CompanyLookup {
  let names: [String]
  /// Rows of companies that are not listed are left out: the feed says of whom it tells.
  let leavesOthersOut: Bool
  private var text = TextArena()
  private var ranges: [TextRange] = []
  /// The company of the last row: nearly always that of the next.
  private var last = 0

  /// - Parameter named: companies that the feed names.
  init(_ names: [String], named: [String] = []) {
    self.names = names
    leavesOthersOut = !named.isEmpty
    for name in names { ranges.append(text.add(name)) }
  }

  @inline(__always)
  mutating func index(of name: UnsafeRawBufferPointer) -> Int? {
    if last < ranges.count, text.equal(ranges[last], name) { return last }
    guard let index = ranges.firstIndex(where: { text.equal($0, name) }) else { return nil }
    last = index
    return index
  }

  func fault(_ name: UnsafeRawBufferPointer, _ column: String, _ feed: Feed) -> Fault {
    let near = nearestName(to: String(decoding: name, as: UTF8.self), in: names).map { ", or is it `\($0)`?" } ?? ""
    let leaveOut =
      isOther(name, feed) ? "; or name the companies of the feed in its \"companies\": rows of others are left out" : ""
    return Fault(
      column, OtherCompany.code, "\(FieldText.quoted(name)) is no company of pipeline.json",
      "add it to `companies`" + leaveOut + near)
  }

  /// Whether a row that states a company concerns none of those that are listed. Not where it may be a slip: case, blanks, zeros in front; and letters of what
  /// people type. A system writes codes: 2000 is another company than 1000.
  func isOther(_ name: UnsafeRawBufferPointer, _ feed: Feed) -> Bool {
    let name = String(decoding: name, as: UTF8.self)
    let folded = OtherCompany.folded(name)
    guard !folded.isEmpty, !names.contains(where: { OtherCompany.folded($0) == folded }) else { return false }
    guard OtherCompany.typed.contains(feed), name.allSatisfy({ $0.isLetter || $0.isWhitespace }) else { return true }
    return nearestName(to: name, in: names) == nil
  }
}

/// Rows of a company that pipeline.json does not list.
public enum OtherCompany {
  public static let code = "company-unknown"

  /// Feeds that people write, or may have written.
  fileprivate static let typed: Set<Feed> = [.payments, .applications, .decisions]

  fileprivate static func folded(_ name: String) -> String {
    String(name.lowercased().filter { $0.isLetter || $0.isNumber }.drop { $0 == "0" })
  }
}

/// The currencies of a file: few, and asked for in every row.
struct CurrencyLookup {
  private var known: [(packed: UInt32, currency: Currency, exponent: Int)] = []

  @inline(__always)
  mutating func find(_ code: UnsafeRawBufferPointer) -> (currency: Currency, exponent: Int)? {
    guard code.count == 3 else { return nil }
    let packed = UInt32(code[0]) << 16 | UInt32(code[1]) << 8 | UInt32(code[2])
    for entry in known where entry.packed == packed { return (entry.currency, entry.exponent) }
    return add(code, packed)
  }

  @inline(never)
  private mutating func add(_ code: UnsafeRawBufferPointer, _ packed: UInt32) -> (currency: Currency, exponent: Int)? {
    guard let currency = Currency(code: code) else { return nil }
    known.append((packed, currency, currency.exponent))
    return (currency, currency.exponent)
  }
}
