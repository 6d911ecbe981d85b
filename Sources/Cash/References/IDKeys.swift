import Ledger

/// How sure it is that a text means a document whose key it has.
enum Likeness: Int, Comparable, Sendable {
  /// The number at the end of the id: `4711` for INV-2026-004711.
  case tail
  /// Everything but the letters it begins with: `2026-004711`.
  case bare
  /// The whole id but for an O written as 0, or the other way.
  case folded
  /// The whole id, separators and leading zeros aside.
  case full

  static func < (a: Likeness, b: Likeness) -> Bool { a.rawValue < b.rawValue }
}

/// A hash over letters and digits: FNV-1a, 64 bits.
struct KeyHash: Equatable, Sendable {
  private var hash = FNV1a()
  var value: UInt64 { hash.value }
  private(set) var count = 0

  @inline(__always)
  mutating func add(_ byte: UInt8) {
    hash.add(byte)
    count &+= 1
  }

  /// Of the number that a text ends with so far: the next letter or digit of the text.
  @inline(__always)
  mutating func goOn(_ byte: UInt8) {
    if !Alphanumeric.isDigit(byte) {
      self = KeyHash()
    } else if byte != 0x30 || count > 0 {
      add(byte)
    }
  }

  init() {}
  init(_ bytes: some Sequence<UInt8>) { for byte in bytes { add(byte) } }
}

/// The keys under which a document is found in what payers write: what is left of its id when separators, leading zeros or the
/// prefix are dropped. A night makes them for every open document, so they are made in one pass over the bytes.
struct IDKeys {
  /// As written; without leading zeros of its numbers; with every O as 0.
  private var exact = KeyHash()
  private var stripped = KeyHash()
  private var folded = KeyHash()
  /// The same two behind the letters that it begins with.
  private var bare = KeyHash()
  private var bareStripped = KeyHash()
  /// The last number.
  private var tail = KeyHash()
  private var digits = 0
  private var runs = 0
  private var beginsWithLetters = false
  private var endsWithNumber = false

  /// So many digits a key has to have; the whole id needs one less.
  static let leastDigits = 4

  init(_ id: UnsafeRawBufferPointer) {
    var at = 0
    while at < id.count, Alphanumeric.isLetter(id[at]) { at &+= 1 }
    let letters = at
    while at < id.count, Alphanumeric.isDigit(id[at]) { at &+= 1 }
    if letters > 0, letters < at, at == id.count { self.init(id, letters: letters) } else { self.init(any: id) }
  }

  /// Letters and one number behind them: most ids of most systems.
  private init(_ id: UnsafeRawBufferPointer, letters: Int) {
    for byte in id[..<letters] {
      let capital = Alphanumeric.capital(byte)
      exact.add(capital)
      folded.add(capital == 0x4F ? 0x30 : capital)
    }
    stripped = exact
    var hasBegun = false
    for byte in id[letters...] {
      exact.add(byte)
      folded.add(byte)
      bare.add(byte)
      hasBegun = hasBegun || byte != 0x30
      guard hasBegun else { continue }
      stripped.add(byte)
      tail.add(byte)
    }
    bareStripped = tail
    digits = id.count &- letters
    runs = 2
    beginsWithLetters = true
    endsWithNumber = true
  }

  private init(any id: UnsafeRawBufferPointer) {
    var wasNumber: Bool?
    // Whether the number at hand has had a digit other than 0.
    var hasBegun = false
    for byte in id {
      guard Alphanumeric.isOne(byte) else {
        wasNumber = nil
        continue
      }
      let isNumber = Alphanumeric.isDigit(byte)
      let capital = Alphanumeric.capital(byte)
      if isNumber != wasNumber {
        // Behind a separator letters go on where letters were; two numbers stay two.
        runs += 1
        if runs == 1 { beginsWithLetters = !isNumber }
        if isNumber { (tail, hasBegun) = (KeyHash(), false) }
      }
      wasNumber = isNumber
      endsWithNumber = isNumber
      exact.add(capital)
      folded.add(capital == 0x4F ? 0x30 : capital)
      if isNumber { digits += 1 }
      hasBegun = hasBegun || byte != 0x30
      let counts = !isNumber || hasBegun
      if counts { stripped.add(capital) }
      if isNumber, counts { tail.add(capital) }
      if digits > 0, beginsWithLetters {
        bare.add(capital)
        if counts { bareStripped.add(capital) }
      }
    }
  }

  /// Hands each key, once, to `body`; of equal keys the likest.
  @inline(__always)
  func each(_ body: (UInt64, Likeness) -> Void) {
    guard digits >= IDKeys.leastDigits - 1 else { return }
    body(exact.value, .full)
    if stripped != exact { body(stripped.value, .full) }
    if folded != exact { body(folded.value, .folded) }
    if beginsWithLetters, digits >= IDKeys.leastDigits {
      body(bare.value, .bare)
      if bareStripped != bare { body(bareStripped.value, .bare) }
    }
    if runs > 1, endsWithNumber, tail.count >= IDKeys.leastDigits, tail != bareStripped, tail != bare {
      body(tail.value, .tail)
    }
  }

  static func each(_ id: String, _ body: (UInt64, Likeness) -> Void) {
    var id = id
    id.withUTF8 { IDKeys(UnsafeRawBufferPointer($0)).each(body) }
  }

  /// A number as the end of an id, and a whole text, as one key.
  static func tail(_ number: Int) -> UInt64 { KeyHash(String(number).utf8).value }
  static func whole(_ text: some StringProtocol) -> UInt64 { KeyHash(Alphanumeric.of(text)).value }

  /// The number that a text ends with, without its leading zeros, as a key. That of no number is the same as that of zeros.
  static func end(of text: some StringProtocol) -> UInt64 {
    var end = KeyHash()
    for byte in Alphanumeric.of(text) { end.goOn(byte) }
    return end.value
  }

  /// The same of an id of letters, or none, and one number behind them: the texts of all its keys end with that number. Nil for any other.
  @inline(__always)
  static func end(ofPlain id: UnsafeRawBufferPointer) -> UInt64? {
    var at = 0
    while at < id.count, Alphanumeric.isLetter(id[at]) { at &+= 1 }
    guard at < id.count else { return nil }
    while at < id.count, id[at] == 0x30 { at &+= 1 }
    var end = KeyHash()
    while at < id.count {
      guard Alphanumeric.isDigit(id[at]) else { return nil }
      end.add(id[at])
      at &+= 1
    }
    return end.value
  }
}

/// Keys that are looked for: most that are asked for are not among them, which a bit tells.
struct KeySet: Sendable {
  private var bits = [UInt64](repeating: 0, count: 1 << 14)
  private var keys: Set<UInt64> = []

  var isEmpty: Bool { keys.isEmpty }

  mutating func insert(_ key: UInt64) {
    bits[Int(key >> 6 & 0x3FFF)] |= 1 << (key & 63)
    keys.insert(key)
  }

  @inline(__always)
  func contains(_ key: UInt64) -> Bool { bits[Int(key >> 6 & 0x3FFF)] & 1 << (key & 63) != 0 && keys.contains(key) }
}
