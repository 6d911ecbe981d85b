/// The keywords of SEPA in the text of German statements: `EREF+...SVWZ+...`.
enum SEPAKeys {
  private static let all: Set<String> = [
    "EREF", "KREF", "MREF", "CRED", "DEBT", "COAM", "OAMT", "SVWZ", "ABWA", "ABWE", "BREF", "RREF", "IBAN", "BIC",
    "PURP", "ANAM",
  ]

  /// The bank's own words, `MTLG:`, stand behind the payer's.
  private static let message = "MTLG"

  /// The keyword that a text starts with; nil where there is none.
  private static func key(_ text: ArraySlice<UInt8>) -> String? {
    guard let end = text.prefix(5).firstIndex(where: { $0 == 0x2B || $0 == 0x3A }) else { return nil }
    let word = BankText.string(text[text.startIndex..<end])
    return text[end] == 0x2B ? (all.contains(word) ? word : nil) : (word == message ? word : nil)
  }

  static func startsWithKey(_ text: ArraySlice<UInt8>) -> Bool { key(text) != nil }

  /// The text in front of the first keyword, and what stands behind each.
  static func split(_ text: [UInt8]) -> [(key: String?, text: String)] {
    var parts: [(key: String?, text: String)] = []
    var current: String?
    var from = 0
    var at = 0
    func close(_ end: Int) {
      let piece = BankText.string(text[from..<end])
      if current != nil || !BankText.clean(piece).isEmpty { parts.append((current, piece)) }
    }
    while at < text.count {
      if at == 0 || text[at - 1] == 0x20, let key = key(text[at...]) {
        close(at)
        current = key
        at += key.utf8.count + 1
        from = at
      } else {
        at += 1
      }
    }
    close(text.count)
    return parts
  }
}

/// The words between slashes of Dutch and Belgian statements: `/IBAN/NL91.../NAME/...`.
struct MT940Words {
  private static let all: Set<String> = [
    "TRTP", "TRCD", "IBAN", "BIC", "NAME", "REMI", "EREF", "MARF", "CSID", "RTRN", "ORDP", "BENM", "CNTP", "ULTD",
    "ULTB", "ULTC", "PREF", "PURP", "SVCL", "ADDR", "ISDT", "RCMT", "CREF", "IREF", "RTYP", "OCMT", "CHGS", "EXCH",
    "ID", "NRTX", "CHGS1", "CHGS2",
  ]
  private var values: [String: String] = [:]

  /// Nil where the text is of another kind.
  init?(_ text: [UInt8]) {
    guard text.first == 0x2F else { return nil }
    var found: [(word: String, from: Int, to: Int)] = []
    var at = 0
    while at < text.count {
      if text[at] == 0x2F, let end = text[(at + 1)...].prefix(6).firstIndex(of: 0x2F) {
        let word = BankText.string(text[(at + 1)..<end])
        if MT940Words.all.contains(word) {
          found.append((word, end + 1, at))
          at = end
          continue
        }
      }
      at += 1
    }
    guard let first = found.first, first.to == 0 else { return nil }
    for (index, entry) in found.enumerated() {
      let end = index + 1 < found.count ? found[index + 1].to : text.count
      let value = BankText.string(text[min(entry.from, end)..<end])
      if values[entry.word] == nil || values[entry.word] == "" { values[entry.word] = MT940Words.bare(value) }
    }
  }

  /// Without slashes around it.
  private static func bare(_ text: String) -> String {
    var text = BankText.clean(text)[...]
    while text.hasPrefix("/") { text.removeFirst() }
    while text.hasSuffix("/") { text.removeLast() }
    return String(text)
  }

  subscript(word: String) -> String { values[word] ?? "" }
}
