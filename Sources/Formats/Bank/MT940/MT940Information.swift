/// What the bank tells about a movement, field 86, in the three ways that are in use.
///
/// - Germany, Austria, Poland: a code of three digits, then parts with two digits: `166?00GUTSCHRIFT?20SVWZ+...?32NAME`. Banks
///   use another sign than `?` too.
/// - Netherlands, Belgium: words between slashes: `/TRTP/SEPA/IBAN/NL91../NAME/.../REMI/...`.
/// - Everywhere else: text.
struct MT940Information {
  /// The German booking code (GVC): `166`.
  var code = ""
  var postingText = ""
  var remittance = ""
  var endToEnd = ""
  var payerName = ""
  var payerAccount = ""
  /// On whose behalf, where it is another than the payer.
  var ultimatePayer = ""
  var returnReason = ""
  var reference = ""
  /// What was sent, or collected, where it is not what was booked; and what banks kept on the way, or took on top.
  var original: MT940Money?
  var charges: MT940Money?
  /// Where the parts name no account of the payer, and the text is all there is.
  private(set) var isPlain = false

  /// - Parameter lines: of the field, without line ends. Banks break them after 65 characters, in the middle of words.
  init(lines: [[UInt8]]) {
    let whole = MT940Information.unwrapped(lines)
    if whole.count > 4, whole[..<3].allSatisfy(TextMask.isDigit), MT940Information.isSeparator(whole[3]),
      whole.dropFirst(4).prefix(2).allSatisfy(TextMask.isDigit)
    {
      code = BankText.string(whole[..<3])
      readParts(whole[3...], separator: whole[3])
    } else if let words = MT940Words(whole) {
      readWords(words)
    } else {
      isPlain = true
      readText(MT940Information.joined(lines.map { $0[...] }, width: 65))
    }
    if reference.isEmpty { reference = BankText.creditorReference(in: remittance) }
  }

  /// The lines as one text. Where a line lacks its 65th character, a blank at its end was lost on the way.
  private static func unwrapped(_ lines: [[UInt8]]) -> [UInt8] {
    var whole: [UInt8] = []
    for (index, line) in lines.enumerated() {
      whole.append(contentsOf: line)
      if line.count == 64, index + 1 < lines.count, lines[index + 1].first.map(TextMask.isLetterOrDigit) == true {
        whole.append(0x20)
      }
    }
    return whole
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && !TextMask.isLetterOrDigit(byte) && byte != 0x2C && byte != 0x2E && byte != 0x2F
  }

  /// Pieces that were cut at a width belong together without a blank; after a shorter piece there is one. A piece that starts
  /// with a keyword always starts anew.
  private static func joined(_ pieces: [ArraySlice<UInt8>], width: Int) -> [UInt8] {
    var text: [UInt8] = []
    var last = 0
    for piece in pieces {
      if !text.isEmpty, last < width || SEPAKeys.startsWithKey(piece) { text.append(0x20) }
      text.append(contentsOf: piece)
      last = piece.count(where: { $0 & 0xC0 != 0x80 })
    }
    return text
  }

  // MARK: Parts with two digits

  private mutating func readParts(_ text: ArraySlice<UInt8>, separator: UInt8) {
    var parts: [(number: Int, text: ArraySlice<UInt8>)] = []
    var at = text.startIndex
    while at < text.endIndex {
      let from = at + 1
      let next = text[from...].indices.first { MT940Information.startsPart(text, $0, separator) } ?? text.endIndex
      let digits = text[from..<min(from + 2, next)]
      if let number = BankText.count(digits), digits.count == 2 { parts.append((number, text[(from + 2)..<next])) }
      at = next
    }
    func pieces(_ numbers: [ClosedRange<Int>]) -> [ArraySlice<UInt8>] {
      parts.filter { part in numbers.contains { $0.contains(part.number) } }.map(\.text)
    }
    func joined(_ numbers: ClosedRange<Int>) -> String {
      BankText.clean(MT940Information.joined(pieces([numbers]), width: 27))
    }
    postingText = joined(0...0)
    payerName = joined(32...33)
    payerAccount = joined(31...31)
    if payerAccount.isEmpty { payerAccount = joined(38...38) }
    if MT940Information.returnCodes.contains(code) { returnReason = joined(34...34) }
    readText(MT940Information.joined(pieces([20...29, 60...63]), width: 27))
  }

  /// A separator counts only before two digits: `?` is also a character of text.
  private static func startsPart(_ text: ArraySlice<UInt8>, _ at: Int, _ separator: UInt8) -> Bool {
    text[at] == separator && text[(at + 1)...].prefix(2).count == 2
      && text[(at + 1)...].prefix(2).allSatisfy(TextMask.isDigit)
  }

  /// Returned direct debits and transfers (GVC of the German banks, before SEPA and since).
  private static let returnCodes: Set<String> = ["009", "059", "108", "109", "159", "181", "184"]
  var isReturn: Bool { MT940Information.returnCodes.contains(code) }

  // MARK: Text with or without keywords

  private mutating func readText(_ text: [UInt8]) {
    let found = SEPAKeys.split(text)
    guard found.contains(where: { $0.key != nil }) else {
      remittance = BankText.clean(text)
      return
    }
    var texts: [String] = []
    for part in found {
      switch part.key {
      case "EREF": endToEnd = BankText.reference(part.text)
      case "SVWZ", "MTLG", nil: texts.append(part.text)
      case "ABWA", "ANAM": if ultimatePayer.isEmpty { ultimatePayer = BankText.clean(part.text) }
      case "OAMT": original = MT940Money(part.text)
      case "COAM": charges = MT940Money(part.text)
      case "IBAN": if payerAccount.isEmpty { payerAccount = BankText.clean(part.text) }
      default: break
      }
    }
    remittance = BankText.joined(texts)
  }

  // MARK: Words between slashes

  private mutating func readWords(_ words: MT940Words) {
    payerName = words["NAME"]
    payerAccount = words["IBAN"]
    endToEnd = BankText.reference(words["EREF"])
    returnReason = words["RTRN"]
    postingText = words["TRTP"]
    ultimatePayer = words["ULTD"]
    code = words["TRCD"]
    original = MT940Money(words["OCMT"])
    charges = MT940Money(chargesOf: words)
    let parties = words["CNTP"].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parties.count >= 3 {
      if payerAccount.isEmpty { payerAccount = parties[0] }
      if payerName.isEmpty { payerName = parties[2] }
    }
    var text = words["REMI"]
    if text.hasPrefix("USTD//") { text.removeFirst(6) }
    if text.hasPrefix("STRD/") {
      reference = text.split(separator: "/").last.map { BankText.clean(String($0)) } ?? ""
      text = reference
    }
    remittance = BankText.joined([text, words["PREF"]])
  }
}
