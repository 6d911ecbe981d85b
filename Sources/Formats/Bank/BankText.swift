/// Text of bank files as it is shown: UTF-8, no control characters, one blank where there were several.
enum BankText {
  /// A field longer than this is none; what lies beyond is cut off and the record rejected.
  static let fieldBytes = 64 * 1024

  static func string(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

  /// Without blanks around it, with single blanks inside, control characters taken as blanks.
  static func clean(_ text: String) -> String {
    if isClean(text.utf8) { return text }
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count)
    var hasGap = false
    for byte in text.utf8 {
      if byte <= 0x20 || byte == 0x7F {
        hasGap = !out.isEmpty
      } else {
        if hasGap { out.append(0x20) }
        hasGap = false
        out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Most texts are clean: no bytes are copied then.
  private static func isClean(_ text: String.UTF8View) -> Bool {
    var last: UInt8 = 0x20
    for byte in text {
      if byte < 0x20 || byte == 0x7F || byte == 0x20 && last == 0x20 { return false }
      last = byte
    }
    return last != 0x20 || text.isEmpty
  }

  static func clean(_ bytes: some Sequence<UInt8>) -> String { clean(string(bytes)) }

  /// The texts that are not empty, each once, with a blank between.
  static func joined(_ texts: [String]) -> String {
    var parts: [String] = []
    for text in texts.map({ clean($0) }) where !text.isEmpty && !parts.contains(text) { parts.append(text) }
    return parts.joined(separator: " ")
  }

  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let from = bytes.firstIndex(where: { $0 > 0x20 }), let to = bytes.lastIndex(where: { $0 > 0x20 }) else {
      return bytes.prefix(0)
    }
    return bytes[from...to]
  }

  /// A whole number without a sign; nil for anything else, and for more digits than a count has.
  static func count(_ bytes: some Collection<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 15, bytes.allSatisfy(TextMask.isDigit) else { return nil }
    return bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// What the file says in words of a message: cut to a length that can be read, without what would forge a second line.
  static func quoted(_ text: String) -> String {
    let clean = TextMask.masked(clean(text))
    return "`" + (clean.count > 60 ? clean.prefix(60) + "..." : clean[...]) + "`"
  }

  /// Empty for what banks write where there is no reference: words that say so, zeros, dashes. Many movements have the same one.
  static func reference(_ text: String) -> String {
    let clean = clean(text)
    guard clean.utf8.contains(where: { TextMask.isLetterOrDigit($0) && $0 != 0x30 || $0 >= 0x80 }) else { return "" }
    let letters = clean.utf8.lazy.filter(TextMask.isLetterOrDigit)
    guard letters.count <= 14 else { return clean }
    return noReference.contains(string(letters).uppercased()) ? "" : clean
  }

  /// Letters and digits only.
  private static let noReference: Set<String> = [
    "NOTPROVIDED", "NONREF", "NOREF", "NOREFERENCE", "NONE", "NULL", "NA", "NOTAVAILABLE", "UNKNOWN", "NOTKNOWN",
  ]

  /// The first that is a reference.
  static func reference(of texts: [String]) -> String { texts.lazy.map(reference).first { !$0.isEmpty } ?? "" }

  /// The same as earlier versions knew it: ids of payments that are known were made with it.
  static func formerReference(_ text: String) -> String {
    let clean = clean(text)
    return ["NOTPROVIDED", "NOT PROVIDED", "NONREF", "NOREF", "NONE"].contains(clean.uppercased()) ? "" : clean
  }

  /// A creditor reference (ISO 11649) that stands as a word of its own in a text: `RF18539007547034`.
  static func creditorReference(in text: String) -> String {
    for word in text.utf8.split(whereSeparator: { !TextMask.isLetterOrDigit($0) }) {
      if (5...25).contains(word.count), word.starts(with: [0x52, 0x46]),
        word.dropFirst(2).prefix(2).allSatisfy(TextMask.isDigit),
        IBAN.isValid(Array(word))
      {
        return String(decoding: Array(word), as: UTF8.self)
      }
    }
    return ""
  }
}
