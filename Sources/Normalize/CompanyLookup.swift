import Ledger

/// The companies that pipeline.json lists, in its order: rows say which by name, tables by index.
struct CompanyLookup {
  let names: [String]
  private var text = TextArena()
  private var ranges: [TextRange] = []
  /// The company of the last row: nearly always that of the next.
  private var last = 0

  init(_ names: [String]) {
    self.names = names
    for name in names { ranges.append(text.add(name)) }
  }

  @inline(__always)
  mutating func index(of name: UnsafeRawBufferPointer) -> Int? {
    if last < ranges.count, text.equal(ranges[last], name) { return last }
    guard let index = ranges.firstIndex(where: { text.equal($0, name) }) else { return nil }
    last = index
    return index
  }

  func fault(_ name: UnsafeRawBufferPointer, _ column: String) -> Fault {
    let near = nearestName(to: String(decoding: name, as: UTF8.self), in: names).map { ", or is it `\($0)`?" } ?? ""
    return Fault(
      column, "company-unknown", "\(FieldText.quoted(name)) is no company of pipeline.json",
      "add it to `companies`" + near)
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
