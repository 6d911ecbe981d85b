import Ledger

/// Plain English for `why`, put together as bytes: a night tells a hundred thousand stories, and most of them in numbers. Written like any
/// other text with values in it; messages to customers have their own words.
struct Words: ExpressibleByStringInterpolation, Equatable, Sendable {
  private(set) var bytes: [UInt8] = []

  init() {}
  /// Room for so many bytes: a text that grows part by part.
  init(reserving count: Int) { bytes.reserveCapacity(count) }
  init(stringLiteral value: String) { bytes = Array(value.utf8) }
  init(stringInterpolation: Interpolation) { bytes = stringInterpolation.words.bytes }

  var text: String { String(decoding: bytes, as: UTF8.self) }
  var isEmpty: Bool { bytes.isEmpty }

  /// Goes on behind a semicolon.
  mutating func add(_ more: Words) {
    guard !more.isEmpty else { return }
    goOn()
    bytes += more.bytes
  }

  /// The semicolon before the next part, where there is something before it.
  mutating func goOn() {
    if !isEmpty { append("; ") }
  }

  static func + (a: Words, b: Words) -> Words {
    var sum = a
    sum.bytes += b.bytes
    return sum
  }
  static func += (a: inout Words, b: Words) { a.bytes += b.bytes }
}

// MARK: - Parts, for what every story has: in place, where a text with values in it would be an array of its own

extension Words {
  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ currency: Currency) {
    // Three letters in the lower bytes of the number.
    withUnsafeBytes(of: currency.packed.bigEndian) {
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[1...]))
    }
  }

  mutating func append(_ number: Int) { Money.write(Int64(number), exponent: 0, to: &bytes) }

  /// A document by its label.
  mutating func append(_ document: Document) {
    document.withKey { id, instalment in
      bytes.append(contentsOf: id)
      guard !instalment.isEmpty else { return }
      bytes.append(UInt8(ascii: "/"))
      bytes.append(contentsOf: instalment)
    }
  }

  /// `1 day`, `12 days`.
  mutating func append(days count: Int) { append(count, counted: "day") }

  /// `1 message`, `12 messages`.
  mutating func append(_ count: Int, counted noun: String) {
    append(count)
    append(" ")
    append(noun)
    if count != 1 { append("s") }
  }

  /// `1,000.00`, `-5,000.00`, `1,200` for yen.
  mutating func append(amount minorUnits: Int64, _ currency: Currency) {
    // A comma behind each three digits at most.
    withUnsafeTemporaryAllocation(byteCount: Money.longestDecimal * 3, alignment: 8) { text in
      let (plain, grouped) = (text.baseAddress!, text.baseAddress! + Money.longestDecimal)
      let count = Money.write(abs(minorUnits), exponent: currency.exponent, at: plain)
      let point = currency.exponent == 0 ? count : count - currency.exponent - 1
      var length = 0
      func put(_ byte: UInt8) {
        grouped.storeBytes(of: byte, toByteOffset: length, as: UInt8.self)
        length += 1
      }
      if minorUnits < 0 { put(UInt8(ascii: "-")) }
      for index in 0..<count {
        if index > 0, index < point, (point - index) % 3 == 0 { put(UInt8(ascii: ",")) }
        put(plain.load(fromByteOffset: index, as: UInt8.self))
      }
      bytes.append(contentsOf: UnsafeRawBufferPointer(start: grouped, count: length))
    }
  }
}

extension Words {
  /// What may stand between the words.
  struct Interpolation: StringInterpolationProtocol {
    fileprivate(set) var words = Words()

    init(literalCapacity: Int, interpolationCount: Int) {
      words.bytes.reserveCapacity(literalCapacity + interpolationCount * 12)
    }

    mutating func appendLiteral(_ literal: String) { words.append(literal) }
    mutating func appendInterpolation(_ text: String) { words.append(text) }
    mutating func appendInterpolation(_ more: Words) { words += more }
    mutating func appendInterpolation(_ number: Int) { words.append(number) }
    mutating func appendInterpolation(_ currency: Currency) { words.append(currency) }

    mutating func appendInterpolation(_ date: CalendarDate) {
      withUnsafeTemporaryAllocation(byteCount: CalendarDate.textCount, alignment: 1) { text in
        date.write(at: text.baseAddress!)
        words.bytes.append(contentsOf: text)
      }
    }

    mutating func appendInterpolation(_ document: Document) { words.append(document) }
    mutating func appendInterpolation(days count: Int) { words.append(days: count) }
    mutating func appendInterpolation(_ count: Int, counted noun: String) { words.append(count, counted: noun) }
    mutating func appendInterpolation(amount minorUnits: Int64, _ currency: Currency) {
      words.append(amount: minorUnits, currency)
    }

    /// ` until 2026-12-01`, or nothing.
    mutating func appendInterpolation(until date: CalendarDate?) {
      guard let date else { return }
      words.append(" until ")
      appendInterpolation(date)
    }

    /// ` of customer X9, who has the same party_id,` of a hard stop that was recorded of another customer, or nothing.
    mutating func appendInterpolation(of stop: Decision) {
      guard let customer = stop.recordedOf else { return }
      words.append(" of customer ")
      words.append(customer)
      words.append(", who has the same party_id,")
    }
    /// ` by Jo`, or nothing.
    mutating func appendInterpolation(by decision: Decision) {
      guard let name = decision.by else { return }
      words.append(" by ")
      words.append(name)
    }
  }

  /// The first of a list in words, and how many more there are. Only what is told is put into words.
  static func first<Item>(_ limit: Int, of list: [Item], _ words: (Item) -> Words) -> Words {
    var shown = Words()
    for item in list.prefix(limit) { shown.add(words(item)) }
    return list.count > limit ? shown + "; and \(list.count - limit) more" : shown
  }
}
